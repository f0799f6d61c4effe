"""A dust hit's controls as a plan for its gas. Light: an estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin, sqrt

from secondunit.elements.carriers.fluid.box import GRAVITY, Reach, box_for
from secondunit.elements.carriers.fluid.plan import GasPlan
from secondunit.elements.optics.camera import camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format

#: How much room dust needs above the height that it is thrown to: it goes on rising with its own eddies.
ROOM = 1.5
#: A crater narrower than this share of the height throws jets as thick as one of that width: a bullet came
#: to 0.6 of its height before.
STOUT = 0.25


def plan_of(settings: Mapping[str, Scalar], format: Format, matte: bool) -> GasPlan:
    """The plan of a dust hit with these settings, seen in a format."""
    height, width = ROOM * float(settings["height"]), float(settings["width"])
    camera = camera_for(settings, format, height)
    outward = 0.5 + 0.5 * float(settings["spread"])
    reach = Reach(
        height, width, throw_speed(settings), wind(settings), int(settings["resolution"]), ground=0.0,
        spread=0.8 * outward + 0.6 * width / height, deep=0.65 * outward + 0.5 * width / height,
        pixels=8.0,
    )  # fmt: skip
    return GasPlan(
        box_for(reach, camera, matte),
        camera,
        width,
        float(settings["detail"]),
        0,
        int(settings["substeps"]),
    )


def throw_speed(settings: Mapping[str, Scalar]) -> float:
    """How fast dust is thrown up to reach its height, in m/s: free flight, and twice that against the air."""
    return 2.0 * sqrt(2.0 * GRAVITY * float(settings["height"]))


def stoutness(settings: Mapping[str, Scalar]) -> float:
    """The width in metres that jets are as thick by: the crater's, or what they need to come to their height.

    A jet goes on for some tens of its own widths before the air has stopped it (Rajaratnam 1976).
    """
    return max(float(settings["width"]), STOUT * float(settings["height"]))


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind at half the room's height along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)
