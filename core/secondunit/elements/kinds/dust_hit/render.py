"""One frame of a dust hit: dust that stops and scatters light."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.fine import Finish, fine_volume
from secondunit.elements.carriers.fluid.picture import GasPicture, Matter
from secondunit.elements.optics.light import color
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import stoutness, wind

#: The optical depth of fresh dust of density 1 over half the height that it is thrown to.
OPAQUE = 14.0


def draw(picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
    """Fill in the layers of a dust hit's frame."""
    plan, height = picture.plan, float(settings["height"])
    bump = max(0.3 * plan.width, 0.1 * height)
    finish = Finish(
        bump, 0.15 * stoutness(settings), wind(settings), float(settings["billow"]), float(settings["wisps"]),
        float(settings["softness"]),
    )  # fmt: skip
    volume = fine_volume(picture.stored, finish, plan.box, plan.fineness, picture.seed)
    if volume is not None:
        extinction = 2.0 * OPAQUE * float(settings["density"]) / height
        picture.scatter(volume, Matter(extinction, color(settings, "color"), float(settings["forward"])))
