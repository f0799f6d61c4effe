"""An explosion's controls as a fireball of a size and a time, and as a plan for its gas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

from secondunit.elements.carriers.fluid.box import GRAVITY, Reach, box_for
from secondunit.elements.carriers.fluid.plan import GasPlan
from secondunit.elements.optics.camera import camera_for
from secondunit.wire.control import Filling, Scalar
from secondunit.wire.picture import Format

#: A fireball of a kilogram is so many metres wide, and none is wider; its room is at least so many times as
#: high.
BALL, WIDEST, HIGH = 5.8, 400.0, 1.2
#: How far it stands where no distance is said: as `plan_of` has it.
FILLINGS = (
    Filling("height"),
    Filling("width", HIGH, unless="mass"),
    Filling("mass", HIGH * BALL, 1 / 3, most=HIGH * WIDEST),
)


@dataclass(frozen=True)
class Fireball:
    """How wide a fireball gets, in metres, and how long it burns, in seconds.

    D = 5.8 m^(1/3) and t = 0.45 m^(1/3) with m kilograms of fuel (Roberts 1982, "Thermal radiation hazards
    from releases of LPG from pressurised storage", Fire Safety Journal 4; CCPS 1999).
    """

    width: float
    seconds: float

    @classmethod
    def of(cls, settings: Mapping[str, Scalar]) -> Fireball:
        """By the mass where that is set, else by the width; time as the artist stretches it."""
        mass = float(settings["mass"])
        width = min(BALL * float(mass ** (1 / 3)), WIDEST) if mass > 0.0 else float(settings["width"])
        return cls(width, 0.45 * width / BALL * float(settings["burn"]))

    @property
    def swell(self) -> float:
        """The time in which it swells, in seconds: a third of its burning."""
        return 0.33 * self.seconds


def plan_of(settings: Mapping[str, Scalar], format: Format, matte: bool) -> GasPlan:
    """The plan of an explosion with these settings, seen in a format."""
    ball, height = Fireball.of(settings), float(settings["height"])
    height = max(height, HIGH * ball.width)
    camera = camera_for(settings, format, height)
    # The cloud is as wide as nearly three fireballs, whatever the height of its room.
    spread = max(1.35 * ball.width / height, 0.3)
    # In the air it swells downward as well: the box goes half of its reach's width below the foot.
    wide = 0.5 * ball.width if settings["ground"] else 2.0 * ball.width
    reach = Reach(
        height, wide, sqrt(GRAVITY * ball.width), wind(settings), int(settings["resolution"]),
        ground=0.0 if settings["ground"] else None, spread=spread, deep=spread,
        pixels=7.0,
    )  # fmt: skip
    box = box_for(reach, camera, matte)
    return GasPlan(
        box,
        camera,
        ball.width,
        float(settings["detail"]),
        0,
        int(settings["substeps"]),
        burns=True,
    )


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind at half the room's height along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)
