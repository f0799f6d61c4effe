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
from .kernels import Field, Spans, kernel, over
from .noise import billow_tile, soft_tile, tiled, uniform
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
    low, high = spans(density, UNSEEN, 1)
    if not (low < high).any():
        return None
    factor = fineness(settings, box, camera)
    near = _neighbourhood(density)
    shape = density.shape[0] * factor, density.shape[1] * factor, density.shape[2] * factor
    fine = np.zeros(shape, np.float32)
    corner = stored.facts["corner"]
    bump = max(0.55 * float(settings["width"]), 0.075 * float(settings["height"]))
    scale = 16.0 / (bump / box.cell)
    ages = stored.facts["ages"]
    shifts = np.concatenate([uniform((seed << 1) ^ (ages[n] * 2 + n), 3) * 64.0 for n in range(2)])
    numbers = np.array(
        [
            factor, scale, settings["billow"], settings["wisps"], settings["softness"],
            *stored.facts["weights"], *shifts,
        ],
        np.float32,
    )  # fmt: skip
    over(
        _carve, shape[0], density, near, stored.arrays["drift_a"], stored.arrays["drift_b"],
        billow_tile(seed), soft_tile(seed), low, high, np.array(corner, np.int64), numbers, fine,
        work=fine.size,
    )  # fmt: skip
    fine_low, fine_high = spans(fine, 0.0, 2)
    cell = box.cell / factor
    at = [box.x + corner[2] * box.cell, box.y + corner[1] * box.cell, box.z + corner[0] * box.cell]
    return Volume(fine, fine_low, fine_high, at[0], at[1], at[2], cell)


def _neighbourhood(density: Field) -> Field:
    """The density of the surroundings, some cells across, at half resolution."""
    nz, ny, nx = ((n + 1) // 2 for n in density.shape)
    padded = np.pad(density, [(0, 2 * m - n) for m, n in zip((nz, ny, nx), density.shape, strict=True)])
    halved = padded.reshape(nz, 2, ny, 2, nx, 2).mean(axis=(1, 3, 5), dtype=np.float32)
    blurred = halved
    for _ in range(2):
        blurred = ndimage.uniform_filter(blurred, 3, mode="constant")
    return np.ascontiguousarray(np.maximum(blurred, 1e-4), dtype=np.float32)


@kernel
def _carve(
    start: int, stop: int, density: Field, near: Field, drift_a: Field, drift_b: Field,
    billows: Field, soft: Field, low: Spans, high: Spans, corner: Spans, numbers: Field, out: Field,
) -> None:  # fmt: skip
    factor, scale, billow, wisps, softness = numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
    weight_a, weight_b = numbers[5], numbers[6]
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    cut = np.int64(factor)
    finer = np.float32(3.37)
    crisp = np.float32(2.6) - np.float32(1.8) * softness
    for k in range(start, stop):
        z = (np.float32(k) + half) / factor - half
        for j in range(out.shape[1]):
            first, last = low[k // cut, j // cut] * cut, high[k // cut, j // cut] * cut
            y = (np.float32(j) + half) / factor - half
            for i in range(first, last):
                x = (np.float32(i) + half) / factor - half
                d = between(density, x, y, z)
                if d < np.float32(1e-3):
                    continue
                hx, hy, hz = (
                    half * x - np.float32(0.25),
                    half * y - np.float32(0.25),
                    half * z - np.float32(0.25),
                )
                around = between(near, hx, hy, hz)
                ax, ay, az = vector_between(drift_a, hx, hy, hz)
                bx, by, bz = vector_between(drift_b, hx, hy, hz)
                wx, wy, wz = x + np.float32(corner[2]), y + np.float32(corner[1]), z + np.float32(corner[0])
                ax, ay, az = (ax + wx) * scale, (ay + wy) * scale, (az + wz) * scale
                bx, by, bz = (bx + wx) * scale, (by + wy) * scale, (bz + wz) * scale
                a = np.float32(0.68) * tiled(billows, ax + numbers[7], ay + numbers[8], az + numbers[9])
                a += np.float32(0.32) * tiled(
                    billows, ax * finer + numbers[8], ay * finer + numbers[9], az * finer + numbers[7]
                )
                b = np.float32(0.68) * tiled(billows, bx + numbers[10], by + numbers[11], bz + numbers[12])
                b += np.float32(0.32) * tiled(
                    billows, bx * finer + numbers[11], by * finer + numbers[12], bz * finer + numbers[10]
                )
                noise = half + weight_a * (a - half) + weight_b * (b - half)
                noise = min(max(noise, zero), one)
                ratio = d / around
                bite = billow * np.float32(0.95) * (one - noise)
                left = (ratio - bite) * crisp / (one + np.float32(0.15) - bite)
                if left <= zero:
                    continue
                left = min(left, one + np.float32(0.25) * left)
                thread = one + wisps * (np.float32(1.6) * noise - np.float32(0.9))
                out[k, j, i] = d * min(left, np.float32(1.5)) * max(thread, zero)
