"""One frame of embers: cache file in, layers out."""

from __future__ import annotations

from math import tau
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import Stored, read_stored
from secondunit.elements.carriers.particles.sight import NEAR, ShutterView, around, sight_of
from secondunit.elements.carriers.particles.sources import chance, evenly
from secondunit.elements.carriers.particles.swarm import lives
from secondunit.elements.carriers.proxies import hidden_by_obstacles
from secondunit.elements.kind import RenderedFrame, Scene
from secondunit.elements.optics.blackbody import GREY, glow_at, glow_table
from secondunit.elements.optics.holdout import holdout_of
from secondunit.elements.optics.shot import exposed
from secondunit.elements.optics.streaks import glowing_layers
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import plan_of

Numbers = npt.NDArray[np.float64]
#: The heat that embers cool toward, in kelvin; the part of a life in which one burns away; the seconds in
#: which one lights up.
SPENT, ENDING, BEGINNING = 780.0, 0.25, 0.15


def render(scene: Scene, settings: FrozenMap[Scalar], path: Path, frame: int) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    _, camera = plan_of(settings, exposed(scene), scene.rate)
    sight = sight_of(scene, around(camera, frame), float(settings["speed"]), float(settings["shutter"]))
    ends, looks = _streaks(read_stored(path), settings, sight, scene.seed % (1 << 61))
    held = hidden_by_obstacles(holdout_of(scene, frame), scene, settings, camera.at(frame))
    return RenderedFrame(scene.window, glowing_layers(scene.window, ends, looks, held), {})


def _streaks(
    stored: Stored, settings: FrozenMap[Scalar], sight: ShutterView, seed: int
) -> tuple[Numbers, Numbers]:
    """What `glowing_layers` takes, from far to near."""
    number = stored.arrays["number"].view(np.uint32).astype(np.int64)
    place, velocity = (stored.arrays[name].astype(np.float64) for name in ("place", "velocity"))
    age = stored.arrays["age"].astype(np.float64)
    half = 0.5 * sight.shutter
    here, deep = sight.see(place)
    (begin, first), (end, last) = (
        sight.see(place + n * half * sight.seconds * velocity, n * half) for n in (-1.0, 1.0)
    )
    later, then = sight.see(place + sight.seconds * velocity, 1.0)
    nearest = np.minimum(np.minimum(first, last), np.minimum(deep, then))
    # An ember burns away at the end of its life, and covers nothing before its birth.
    left = 1.0 - age / lives(float(settings["life"]), seed, number)
    whole = np.clip(left / ENDING, 0.0, 1.0) * np.clip(age / BEGINNING, 0.0, 1.0)
    radius = 0.0005 * float(settings["size"]) * 2.0 ** (2.4 * evenly(seed, number, 1) ** 1.5 - 1.3)
    radius = radius * np.sqrt(whole)
    pixels = radius * sight.still.format.width / (sight.still.across * np.maximum(deep, NEAR))
    light = _radiance(settings, seed, number, age)
    ends = np.concatenate([begin, end], axis=1)
    moved = sight.motion(here, later)
    looks = np.concatenate([pixels[:, None], light, deep[:, None], moved], axis=1)
    visible = np.nonzero((nearest > NEAR) & (whole > 0.0))[0]
    order = visible[np.lexsort((number[visible], -deep[visible]))]
    return ends[order], looks[order]


def _radiance(settings: FrozenMap[Scalar], seed: int, number: npt.NDArray[np.int64], age: Numbers) -> Numbers:
    """The light of each ember, (count, 3): it cools and tumbles."""
    hot = float(settings["temperature"])
    birth = hot * (0.9 + 0.2 * chance(seed, number, 12))
    kelvin = SPENT + (birth - SPENT) * np.exp(-np.maximum(age, 0.0) / float(settings["cooling"]))
    light = glow_at(glow_table(hot, float(settings["white"]), GREY), kelvin)
    turns = 2.0 + 9.0 * chance(seed, number, 13)
    tumble = np.sin(tau * (turns * age + chance(seed, number, 14)))
    twinkle = float(settings["twinkle"])
    gain = float(settings["brightness"]) * (1.0 - twinkle * (0.5 - 0.5 * tumble) * 0.9)
    return np.asarray(light * gain[:, None])
