"""The controls of debris as a plan for what is thrown. An estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from secondunit.elements.carriers.particles.thrown_plan import ThrownPlan, direction
from secondunit.elements.optics.camera import Camera, camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .materials import MATERIALS


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[ThrownPlan, Camera]:
    """The plan of debris with these settings, and the camera that sees it."""

    def number(name: str) -> float:
        return float(settings[name])

    camera = camera_for(settings, format, number("height"))
    material = MATERIALS[str(settings["material"])]
    angle, wind, steps = radians(number("wind_direction")), number("wind"), int(settings["substeps"])
    second = number("speed") * rate.denominator / rate.numerator
    largest = 0.01 * number("largest")
    return ThrownPlan(
        amount=number("amount"), timing=str(settings["timing"]), pause=number("pause"),
        duration=number("duration"), delay=number("delay") + 0.5 * second, shape=str(settings["source"]),
        width=number("width"), toward=direction(number("toward"), number("tilt")), cone=number("cone"),
        speed=number("speed_out"), variety=number("variety"),
        least=min(0.01 * number("smallest"), 0.999 * largest), most=largest, power=number("power"),
        density=material.density, bluffness=material.bluffness, flat=material.flat, tumbles=True,
        life=number("stays"), splits=material.splits, forks=0.0, wind_x=wind * cos(angle),
        wind_z=-wind * sin(angle), restitution=number("bounce"), friction=number("friction"),
        floor=-number("drop") if settings["ground"] else None, step=second / steps, steps=steps,
        preroll=round(number("preroll") * rate.numerator / rate.denominator),
    ), camera  # fmt: skip
