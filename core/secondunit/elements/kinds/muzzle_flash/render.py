"""One frame of a muzzle flash: what glows, and the smoke that light falls on."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.fine import Finish
from secondunit.elements.carriers.fluid.flame import Flame, glowing, soot_volume
from secondunit.elements.carriers.fluid.picture import GasPicture, Matter
from secondunit.elements.optics.blackbody import SOOT, glow_table
from secondunit.elements.optics.light import color
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import wind

#: The optical depth of fresh gas of density 1 across the tongue.
OPAQUE = 2.2


def draw(picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
    """Fill in the layers of a muzzle flash's frame."""
    plan, length = picture.plan, float(settings["length"])
    kelvin, licks = float(settings["temperature"]), float(settings["licks"])
    flame = Flame(
        kelvin, glow_table(kelvin, float(settings["white"]), SOOT), float(settings["soot"]), licks,
        picture.seconds * float(settings["shutter"]) / 360.0, threads=0.6,
    )  # fmt: skip
    finish = Finish(0.3 * length, 0.1 * plan.width, wind(settings), 0.0, 0.6 * licks, 0.0)
    glow = glowing(picture.stored, flame, finish, plan.box, plan.fineness, picture.seed)
    if glow is not None:
        matter = Matter(OPAQUE * float(settings["density"]) / plan.width, color(settings, "color"), 0.3)
        bright = picture.lit(soot_volume(picture.stored, flame, plan.box), matter)
        picture.glow(glow, bright, plan.fineness, matter, float(settings["brightness"]))
