"""An explosion at work: charges of fuel that burn as they swell, in hot gas that rises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, log2, pi, sin, sqrt, tau

from secondunit.elements.carriers.fluid.box import GRAVITY
from secondunit.elements.carriers.fluid.charges import Charge
from secondunit.elements.carriers.fluid.gas import Gas
from secondunit.elements.carriers.fluid.plan import GasPlan
from secondunit.elements.carriers.fluid.reaction import Burning
from secondunit.elements.carriers.fluid.step import Weather
from secondunit.elements.kind import Scene
from secondunit.elements.noise import uniform
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import Fireball, wind

#: Fuel in a cell that has just been filled: below the richest, so that it is hot at once.
FRESH = 0.72
#: How fast the fastest lobe is thrown, in roots of gravity by the fireball's width.
THROWN = 6.4
#: Charges beside the first, and the radius of the first one as a share of the fireball's width.
LOBES, CORE = 15, 0.15
#: Numbers of chance that each lobe takes.
CHANCES = 5
#: How far chance goes on where a fireball is twice as wide, as a share of its range, at least and at most; by
#: how much of a turn the lobes turn round.
ROAMS, TURNS = (0.5, 1.1), 0.2


def gas_of(scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
    """What makes the gas of an explosion."""
    ball = Fireball.of(settings)
    charges = charges_of(settings, ball, scene.seed)
    weather = weather_for(settings, ball, charges, scene)
    # All fuel is used up a little before the fire is over: what is left of the time it cools.
    burning = Burning(0.8 * ball.seconds / FRESH, float(settings["soot"]) / FRESH, 0.0, 1.2 / ball.seconds)
    return Gas(plan, weather, "ball", ("density", "heat", "fuel"), burning, charges)


def charges_of(settings: Mapping[str, Scalar], ball: Fireball, seed: int) -> tuple[Charge, ...]:
    """A core and lobes about it, thrown out unevenly by `raggedness`, each a little later than the core."""
    ragged, start = float(settings["raggedness"]), float(settings["start"])
    chance, turn = _chance(seed ^ 0xB1A57, ball.width)
    core = CORE * ball.width
    up = 0.9 * core if settings["ground"] else 0.0
    charges = [Charge((0.0, up, 0.0), (0.0, up, 0.0), core, core, start, ball.swell)]
    for n in range(LOBES):
        a, b, c, d, e = chance[n]
        around = tau * (0.382 * n + turn + 0.1 * a)
        high = 0.05 + 0.9 * b if settings["ground"] else 2.0 * b - 1.0
        reach = core * (0.75 + 1.5 * ragged * c)
        flat = sqrt(1.0 - high * high)
        way = flat * cos(around), high, flat * sin(around)
        near = (reach * way[0], up + reach * way[1], reach * way[2])
        thrown = core * 0.9 * ragged * e
        far = (near[0] + thrown * way[0], near[1] + thrown * way[1], near[2] + thrown * way[2])
        radius = core * (0.58 - 0.3 * ragged * d)
        late = start + 0.6 * ragged * c * ball.swell
        # Some lobes are thrown: they stand out of the ball, which would be round otherwise.
        fast = THROWN * ragged * e * e * sqrt(GRAVITY * ball.width)
        charges.append(Charge(near, far, radius, 0.5 * radius, late, 0.75 * ball.swell, speed=fast))
    return tuple(charges)


def _chance(seed: int, width: float) -> tuple[list[list[float]], float]:
    """Numbers from 0 to 1 for each of the lobes, and how far they are turned round, in turns.

    They go on with the size, without a step: two explosions of a shot have no lobe in common where they are
    of other sizes, and one whose width is nudged keeps its shape.
    """
    chance, octaves = uniform(seed, CHANCES * (LOBES + 1) + 1), log2(width)
    own = chance[: CHANCES * LOBES].reshape(LOBES, CHANCES)
    # Of each sort of number there are as many low ones as high ones, for any seed and size: none is a dome.
    even = (own.argsort(axis=0).argsort(axis=0) + own) / LOBES
    roams = ROAMS[0] + (ROAMS[1] - ROAMS[0]) * chance[CHANCES * LOBES : -1]
    folded = abs((2.0 * even + roams * octaves) % 2.0 - 1.0)
    return folded.tolist(), float(chance[-1]) + TURNS * octaves


def weather_for(
    settings: Mapping[str, Scalar], ball: Fireball, charges: tuple[Charge, ...], scene: Scene
) -> Weather:
    """What drives the solver, from the controls."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    wind_x, wind_z = wind(settings)
    fast = sqrt(GRAVITY * ball.width)
    uneven = 0.3 + 0.4 * number("raggedness")
    return Weather(
        dt=number("speed") * scene.rate.denominator / scene.rate.numerator / int(settings["substeps"]),
        lift=3.0 * GRAVITY * number("rise"),
        weight=0.03 * GRAVITY,
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 1.2 * fast * fast / ball.width,
        eddy=0.16 * ball.width,
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=0.25 * ball.width / ball.swell * number("rise"),
        expansion=swelling(ball, charges, uneven),
        unevenness=uneven,
        source=0.6 * ball.width,
        cooling=4.0 * ball.seconds,
        life=12.0 * ball.seconds,
        loss=0.004,
        fresh=FRESH,
        reset=min(max(0.45 * ball.seconds, 0.12), 5.0),
        seed=scene.seed % (1 << 61),
        warm=(1.0 + 0.5 * number("flash")) / (1.0 - 0.5 * uneven),
    )


def swelling(ball: Fireball, charges: tuple[Charge, ...], uneven: float) -> float:
    """How fast fresh gas grows, 1/s, so that all of it together fills the fireball."""
    volume = sum(4.0 / 3.0 * pi * charge.radius**3 * 0.5 * charge.seconds for charge in charges)
    # Lobes overlap the core, and uneven gas is less than what is even.
    return OVERLAP * pi / 6.0 * ball.width**3 / (volume * (1.0 - 0.5 * uneven))


#: What overlapping charges, whose cones are thinner at their tips, are of the sum of their balls, measured.
OVERLAP = 0.85
