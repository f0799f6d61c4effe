"""The controls of sparks as a plan for what is thrown. An estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from secondunit.elements.carriers.particles.thrown_plan import ThrownPlan, direction
from secondunit.elements.optics.camera import Camera, camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

#: Glowing steel, kg/m^3, round; what its size is spread over, and how the number falls with the size.
STEEL, ROUND, SPREAD, POWER = 7200.0, 1.0, 4.0, 1.3
FRICTION = 0.25


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[ThrownPlan, Camera]:
    """The plan of sparks with these settings, and the camera that sees them."""

    def number(name: str) -> float:
        return float(settings[name])

    camera = camera_for(settings, format, number("height"))
    angle, wind, steps = radians(number("wind_direction")), number("wind"), int(settings["substeps"])
    second = number("speed") * rate.denominator / rate.numerator
    size = 0.001 * number("size")
    return ThrownPlan(
        amount=number("amount"), timing=str(settings["timing"]), pause=number("pause"),
        duration=number("duration"), delay=number("delay") + 0.5 * second, shape=str(settings["source"]),
        width=number("width"), toward=direction(number("toward"), number("tilt")), cone=number("cone"),
        speed=number("speed_out"), variety=number("variety"), least=size / SPREAD, most=size, power=POWER,
        density=STEEL, bluffness=ROUND, flat=(1.0, 1.0), tumbles=False, life=number("life"),
        splits=number("splits"), forks=number("forks"), wind_x=wind * cos(angle), wind_z=-wind * sin(angle),
        restitution=number("bounce"), friction=FRICTION,
        floor=-number("drop") if settings["ground"] else None,
        step=second / steps, steps=steps, preroll=preroll_frames(settings, rate),
    ), camera  # fmt: skip


def preroll_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """How many frames fly before the first one that is kept: until as many die as leave."""
    seconds = float(settings["preroll"])
    if seconds < 0.0:
        steady = settings["timing"] == "steady"
        seconds = 1.7 * float(settings["life"]) / float(settings["speed"]) if steady else 0.0
    return round(min(seconds * rate.numerator / rate.denominator, 2400.0))
