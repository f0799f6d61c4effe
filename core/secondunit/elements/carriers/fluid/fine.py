"""From simulated cells to the fine volume that is lit and seen: upsampling and the detail in it.

The noise rides on the air (advected texture coordinates, Neyret 2003): two copies that are set back by
turns and faded into one another, so that it neither stretches for ever nor swims. Where the smoke is thin
against its neighbourhood the noise bites into it; the core keeps its mass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from secondunit.elements.cache import Stored
from secondunit.elements.kernels import Field, Spans, over, singles, zeros
from secondunit.elements.noise import billow_tile, bump_tile, swirl_tile, uniform
from secondunit.elements.optics.eddies import Eddies
from secondunit.elements.optics.volume import Volume
from secondunit.elements.sampling import spans

from .box import Box
from .detail import GUIDES, Texture, carve, lay_eddies, lay_guides, stretch, widen

#: Gas thinner than this is not drawn (1 is fresh).
UNSEEN = 1e-3
#: How far eddies half as large as the bumps push crisp gas, in bumps.
SMALL = 0.043
#: How many fine cells gas goes while a shutter is open that takes half of the way of its eddies.
SHARP = 2.5


@dataclass(frozen=True)
class Finish:
    """How the detail of a gas looks: `bump` is the size of its largest features and `width` that of its
    source, in metres; `wind` along x and z in m/s; `billow`, `wisps` and `softness` 0 to 1.
    """

    bump: float
    width: float
    wind: tuple[float, float]
    billow: float
    wisps: float
    softness: float


def fine_volume(
    stored: Stored, finish: Finish, box: Box, factor: int, seed: int, density: Field | None = None
) -> Volume | None:
    """The fine volume of a cached frame, `factor` fine cells a cell; None where it holds nothing.

    `density` (z, y, x) is what is seen of it where that is not its density alone.
    """
    density = stored.arrays["density"] if density is None else density
    low, high = spans(density, UNSEEN, 3)
    if not (low < high).any():
        return None
    near, slope = _neighbourhood(density)
    corner = stored.facts["corner"]
    texture = texture_of(stored, finish, box, factor, seed)
    smooth = finer(density, factor, low, high)
    fine = np.zeros_like(smooth)
    guide = zeros(*near.shape, GUIDES)
    guide[..., 9:12], guide[..., 12] = slope, near
    drifts = stored.arrays["drift_a"], stored.arrays["drift_b"]
    at = np.array(corner, np.int64)
    over(lay_guides, near.shape[0], *drifts, swirl_tile(seed), at, texture, guide, work=near.size * 30)
    eddies = eddies_of(guide, texture, finish, box.cell / factor, seed)
    edges = edges_of(box, finish, corner, fine.shape, factor)
    tile = billow_tile(seed)
    over(carve, fine.shape[0], smooth, guide, tile, edges, low, high, texture, fine, work=fine.size)
    fine_low, fine_high = spans(fine, 0.0, 2)
    return Volume(fine, fine_low, fine_high, *low_corner(stored, box), box.cell / factor, eddies)


def blurred(eddies: Eddies, velocity: Field, way: float) -> Eddies:
    """The eddies that a shutter leaves which is open while gas goes `way` fine cells a m/s."""
    if way <= 0.0:
        return eddies
    blur = (velocity**2).sum(axis=-1) * np.float32((way / SHARP) ** 2)
    guides = eddies.guides.copy()
    guides[..., 3::4] /= (np.float32(1.0) + blur)[..., None]
    return eddies._replace(guides=guides)


def eddies_of(guide: Field, texture: Texture, finish: Finish, cell: float, seed: int) -> Eddies:
    """The eddies below fine cells of `cell` metres; completes the `guide` that `lay_guides` filled in."""
    shares = zeros(*guide.shape[:3], 8)
    over(lay_eddies, guide.shape[0], guide, texture, shares, work=guide.size * 4)
    bump, reach = finish.bump / cell, SMALL * (1.0 - finish.softness)
    return Eddies(
        shares, bump_tile(seed), np.float32(2.0 * texture.factor), np.float32(0.5 * bump),
        np.float32(reach * bump),
    )  # fmt: skip


def low_corner(stored: Stored, box: Box) -> tuple[float, float, float]:
    """Where the part of the box that a cache file holds begins, in metres along x, y, z."""
    corner = stored.facts["corner"]
    return box.x + corner[2] * box.cell, box.y + corner[1] * box.cell, box.z + corner[0] * box.cell


def finer(field: Field, factor: int, low: Spans, high: Spans) -> Field:
    """A field on fine cells, smooth to the second derivative, inside the spans."""
    nz, ny, nx = field.shape
    tall = zeros(nz * factor, ny * factor, nx)
    over(stretch, tall.shape[0], field, factor, low, high, tall, work=tall.size * 16)
    smooth = zeros(nz * factor, ny * factor, nx * factor)
    over(widen, smooth.shape[0], tall, factor, low, high, smooth, work=smooth.size)
    return smooth


def texture_of(stored: Stored, finish: Finish, box: Box, factor: int, seed: int) -> Texture:
    """The detail of one cached frame, as the loops take it."""
    bump = finish.bump / box.cell
    ages = stored.facts["ages"]
    return singles(
        Texture, factor, 16.0 / bump, finish.billow, finish.wisps, finish.softness,
        *stored.facts["weights"], 0.2 * finish.wisps * bump * factor, 0.45 * finish.billow * bump * factor,
        *(uniform((seed << 1) ^ (ages[n] * 2 + n), 3) * 64.0 for n in range(2)),
    )  # fmt: skip


def edges_of(box: Box, finish: Finish, corner: list[int], shape: tuple[int, ...], factor: int) -> Field:
    """How much gas is left toward the open sides, 0 to 1, so that it ends in tatters and not at a wall."""
    wind = finish.wind
    downwind = [0.08 * box.ny + 0.12 * box.nx * min(1.0, abs(speed)) for speed in wind]
    height = 0.08 * box.ny
    # Over the ground too, within a fraction of the source: a plume does not stand on a knife's edge.
    base = max(0.5 / factor, 0.28 * finish.width / box.cell)
    edges = np.ones((3, max(shape)), np.float32)
    for axis, (n, low, high) in enumerate(
        (
            (box.nx, height if wind[0] >= 0 else downwind[0], height if wind[0] <= 0 else downwind[0]),
            (box.ny, height, height),
            (box.nz, 0.5 * height, 0.5 * height),
        )
    ):
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
