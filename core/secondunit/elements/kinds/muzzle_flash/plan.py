"""A muzzle flash's controls as a plan for its gas. Light: an estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from secondunit.elements.carriers.fluid.box import Reach, box_for
from secondunit.elements.carriers.fluid.plan import GasPlan
from secondunit.elements.optics.camera import camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format

#: So many lengths of the flash fill the frame where no distance is said.
ROOM = 0.8


def plan_of(settings: Mapping[str, Scalar], format: Format, matte: bool) -> GasPlan:
    """The plan of a muzzle flash with these settings, seen in a format."""
    length = float(settings["length"])
    camera = camera_for(settings, format, ROOM * length)
    ahead = barrel(settings)
    room = (0.9 + 0.7 * max(0.0, ahead[1])) * length
    below = (1.1 + 1.6 * max(0.0, -ahead[1])) * length
    # Gas goes along the barrel as it would with a wind: the box reaches a length farther there.
    along = 0.67 * length * ahead[0], 0.67 * length * ahead[2]
    reach = Reach(
        room, below, room, along, int(settings["resolution"]), ground=None, spread=0.6, deep=0.6, pixels=8.9
    )
    return GasPlan(
        box_for(reach, camera, matte), camera, float(settings["width"]), float(settings["detail"]), 0,
        int(settings["substeps"]), burns=True,
    )  # fmt: skip


def barrel(settings: Mapping[str, Scalar]) -> tuple[float, float, float]:
    """Where the barrel points, along x, y, z."""
    around, toward = radians(float(settings["aim"])), radians(float(settings["toward"]))
    return cos(around) * cos(toward), sin(around) * cos(toward), sin(toward)


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)
