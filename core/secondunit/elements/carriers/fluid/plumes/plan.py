"""A plume's controls as a plan for its gas. Light: an estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin, sqrt

from secondunit.elements.optics.camera import camera_for, ground_level
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from ..box import ACROSS, AIR, GRAVITY, Reach, box_for
from ..plan import GasPlan

#: Gas is a jet that is blown out so many times as fast as its heat would lift it over its own width; a jet
#: has at least so many cells across where it leaves, on fewer its edge does not roll up.
JET, JET_ACROSS = 4.0, 8.0


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
    """The plan of a plume with these settings, seen in a format."""
    height = float(settings["height"])
    camera = camera_for(settings, format, height)
    reach = Reach(
        height, float(settings["width"]), rise_speed(settings), wind(settings), int(settings["resolution"]),
        ground_level(settings, camera) if settings["ground"] else None,
        across=ACROSS + (JET_ACROSS - ACROSS) * jet(settings),
    )  # fmt: skip
    return GasPlan(
        box_for(reach, camera, matte), camera, reach.width, float(settings["detail"]),
        preroll_frames(settings, rate), int(settings["substeps"]),
    )  # fmt: skip


def lift(settings: Mapping[str, Scalar]) -> float:
    """The upward acceleration of fresh gas in m/s^2."""
    return GRAVITY * float(settings["temperature"]) / AIR


def jet(settings: Mapping[str, Scalar]) -> float:
    """How far the gas is a jet and no plume, 0 to 1: by its exit Froude number."""
    push = max(float(settings["rise"]), 1e-3)
    return max(0.0, 1.0 - JET**2 * lift(settings) * float(settings["width"]) / push**2)


def rise_speed(settings: Mapping[str, Scalar]) -> float:
    """Roughly how fast the plume rises on average, in m/s (a buoyant puff of the source's size)."""
    buoyant = 1.1 * sqrt(max(0.0, lift(settings)) * float(settings["width"]))
    return max(0.1, buoyant + 0.5 * float(settings["rise"]))


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind at half the plume's height along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)


def preroll_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """How many frames are simulated before the first one that is kept (at most 600 where not set by hand)."""
    seconds = float(settings["preroll"])
    if seconds < 0.0:
        stands = 2.3 * float(settings["height"]) / rise_speed(settings)
        most = 600 * rate.denominator / rate.numerator
        seconds = min(stands / float(settings["speed"]), most)
    return round(seconds * rate.numerator / rate.denominator)
