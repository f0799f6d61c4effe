"""One frame of a plume: what stops and scatters light, in fine cells."""

from __future__ import annotations

from secondunit.elements.optics.light import color
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from ..fine import Finish, fine_volume
from ..picture import GasPicture, Matter
from .plan import wind

#: The optical depth of a fresh plume of density 1 across its source.
OPAQUE = 16.0


def draw_plume(picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
    """Fill in the layers of a plume's frame."""
    plan = picture.plan
    volume = fine_volume(picture.stored, finish_of(settings), plan.box, plan.fineness, picture.seed)
    if volume is not None:
        extinction = OPAQUE * float(settings["density"]) / plan.width
        picture.scatter(volume, Matter(extinction, color(settings, "color"), float(settings["forward"])))


def finish_of(settings: FrozenMap[Scalar]) -> Finish:
    """How the detail of a plume looks with these settings."""
    width, height = float(settings["width"]), float(settings["height"])
    return Finish(
        max(0.55 * width, 0.075 * height), width, wind(settings),
        float(settings["billow"]), float(settings["wisps"]), float(settings["softness"]),
    )  # fmt: skip
