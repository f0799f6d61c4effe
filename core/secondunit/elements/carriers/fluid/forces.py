"""What pushes the air: buoyancy, the swirl that the grid swallowed, turbulence, wind, and the far field.

Sources: buoyancy after Boussinesq; vorticity confinement after Steinhoff and Underhill 1994 and Fedkiw,
Stam and Jensen 2001.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, kernel
from secondunit.elements.noise import wrapped

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
    half = np.float32(0.5)
    nz, ny, nx = out.shape
    for k in range(start, stop):
        ka, kb = max(k - 1, 0), min(k + 1, nz - 1)
        for j in range(ny):
            ja, jb = max(j - 1, 0), min(j + 1, ny - 1)
            first, last = about(low, high, k, j, nx)
            for i in range(first, last):
                ia, ib = max(i - 1, 0), min(i + 1, nx - 1)
                x = half * (cz[k, jb, i] - cz[k, ja, i] - cy[kb, j, i] + cy[ka, j, i])
                y = half * (cx[kb, j, i] - cx[ka, j, i] - cz[k, j, ib] + cz[k, j, ia])
                z = half * (cy[k, j, ib] - cy[k, j, ia] - cx[k, jb, i] + cx[k, ja, i])
                out[k, j, i] = np.sqrt(x * x + y * y + z * z)


@kernel
def forces(
    start: int, stop: int, cx: Field, cy: Field, cz: Field, vortex: Field, density: Field, heat: Field,
    tile: Field, low: Spans, high: Spans, push: Push, out_x: Field, out_y: Field, out_z: Field,
) -> None:  # fmt: skip
    """The change of velocity in one step, m/s, in the centres of the cells inside the spans."""
    lift, weight, confine, stir, scale = push.lift, push.weight, push.confine, push.stir, push.scale
    half = np.float32(0.5)
    small = np.float32(1e-6)
    nz, ny, nx = vortex.shape
    for k in range(start, stop):
        ka, kb = max(k - 1, 0), min(k + 1, nz - 1)
        for j in range(ny):
            ja, jb = max(j - 1, 0), min(j + 1, ny - 1)
            for i in range(low[k, j], high[k, j]):
                ia, ib = max(i - 1, 0), min(i + 1, nx - 1)
                fy = lift * heat[k, j, i] - weight * density[k, j, i]
                # Toward where the vorticity grows, normalised, crossed with the vorticity.
                gx = half * (vortex[k, j, ib] - vortex[k, j, ia])
                gy = half * (vortex[k, jb, i] - vortex[k, ja, i])
                gz = half * (vortex[kb, j, i] - vortex[ka, j, i])
                norm = confine / (np.sqrt(gx * gx + gy * gy + gz * gz) + small)
                wx = half * (cz[k, jb, i] - cz[k, ja, i] - cy[kb, j, i] + cy[ka, j, i])
                wy = half * (cx[kb, j, i] - cx[ka, j, i] - cz[k, j, ib] + cz[k, j, ia])
                wz = half * (cy[k, j, ib] - cy[k, j, ia] - cx[k, jb, i] + cx[k, ja, i])
                fx = norm * (gy * wz - gz * wy)
                fy += norm * (gz * wx - gx * wz)
                fz = norm * (gx * wy - gy * wx)
                if stir > np.float32(0.0):
                    sx, sy, sz = wrapped(
                        tile,
                        np.float32(i) * scale + push.offset[0],
                        np.float32(j) * scale + push.offset[1],
                        np.float32(k) * scale + push.offset[2],
                    )
                    fx += stir * sx
                    fy += stir * sy
                    fz += stir * sz
                out_x[k, j, i], out_y[k, j, i], out_z[k, j, i] = fx, fy, fz


@kernel
def push_faces(
    start: int, stop: int, force: Field, dk: int, dj: int, di: int, low: Spans, high: Spans, f: Field
) -> None:
    """Add a force along one axis to the faces between cells of the rows."""
    half = np.float32(0.5)
    mz, my, _ = force.shape
    for k in range(start, stop):
        ka, kb = max(k - dk, 0), min(k, mz - 1)
        for j in range(f.shape[1]):
            ja, jb = max(j - dj, 0), min(j, my - 1)
            first, last = shared(low, high, ka, ja, kb, jb)
            for i in range(first + di, last):
                f[k, j, i] += half * (force[ka, ja, i - di] + force[kb, jb, i])


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
