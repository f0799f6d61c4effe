"""One frame of a torch: cache file in, layers out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.cost import refuse_too_large
from secondunit.elements.carriers.fluid.fine import Finish, low_corner
from secondunit.elements.carriers.fluid.flame import Flame, glowing, soot_volume
from secondunit.elements.kernels import over, singles, zeros
from secondunit.elements.kind import PASSES, RenderedFrame, Scene
from secondunit.elements.optics.blackbody import SOOT, glow_table
from secondunit.elements.optics.glow import GlowView, blocks_around, march_glow
from secondunit.elements.optics.light import PARTS, color, light_volume, light_weights
from secondunit.elements.optics.march import pixel_rays
from secondunit.elements.optics.vectors import fill_motion
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import plan_of, wind


def render(scene: Scene, settings: FrozenMap[Scalar], path: Path) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    plan = plan_of(settings, scene.format, scene.rate, scene.matte is not None)
    refuse_too_large(plan, scene.format, scene.overscan)
    stored = read_stored(path)
    window = scene.window
    high, wide = window.height, window.width
    beauty, emission, sides = zeros(high, wide, 4), zeros(high, wide, 3), zeros(high, wide, 6)
    depth, opacity, motion = zeros(high, wide, 1), zeros(high, wide, 1), zeros(high, wide, 2)
    albedo = np.array(color(settings, "color"), np.float32)
    weights = light_weights(settings, scene.plate_luminance)
    shares = np.array(list(weights.values()), np.float32)
    box, camera = plan.box, plan.camera
    seconds = float(settings["speed"]) * scene.rate.denominator / scene.rate.numerator
    flame = flame_of(settings, seconds)
    glow = glowing(stored, flame, finish_of(settings), box, plan.fineness, scene.seed % (1 << 61))
    if glow is not None:
        extinction = float(settings["density"]) / plan.width
        low = low_corner(stored, box)
        volume = soot_volume(stored, flame, box)
        bright = light_volume(volume, max(color(settings, "color")), 0.0, camera, extinction)
        view = singles(
            GlowView, extinction * glow.cell, float(settings["brightness"]), PARTS, plan.fineness,
            scene.format.width, scene.format.height,
        )  # fmt: skip
        over(
            march_glow, high, glow.light, bright, blocks_around(glow.light, 1),
            pixel_rays(camera, low, glow.cell), view, window.x, window.y, albedo, shares,
            beauty, emission, sides, depth, opacity, work=high * wide * 10,
        )  # fmt: skip
        velocity = stored.arrays["velocity"]
        fill_motion(camera, window, velocity, low, 2.0 * box.cell, seconds, depth, motion)
    layers = {"beauty": beauty, "emission": emission}
    for n, name in enumerate(PASSES):
        layers[name] = sides[:, :, n : n + 1] * albedo
    layers |= {"depth": depth, "motion": motion, "density": opacity}
    return RenderedFrame(window, layers, weights)


def flame_of(settings: FrozenMap[Scalar], seconds: float) -> Flame:
    """How the flame looks with these settings, `seconds` of it in a frame."""
    kelvin = float(settings["temperature"])
    table = glow_table(kelvin, float(settings["white"]), SOOT)
    shutter = seconds * float(settings["shutter"]) / 360.0
    return Flame(kelvin, table, float(settings["soot"]), float(settings["licks"]), shutter)


def finish_of(settings: FrozenMap[Scalar]) -> Finish:
    """How the detail of the flame looks with these settings."""
    width, height = float(settings["width"]), float(settings["height"])
    licks = float(settings["licks"])
    return Finish(max(0.5 * width, 0.07 * height), width, wind(settings), 0.0, 0.6 * licks, 0.0)
