"""The sheets that haze is cut into: shells around the camera, each farther than the last by the same ratio.

They stand still, so nothing flickers, and need no jitter: a sheet carries the finest eddies that a pixel can
show at its distance, in the strength that their sum along the ray has.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log, log2, sqrt

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field

from .air import LEVELS
from .plan import HazePlan
from .tiles import CUTS, FEWEST, STEP

#: The shortest wave that is shown, in pixels; and that is found at nodes, in distances between those.
SHORTEST, SLOWEST = 2.2, 5.0
Levels = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Sheets:
    """`edges` (count + 1,) metres along the ray. `gain` (count, levels): the strength of each level of noise;
    `cut` (count, levels): which cut of the tile it takes, -1 for none; `coarse` (count,): the cut that nodes
    take of the first level, below 0 where that is for their light alone; `slow` (count,): how many levels
    after the first change so slowly that nodes show all of them. `spread` (count,): the variance of
    the sum; `lost` (count,): what of it no sheet shows.
    """

    edges: Field
    gain: Field
    cut: Levels
    coarse: Levels
    slow: Levels
    spread: Field
    lost: Field


def sheets_between(plan: HazePlan, near: float, far: float, node: int) -> Sheets:
    """The sheets of a plan from `near` to `far` metres, with nodes every `node` pixels."""
    # Their places are the same whatever the haze does, and the first one is all that is nearer. Which eddies
    # one has goes by turns, so that all begin at an even one.
    first, last = floor(log(near) / log(plan.ratio)) // 2 * 2, ceil(log(far) / log(plan.ratio))
    edges = plan.ratio ** np.arange(first, max(last, first + 1) + 1.0)
    edges = np.concatenate([[1e-3 * edges[0]], edges])
    count = len(edges) - 1
    gain, cut = np.zeros((count, LEVELS)), np.full((count, LEVELS), -1, np.int32)
    coarse, slow = np.zeros(count, np.int32), np.zeros(count, np.int32)
    pixel = pixel_of(plan)
    shortest = SHORTEST * pixel * 2.0 ** (4.0 * (1.0 - plan.detail))
    for n in range(count):
        middle, thick = edges[n + 1], edges[n + 1] - edges[n]
        for level in range(LEVELS):
            period = plan.air.period(level)
            steps = _steps(shortest * middle, period)
            if level == 0:
                # Nodes show waves of four of them.
                wanted = _steps(max(shortest, 4.0 * node * pixel) * middle, period)
                coarse[n] = wanted if wanted == 0 else -1 - min(wanted, len(CUTS) - 1)
            if steps >= len(CUTS):
                if level > 0:
                    break
                steps = len(CUTS) - 1
            cut[n, level] = steps
            if 0 < level == slow[n] + 1 and period / CUTS[steps] >= SLOWEST * node * pixel * middle:
                slow[n] = level
            along = min(1.0, sqrt(period / (4.0 * FEWEST) / thick))
            # A sheet has one of a small level's two lives (see `small_eddies`), and every other sheet the
            # smaller ones: their sum along the ray is as strong as with all.
            turns = 1.0 if level == 0 else sqrt(2.0) if level == 1 else 2.0 * ((n + level) % 2)
            gain[n, level] = STEP ** (-level / 3.0) * along * turns
    whole = sum(STEP ** (-2.0 * level / 3.0) for level in range(LEVELS))
    spread = (gain**2 * np.where(np.arange(LEVELS) > 0, 0.5, 1.0)).sum(axis=1)
    parts = (np.ascontiguousarray(part, np.float32) for part in (edges, gain, spread, whole - spread))
    return Sheets(next(parts), next(parts), cut, coarse, slow, next(parts), next(parts))


def _steps(finest: float, period: float) -> int:
    """By how many half octaves a tile of `period` metres is cut, so that waves of `finest` metres remain."""
    return max(0, ceil(2.0 * log2(max(finest * CUTS[0] / period, 1e-6)) - 0.25))


def pixel_of(plan: HazePlan) -> float:
    """The size of a pixel a metre away, in metres."""
    format = plan.camera.format
    return plan.camera.across / (format.width * sqrt(format.pixel_aspect))
