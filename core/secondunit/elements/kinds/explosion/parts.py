"""What flies from an explosion: sparks and debris, as other kinds make them."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from secondunit.elements.events import EventPart
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import Fireball


def parts_of(settings: Mapping[str, Scalar]) -> tuple[EventPart, ...]:
    """The parts of an explosion with these settings: what is thrown leaves with the flash.

    Speeds grow by the root of the fireball's width, as the speed of its gas does.
    """
    width, start = Fireball.of(settings).width, float(settings["start"])
    fast = sqrt(width) * (0.6 + 0.5 * float(settings["raggedness"]))
    ground = bool(settings["ground"])
    thrown: dict[str, Scalar] = {
        "timing": "once", "duration": 0.05, "width": 0.2 * width, "drop": 0.05 * width if ground else 0.0,
        "tilt": 90.0, "cone": 70.0 if ground else 180.0, "preroll": 0.0,
    }  # fmt: skip
    parts = []
    if float(settings["debris"]) > 0.0:
        parts.append(EventPart("debris", start, FrozenMap({
            **thrown, "amount": settings["debris"], "speed_out": 9.0 * fast, "variety": 0.95,
            "largest": 4.0 * width, "smallest": 0.3 * width, "color": settings["debris_color"],
        })))  # fmt: skip
    if float(settings["sparks"]) > 0.0:
        parts.append(EventPart("sparks", start, FrozenMap({
            **thrown, "amount": settings["sparks"], "speed_out": 20.0 * fast, "source": "ball",
            "size": 0.7 * width, "life": 0.4 * sqrt(width), "variety": 0.8,
        })))  # fmt: skip
    return tuple(parts)
