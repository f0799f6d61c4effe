"""A dust hit at work: jets of dust that are thrown from a ring, in air that takes them on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi, sin, sqrt, tau

from secondunit.elements.carriers.fluid.charges import Charge
from secondunit.elements.carriers.fluid.gas import Gas
from secondunit.elements.carriers.fluid.plan import GasPlan
from secondunit.elements.carriers.fluid.step import Weather
from secondunit.elements.kind import Scene
from secondunit.elements.noise import uniform
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import stoutness, throw_speed, wind

#: Jets of the crown, and numbers of chance that each one takes.
JETS, CHANCES = 29, 5
#: Which power of how upright jets are on average makes them longer: of what is thrown out flat 0.7 of the
#: height is seen without it, and 1.15 by the first.
LEANING = 0.75
#: How firmly dust is drawn toward its quick look, 1/s.
LED = 20.0
#: How long a grain falls until the air holds it: it falls as fast as its weight takes it in that, in seconds.
#: At 20 m/s2 that is 0.6 m/s, as grains of 0.1 mm do.
HELD = 0.03


def gas_of(scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
    """What makes the dust of a hit."""
    return Gas(plan, weather_for(settings, scene), "disc", charges=charges_of(settings, scene.seed), rate=LED)


def charges_of(settings: Mapping[str, Scalar], seed: int) -> tuple[Charge, ...]:
    """A low burst all over the crater, and jets about it that lean outward by `spread`."""
    width, height = float(settings["width"]), float(settings["height"])
    start, ragged = float(settings["start"]), float(settings["raggedness"])
    fast = throw_speed(settings)
    seconds = 0.9 * height / fast
    chance = uniform(seed ^ 0xD057, CHANCES * JETS)
    low = 0.12 * width
    # Over a small crater jets are thicker than its share, and stand higher at once.
    stout = stoutness(settings)
    slender = sqrt(stout / width)
    # What leans goes as far as what does not: jets that lean by the mean are thrown as high.
    upright = cos(0.5 * pi * float(settings["spread"]) * 0.625)
    charges = [
        Charge((0.0, 0.0, 0.0), (0.0, 2.0 * low, 0.0), 0.5 * width, 0.4 * width, start, 0.7 * seconds,
               speed=0.6 * fast),
        # What the crater gives off after the strike: a low stem under the crown.
        Charge((0.0, 0.0, 0.0), (0.0, low, 0.0), 0.35 * width, 0.3 * width, start, 5.0 * seconds, 0.35,
               0.12 * fast),
    ]  # fmt: skip
    for n in range(JETS):
        a, b, c, d, e = chance[CHANCES * n : CHANCES * n + CHANCES]
        around = tau * (n + ragged * a) / JETS
        # Every third one goes out along the ground: the ring at the foot of the crown.
        flat = n % 3 == 2
        lean = 0.46 * pi if flat else 0.5 * pi * float(settings["spread"]) * (0.25 + 0.75 * b)
        # Grains fly on where air is stopped: a jet stands as a spike at once, and the air rolls it up after.
        # Thrown faster, those that lean get no higher: they are longer for it.
        uneven = 0.15 + 0.4 * (c if ragged > 0.0 else 0.5) * (0.4 + ragged)
        long = slender * height / upright**LEANING * uneven
        foot = 0.3 * width * cos(around), 0.0, 0.3 * width * sin(around)
        tip = (
            foot[0] + long * sin(lean) * cos(around),
            long * cos(lean),
            foot[2] + long * sin(lean) * sin(around),
        )
        radius = stout * (0.07 + 0.1 * d)
        thrown = fast * ((0.2 + 0.5 * float(settings["spread"])) if flat else 1.3 / upright)
        charges.append(
            Charge(foot, tip, radius, 0.35 * radius, start, seconds * (0.5 + 0.7 * e),
                   0.65 + 0.35 * d, thrown * (1.0 - 0.5 * ragged * e))
        )  # fmt: skip
    return tuple(charges)


def weather_for(settings: Mapping[str, Scalar], scene: Scene) -> Weather:
    """What drives the solver, from the controls."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    wind_x, wind_z = wind(settings)
    fast, height = throw_speed(settings), number("height")
    return Weather(
        dt=number("speed") * scene.rate.denominator / scene.rate.numerator / int(settings["substeps"]),
        lift=0.0,
        weight=number("weight"),
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 0.025 * fast * fast / height,
        eddy=max(0.5 * number("width"), 0.2 * height),
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=0.0,
        expansion=0.15 * fast / number("width"),
        unevenness=0.3 + 0.5 * number("raggedness"),
        source=max(number("width"), 0.3 * height),
        cooling=1.0,
        life=number("life"),
        loss=0.006,
        fresh=1.0,
        reset=min(max(1.2 * height / fast, 0.15), 4.0),
        seed=scene.seed % (1 << 61),
        output=60.0,
        falling=HELD * number("weight"),
    )
