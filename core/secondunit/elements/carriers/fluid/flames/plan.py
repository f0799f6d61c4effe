"""A flame's controls as a plan for its gas. Light: an estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin, sqrt

from secondunit.elements.optics.camera import camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from ..box import Reach, box_for
from ..plan import GasPlan

#: The upward acceleration in a flame in m/s^2: its axis rises with 6.84 m/s times the root of the height in
#: metres (McCaffrey 1979, "Purely buoyant diffusion flames", NBSIR 79-1910), whatever its size; a fifth
#: more makes up for the air that it drags along.
LIFT = 1.3 * 6.84**2 / 2.0
#: How much room a flame needs above its mean height: tongues tear off and go on rising.
ROOM = 1.55


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
    """The plan of a flame with these settings, seen in a format."""
    height = ROOM * float(settings["height"])
    camera = camera_for(settings, format, height)
    reach = Reach(
        height, float(settings["width"]), rise_speed(settings), wind(settings), int(settings["resolution"]),
        # The air comes from the sides: at an open low side it would blow in ever faster.
        ground=-0.6 * float(settings["width"]) - 0.05 * height, spread=0.21, deep=0.19,
    )  # fmt: skip
    return GasPlan(
        box_for(reach, camera, matte), camera, reach.width, float(settings["detail"]),
        preroll_frames(settings, rate), int(settings["substeps"]), burns=True,
    )  # fmt: skip


def rise_speed(settings: Mapping[str, Scalar]) -> float:
    """How fast the flame rises at half its height, in m/s (McCaffrey 1979)."""
    return 6.84 * sqrt(0.5 * float(settings["height"])) + 0.5 * float(settings["rise"])


def burn_seconds(settings: Mapping[str, Scalar]) -> float:
    """The time from the source until the fuel is used, so that the flame stands at its height."""
    return 3.8 * float(settings["height"]) / rise_speed(settings)


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind at half the flame's height along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)


def preroll_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """How many frames burn before the first one that is kept: three lives of the flame where not set."""
    seconds = float(settings["preroll"])
    if seconds < 0.0:
        seconds = 3.0 * burn_seconds(settings) / float(settings["speed"])
    return round(min(seconds * rate.numerator / rate.denominator, 600.0))
