"""A gas for a quick look: the same recipe on so few cells and steps that somebody who drags a slider waits.

What decides rise, width and mass stays what it is; only how finely it is followed changes. Knows no kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import cbrt, ceil

import numpy as np

from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import GasPlan
from .sources import FINEST, Emission

#: Cells of the box of a gas that stands, by whether it burns, and of one that is let go in the shot: it has
#: no pre-roll, and at first little of its box has work in it.
STANDING = {False: 80_000, True: 40_000}
LET_GO = 128_000
#: Cells over the height that a plan is sized with, and the fewest and the most that come of it.
SIZED, FEWEST, MOST = 48, 20, 72
#: As much of the finer picture as is drawn of a gas that stands, by whether it burns: eddies below the cells
#: are hardly seen in a small frame, and most of the drawing; flames are as thin as a cell, and on cells that
#: are not cut a part of them is too thin to be seen. Of what is let go none is.
DETAIL = {False: 0.2, True: 0.3}
#: A source of a shape is laid out on so many finer cells along a cell at most.
MOST_CUTS = 8
#: Blown gas is as dense when it leaves as it is out of a source whose cells are this share of its width; it
#: fills so many times as fast for that at most.
BLOWN, FASTEST = 0.07, 4


def coarse_settings(
    settings: FrozenMap[Scalar], planned: Callable[[Mapping[str, Scalar]], GasPlan]
) -> FrozenMap[Scalar]:
    """Whole settings with a quick look's cells, steps and detail; `planned` gives the plan of settings.

    Never finer than what was asked for.
    """
    sized = planned(settings.updated({"resolution": SIZED}))
    wanted = LET_GO if sized.preroll == 0 else STANDING[sized.burns]
    resolution = min(max(round(SIZED * cbrt(wanted / sized.box.cells)), FEWEST), MOST)
    asked = int(settings["resolution"])
    return settings.updated({
        "resolution": min(asked, resolution) if asked > 0 else resolution,
        "substeps": max(1, (int(settings["substeps"]) + 1) // 2),
        "detail": min(float(settings["detail"]), 0.0 if sized.preroll == 0 else DETAIL[sized.burns]),
    })  # fmt: skip


def sharp_settings(settings: FrozenMap[Scalar], coarse: FrozenMap[Scalar]) -> FrozenMap[Scalar]:
    """Whole settings on cells of half a quick look's; the quick look's own where no finer are asked for."""
    resolution, asked = 2 * int(coarse["resolution"]), int(settings["resolution"])
    return coarse.updated({"resolution": resolution}) if asked == 0 or asked >= resolution else coarse


def source_cuts(plan: GasPlan, shape: str) -> int:
    """How many finer cells along a cell a source of a shape is laid out on: laid on coarse cells it would be
    thicker than it is, and bring more heat.
    """
    return min(MOST_CUTS, max(1, ceil(plan.box.cell / (FINEST[shape] * plan.width))))


def filling(plan: GasPlan) -> int:
    """How many times as fast gas fills the source that it is blown out of: it goes through a layer of few
    cells in fewer steps.
    """
    return min(FASTEST, max(1, ceil(plan.box.cell / (BLOWN * plan.width))))


def as_much(coarse: Emission, fine: Emission, cuts: int) -> Emission:
    """A source on coarse cells out of which as much is blown as out of the same one on `cuts` finer ones.

    A cell that a source covers in part blows a part of the gas at a part of the speed: what leaves goes with
    the square of the part, and would be too little at every edge.
    """
    parts = coarse.strength.max(axis=1).astype(np.float64)
    wanted = float((fine.strength.max(axis=1).astype(np.float64) ** 2).sum()) / cuts**2
    parts = parts[parts > 0.0]
    least, most = 0.5, 1.0
    for _ in range(20):
        power = 0.5 * (least + most)
        least, most = (power, most) if float((parts ** (2.0 * power)).sum()) > wanted else (least, power)
    return replace(coarse, strength=coarse.strength ** np.float32(power))
