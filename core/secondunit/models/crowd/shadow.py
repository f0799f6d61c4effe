"""What tells a shadow: less light on the same ground, whose texture goes on in it."""

from __future__ import annotations

import cv2
import numpy as np

from .noise import blurred
from .passes import Pixels

#: A shadow leaves between these parts of the light.
DARK, LIGHT = 0.2, 0.985
#: The ground's own texture goes on in a shadow: a correlation of no less, in which so much deviation is
#: nothing. Dark clothes have none of it, and a shadow on ground without texture stays with its person.
SAME, _NOTHING = 0.6, 0.006


def light_left(picture: Pixels, behind: Pixels, height: int) -> Pixels:
    """By what the background is multiplied to be nearest to the picture around a pixel, (height, width)."""
    broad = max(1.5, height / 300)
    over = cv2.GaussianBlur((picture * behind).sum(axis=2), (0, 0), broad)
    under = cv2.GaussianBlur((behind * behind).sum(axis=2), (0, 0), broad)
    return np.asarray(np.clip(over / np.maximum(under, 1e-12), 0.0, 4.0), np.float32)


def likeness(codes: Pixels, ground: Pixels, height: int) -> Pixels:
    """How far two pictures rise and fall together around each pixel, (height, width), up to 1."""
    broad = max(2.0, height / 140)
    one, other = codes.mean(axis=2), ground.mean(axis=2)
    # Without what is broad: where a shadow begins the picture falls, and the ground does not.
    one, other = one - blurred(one, broad), other - blurred(other, broad)
    mean, other_mean = blurred(one, broad), blurred(other, broad)
    together = blurred(one * other, broad) - mean * other_mean
    spread = np.maximum(blurred(one * one, broad) - mean * mean, 0.0) + np.float32(_NOTHING**2)
    other_spread = np.maximum(blurred(other * other, broad) - other_mean**2, 0.0) + np.float32(_NOTHING**2)
    return np.asarray(together / np.sqrt(spread * other_spread), np.float32)
