"""From cached burning gas to a fireball: billows of soot on fine cells that shine by their heat.

Soot that is hot shines and soot that is not hides it: what burns inside shows through the creases of what has
cooled outside. A flame is thin and torn; a fireball is thick and rolls, so it is carved as smoke is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from secondunit.elements.cache import Stored
from secondunit.elements.kernels import Field, kernel, over, singles, zeros
from secondunit.elements.optics.blackbody import COLDEST, ENTRIES, HOTTEST
from secondunit.elements.optics.glow import Glowing
from secondunit.elements.optics.volume import Volume
from secondunit.elements.sampling import spans, vector_between

from .box import AIR, Box
from .fine import UNSEEN, Finish, blurred, edges_of, fine_volume, finer
from .flame import exposed

#: How much heat is lost where gas is torn at an edge of its room, and from how many times higher over the
#: ground than it is torn: what the floor stops burns on there, a bright line under what has cooled.
TORN, ABOVE = 0.25, 2.2


@dataclass(frozen=True)
class Ball:
    """How a fireball looks: `kelvin` at heat 1, the table of its light, the density of what burns (`burning`)
    against soot that is left, how far creases show the heat inside (`creases`, 0 to 1), how long the shutter
    is open in seconds of the gas, the share of its own light that its smoke scatters by colour (`albedo`),
    and how much of the soot there is yet (`veil`, 0 to 1).
    """

    kelvin: float
    table: Field
    burning: float
    creases: float
    shutter: float
    albedo: tuple[float, float, float]
    veil: float = 1.0


class Shine(NamedTuple):
    """From heat to a place in the table: `first` at heat 0, `rise` to heat 1."""

    first: np.float32
    rise: np.float32


def fireball(
    stored: Stored, ball: Ball, finish: Finish, box: Box, factor: int, seed: int
) -> tuple[Glowing, Volume] | None:
    """What glows in a cached frame and the volume that light falls on; None where there is nothing."""
    fuel, heat, soot = (stored.arrays[name] for name in ("fuel", "heat", "density"))
    # What has not caught yet is clear.
    caught = np.clip(heat * np.float32(4.0) - np.float32(1.6), np.float32(0.0), np.float32(1.0))
    burning = np.minimum(fuel * np.float32(4.0), np.float32(1.0)) * caught
    dense: Field = np.float32(ball.veil) * soot + np.float32(ball.burning) * burning
    volume = fine_volume(stored, finish, box, factor, seed, dense)
    if volume is None:
        return None
    low, high = spans(dense, UNSEEN, 3)
    warm, smooth = finer(heat, factor, low, high), finer(dense, factor, low, high)
    # Torn over the ground and at its room's sides it has met air: no crease opens there, and it is cooler.
    torn = replace(finish, width=ABOVE * finish.width)
    edges, (nz, ny, nx) = edges_of(box, torn, stored.facts["corner"], smooth.shape, factor), smooth.shape
    whole = (edges[2, :nz, None, None] * edges[1, :ny, None] * edges[0, :nx]) ** 2
    smooth *= whole
    warm *= np.float32(1.0 - TORN) + np.float32(TORN) * whole
    crust = finer(np.float32(ball.creases) * (np.float32(1.0) - np.float32(0.6) * burning), factor, low, high)
    span = (HOTTEST - COLDEST) / (ENTRIES - 1)
    shine = singles(Shine, (AIR - COLDEST) / span, (ball.kelvin - AIR) / span)
    sharp = zeros(*volume.density.shape, 4)
    over(
        _ignite, sharp.shape[0], volume.density, smooth, warm, crust, ball.table, shine, sharp,
        work=sharp.size * 4,
    )  # fmt: skip
    _spill(sharp, ball)
    velocity, way = stored.arrays["velocity"], ball.shutter * factor / box.cell
    light = exposed(sharp, velocity, way, factor)
    eddies = blurred(volume.eddies, velocity, way)
    return Glowing(light, volume.x, volume.y, volume.z, volume.cell, eddies), volume


#: Fine cells along a cell in which the fire's light on its own smoke is spread, and how far, in those.
COARSE, SPREAD = 4, 2.5


def _spill(sharp: Field, ball: Ball) -> None:
    """Add what smoke scatters of the light of the fire around it: the mean of what shines within some cells.

    Within a thick cloud light spreads evenly over a few free paths, so the mean stands for its transport.
    """
    shape = [-(-n // COARSE) for n in sharp.shape[:3]]
    padded = np.zeros((*(n * COARSE for n in shape), 4), np.float32)
    padded[: sharp.shape[0], : sharp.shape[1], : sharp.shape[2]] = sharp
    blocks = padded.reshape(shape[0], COARSE, shape[1], COARSE, shape[2], COARSE, 4).mean(axis=(1, 3, 5))
    around = np.stack([ndimage.gaussian_filter(blocks[..., c], SPREAD, truncate=2.5) for c in range(4)], -1)
    spread = around[..., :3] / np.maximum(around[..., 3:], np.float32(0.02))
    scattered = np.ascontiguousarray(spread * np.array(ball.albedo, np.float32), np.float32)
    over(_add_spill, sharp.shape[0], scattered, np.float32(1.0 / COARSE), sharp, work=sharp.size)


@kernel
def _add_spill(start: int, stop: int, scattered: Field, per: np.float32, out: Field) -> None:
    half = np.float32(0.5)
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                here = out[k, j, i]
                if here[3] <= np.float32(0.0):
                    continue
                red, green, blue = vector_between(
                    scattered,
                    (np.float32(i) + half) * per - half,
                    (np.float32(j) + half) * per - half,
                    (np.float32(k) + half) * per - half,
                )
                here[0] += here[3] * red
                here[1] += here[3] * green
                here[2] += here[3] * blue


@kernel
def _ignite(
    start: int, stop: int, fine: Field, smooth: Field, warm: Field, crust: Field, table: Field, shine: Shine,
    out: Field,
) -> None:  # fmt: skip
    """Fill in the light (0-2) and the soot (3) of each fine cell."""
    zero, unity = np.float32(0.0), np.float32(1.0)
    last = np.int64(table.shape[0] - 2)
    for k in range(start, stop):
        for j in range(fine.shape[1]):
            for i in range(fine.shape[2]):
                soot = fine[k, j, i]
                if soot <= zero:
                    continue
                # What stands out of its neighbourhood has met more air than what lies in a crease.
                proud = min(max(soot / (smooth[k, j, i] + np.float32(0.05)) - np.float32(0.6), zero), unity)
                heat = warm[k, j, i] * (unity - crust[k, j, i] * proud)
                place = max(shine.first + heat * shine.rise, zero)
                at = min(np.int64(place), last)
                share = min(place - np.float32(at), unity)
                here = out[k, j, i]
                for c in range(3):
                    here[c] = soot * (table[at, c] + share * (table[at + 1, c] - table[at, c]))
                here[3] = soot
