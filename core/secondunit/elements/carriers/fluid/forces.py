"""What pushes the air: buoyancy, the swirl that the grid swallowed, turbulence, wind, and the far field.

Sources: buoyancy after Boussinesq; vorticity confinement after Steinhoff and Underhill 1994 and Fedkiw,
Stam and Jensen 2001.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, inlined, kernel
from secondunit.elements.lanes import own, peek, poke
from secondunit.elements.noise import TILE

from .rows import about, shared


class Push(NamedTuple):
    """What pushes in one step: `lift` up at heat 1 and `weight` down at density 1, in m/s; `confine` in m/s
    per unit of vorticity; `stir` in m/s; `scale` samples of the tile a cell; `offset` of the
    tile in samples along x, y, z.
    """

    lift: np.float32
    weight: np.float32
    confine: np.float32
    stir: np.float32
    scale: np.float32
    offset: Field


class Stay(NamedTuple):
    """What stays of density and of heat after one step, as shares, and what density loses besides."""

    density: np.float32
    heat: np.float32
    loss: np.float32


@kernel
def vorticity(
    start: int, stop: int, cx: Field, cy: Field, cz: Field, low: Spans, high: Spans, out: Field
) -> None:
    """The size of the curl of the flow (in cells per step, so it is per step), in the rows and beside."""
    half, zero = np.float32(0.5), np.float32(0.0)
    nz, ny, nx = out.shape
    x, y, z, to = cx.reshape(cx.size), cy.reshape(cy.size), cz.reshape(cz.size), out.reshape(out.size)
    for k in range(start, stop):
        below, above = (max(k - 1, 0) - k) * ny * nx, (min(k + 1, nz - 1) - k) * ny * nx
        for j in range(ny):
            under, over = (max(j - 1, 0) - j) * nx, (min(j + 1, ny - 1) - j) * nx
            n = (k * ny + j) * nx
            first, last = about(low, high, k, j, nx)
            if first < last:
                out[k, j, 0], out[k, j, nx - 1] = zero, zero
            for i in range(n + max(first, 1), n + min(last, nx - 1)):
                a = peek(z, i + over) - peek(z, i + under) - peek(y, i + above) + peek(y, i + below)
                b = peek(x, i + above) - peek(x, i + below) - peek(z, i + 1) + peek(z, i - 1)
                c = peek(y, i + 1) - peek(y, i - 1) - peek(x, i + over) + peek(x, i + under)
                poke(to, i, half * np.sqrt(a * a + b * b + c * c))


@inlined
def _stir(
    k: int,
    j: int,
    n: int,
    begin: np.int64,
    end: np.int64,
    noise: Field,
    push: Push,
    to_x: Field,
    to_y: Field,
    to_z: Field,
) -> None:
    """Add the eddies of the air to a row: the tile between its samples, repeated for ever."""
    mask = np.int32(TILE - 1)
    y, z = np.float32(j) * push.scale + push.offset[1], np.float32(k) * push.scale + push.offset[2]
    fy, fz = np.floor(y), np.floor(z)
    j0, k0 = np.int32(fy) & mask, np.int32(fz) & mask
    j1, k1 = (j0 + np.int32(1)) & mask, (k0 + np.int32(1)) & mask
    ty, tz = y - fy, z - fz
    row = np.int32(3 * TILE)
    a, b = np.int32((k0 * TILE + j0) * row), np.int32((k0 * TILE + j1) * row)
    c, d = np.int32((k1 * TILE + j0) * row), np.int32((k1 * TILE + j1) * row)
    unity = np.float32(1.0)
    wa, wb = push.stir * (unity - ty) * (unity - tz), push.stir * ty * (unity - tz)
    wc, wd = push.stir * (unity - ty) * tz, push.stir * ty * tz
    for i in range(begin, end):
        x = np.float32(i) * push.scale + push.offset[0]
        fx = np.floor(x)
        i0 = np.int32(fx) & mask
        i1 = np.int32((i0 + np.int32(1)) & mask) * np.int32(3)
        i0 = i0 * np.int32(3)
        tx = x - fx
        for axis in range(3):
            m0, m1 = np.int32(i0 + np.int32(axis)), np.int32(i1 + np.int32(axis))
            here = (
                wa * peek(noise, np.int32(a + m0)) + wb * peek(noise, np.int32(b + m0))
                + wc * peek(noise, np.int32(c + m0)) + wd * peek(noise, np.int32(d + m0))
            )  # fmt: skip
            there = (
                wa * peek(noise, np.int32(a + m1)) + wb * peek(noise, np.int32(b + m1))
                + wc * peek(noise, np.int32(c + m1)) + wd * peek(noise, np.int32(d + m1))
            )  # fmt: skip
            more = here + tx * (there - here)
            if axis == 0:
                poke(to_x, n + i, own(to_x, n + i) + more)
            elif axis == 1:
                poke(to_y, n + i, own(to_y, n + i) + more)
            else:
                poke(to_z, n + i, own(to_z, n + i) + more)


@kernel
def forces(
    start: int, stop: int, cx: Field, cy: Field, cz: Field, vortex: Field, density: Field, heat: Field,
    tile: Field, low: Spans, high: Spans, push: Push, out_x: Field, out_y: Field, out_z: Field,
) -> None:  # fmt: skip
    """The change of velocity in one step, m/s, in the centres of the cells of the rows; none at the sides."""
    lift, weight, confine = push.lift, push.weight, push.confine
    half, small, zero = np.float32(0.5), np.float32(1e-6), np.float32(0.0)
    nz, ny, nx = vortex.shape
    x, y, z, s = cx.reshape(cx.size), cy.reshape(cy.size), cz.reshape(cz.size), vortex.reshape(vortex.size)
    thick, warm, noise = density.reshape(density.size), heat.reshape(heat.size), tile.reshape(tile.size)
    to_x, to_y, to_z = out_x.reshape(out_x.size), out_y.reshape(out_y.size), out_z.reshape(out_z.size)
    for k in range(start, stop):
        below, above = (max(k - 1, 0) - k) * ny * nx, (min(k + 1, nz - 1) - k) * ny * nx
        for j in range(ny):
            under, over = (max(j - 1, 0) - j) * nx, (min(j + 1, ny - 1) - j) * nx
            n = (k * ny + j) * nx
            if low[k, j] >= high[k, j]:
                continue
            for i in (0, nx - 1):
                out_x[k, j, i] = out_y[k, j, i] = out_z[k, j, i] = zero
            begin, end = np.int64(max(low[k, j], 1)), np.int64(min(high[k, j], nx - 1))
            for i in range(n + begin, n + end):
                # Toward where the vorticity grows, normalised, crossed with the vorticity.
                gx = half * (peek(s, i + 1) - peek(s, i - 1))
                gy = half * (peek(s, i + over) - peek(s, i + under))
                gz = half * (peek(s, i + above) - peek(s, i + below))
                norm = half * confine / (np.sqrt(gx * gx + gy * gy + gz * gz) + small)
                wx = peek(z, i + over) - peek(z, i + under) - peek(y, i + above) + peek(y, i + below)
                wy = peek(x, i + above) - peek(x, i + below) - peek(z, i + 1) + peek(z, i - 1)
                wz = peek(y, i + 1) - peek(y, i - 1) - peek(x, i + over) + peek(x, i + under)
                buoyancy = lift * peek(warm, i) - weight * peek(thick, i)
                poke(to_x, i, norm * (gy * wz - gz * wy))
                poke(to_y, i, norm * (gz * wx - gx * wz) + buoyancy)
                poke(to_z, i, norm * (gx * wy - gy * wx))
            if push.stir > zero:
                _stir(k, j, n, begin, end, noise, push, to_x, to_y, to_z)


@kernel
def push_faces(
    start: int, stop: int, force: Field, dk: int, dj: int, di: int, low: Spans, high: Spans, f: Field
) -> None:
    """Add a force along one axis to the faces between cells of the rows."""
    half = np.float32(0.5)
    mz, my, mx = force.shape
    src, to = force.reshape(force.size), f.reshape(f.size)
    for k in range(start, stop):
        ka, kb = max(k - dk, 0), min(k, mz - 1)
        for j in range(f.shape[1]):
            ja, jb = max(j - dj, 0), min(j, my - 1)
            n, na, nb = (k * f.shape[1] + j) * f.shape[2], (ka * my + ja) * mx - di, (kb * my + jb) * mx
            first, last = shared(low, high, ka, ja, kb, jb)
            for i in range(first + di, last):
                poke(to, n + i, own(to, n + i) + half * (peek(src, na + i) + peek(src, nb + i)))


@kernel
def hold(
    start: int, stop: int, f: Field, gust: Field, wind: Field, share: np.float32,
    rim: Field, rim_y: Field, rim_z: Field,
) -> None:  # fmt: skip
    """Add the change of the wind to one component of the flow; hold the rim of the box at the wind.

    `gust` and `wind`: m/s by height. `rim*`: how much each column, row and plane of these faces belongs to
    the far field (0 inside, 1 at an open side). Where neither is anything, nothing is touched.
    """
    zero = np.float32(0.0)
    left, right = 0, f.shape[2]
    while left < right and rim[left] > zero:
        left += 1
    while right > left and rim[right - 1] > zero:
        right -= 1
    for k in range(start, stop):
        for j in range(f.shape[1]):
            edge, change, aim = max(rim_y[j], rim_z[k]), gust[j], wind[j]
            within = edge > zero or change != zero
            for i in range(f.shape[2] if within else left):
                fast = f[k, j, i] + change
                f[k, j, i] = fast + share * max(edge, rim[i]) * (aim - fast)
            for i in range(f.shape[2] if within else right, f.shape[2]):
                f[k, j, i] += share * rim[i] * (aim - f[k, j, i])


@kernel
def still(start: int, stop: int, v: Field, rim_y: Field) -> None:
    """Take its motion from what comes down through the open top: air out there is at rest.

    Without it an inlet as narrow as a cell is drawn in ever faster, as nothing that it brings slows it down.
    """
    zero, unity = np.float32(0.0), np.float32(1.0)
    for k in range(start, stop):
        for j in range(v.shape[1]):
            if rim_y[j] > zero:
                for i in range(v.shape[2]):
                    v[k, j, i] = max(v[k, j, i], v[k, j, i] * (unity - rim_y[j]))


@kernel
def fade(
    start: int, stop: int, density: Field, heat: Field, low: Spans, high: Spans,
    rim: Field, rim_y: Field, rim_z: Field, stay: Stay,
) -> None:  # fmt: skip
    """Thin and cool the gas."""
    stays, warm, loses = stay.density, stay.heat, stay.loss
    zero, unity = np.float32(0.0), np.float32(1.0)
    for k in range(start, stop):
        for j in range(density.shape[1]):
            edge = max(rim_y[j], rim_z[k])
            for i in range(low[k, j], high[k, j]):
                open_air = max(edge, rim[i])
                keep = unity - np.float32(0.5) * open_air * open_air
                density[k, j, i] = max(zero, density[k, j, i] * stays * keep - loses)
                heat[k, j, i] = max(zero, heat[k, j, i] * warm * keep)
