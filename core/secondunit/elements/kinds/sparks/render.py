"""One frame of sparks: cache file in, layers out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.particles.sight import around, sight_of
from secondunit.elements.carriers.particles.sources import chance
from secondunit.elements.carriers.particles.ways import numbers_of, segments_of
from secondunit.elements.carriers.proxies import hidden_by_obstacles
from secondunit.elements.kind import RenderedFrame, Scene
from secondunit.elements.optics.blackbody import GREY, glow_at, glow_table
from secondunit.elements.optics.holdout import holdout_of
from secondunit.elements.optics.shot import exposed
from secondunit.elements.optics.streaks import glowing_layers
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import plan_of

#: The heat at which a spark is gone, in kelvin, and the last part of its life in which it fades.
DARK, FADING = 950.0, 0.15


def render(scene: Scene, settings: FrozenMap[Scalar], path: Path, frame: int) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    _, camera = plan_of(settings, exposed(scene), scene.rate)
    sight = sight_of(scene, around(camera, frame), float(settings["speed"]), float(settings["shutter"]))
    stored = read_stored(path)
    seen = segments_of(stored, sight)
    seed, number = scene.seed % (1 << 61), numbers_of(stored)[seen.piece]
    life, worn, half = (
        stored.arrays[name].astype(np.float64)[seen.piece] for name in ("life", "worn", "half")
    )
    gone = np.clip(worn + seen.age / life, 0.0, 1.0)
    hot = float(settings["temperature"])
    # Cooling is even over a life (its burning feeds it), and each spark leaves a little hotter or cooler.
    kelvin = DARK + (hot * (0.9 + 0.2 * chance(seed, number, 12)) - DARK) * (1.0 - gone)
    light = glow_at(glow_table(hot, float(settings["white"]), GREY), kelvin)
    light *= (float(settings["brightness"]) * np.clip((1.0 - gone) / FADING, 0.0, 1.0))[:, None]
    # A part of a way has the part of the time, and that share of what the spark covers.
    radius = half[:, 0] * sight.still.format.width / (sight.still.across * seen.deep) * np.sqrt(seen.share)
    looks = np.concatenate([radius[:, None], light, seen.deep[:, None], seen.motion], axis=1)
    held = hidden_by_obstacles(holdout_of(scene, frame), scene, settings, camera.at(frame))
    return RenderedFrame(scene.window, glowing_layers(scene.window, seen.ends, looks, held), {})
