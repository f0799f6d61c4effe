"""One frame of a flame: what glows, and the soot that light falls on."""

from __future__ import annotations

from secondunit.elements.optics.blackbody import SOOT, glow_table
from secondunit.elements.optics.light import color
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from ..fine import Finish
from ..flame import Flame, glowing, soot_volume
from ..picture import GasPicture, Matter
from .plan import Hearth, wind


def draw_flame(picture: GasPicture, settings: FrozenMap[Scalar], hearth: Hearth) -> None:
    """Fill in the layers of a flame's frame."""
    plan, stored = picture.plan, picture.stored
    flame = flame_of(settings, picture.seconds, hearth.threads)
    glow = glowing(stored, flame, finish_of(settings, hearth.hem), plan.box, plan.fineness, picture.seed)
    if glow is not None:
        matter = Matter(float(settings["density"]) / plan.width, color(settings, "color"))
        bright = picture.lit(soot_volume(stored, flame, plan.box), matter)
        picture.glow(glow, bright, plan.fineness, matter, float(settings["brightness"]))


def flame_of(settings: FrozenMap[Scalar], seconds: float, threads: float) -> Flame:
    """How the flame looks with these settings, `seconds` of it in a frame."""
    kelvin = float(settings["temperature"])
    table = glow_table(kelvin, float(settings["white"]), SOOT)
    shutter = seconds * float(settings["shutter"]) / 360.0
    return Flame(kelvin, table, float(settings["soot"]), float(settings["licks"]), shutter, threads)


def finish_of(settings: FrozenMap[Scalar], hem: float) -> Finish:
    """How the detail of the flame looks with these settings."""
    width, height = float(settings["width"]), float(settings["height"])
    licks = float(settings["licks"])
    foot = hem * min(width, 0.6 * height)
    return Finish(max(0.5 * width, 0.07 * height), foot, wind(settings), 0.0, 0.6 * licks, 0.0)
