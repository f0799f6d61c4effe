"""Carrying quantities with the flow: MacCormack's scheme with a limiter.

Paths are traced once per step from the centres (second order Runge-Kutta) and shared by every quantity.
What is far from any gas stays where it is: where air does not whirl, what its own flow does to it is the
slope of a pressure (Bernoulli), and the projection takes it out again.
Source: Selle, Fedkiw, Kim, Liu and Rossignac 2008, "An unconditionally stable MacCormack method".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from secondunit.elements.kernels import Field, Spans, inlined, kernel, over
from secondunit.elements.lanes import mixed, own, pair, peek, poke

from .balance import due, settle
from .grid import DRIFTS, SHIFTS, FluidState, Scratch
from .rows import Rows, shared
from .solids import Solid
from .walls import cut_paths

NOTHING: Mapping[str, float] = {}


@kernel
def centers(
    start: int, stop: int, u: Field, v: Field, w: Field, scale: np.float32, low: Spans, high: Spans,
    cx: Field, cy: Field, cz: Field,
) -> None:  # fmt: skip
    """The velocity in the centres of the cells of the rows, in cells per step."""
    _, ny, nx = cx.shape
    fu, fv, fw = u.reshape(u.size), v.reshape(v.size), w.reshape(w.size)
    ox, oy, oz = cx.reshape(cx.size), cy.reshape(cy.size), cz.reshape(cz.size)
    half = np.float32(0.5) * scale
    for k in range(start, stop):
        for j in range(ny):
            n, n_u, n_v = (k * ny + j) * nx, (k * ny + j) * (nx + 1), (k * (ny + 1) + j) * nx
            for i in range(np.int64(low[k, j]), np.int64(high[k, j])):
                poke(ox, n + i, half * (peek(fu, n_u + i) + peek(fu, n_u + i + 1)))
                poke(oy, n + i, half * (peek(fv, n_v + i) + peek(fv, n_v + nx + i)))
                poke(oz, n + i, half * (peek(fw, n + i) + peek(fw, n + nx * ny + i)))


@kernel
def _paths(
    start: int, stop: int, cx: Field, cy: Field, cz: Field, rows: Rows, sign: np.float32,
    bx: Field, by: Field, bz: Field,
) -> None:  # fmt: skip
    """How far the air of each cell has come (`sign` -1) or goes (1), in cells, second order."""
    nz, ny, nx = cx.shape
    sx, sy, sz = cx.reshape(cx.size), cy.reshape(cy.size), cz.reshape(cz.size)
    ox, oy, oz = bx.reshape(bx.size), by.reshape(by.size), bz.reshape(bz.size)
    half, zero = sign * np.float32(0.5), np.float32(0.0)
    row, plane = np.int32(nx), np.int32(nx * ny)
    for k in range(start, stop):
        for j in range(ny):
            n, ways = (k * ny + j) * nx, rows.ways[k, j]
            x0, x1, y0, y1, z0, z1 = ways[0], ways[1], ways[2], ways[3], ways[4], ways[5]
            for i in range(np.int64(rows.low[k, j]), np.int64(rows.high[k, j])):
                x = np.float32(i) + half * min(max(peek(sx, n + i), x0), x1)
                y = np.float32(j) + half * min(max(peek(sy, n + i), y0), y1)
                z = np.float32(k) + half * min(max(peek(sz, n + i), z0), z1)
                x = min(max(x, zero), np.float32(nx - 1))
                y = min(max(y, zero), np.float32(ny - 1))
                z = min(max(z, zero), np.float32(nz - 1))
                i0, j0 = min(np.int32(x), np.int32(nx - 2)), min(np.int32(y), np.int32(ny - 2))
                k0 = min(np.int32(z), np.int32(nz - 2))
                tx, ty, tz = x - np.float32(i0), y - np.float32(j0), z - np.float32(k0)
                at = np.int32(np.int32(np.int32(k0 * plane) + np.int32(j0 * row)) + i0)
                vx = mixed(sx, at, row, plane, tx, ty, tz)
                vy = mixed(sy, at, row, plane, tx, ty, tz)
                vz = mixed(sz, at, row, plane, tx, ty, tz)
                poke(ox, n + i, min(max(vx, x0), x1))
                poke(oy, n + i, min(max(vy, y0), y1))
                poke(oz, n + i, min(max(vz, z0), z1))
            end = np.int64(rows.high[k, j])
            if rows.low[k, j] < end < nx:
                # The face behind the last cell goes with that.
                bx[k, j, end], by[k, j, end], bz[k, j, end] = (
                    bx[k, j, end - 1], by[k, j, end - 1], bz[k, j, end - 1]
                )  # fmt: skip


@kernel
def _pull(
    start: int, stop: int, f: Field, bx: Field, by: Field, bz: Field, dk: int, dj: int, di: int, rows: Rows,
    first: Field, least: Field, most: Field,
) -> None:  # fmt: skip
    """What the air brings, to first order, and the bounds of what it can; about the rows, what is there."""
    nz, ny, nx = f.shape
    mz, my, mx = bx.shape
    src, to, lo, hi = f.reshape(f.size), first.reshape(f.size), least.reshape(f.size), most.reshape(f.size)
    px, py, pz = bx.reshape(bx.size), by.reshape(bx.size), bz.reshape(bx.size)
    half, zero = np.float32(0.5), np.float32(0.0)
    row, plane = np.int32(nx), np.int32(nx * ny)
    for k in range(start, stop):
        ka, kb = max(k - dk, 0), min(k, mz - 1)
        for j in range(ny):
            ja, jb = max(j - dj, 0), min(j, my - 1)
            n, na, nb = (k * ny + j) * nx, (ka * my + ja) * mx - di, (kb * my + jb) * mx
            begin, end = shared(rows.low, rows.high, ka, ja, kb, jb)
            begin, end = begin + di, min(end + di, mx)
            wide = np.int64(min(rows.wide_low[ka, ja], rows.wide_low[kb, jb]))
            wider = np.int64(max(rows.wide_high[ka, ja], rows.wide_high[kb, jb])) + di
            for i in range(wide, min(begin, wider)):
                poke(to, n + i, peek(src, n + i))
            for i in range(max(begin, end, wide), wider):
                poke(to, n + i, peek(src, n + i))
            for i in range(begin, end):
                x = np.float32(i) - half * (peek(px, na + i) + peek(px, nb + i))
                y = np.float32(j) - half * (peek(py, na + i) + peek(py, nb + i))
                z = np.float32(k) - half * (peek(pz, na + i) + peek(pz, nb + i))
                x = min(max(x, zero), np.float32(nx - 1))
                y = min(max(y, zero), np.float32(ny - 1))
                z = min(max(z, zero), np.float32(nz - 1))
                i0, j0 = min(np.int32(x), np.int32(nx - 2)), min(np.int32(y), np.int32(ny - 2))
                k0 = min(np.int32(z), np.int32(nz - 2))
                tx, ty, tz = x - np.float32(i0), y - np.float32(j0), z - np.float32(k0)
                at = np.int32(np.int32(np.int32(k0 * plane) + np.int32(j0 * row)) + i0)
                at1, at2 = np.int32(at + row), np.int32(at + plane)
                at3 = np.int32(at2 + row)
                (a, b), (c, d), (e, g), (h, m) = pair(src, at), pair(src, at1), pair(src, at2), pair(src, at3)
                poke(lo, n + i, min(min(min(a, b), min(c, d)), min(min(e, g), min(h, m))))
                poke(hi, n + i, max(max(max(a, b), max(c, d)), max(max(e, g), max(h, m))))
                a, c, e, h = a + tx * (b - a), c + tx * (d - c), e + tx * (g - e), h + tx * (m - h)
                a, e = a + ty * (c - a), e + ty * (h - e)
                poke(to, n + i, a + tz * (e - a))


@kernel
def _correct(
    start: int, stop: int, f: Field, first: Field, least: Field, most: Field,
    ax: Field, ay: Field, az: Field, dk: int, dj: int, di: int, rows: Rows,
) -> None:  # fmt: skip
    """Take half the error out that carrying there and back again makes, within the bounds; in place."""
    nz, ny, nx = f.shape
    mz, my, mx = ax.shape
    out, to, lo, hi = f.reshape(f.size), first.reshape(f.size), least.reshape(f.size), most.reshape(f.size)
    px, py, pz = ax.reshape(ax.size), ay.reshape(ay.size), az.reshape(az.size)
    half, zero = np.float32(0.5), np.float32(0.0)
    row, plane = np.int32(nx), np.int32(nx * ny)
    for k in range(start, stop):
        ka, kb = max(k - dk, 0), min(k, mz - 1)
        for j in range(ny):
            ja, jb = max(j - dj, 0), min(j, my - 1)
            n, na, nb = (k * ny + j) * nx, (ka * my + ja) * mx - di, (kb * my + jb) * mx
            begin, end = shared(rows.low, rows.high, ka, ja, kb, jb)
            for i in range(begin + di, min(end + di, mx)):
                x = np.float32(i) + half * (peek(px, na + i) + peek(px, nb + i))
                y = np.float32(j) + half * (peek(py, na + i) + peek(py, nb + i))
                z = np.float32(k) + half * (peek(pz, na + i) + peek(pz, nb + i))
                x = min(max(x, zero), np.float32(nx - 1))
                y = min(max(y, zero), np.float32(ny - 1))
                z = min(max(z, zero), np.float32(nz - 1))
                i0, j0 = min(np.int32(x), np.int32(nx - 2)), min(np.int32(y), np.int32(ny - 2))
                k0 = min(np.int32(z), np.int32(nz - 2))
                tx, ty, tz = x - np.float32(i0), y - np.float32(j0), z - np.float32(k0)
                at = np.int32(np.int32(np.int32(k0 * plane) + np.int32(j0 * row)) + i0)
                again = mixed(to, at, row, plane, tx, ty, tz)
                better = peek(to, n + i) + half * (own(out, n + i) - again)
                poke(out, n + i, min(max(better, peek(lo, n + i)), peek(hi, n + i)))


@inlined
def _moved(
    start: np.int64, stop: np.int64, n: int, n_u: int, n_v: int, n_w: int, layer: int, nx: int,
    scale: np.float32, src: Field, fu: Field, fv: Field, fw: Field, out: Field,
) -> None:  # fmt: skip
    """A row of drift where there is no gas: what is there goes on by what it moves in a step."""
    half = np.float32(0.5) * scale
    for i in range(start, stop):
        at, two = n + 3 * i, 2 * i
        poke(out, at, peek(src, at) - half * (peek(fu, n_u + two) + peek(fu, n_u + two + 1)))
        poke(out, at + 1, peek(src, at + 1) - half * (peek(fv, n_v + two) + peek(fv, n_v + nx + two)))
        poke(out, at + 2, peek(src, at + 2) - half * (peek(fw, n_w + two) + peek(fw, n_w + layer + two)))


@kernel
def _drift(
    start: int, stop: int, f: Field, u: Field, v: Field, w: Field, scale: np.float32,
    bx: Field, by: Field, bz: Field, rows: Rows, out: Field,
) -> None:  # fmt: skip
    """How far the air has come since a drift began, in cells, on the half-resolution grid."""
    nz, ny, nx = bx.shape
    _, hy, hx, _ = f.shape
    src, to = f.reshape(f.size), out.reshape(out.size)
    fu, fv, fw = u.reshape(u.size), v.reshape(v.size), w.reshape(w.size)
    px, py, pz = bx.reshape(bx.size), by.reshape(by.size), bz.reshape(bz.size)
    half, zero = np.float32(0.5), np.float32(0.0)
    three, row, plane = np.int32(3), np.int32(3 * hx), np.int32(3 * hx * hy)
    for k in range(start, stop):
        ka, kb = 2 * k, min(2 * k + 1, nz - 1)
        for j in range(hy):
            ja, jb = 2 * j, min(2 * j + 1, ny - 1)
            n, n_u, n_v = 3 * (k * hy + j) * hx, (ka * ny + ja) * (nx + 1), (ka * (ny + 1) + ja) * nx
            na, nb = (ka * ny + ja) * nx, (kb * ny + jb) * nx
            low, high = shared(rows.low, rows.high, ka, ja, kb, jb)
            begin, end = (low + 1) // 2, high // 2
            if begin >= end:
                begin, end = np.int64(hx), np.int64(hx)
            _moved(np.int64(0), begin, n, n_u, n_v, na, ny * nx, nx, scale, src, fu, fv, fw, to)
            _moved(end, np.int64(hx), n, n_u, n_v, na, ny * nx, nx, scale, src, fu, fv, fw, to)
            for i in range(begin, end):
                ax = half * (peek(px, na + 2 * i) + peek(px, nb + 2 * i + 1))
                ay = half * (peek(py, na + 2 * i) + peek(py, nb + 2 * i + 1))
                az = half * (peek(pz, na + 2 * i) + peek(pz, nb + 2 * i + 1))
                x = min(max(np.float32(i) - half * ax, zero), np.float32(hx - 1))
                y = min(max(np.float32(j) - half * ay, zero), np.float32(hy - 1))
                z = min(max(np.float32(k) - half * az, zero), np.float32(f.shape[0] - 1))
                i0, j0 = min(np.int32(x), np.int32(hx - 2)), min(np.int32(y), np.int32(hy - 2))
                k0 = min(np.int32(z), np.int32(f.shape[0] - 2))
                tx, ty, tz = x - np.float32(i0), y - np.float32(j0), z - np.float32(k0)
                at = np.int32(np.int32(np.int32(k0 * plane) + np.int32(j0 * row)) + np.int32(three * i0))
                o = n + 3 * i
                for axis in range(3):
                    c = np.int32(at + np.int32(axis))
                    c1, c2 = np.int32(c + row), np.int32(c + plane)
                    c3 = np.int32(c2 + row)
                    q, r, s, t = peek(src, c), peek(src, c1), peek(src, c2), peek(src, c3)
                    q += tx * (peek(src, np.int32(c + three)) - q)
                    r += tx * (peek(src, np.int32(c1 + three)) - r)
                    s += tx * (peek(src, np.int32(c2 + three)) - s)
                    t += tx * (peek(src, np.int32(c3 + three)) - t)
                    q, s = q + ty * (r - q), s + ty * (t - s)
                    poke(to, o + axis, q + tz * (s - q) - (ax if axis == 0 else ay if axis == 1 else az))


def carry(
    state: FluidState, scratch: Scratch, rows: Rows, scale: float, solid: Solid | None = None,
    growths: Mapping[str, float] = NOTHING, floor: bool = False,
) -> None:  # fmt: skip
    """Move every quantity of the state along the flow by one step, in the rows. No path goes through a solid.

    `scratch.center` holds the flow in cells per step, which is `scale` times that in m/s. Of what is named in
    `growths`, with how much more expansion makes of it, there is as much afterwards as there has to be.
    """
    work, depth = 4 * rows.cells, state.density.shape[0]
    ahead, back = scratch.ahead, scratch.back
    for sign, path in ((-1.0, back), (1.0, ahead)):
        over(
            _paths, depth, *scratch.center, rows, np.float32(sign), *path, work=work
        )  # fmt: skip
    if solid is not None:
        cut_paths(back, -1.0, rows.low, rows.high, solid)
        cut_paths(ahead, 1.0, rows.low, rows.high, solid)
    for name in DRIFTS:
        drift: Field = getattr(state, name)
        moved = scratch.drift(drift.shape)
        over(
            _drift, drift.shape[0], drift, state.u, state.v, state.w, np.float32(scale), *back, rows,
            moved, work=state.density.size,
        )  # fmt: skip
        drift[:] = moved
    for name in state.names:
        if name in DRIFTS:
            continue
        shift = SHIFTS.get(name, (0, 0, 0))
        f: Field = getattr(state, name)
        first, least, most = scratch.shaped(f.shape)
        wanted = due(f, ahead, floor, growths[name], rows) if name in growths else None
        over(_pull, f.shape[0], f, *back, *shift, rows, first, least, most, work=work)
        over(_correct, f.shape[0], f, first, least, most, *ahead, *shift, rows, work=work)
        if wanted is not None:
            settle(f, least, most, wanted, rows)
