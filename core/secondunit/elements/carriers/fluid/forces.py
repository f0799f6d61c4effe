"""What pushes the air: buoyancy, the swirl that the grid swallowed, turbulence, wind, and the far field.

Sources: buoyancy after Boussinesq; vorticity confinement after Steinhoff and Underhill 1994 and Fedkiw,
Stam and Jensen 2001.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, kernel
from secondunit.elements.noise import wrapped


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
def vorticity(start: int, stop: int, c: Field, low: Spans, high: Spans, out: Field) -> None:
    """The size of the curl of `c` (cells per step, so the result is per step), inside the spans."""
    half = np.float32(0.5)
    nz, ny, nx = out.shape
    for k in range(start, stop):
        ka, kb = max(k - 1, 0), min(k + 1, nz - 1)
        for j in range(ny):
            ja, jb = max(j - 1, 0), min(j + 1, ny - 1)
            for i in range(nx):
                out[k, j, i] = np.float32(0.0)
            for i in range(low[k, j], high[k, j]):
                ia, ib = max(i - 1, 0), min(i + 1, nx - 1)
                x = half * (c[k, jb, i, 2] - c[k, ja, i, 2] - c[kb, j, i, 1] + c[ka, j, i, 1])
                y = half * (c[kb, j, i, 0] - c[ka, j, i, 0] - c[k, j, ib, 2] + c[k, j, ia, 2])
                z = half * (c[k, j, ib, 1] - c[k, j, ia, 1] - c[k, jb, i, 0] + c[k, ja, i, 0])
                out[k, j, i] = np.sqrt(x * x + y * y + z * z)


@kernel
def forces(
    start: int, stop: int, c: Field, vortex: Field, density: Field, heat: Field, tile: Field,
    low: Spans, high: Spans, push: Push, out: Field,
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
            for i in range(nx):
                out[k, j, i, 0] = out[k, j, i, 1] = out[k, j, i, 2] = np.float32(0.0)
            for i in range(low[k, j], high[k, j]):
                ia, ib = max(i - 1, 0), min(i + 1, nx - 1)
                fx, fz = np.float32(0.0), np.float32(0.0)
                fy = lift * heat[k, j, i] - weight * density[k, j, i]
                # Toward where the vorticity grows, normalised, crossed with the vorticity.
                gx = half * (vortex[k, j, ib] - vortex[k, j, ia])
                gy = half * (vortex[k, jb, i] - vortex[k, ja, i])
                gz = half * (vortex[kb, j, i] - vortex[ka, j, i])
                norm = confine / (np.sqrt(gx * gx + gy * gy + gz * gz) + small)
                wx = half * (c[k, jb, i, 2] - c[k, ja, i, 2] - c[kb, j, i, 1] + c[ka, j, i, 1])
                wy = half * (c[kb, j, i, 0] - c[ka, j, i, 0] - c[k, j, ib, 2] + c[k, j, ia, 2])
                wz = half * (c[k, j, ib, 1] - c[k, j, ia, 1] - c[k, jb, i, 0] + c[k, ja, i, 0])
                fx += norm * (gy * wz - gz * wy)
                fy += norm * (gz * wx - gx * wz)
                fz += norm * (gx * wy - gy * wx)
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
                out[k, j, i, 0], out[k, j, i, 1], out[k, j, i, 2] = fx, fy, fz


@kernel
def push_faces(
    start: int, stop: int, force: Field, gust: Field, wind: Field, rim: Field, rim_y: Field, rim_z: Field,
    u: Field, v: Field, w: Field,
) -> None:  # fmt: skip
    """Add the forces and the change of the wind to the faces; hold the rim of the box at the wind.

    `gust` and `wind`: (ny, 2) m/s along x and z by height. `rim*`: how much each column, row and plane
    belongs to the far field (0 inside, 1 at an open side).
    """
    half = np.float32(0.5)
    nz, ny, nx, _ = force.shape
    for k in range(start, stop):
        for j in range(ny):
            edge = max(rim_y[j], rim_z[k])
            for i in range(nx + 1):
                i0, i1 = max(i - 1, 0), min(i, nx - 1)
                hold = max(edge, half * (rim[i0] + rim[i1]))
                fast = u[k, j, i] + half * (force[k, j, i0, 0] + force[k, j, i1, 0]) + gust[j, 0]
                u[k, j, i] = fast + hold * (wind[j, 0] - fast)
        for j in range(ny + 1):
            j0, j1 = max(j - 1, 0), min(j, ny - 1)
            for i in range(nx):
                fast = v[k, j, i] + half * (force[k, j0, i, 1] + force[k, j1, i, 1])
                v[k, j, i] = fast - max(rim_z[k], rim[i]) * fast * half
        for face in range(k, k + 1 if k < nz - 1 else k + 2):
            k0, k1 = max(face - 1, 0), min(face, nz - 1)
            for j in range(ny):
                edge = max(rim_y[j], half * (rim_z[k0] + rim_z[k1]))
                for i in range(nx):
                    fast = w[face, j, i] + half * (force[k0, j, i, 2] + force[k1, j, i, 2]) + gust[j, 1]
                    w[face, j, i] = fast + max(edge, rim[i]) * (wind[j, 1] - fast)


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
