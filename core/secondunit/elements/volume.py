"""From simulated cells to the fine volume that is lit and seen: upsampling and the detail in it.

The noise rides on the air (advected texture coordinates, Neyret 2003): two copies that are set back by
turns and faded into one another, so that it neither stretches for ever nor swims. Where the smoke is thin
against its neighbourhood the noise bites into it; the core keeps its mass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from secondunit.wire.control import Scalar

from .box import Box
from .cache import Stored
from .camera import Camera
from .kernels import Field, Spans, inner, kernel, over, zeros
from .noise import billow_tile, swirl_tile, tiled, uniform, wrapped
from .solver.grid import between, spans, vector_between

#: Smoke thinner than this is not drawn (1 is fresh smoke).
UNSEEN = 1e-3


@dataclass(frozen=True)
class Volume:
    """Density on fine cells: `x`, `y`, `z` is the low corner in metres, `cell` the size in metres.

    `low`, `high` are the cells of each row (z, y) that may hold smoke, a margin included.
    """

    density: Field
    low: Spans
    high: Spans
    x: float
    y: float
    z: float
    cell: float


def fineness(settings: Mapping[str, Scalar], box: Box, camera: Camera) -> int:
    """How many fine cells a cell is cut into along each axis: about one a pixel, and no more than 3."""
    depth = max(camera.see(0.0, 0.0, 0.0)[2], 1e-6)
    pixels = camera.format.width * box.cell / (camera.across * depth)
    wanted = 1.0 + float(settings["detail"]) * (min(3.0, pixels) - 1.0)
    most = 3 if box.cells < 3_500_000 else 2 if box.cells < 12_000_000 else 1
    return max(1, min(most, round(wanted)))


def fine_volume(
    stored: Stored, settings: Mapping[str, Scalar], box: Box, camera: Camera, seed: int
) -> Volume | None:
    """The fine volume of a cached frame; None where it holds no smoke."""
    density = stored.arrays["density"]
    low, high = spans(density, UNSEEN, 3)
    if not (low < high).any():
        return None
    factor = fineness(settings, box, camera)
    near, slope = _neighbourhood(density)
    shape = density.shape[0] * factor, density.shape[1] * factor, density.shape[2] * factor
    fine = np.zeros(shape, np.float32)
    corner = stored.facts["corner"]
    bump = max(0.55 * float(settings["width"]), 0.075 * float(settings["height"]))
    scale = 16.0 / (bump / box.cell)
    retreat = 0.45 * float(settings["billow"]) * bump / box.cell * factor
    turn = 0.2 * float(settings["wisps"]) * bump / box.cell * factor
    ages = stored.facts["ages"]
    shifts = np.concatenate([uniform((seed << 1) ^ (ages[n] * 2 + n), 3) * 64.0 for n in range(2)])
    numbers = np.array(
        [
            factor, scale, settings["billow"], settings["wisps"], settings["softness"],
            *stored.facts["weights"], *shifts, turn, retreat,
        ],
        np.float32,
    )  # fmt: skip
    tall = zeros(shape[0], shape[1], density.shape[2])
    over(_stretch, shape[0], density, factor, low, high, tall, work=tall.size * 16)
    smooth = np.zeros_like(fine)
    over(_widen, shape[0], tall, factor, low, high, smooth, work=fine.size)
    over(
        _carve, shape[0], smooth, near, slope, stored.arrays["drift_a"], stored.arrays["drift_b"],
        billow_tile(seed), swirl_tile(seed), low, high, np.array(corner, np.int64), numbers, fine,
        work=fine.size,
    )  # fmt: skip
    fine_low, fine_high = spans(fine, 0.0, 2)
    cell = box.cell / factor
    at = [box.x + corner[2] * box.cell, box.y + corner[1] * box.cell, box.z + corner[0] * box.cell]
    return Volume(fine, fine_low, fine_high, at[0], at[1], at[2], cell)


def _neighbourhood(density: Field) -> tuple[Field, Field]:
    """The density some cells around, and the way into the smoke (length 0 to 1), at half resolution."""
    nz, ny, nx = ((n + 1) // 2 for n in density.shape)
    padded = np.pad(density, [(0, 2 * m - n) for m, n in zip((nz, ny, nx), density.shape, strict=True)])
    halved = padded.reshape(nz, 2, ny, 2, nx, 2).mean(axis=(1, 3, 5), dtype=np.float32)
    close = ndimage.uniform_filter(ndimage.uniform_filter(halved, 3, mode="constant"), 3, mode="constant")
    wide = ndimage.uniform_filter(ndimage.uniform_filter(halved, 5, mode="constant"), 5, mode="constant")
    slope = np.stack([np.gradient(close, axis=axis) for axis in (2, 1, 0)], axis=-1)
    steep = np.sqrt((slope**2).sum(axis=-1, keepdims=True)) + 0.06 * close[..., None] + 1e-5
    return (
        np.ascontiguousarray(np.maximum(wide, 1e-3), dtype=np.float32),
        np.ascontiguousarray(slope / steep, dtype=np.float32),
    )


@inner
def _bend(t: np.float32) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    """The weights of the cubic B-spline: smooth to the second derivative, so that no cell shows."""
    sixth, one, three = np.float32(1.0 / 6.0), np.float32(1.0), np.float32(3.0)
    s = one - t
    return (
        sixth * s * s * s,
        sixth * (np.float32(4.0) + three * t * t * (t - np.float32(2.0))),
        sixth * (one + three * t * (one + t * s)),
        sixth * t * t * t,
    )


@kernel
def _stretch(start: int, stop: int, coarse: Field, cut: int, low: Spans, high: Spans, out: Field) -> None:
    """Make the field finer along z and y."""
    half, factor = np.float32(0.5), np.float32(cut)
    nz, ny, nx = coarse.shape
    for k in range(start, stop):
        z = (np.float32(k) + half) / factor - half
        k0 = np.int64(np.floor(z))
        along_z = _bend(z - np.float32(k0))
        for j in range(out.shape[1]):
            if low[k // cut, j // cut] >= high[k // cut, j // cut]:
                continue
            y = (np.float32(j) + half) / factor - half
            j0 = np.int64(np.floor(y))
            along_y = _bend(y - np.float32(j0))
            line = out[k, j]
            for dk in range(4):
                kk = min(max(k0 + dk - 1, 0), nz - 1)
                for dj in range(4):
                    jj = min(max(j0 + dj - 1, 0), ny - 1)
                    weight = np.float32(along_z[dk] * along_y[dj])
                    row = coarse[kk, jj]
                    for i in range(nx):
                        line[i] += weight * row[i]


@kernel
def _widen(start: int, stop: int, tall: Field, cut: int, low: Spans, high: Spans, out: Field) -> None:
    """Make the field finer along x."""
    half, factor = np.float32(0.5), np.float32(cut)
    last = tall.shape[2] - 1
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(low[k // cut, j // cut] * cut, high[k // cut, j // cut] * cut):
                x = (np.float32(i) + half) / factor - half
                i0 = np.int64(np.floor(x))
                b0, b1, b2, b3 = _bend(x - np.float32(i0))
                d = b0 * tall[k, j, max(i0 - 1, 0)] + b1 * tall[k, j, max(i0, 0)]
                out[k, j, i] = d + b2 * tall[k, j, min(i0 + 1, last)] + b3 * tall[k, j, min(i0 + 2, last)]


@kernel
def _carve(
    start: int, stop: int, smooth: Field, near: Field, slope: Field, drift_a: Field, drift_b: Field, billows: Field,
    swirls: Field, low: Spans, high: Spans, corner: Spans, numbers: Field, out: Field,
) -> None:  # fmt: skip
    """Bend the smooth field by small eddies, then let the noise bite into its thin parts."""
    factor, scale, billow, wisps, softness = numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
    weight_a, weight_b, turn, retreat = numbers[5], numbers[6], numbers[13], numbers[14]
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    faint = np.float32(1e-3)
    quarter, finer, finest = np.float32(0.25), np.float32(2.9), np.float32(8.3)
    turning = np.float32(0.37)
    cut = np.int64(factor)
    crisp = np.float32(4.2) - np.float32(3.2) * softness
    for k in range(start, stop):
        z = (np.float32(k) + half) / factor - half
        for j in range(out.shape[1]):
            first, last = low[k // cut, j // cut] * cut, high[k // cut, j // cut] * cut
            y = (np.float32(j) + half) / factor - half
            for i in range(first, last):
                x = (np.float32(i) + half) / factor - half
                hx, hy, hz = half * x - quarter, half * y - quarter, half * z - quarter
                if smooth[k, j, i] < faint:
                    continue
                around = between(near, hx, hy, hz)
                ax, ay, az = vector_between(drift_a, hx, hy, hz)
                bx, by, bz = vector_between(drift_b, hx, hy, hz)
                wx, wy, wz = x + np.float32(corner[2]), y + np.float32(corner[1]), z + np.float32(corner[0])
                ax = (ax + wx) * scale + numbers[7]
                ay = (ay + wy) * scale + numbers[8]
                az = (az + wz) * scale + numbers[9]
                bx = (bx + wx) * scale + numbers[10]
                by = (by + wy) * scale + numbers[11]
                bz = (bz + wz) * scale + numbers[12]
                a = np.float32(0.46) * tiled(billows, ax, ay, az)
                a += np.float32(0.32) * tiled(billows, ay * finer, az * finer, ax * finer)
                a += np.float32(0.22) * tiled(billows, az * finest, ax * finest, ay * finest)
                b = np.float32(0.46) * tiled(billows, bx, by, bz)
                b += np.float32(0.32) * tiled(billows, by * finer, bz * finer, bx * finer)
                b += np.float32(0.22) * tiled(billows, bz * finest, bx * finest, by * finest)
                noise = half + np.float32(1.7) * (weight_a * (a - half) + weight_b * (b - half))
                noise = min(max(noise, zero), one)
                ux, uy, uz = wrapped(swirls, ax * turning, ay * turning, az * turning)
                vx, vy, vz = wrapped(swirls, bx * turning, by * turning, bz * turning)
                sx, sy, sz = vector_between(slope, hx, hy, hz)
                out_by = retreat * (one - noise)
                d = between(
                    smooth,
                    np.float32(i) + turn * (weight_a * ux + weight_b * vx) - out_by * sx,
                    np.float32(j) + turn * (weight_a * uy + weight_b * vy) - out_by * sy,
                    np.float32(k) + turn * (weight_a * uz + weight_b * vz) - out_by * sz,
                )
                if d < faint:
                    continue
                # The neighbourhood's density, raised where the grid has thinned it by smearing.
                mass = around ** np.float32(0.7)
                bite = np.float32(0.3) * billow * (one - noise) + np.float32(0.05)
                left = (min(d / around, one) - bite) * crisp / (one + half - bite)
                if left <= zero:
                    continue
                left = min(left, one + np.float32(0.2) * (left - one))
                thread = max(zero, one + wisps * (np.float32(2.4) * noise - np.float32(1.2)))
                out[k, j, i] = mass * left * thread * min(one, d * np.float32(40.0))
