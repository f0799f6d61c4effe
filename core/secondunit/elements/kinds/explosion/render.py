"""One frame of an explosion: what glows, what hides it, and the light that falls on it."""

from __future__ import annotations

from math import exp

from secondunit.elements.carriers.fluid.fine import Finish
from secondunit.elements.carriers.fluid.fireball import Ball, fireball
from secondunit.elements.carriers.fluid.picture import GasPicture, Matter
from secondunit.elements.optics.blackbody import SOOT, glow_table
from secondunit.elements.optics.light import color
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import Fireball, wind

#: The optical depth of fresh smoke of density 1 across the fireball.
OPAQUE = 40.0


def draw(picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
    """Fill in the layers of an explosion's frame."""
    plan = picture.plan
    width, kelvin = plan.width, float(settings["temperature"])
    flash = flash_at(picture.time, settings)
    ball = Ball(
        kelvin * (1.0 + 0.3 * flash * float(settings["flash"])),
        glow_table(kelvin, float(settings["white"]), SOOT), 0.8, float(settings["creases"]),
        picture.seconds * float(settings["shutter"]) / 360.0, color(settings, "color"),
        1.0 - flash,
    )  # fmt: skip
    finish = Finish(
        0.17 * width, 0.18 * width, wind(settings), float(settings["billow"]), float(settings["wisps"]), 0.2
    )
    drawn = fireball(picture.stored, ball, finish, plan.box, plan.fineness, picture.seed)
    if drawn is not None:
        glow, volume = drawn
        matter = Matter(OPAQUE * float(settings["density"]) / width, color(settings, "color"), 0.2)
        picture.glow(glow, picture.lit(volume, matter), 1.0, matter, float(settings["brightness"]))


def flash_at(time: float, settings: FrozenMap[Scalar]) -> float:
    """How much of the flash there is at a time, 1 at once: it is over in a twelfth of the fire's time."""
    since = time - float(settings["start"])
    return exp(-12.0 * since / Fireball.of(settings).seconds) if since >= 0.0 else 0.0
