"""What a ray gathers on its way: light that falls on what it shows, and how that moves.

Small functions of the marches; they know one place of a volume, and nothing of rays but their direction.
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, inner
from secondunit.elements.sampling import between, vector_between

from .light import CHANNELS
from .shadow import Direct


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
def density_at(
    dense: Field, x: float, y: float, z: float
) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    """The density at a place counted in cells from the low corner, and its slope a cell along x, y, z."""
    zero, half, unity = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    nz, ny, nx = dense.shape
    cx = min(max(np.float32(x) - half, zero), np.float32(nx - 1))
    cy = min(max(np.float32(y) - half, zero), np.float32(ny - 1))
    cz = min(max(np.float32(z) - half, zero), np.float32(nz - 1))
    i0, j0, k0 = np.int64(cx), np.int64(cy), np.int64(cz)
    i1, j1, k1 = min(i0 + 1, nx - 1), min(j0 + 1, ny - 1), min(k0 + 1, nz - 1)
    tx, ty, tz = cx - np.float32(i0), cy - np.float32(j0), cz - np.float32(k0)
    a, b, c, d = dense[k0, j0, i0], dense[k0, j1, i0], dense[k1, j0, i0], dense[k1, j1, i0]
    da, db = dense[k0, j0, i1] - a, dense[k0, j1, i1] - b
    dc, dd = dense[k1, j0, i1] - c, dense[k1, j1, i1] - d
    a, b, c, d = a + tx * da, b + tx * db, c + tx * dc, d + tx * dd
    sz = unity - tz
    up_low, up_high = b - a, d - c
    low, high = a + ty * up_low, c + ty * up_high
    across = (da + ty * (db - da)) * sz + (dc + ty * (dd - dc)) * tz
    return low + tz * (high - low), across, up_low * sz + up_high * tz, high - low


@inner
def glow_at(
    light: Field, x: float, y: float, z: float
) -> tuple[np.float32, np.float32, np.float32, np.float32, np.float32, np.float32, np.float32]:
    """What glows at a place counted in cells (see `Glowing`), and the slope of its soot a cell."""
    zero, half, unity = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    nz, ny, nx = light.shape[0], light.shape[1], light.shape[2]
    cx = min(max(np.float32(x) - half, zero), np.float32(nx - 1))
    cy = min(max(np.float32(y) - half, zero), np.float32(ny - 1))
    cz = min(max(np.float32(z) - half, zero), np.float32(nz - 1))
    i0, j0, k0 = np.int64(cx), np.int64(cy), np.int64(cz)
    i1, j1, k1 = min(i0 + 1, nx - 1), min(j0 + 1, ny - 1), min(k0 + 1, nz - 1)
    tx, ty, tz = cx - np.float32(i0), cy - np.float32(j0), cz - np.float32(k0)
    sx, sy, sz = unity - tx, unity - ty, unity - tz
    r0 = r1 = r2 = r3 = slope_x = slope_y = slope_z = zero
    for corner in range(8):
        ii = i1 if corner & 1 else i0
        jj = j1 if corner & 2 else j0
        kk = k1 if corner & 4 else k0
        wx, wy, wz = tx if corner & 1 else sx, ty if corner & 2 else sy, tz if corner & 4 else sz
        part = wx * wy * wz
        here = light[kk, jj, ii]
        r0 += part * here[0]
        r1 += part * here[1]
        r2 += part * here[2]
        r3 += part * here[3]
        slope_x += (wy * wz if corner & 1 else -wy * wz) * here[3]
        slope_y += (wx * wz if corner & 2 else -wx * wz) * here[3]
        slope_z += (wx * wy if corner & 4 else -wx * wy) * here[3]
    return r0, r1, r2, r3, slope_x, slope_y, slope_z


@inner
def add_direct(direct: Direct, share: float, x: float, y: float, z: float, out: Field) -> None:
    """Add `share` of what reaches a place unscattered, counted in cells from the low corner."""
    zero, half, unity = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    nz, ny, nx = direct.shape[0], direct.shape[1], direct.shape[2]
    cx = min(max(np.float32(x) - half, zero), np.float32(nx - 1))
    cy = min(max(np.float32(y) - half, zero), np.float32(ny - 1))
    cz = min(max(np.float32(z) - half, zero), np.float32(nz - 1))
    i0, j0, k0 = np.int64(cx), np.int64(cy), np.int64(cz)
    i1, j1, k1 = min(i0 + 1, nx - 1), min(j0 + 1, ny - 1), min(k0 + 1, nz - 1)
    tx, ty, tz = cx - np.float32(i0), cy - np.float32(j0), cz - np.float32(k0)
    w00, w01, w10, w11 = (unity - ty) * (unity - tz), ty * (unity - tz), (unity - ty) * tz, ty * tz
    part = np.float32(share)
    low, high = part * (unity - tx), part * tx
    a0, b0 = direct[k0, j0, i0], direct[k0, j0, i1]
    a1, b1 = direct[k0, j1, i0], direct[k0, j1, i1]
    a2, b2 = direct[k1, j0, i0], direct[k1, j0, i1]
    a3, b3 = direct[k1, j1, i0], direct[k1, j1, i1]
    for n in range(CHANNELS):
        fa = w00 * np.float32(a0[n]) + w01 * np.float32(a1[n])
        fa += w10 * np.float32(a2[n]) + w11 * np.float32(a3[n])
        fb = w00 * np.float32(b0[n]) + w01 * np.float32(b1[n])
        fb += w10 * np.float32(b2[n]) + w11 * np.float32(b3[n])
        out[n] += low * fa + high * fb


@inner
def add_heat(heat: Field, share: float, x: float, y: float, z: float, out: Field) -> None:
    """Add `share` of the heat at a place counted in its cells to the fifth of `out`, after the flow."""
    half = np.float32(0.5)
    out[4] += np.float32(share) * between(
        heat, np.float32(x) - half, np.float32(y) - half, np.float32(z) - half
    )
