"""A torch at work: from whole settings to burning gas in cached frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from secondunit.elements.carriers.fluid.gas import Gas, simulate_gas
from secondunit.elements.carriers.fluid.reaction import Burning
from secondunit.elements.carriers.fluid.step import Weather
from secondunit.elements.kind import Cancelled, Progress, Scene
from secondunit.wire.control import Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.rate import Rate

from .plan import LIFT, burn_seconds, plan_of, rise_speed, wind


def simulate(
    scene: Scene,
    settings: FrozenMap[Scalar],
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Simulate `frames` into `cache`; `identity` is the kind and version that the cache is of."""
    plan = plan_of(settings, scene.format, scene.rate, scene.matte is not None)
    burning = Burning(burn_seconds(settings), 1.0, 0.6, 5.0)
    gas = Gas(
        plan, weather_for(settings, scene.rate, scene.seed), str(settings["source"]),
        ("density", "heat", "fuel"), burning,
    )  # fmt: skip
    simulate_gas(scene, gas, identity, cache, frames, progress, cancelled)


def weather_for(settings: Mapping[str, Scalar], rate: Rate, seed: int) -> Weather:
    """What drives the solver, from the controls."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    fast, width, height = rise_speed(settings), number("width"), number("height")
    wind_x, wind_z = wind(settings)
    life = burn_seconds(settings)
    return Weather(
        dt=number("speed") * rate.denominator / rate.numerator / int(settings["substeps"]),
        lift=LIFT,
        weight=0.0,
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 0.1 * fast * fast / (width * height) ** 0.5,
        eddy=max(0.5 * width, 0.09 * height),
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=number("rise"),
        expansion=0.0,
        unevenness=number("flicker"),
        source=width,
        cooling=0.6 * life,
        life=2.5 * life,
        loss=0.012,
        fresh=1.0,
        reset=min(max(0.8 * life, 0.15), 3.0),
        seed=seed % (1 << 61),
    )
