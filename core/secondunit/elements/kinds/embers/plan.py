"""The controls of embers as a plan for their swarm. An estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from secondunit.elements.carriers.particles.plan import SwarmPlan
from secondunit.elements.optics.camera import Camera, camera_for, ground_level
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[SwarmPlan, Camera]:
    """The plan of embers with these settings, and the camera that sees them."""

    def number(name: str) -> float:
        return float(settings[name])

    camera = camera_for(settings, format, number("height"))
    angle, wind, steps = radians(number("wind_direction")), number("wind"), int(settings["substeps"])
    second = number("speed") * rate.denominator / rate.numerator
    return SwarmPlan(
        number("rate"), str(settings["source"]), number("width"), number("rise"), number("spread"),
        number("life"), number("fall"), number("draught"), wind * cos(angle), -wind * sin(angle),
        number("gusts"), number("turbulence"), number("eddy"),
        ground_level(settings, camera) if settings["ground"] else None,
        second / steps, steps, preroll_frames(settings, rate),
    ), camera  # fmt: skip


def preroll_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """How many frames fly before the first one that is kept: until as many die as are born."""
    seconds = float(settings["preroll"])
    if seconds < 0.0:
        seconds = 1.5 * float(settings["life"]) / float(settings["speed"])
    return round(min(seconds * rate.numerator / rate.denominator, 2400.0))
