"""Carrying quantities with the flow: MacCormack's scheme with a limiter.

Paths are traced once per step from the centres (second order Runge-Kutta where there is smoke) and shared
by every quantity.
Source: Selle, Fedkiw, Kim, Liu and Rossignac 2008, "An unconditionally stable MacCormack method".
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, Spans, inner, kernel, over
from secondunit.elements.sampling import between, vector_between

from .grid import DRIFTS, SHIFTS, FluidState, Scratch
from .solids import Solid
from .walls import cut_paths


@kernel
def centers(start: int, stop: int, u: Field, v: Field, w: Field, scale: float, out: Field) -> None:
    """The velocity in the centres of the cells, in cells per step."""
    half = np.float32(0.5 * scale)
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                out[k, j, i, 0] = half * (u[k, j, i] + u[k, j, i + 1])
                out[k, j, i, 1] = half * (v[k, j, i] + v[k, j + 1, i])
                out[k, j, i, 2] = half * (w[k, j, i] + w[k + 1, j, i])


@kernel
def _paths(start: int, stop: int, c: Field, low: Spans, high: Spans, back: Field, ahead: Field) -> None:
    """Where the air of each cell comes from and goes to: second order inside the spans, else first."""
    half = np.float32(0.5)
    for k in range(start, stop):
        for j in range(c.shape[1]):
            first, last = low[k, j], high[k, j]
            for i in range(c.shape[2]):
                if i < first or i >= last:
                    for axis in range(3):
                        back[k, j, i, axis], ahead[k, j, i, axis] = -c[k, j, i, axis], c[k, j, i, axis]
                    continue
                x, y, z = np.float32(i), np.float32(j), np.float32(k)
                cx, cy, cz = half * c[k, j, i, 0], half * c[k, j, i, 1], half * c[k, j, i, 2]
                bx, by, bz = vector_between(c, x - cx, y - cy, z - cz)
                back[k, j, i, 0], back[k, j, i, 1], back[k, j, i, 2] = -bx, -by, -bz
                ax, ay, az = vector_between(c, x + cx, y + cy, z + cz)
                ahead[k, j, i, 0], ahead[k, j, i, 1], ahead[k, j, i, 2] = ax, ay, az


@inner
def _way(
    path: Field, k: int, j: int, i: int, dk: int, dj: int, di: int
) -> tuple[np.float32, np.float32, np.float32]:
    """The path of a face (shifted low by dk, dj, di) or of a centre (all zero)."""
    k1, j1, i1 = min(k, path.shape[0] - 1), min(j, path.shape[1] - 1), min(i, path.shape[2] - 1)
    k0, j0, i0 = max(k - dk, 0), max(j - dj, 0), max(i - di, 0)
    half = np.float32(0.5)
    return (
        half * (path[k0, j0, i0, 0] + path[k1, j1, i1, 0]),
        half * (path[k0, j0, i0, 1] + path[k1, j1, i1, 1]),
        half * (path[k0, j0, i0, 2] + path[k1, j1, i1, 2]),
    )


@kernel
def _pull(
    start: int, stop: int, f: Field, back: Field, dk: int, dj: int, di: int,
    low: Spans, high: Spans, everywhere: bool, out: Field,
) -> None:  # fmt: skip
    for k in range(start, stop):
        for j in range(f.shape[1]):
            row_k, row_j = min(k, low.shape[0] - 1), min(j, low.shape[1] - 1)
            first, last = low[row_k, row_j], high[row_k, row_j]
            if everywhere:
                first, last = np.int32(0), np.int32(f.shape[2])
            for i in range(0, first):
                out[k, j, i] = np.float32(0.0)
            for i in range(first, last):
                bx, by, bz = _way(back, k, j, i, dk, dj, di)
                out[k, j, i] = between(f, np.float32(i) + bx, np.float32(j) + by, np.float32(k) + bz)
            for i in range(max(first, last), f.shape[2]):
                out[k, j, i] = np.float32(0.0)


@kernel
def _correct(
    start: int, stop: int, f: Field, pulled: Field, back: Field, ahead: Field,
    dk: int, dj: int, di: int, low: Spans, high: Spans, out: Field,
) -> None:  # fmt: skip
    half = np.float32(0.5)
    nz, ny, nx = f.shape
    for k in range(start, stop):
        for j in range(ny):
            row_k, row_j = min(k, low.shape[0] - 1), min(j, low.shape[1] - 1)
            first, last = low[row_k, row_j], high[row_k, row_j]
            if last == back.shape[2]:
                last = np.int32(nx)
            for i in range(0, min(first, nx)):
                out[k, j, i] = pulled[k, j, i]
            for i in range(first, last):
                ax, ay, az = _way(ahead, k, j, i, dk, dj, di)
                again = between(pulled, np.float32(i) + ax, np.float32(j) + ay, np.float32(k) + az)
                better = pulled[k, j, i] + half * (f[k, j, i] - again)
                bx, by, bz = _way(back, k, j, i, dk, dj, di)
                x = min(max(np.float32(i) + bx, np.float32(0.0)), np.float32(nx - 1))
                y = min(max(np.float32(j) + by, np.float32(0.0)), np.float32(ny - 1))
                z = min(max(np.float32(k) + bz, np.float32(0.0)), np.float32(nz - 1))
                i0, j0, k0 = np.int64(x), np.int64(y), np.int64(z)
                i1, j1, k1 = min(i0 + 1, nx - 1), min(j0 + 1, ny - 1), min(k0 + 1, nz - 1)
                a, b, c, d = f[k0, j0, i0], f[k0, j0, i1], f[k0, j1, i0], f[k0, j1, i1]
                e, g, h, m = f[k1, j0, i0], f[k1, j0, i1], f[k1, j1, i0], f[k1, j1, i1]
                least = min(min(min(a, b), min(c, d)), min(min(e, g), min(h, m)))
                most = max(max(max(a, b), max(c, d)), max(max(e, g), max(h, m)))
                out[k, j, i] = min(max(better, least), most)
            for i in range(max(first, last), nx):
                out[k, j, i] = pulled[k, j, i]


@kernel
def _drift(start: int, stop: int, f: Field, back: Field, out: Field) -> None:
    """How far the air has come, in cells, on the half-resolution grid."""
    half = np.float32(0.5)
    for k in range(start, stop):
        for j in range(f.shape[1]):
            for i in range(f.shape[2]):
                bx, by, bz = _way(back, 2 * k + 1, 2 * j + 1, 2 * i + 1, 1, 1, 1)
                x, y, z = np.float32(i) + half * bx, np.float32(j) + half * by, np.float32(k) + half * bz
                vx, vy, vz = vector_between(f, x, y, z)
                out[k, j, i, 0], out[k, j, i, 1], out[k, j, i, 2] = vx + bx, vy + by, vz + bz


def carry(
    state: FluidState, scratch: Scratch, low: Spans, high: Spans, solid: Solid | None = None
) -> None:  # fmt: skip
    """Move every quantity of the state along the flow in `scratch.center` by one step.

    Smoke and heat are zero outside the spans; velocity there is carried with first order only, along straight
    paths. No path goes through a solid.
    """
    work = state.density.size
    depth = state.density.shape[0]
    over(_paths, depth, scratch.center, low, high, scratch.back, scratch.ahead, work=work)
    if solid is not None:
        cut_paths(scratch.back, solid)
        cut_paths(scratch.ahead, solid)
    for name in state.names:
        if name in DRIFTS:
            continue
        shift = SHIFTS.get(name, (0, 0, 0))
        f: Field = getattr(state, name)
        first, out = scratch.first[name], scratch.spare[name]
        everywhere = name in SHIFTS
        over(_pull, f.shape[0], f, scratch.back, *shift, low, high, everywhere, first, work=work)
        over(_correct, f.shape[0], f, first, scratch.back, scratch.ahead, *shift, low, high, out, work=work)
        setattr(state, name, out)
        scratch.spare[name] = f
    for name in DRIFTS:
        f, out = getattr(state, name), scratch.spare[name]
        over(_drift, f.shape[0], f, scratch.back, out, work=work)
        setattr(state, name, out)
        scratch.spare[name] = f
