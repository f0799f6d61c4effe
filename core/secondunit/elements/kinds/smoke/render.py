"""One frame of smoke: cache file in, layers out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.cost import refuse_too_large
from secondunit.elements.carriers.fluid.fine import Finish, fine_volume, low_corner
from secondunit.elements.kernels import over, singles, zeros
from secondunit.elements.kind import PASSES, RenderedFrame, Scene
from secondunit.elements.optics.light import PARTS, color, light_volume, light_weights
from secondunit.elements.optics.march import View, march, occupied_blocks, pixel_rays
from secondunit.elements.optics.vectors import fill_motion
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import plan_of, wind

#: The optical depth of a fresh plume of density 1 across its source.
OPAQUE = 16.0


def render(scene: Scene, settings: FrozenMap[Scalar], path: Path) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    plan = plan_of(settings, scene.format, scene.rate, scene.matte is not None)
    refuse_too_large(plan, scene.format, scene.overscan)
    stored = read_stored(path)
    window = scene.window
    high, wide = window.height, window.width
    beauty, sides = zeros(high, wide, 4), zeros(high, wide, 6)
    depth, opacity, motion = zeros(high, wide, 1), zeros(high, wide, 1), zeros(high, wide, 2)
    albedo = np.array(color(settings, "color"), np.float32)
    weights = light_weights(settings, scene.plate_luminance)
    box, camera = plan.box, plan.camera
    volume = fine_volume(stored, finish_of(settings), box, plan.fineness, scene.seed % (1 << 61))
    if volume is not None:
        extinction = OPAQUE * float(settings["density"]) / plan.width
        bright = light_volume(
            volume, max(color(settings, "color")), float(settings["forward"]), camera, extinction
        )
        eye = pixel_rays(camera, (volume.x, volume.y, volume.z), volume.cell)
        view = singles(View, extinction * volume.cell, PARTS, scene.format.width, scene.format.height)
        over(
            march, high, volume.density, bright, occupied_blocks(volume), eye, view, window.x, window.y,
            albedo, np.array(list(weights.values()), np.float32), beauty, sides, depth, opacity,
            work=high * wide * 10,
        )  # fmt: skip
        seconds = float(settings["speed"]) * scene.rate.denominator / scene.rate.numerator
        velocity = stored.arrays["velocity"]
        fill_motion(camera, window, velocity, low_corner(stored, box), 2.0 * box.cell, seconds, depth, motion)
    layers = {"beauty": beauty}
    for n, name in enumerate(PASSES):
        layers[name] = sides[:, :, n : n + 1] * albedo
    layers |= {"depth": depth, "motion": motion, "density": opacity}
    return RenderedFrame(window, layers, weights)


def finish_of(settings: FrozenMap[Scalar]) -> Finish:
    """How the detail of smoke looks with these settings."""
    width, height = float(settings["width"]), float(settings["height"])
    return Finish(
        max(0.55 * width, 0.075 * height), width, wind(settings),
        float(settings["billow"]), float(settings["wisps"]), float(settings["softness"]),
    )  # fmt: skip
