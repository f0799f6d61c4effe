"""The front of a jet: how far it has come at a time, and when it comes so far. Light, for an estimate."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

#: How far a jet keeps its speed: so many widths of its opening (its core: Rajaratnam 1976, "Turbulent jets"),
#: and not farther than it comes in so many seconds.
CORE, SECONDS = 4.0, 1.0
#: How far before its front the air goes along, in widths of the opening.
AHEAD = 0.25


class FrontGuide(NamedTuple):
    """How the front of a jet is led where it begins: over `way` metres from the opening, with `hold` 0 to 1;
    to `core` metres at full speed, farther on at less. Otherwise it would stop the gas that comes behind it:
    half the speed is what a starting jet keeps in air, and a sixth on few cells.
    """

    core: float
    way: float
    hold: float


def guide(time: float, speed: float, width: float, wind: float) -> FrontGuide:
    """The way of the front `time` seconds after gas began to leave an opening of `width` metres at `speed`,
    in a cross `wind`, all in m/s.
    """
    core = min(CORE * width, SECONDS * speed)
    cores = time * speed / core
    # Beyond its core a jet is slower by its distance, so that the front goes on with the root of time.
    front = core * (cores if cores < 1.0 else sqrt(2.0 * cores - 1.0))
    hold = min(1.0, max(0.0, 0.5 * (3.0 - cores))) * max(0.0, 1.0 - wind / speed)
    return FrontGuide(core, front + AHEAD * width, hold)


def arrival(way: float, speed: float, width: float) -> float:
    """When the front of a jet that leaves an opening of `width` metres at `speed` m/s is `way` metres off."""
    core = min(CORE * width, SECONDS * speed)
    cores = way / core
    return core / speed * (cores if cores < 1.0 else 0.5 * (1.0 + cores * cores))
