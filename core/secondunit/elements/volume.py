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

from .box import Box, fineness, wind
from .cache import Stored
from .camera import Camera
from .detail import carve, lay_guides, stretch, widen
from .kernels import Field, Spans, over, zeros
from .noise import billow_tile, swirl_tile, uniform
from .solver.grid import spans

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
    over(stretch, shape[0], density, factor, low, high, tall, work=tall.size * 16)
    smooth = np.zeros_like(fine)
    over(widen, shape[0], tall, factor, low, high, smooth, work=fine.size)
    guide = np.zeros((*near.shape, 13), np.float32)
    guide[..., 9:12], guide[..., 12] = slope, near
    drifts = stored.arrays["drift_a"], stored.arrays["drift_b"]
    at = np.array(corner, np.int64)
    over(lay_guides, near.shape[0], *drifts, swirl_tile(seed), at, numbers, guide, work=near.size * 30)
    edges = _edges(box, settings, corner, shape, factor)
    tile = billow_tile(seed)
    over(carve, shape[0], smooth, guide, tile, edges, low, high, numbers, fine, work=fine.size)
    fine_low, fine_high = spans(fine, 0.0, 2)
    cell = box.cell / factor
    origin = [box.x + corner[2] * box.cell, box.y + corner[1] * box.cell, box.z + corner[0] * box.cell]
    return Volume(fine, fine_low, fine_high, origin[0], origin[1], origin[2], cell)


def _edges(
    box: Box, settings: Mapping[str, Scalar], corner: list[int], shape: tuple[int, ...], factor: int
) -> Field:
    """How much smoke is left toward the open sides, 0 to 1, so that it ends in tatters and not at a wall."""
    downwind = [0.08 * box.ny + 0.12 * box.nx * min(1.0, abs(speed)) for speed in wind(settings)]
    height = 0.08 * box.ny
    # Over the ground too, within a fraction of the source: a plume does not stand on a knife's edge.
    base = max(2.0, 0.14 * float(settings["width"]) / box.cell)
    edges = np.ones((3, max(shape)), np.float32)
    for axis, (n, low, high) in enumerate(
        (
            (box.nx, height if wind(settings)[0] >= 0 else downwind[0],
             height if wind(settings)[0] <= 0 else downwind[0]),
            (box.ny, height, height),
            (box.nz, 0.5 * height, 0.5 * height),
        )
    ):  # fmt: skip
        size, first = shape[2 - axis], corner[2 - axis]
        place = first + (np.arange(size) + 0.5) / factor
        from_low = place / base if axis == 1 and box.floor else (place - 1.0) / low
        left = np.clip(np.minimum(from_low, (n - 1.0 - place) / high), 0.0, 1.0)
        edges[axis, :size] = left * left * (3.0 - 2.0 * left)
    return edges


def _neighbourhood(density: Field) -> tuple[Field, Field]:
    """The density some cells around, and the way into the smoke (length 0 to 1), at half resolution."""
    nz, ny, nx = ((n + 1) // 2 for n in density.shape)
    padded = np.pad(density, [(0, 2 * m - n) for m, n in zip((nz, ny, nx), density.shape, strict=True)])
    halved = padded.reshape(nz, 2, ny, 2, nx, 2).mean(axis=(1, 3, 5), dtype=np.float32)
    close = ndimage.uniform_filter(ndimage.uniform_filter(halved, 3, mode="nearest"), 3, mode="nearest")
    wide = ndimage.uniform_filter(ndimage.uniform_filter(halved, 5, mode="nearest"), 5, mode="nearest")
    slope = np.stack([np.gradient(close, axis=axis) for axis in (2, 1, 0)], axis=-1)
    steep = np.sqrt((slope**2).sum(axis=-1, keepdims=True)) + 0.06 * close[..., None] + 1e-5
    return (
        np.ascontiguousarray(np.maximum(wide, 1e-3), dtype=np.float32),
        np.ascontiguousarray(slope / steep, dtype=np.float32),
    )
