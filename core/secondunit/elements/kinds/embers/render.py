"""One frame of embers: cache file in, layers out."""

from __future__ import annotations

from math import tau
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import Stored, read_stored
from secondunit.elements.carriers.particles.swarm import chance, lives
from secondunit.elements.kernels import over, zeros
from secondunit.elements.kind import RenderedFrame, Scene
from secondunit.elements.optics.blackbody import COLDEST, ENTRIES, GREY, HOTTEST, glow_table
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.streaks import draw_streaks
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import plan_of

Numbers = npt.NDArray[np.float64]
#: The heat that embers cool toward, in kelvin; the part of a life in which one burns away; the seconds in
#: which one lights up.
SPENT, ENDING, BEGINNING = 780.0, 0.25, 0.02
#: Nearer to the camera than this, in metres, nothing is drawn.
NEAR = 0.05


def render(scene: Scene, settings: FrozenMap[Scalar], path: Path) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    _, camera = plan_of(settings, scene.format, scene.rate)
    stored = read_stored(path)
    window = scene.window
    beauty = zeros(window.height, window.width, 4)
    depth, motion = zeros(window.height, window.width, 1), zeros(window.height, window.width, 2)
    seconds = float(settings["speed"]) * scene.rate.denominator / scene.rate.numerator
    streaks = _streaks(stored, settings, camera, scene.seed % (1 << 61), seconds)
    ends, looks = (np.ascontiguousarray(part, np.float32) for part in streaks)
    over(
        draw_streaks, window.height, ends, looks, window.x, window.y, beauty, depth, motion,
        work=len(ends) * 5_000,
    )  # fmt: skip
    alpha = beauty[..., 3:]
    there = np.maximum(alpha, np.float32(1e-12))
    depth /= there
    motion /= there
    opacity = -np.log1p(-np.minimum(alpha, np.float32(0.9995)))
    layers = {"beauty": beauty, "emission": np.ascontiguousarray(beauty[..., :3])}
    layers |= {"depth": depth, "motion": motion, "density": opacity}
    return RenderedFrame(window, layers, {})


def _streaks(
    stored: Stored, settings: FrozenMap[Scalar], camera: Camera, seed: int, seconds: float
) -> tuple[Numbers, Numbers]:
    """What `draw_streaks` takes, from far to near; `seconds` pass in a frame."""
    number = stored.arrays["number"].view(np.uint32).astype(np.int64)
    place, velocity = (stored.arrays[name].astype(np.float64) for name in ("place", "velocity"))
    age = stored.arrays["age"].astype(np.float64)
    half = 0.5 * seconds * float(settings["shutter"]) / 360.0
    here, deep = _in_frame(camera, place)
    (begin, first), (end, last) = (_in_frame(camera, place + n * half * velocity) for n in (-1.0, 1.0))
    later, then = _in_frame(camera, place + seconds * velocity)
    nearest = np.minimum(np.minimum(first, last), np.minimum(deep, then))
    # An ember burns away at the end of its life, and covers nothing before its birth.
    left = 1.0 - age / lives(float(settings["life"]), seed, number)
    whole = np.clip(left / ENDING, 0.0, 1.0) * np.clip(age / BEGINNING, 0.0, 1.0)
    radius = 0.0005 * float(settings["size"]) * 2.0 ** (2.4 * chance(seed, number, 11) ** 1.5 - 1.3)
    radius = radius * np.sqrt(whole)
    pixels = radius * camera.format.width / (camera.across * np.maximum(deep, NEAR))
    light = _radiance(settings, seed, number, age)
    ends = np.concatenate([begin, end], axis=1)
    moved = (later - here) * np.array([1.0, -1.0])
    looks = np.concatenate([pixels[:, None], light, deep[:, None], moved], axis=1)
    visible = np.nonzero((nearest > NEAR) & (whole > 0.0))[0]
    order = visible[np.lexsort((number[visible], -deep[visible]))]
    return ends[order], looks[order]


def _in_frame(camera: Camera, place: Numbers) -> tuple[Numbers, Numbers]:
    """Where places are, in pixels from the format's top left corner, and how deep, in metres."""
    forward, upward = np.array(camera.forward), np.array(camera.upward)
    away = place - np.array([camera.x, camera.y, camera.z])
    deep = away @ forward
    safe = np.maximum(deep, 1e-6)
    x = (away[:, 0] / safe / camera.across + 0.5) * camera.format.width
    y = (0.5 - (away @ upward) / safe / camera.down) * camera.format.height
    return np.stack([x, y], axis=-1), deep


def _radiance(settings: FrozenMap[Scalar], seed: int, number: npt.NDArray[np.int64], age: Numbers) -> Numbers:
    """The light of each ember, (count, 3): it cools and tumbles."""
    hot = float(settings["temperature"])
    birth = hot * (0.9 + 0.2 * chance(seed, number, 12))
    kelvin = SPENT + (birth - SPENT) * np.exp(-np.maximum(age, 0.0) / float(settings["cooling"]))
    table = glow_table(hot, float(settings["white"]), GREY)
    at = np.clip((kelvin - COLDEST) / (HOTTEST - COLDEST) * (ENTRIES - 1), 0.0, ENTRIES - 1.001)
    low = at.astype(np.int64)
    light = table[low] + (at - low)[:, None] * (table[low + 1] - table[low])
    turns = 2.0 + 9.0 * chance(seed, number, 13)
    tumble = np.sin(tau * (turns * age + chance(seed, number, 14)))
    twinkle = float(settings["twinkle"])
    gain = float(settings["brightness"]) * (1.0 - twinkle * (0.5 - 0.5 * tumble) * 0.9)
    return np.asarray(light * gain[:, None])
