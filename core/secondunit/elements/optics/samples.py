"""What a ray gathers on its way: light that falls on what it shows, and how that moves.

Small functions of the marches; they know one place of a volume, and nothing of rays but their direction.
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, inner
from secondunit.elements.sampling import vector_between

from .light import CHANNELS


@inner
def phase(cosine: float, g: float) -> float:
    """Henyey and Greenstein's phase function, 1 everywhere for g = 0."""
    return float((1.0 - g * g) / (1.0 + g * g - 2.0 * g * cosine) ** 1.5)


@inner
def light_of_ray(
    direct: Field, spread: Field, toward: Field, dx: float, dy: float, dz: float, once: np.float32,
    forward: np.float32, out: Field,
) -> None:  # fmt: skip
    """What each light adds to a ray of unit direction: once scattered by the angle between, and `spread`."""
    for n in range(out.shape[0]):
        cosine = dx * toward[n, 0] + dy * toward[n, 1] + dz * toward[n, 2]
        out[n] = once * np.float32(phase(cosine, float(forward))) * direct[n] + spread[n]


@inner
def add_spread(spread: Field, at: Field, share: float, x: float, y: float, z: float, out: Field) -> None:
    """Add `share` of the spread light at a place counted in its cells from `at` them."""
    x, y, z = x + float(at[0]), y + float(at[1]), z + float(at[2])
    unity = np.float32(1.0)
    cx = min(max(x - 0.5, 0.0), float(spread.shape[2] - 1))
    cy = min(max(y - 0.5, 0.0), float(spread.shape[1] - 1))
    cz = min(max(z - 0.5, 0.0), float(spread.shape[0] - 1))
    i0, j0, k0 = np.int64(cx), np.int64(cy), np.int64(cz)
    tx, ty, tz = np.float32(cx - i0), np.float32(cy - j0), np.float32(cz - k0)
    for corner in range(8):
        ii = min(i0 + 1, spread.shape[2] - 1) if corner & 1 else i0
        jj = min(j0 + 1, spread.shape[1] - 1) if corner & 2 else j0
        kk = min(k0 + 1, spread.shape[0] - 1) if corner & 4 else k0
        part = (tx if corner & 1 else unity - tx) * (ty if corner & 2 else unity - ty)
        part *= np.float32(share) * (tz if corner & 4 else unity - tz)
        here = spread[kk, jj, ii]
        for n in range(CHANNELS):
            out[n] += part * here[n]


@inner
def add_flow(
    velocity: Field, moved: np.float32, share: float, x: float, y: float, z: float, out: Field
) -> None:
    """Add `share` of the velocity at a place counted in its cells from the low corner, and the share itself.

    What is there moves by `moved` cells in half a frame at a m/s: the velocity is that of half its way. The
    velocity's cells are every second one of the gas, so their places lie a quarter of their size in.
    """
    quarter, weight = np.float32(0.25), np.float32(share)
    px, py, pz = np.float32(x) - quarter, np.float32(y) - quarter, np.float32(z) - quarter
    vx, vy, vz = vector_between(velocity, px, py, pz)
    vx, vy, vz = vector_between(velocity, px + moved * vx, py + moved * vy, pz + moved * vz)
    out[0] += weight * vx
    out[1] += weight * vy
    out[2] += weight * vz
    out[3] += weight


@inner
def steepness(
    dense: Field, i0: np.int64, j0: np.int64, k0: np.int64, i1: np.int64, j1: np.int64, k1: np.int64,
    tx: np.float32, ty: np.float32, tz: np.float32,
) -> np.float32:  # fmt: skip
    """The length of the density's slope within a cell: what moves is seen where density changes."""
    a = dense[k0, j0, i0] + tx * (dense[k0, j0, i1] - dense[k0, j0, i0])
    b = dense[k0, j1, i0] + tx * (dense[k0, j1, i1] - dense[k0, j1, i0])
    c = dense[k1, j0, i0] + tx * (dense[k1, j0, i1] - dense[k1, j0, i0])
    d = dense[k1, j1, i0] + tx * (dense[k1, j1, i1] - dense[k1, j1, i0])
    low = dense[k0, j0, i0] + ty * (dense[k0, j1, i0] - dense[k0, j0, i0])
    low += tz * (dense[k1, j0, i0] + ty * (dense[k1, j1, i0] - dense[k1, j0, i0]) - low)
    high = dense[k0, j0, i1] + ty * (dense[k0, j1, i1] - dense[k0, j0, i1])
    high += tz * (dense[k1, j0, i1] + ty * (dense[k1, j1, i1] - dense[k1, j0, i1]) - high)
    across, up, away = high - low, (b - a) + tz * ((d - c) - (b - a)), (c - a) + ty * ((d - b) - (c - a))
    length: np.float32 = np.sqrt(across * across + up * up + away * away)
    return length
