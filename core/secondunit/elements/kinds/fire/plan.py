"""Where a fire burns, and how tall its flame stands."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.fluid.flames.plan import Hearth
from secondunit.wire.control import Scalar

#: A bed of fuel on the ground: air comes from its sides alone and draws the flame in above it.
BED = Hearth(
    floor=0.02,
    below=0.0,
    soot=1.0,
    swelling=0.6,
    radiation=4.5,
    warm=0.65,
    hem=0.8,
    spread=0.34,
    deep=0.29,
    threads=0.8,
    puffs=True,
)


def flame_height(settings: Mapping[str, Scalar]) -> float:
    """How tall the flame stands in metres: as set, or by its power where that is set.

    The mean height of a fire of `power` kilowatts on a bed of D metres is 0.235 power^(2/5) - 1.02 D
    (Heskestad 1983, "Luminous heights of turbulent diffusion flames", Fire Safety Journal 5).
    """
    power, width = float(settings["power"]), float(settings["width"])
    if power <= 0.0:
        return float(settings["height"])
    return min(max(0.235 * float(power**0.4) - 1.02 * width, 0.15 * width, 0.1), 40.0)
