"""How light is coded to be looked at: sRGB codes, what is dark brightened and what is burnt out left so."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.media.coding import FLOAT, encode
from secondunit.media.coding_choice import choose
from secondunit.media.config import Config
from secondunit.wire import Coding, Encoded

Light = npt.NDArray[np.float32]


def smaller(light: Light, side: int) -> Light:
    """A picture whose longer side is at most `side` pixels, by the mean of what falls into each."""
    height, width = light.shape[:2]
    times = max(height, width) / side
    if times <= 1.0:
        return light
    size = max(1, round(width / times)), max(1, round(height / times))
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)


def shown_coding(light: Light, space: str, config: Config) -> Encoded:
    """The coding that shows a picture, (height, width, 3) scene-linear in `space`."""
    chosen = choose(light[::8, ::8].reshape(-1, 3), space, config, Coding.SRGB, FLOAT)
    return replace(chosen, exposure=max(1.0, chosen.exposure))


def shown_light(light: Light, space: str, config: Config, coding: Encoded | None = None) -> Light:
    """A picture as it is seen, (height, width, 3) codes from 0 to 1; `coding` None: by its own."""
    coding = coding or shown_coding(light, space, config)
    return np.clip(np.asarray(encode(light, space, config, coding, FLOAT), np.float32), 0.0, 1.0)
