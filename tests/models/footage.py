"""Plates in memory, as a maker hands them to a method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from secondunit.media.coding import FLOAT
from secondunit.media.coding_choice import choose
from secondunit.media.config import open_config
from secondunit.models.method import Footage, Pixels
from secondunit.wire import Coding, FrameRange, FrozenMap


def footage_of(pictures: dict[int, Pixels], **more: Any) -> Footage:
    """The pictures by their numbers, in ACEScg."""
    config = open_config("")
    samples = np.concatenate([picture.reshape(-1, 3) for picture in pictures.values()])
    encoded = choose(samples, "ACEScg", config, Coding.SRGB, FLOAT)
    settings = FrozenMap(more.pop("settings", {}))
    frames = FrameRange(min(pictures), max(pictures))
    read: Callable[[int], Pixels] = pictures.__getitem__
    return Footage(frames, read, "ACEScg", config, encoded, settings=settings, **more)


def plate_picture(height: int = 45, width: int = 60, seed: int = 1) -> Pixels:
    """A picture with light above 1, as half floats hold it."""
    pixels = np.random.default_rng(seed).gamma(0.6, 0.4, (height, width, 3)).astype(np.float16)
    pixels[3:6, 4:8] = 12.5
    return pixels.astype(np.float32)
