"""A muzzle flash at work: a tongue and a star of burning gas at each shot.

Gas that leaves a barrel rich in fuel burns again where it meets air (secondary flash: Klingenberg 1989, "Gun
muzzle blast and flash", Progress in Energy and Combustion Science 15): a tongue along the barrel's axis, and
jets to the sides through the slots of a flash hider.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import tau

import numpy as np

from secondunit.elements.carriers.fluid.charges import Charge, Point
from secondunit.elements.carriers.fluid.gas import Gas
from secondunit.elements.carriers.fluid.plan import GasPlan
from secondunit.elements.carriers.fluid.reaction import Burning
from secondunit.elements.carriers.fluid.step import Weather
from secondunit.elements.kind import Scene
from secondunit.elements.noise import uniform
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import barrel, wind

#: Fuel of fresh gas, below the richest so that it is hot at once, and numbers of chance that a shot takes.
FRESH, CHANCES = 0.65, 64
#: Lobes of the tongue: gas leaves in jets of many lengths, so that its tip is torn before air can tear it.
LOBES = 9
#: How firmly a flash is drawn toward its quick look, 1/s.
LED = 60.0


def gas_of(scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
    """What makes the gas of all shots."""
    burning = Burning(0.6 * float(settings["flash"]) / FRESH, 0.6, 0.0, 1.5 / float(settings["flash"]))
    weather = weather_for(settings, scene)
    charges = charges_of(settings, scene.seed)
    return Gas(plan, weather, "ball", ("density", "heat", "fuel"), burning, charges, LED)


def charges_of(settings: Mapping[str, Scalar], seed: int) -> tuple[Charge, ...]:
    """The tongue and the star of each shot, no two alike by `unevenness`."""
    interval, start = 60.0 / float(settings["rate"]), float(settings["start"])
    return tuple(
        charge
        for shot in range(int(settings["rounds"]))
        for charge in _shot(settings, start + shot * interval, uniform(seed ^ (0xF1A5 + shot), CHANCES))
    )


def _shot(settings: Mapping[str, Scalar], start: float, chance: np.ndarray) -> list[Charge]:
    length, width = float(settings["length"]), float(settings["width"])
    uneven, seconds = float(settings["unevenness"]), float(settings["flash"])
    ahead = np.array(barrel(settings))
    side, upward = _across(ahead)

    def vary(n: int, least: float, most: float) -> float:
        middle = 0.5 * (least + most)
        return float(middle + uneven * (least + (most - least) * float(chance[n]) - middle))

    def point(way: np.ndarray) -> Point:
        return float(way[0]), float(way[1]), float(way[2])

    reach, fast = length * vary(0, 0.75, 1.15), 0.45 * length / seconds
    bend = ahead + 0.12 * uneven * ((chance[1] - 0.5) * side + (chance[2] - 0.5) * upward)
    # Where a tongue is widest, so far beside its axis for a part along it.
    opening = 0.9 * width * vary(3, 0.7, 1.2) / length
    charges = [
        # What stands at the muzzle is small and the brightest.
        Charge((0.0, 0.0, 0.0), point(0.2 * reach * bend), 0.1 * width, 0.2 * width, start, seconds,
               speed=fast),
    ]  # fmt: skip

    def jet(way: np.ndarray, foot: float, wide: float, lasting: float, quick: float) -> None:
        """A lobe of burning gas along a way: it opens, then thins and cools to its tip."""
        begin, middle = foot * way, (foot + 0.55 * (1.0 - foot)) * way
        charges.append(
            Charge(point(begin), point(middle), 0.35 * wide, wide, start, lasting, 0.9, quick * fast)
        )
        charges.append(
            Charge(
                point(middle), point(way), wide, 0.12 * wide, start, 0.9 * lasting, 0.6, 1.2 * quick * fast
            )
        )

    for n in range(LOBES):
        a, b, c = chance[24 + 3 * n : 27 + 3 * n]
        # Evenly over the cone's section, the outer ones shorter.
        away, turn = ((n + 0.5) / LOBES) ** 0.5, tau * (0.382 * n + 0.3 * uneven * a)
        across = opening * away * (np.cos(turn) * side + np.sin(turn) * upward)
        long = reach * (1.0 - 0.4 * away) * (1.0 + 0.6 * uneven * (b - 0.5))
        wide = width * (0.19 + 0.12 * uneven * (c - 0.5))
        jet(long * (bend + across), 0.08, wide, (0.7 + 0.3 * c) * seconds, 1.0)
    prongs = int(settings["prongs"])
    for n in range(prongs):
        turn = tau * (n + 0.25 + 0.35 * uneven * (chance[4 + n] - 0.5)) / prongs
        out = np.cos(turn) * side + np.sin(turn) * upward + vary(12, 0.25, 0.6) * ahead
        jet(length * vary(13 + n, 0.2, 0.5) * out, 0.06, 0.1 * width, 0.75 * seconds, 0.8)
    return charges


def _across(ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two directions across the barrel, one of them as upright as can be."""
    hint = np.array([0.0, 1.0, 0.0]) if abs(ahead[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    side = np.cross(ahead, hint)
    side /= np.sqrt(side @ side)
    return side, np.cross(side, ahead)


def weather_for(settings: Mapping[str, Scalar], scene: Scene) -> Weather:
    """What drives the solver, from the controls."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    wind_x, wind_z = wind(settings)
    length = number("length")
    return Weather(
        dt=number("speed") * scene.rate.denominator / scene.rate.numerator / int(settings["substeps"]),
        lift=6.0,
        weight=0.0,
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 35.0 * length,
        eddy=0.16 * length,
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=0.0,
        expansion=0.6 / number("flash"),
        unevenness=0.2 * number("unevenness"),
        source=0.35 * length,
        cooling=2.0 * number("flash"),
        life=number("life"),
        loss=0.01,
        fresh=FRESH,
        reset=min(max(0.3 * number("life"), 0.15), 3.0),
        seed=scene.seed % (1 << 61),
        warm=1.1,
        output=300.0,
    )
