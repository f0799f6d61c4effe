"""How unlike two looks are, whatever moved between them: 0 for one shot, 1 for two."""

from __future__ import annotations

import cv2
import numpy as np

from secondunit.models.clean_plate.plate import Pixels, floats
from secondunit.models.clean_plate.tracking import Proxy

#: A way there and back that misses by more than this, in pixels and as a share of its length, is none.
_MISS, _SHARE = 1.0, 0.1
#: Structure is compared in windows of this side; so much variance, in codes squared, is none.
_WINDOW, _FLAT = 17, 4.0


def unlikeness(old: Proxy, new: Proxy) -> float:
    """The mean of two shares: what does not come back by the way it went, and structure that is another.

    Motion by dense inverse search both ways; structure by local correlation of what was moved to where it
    was, which no gain or offset of light changes.
    """
    there, back = _search(old, new), _search(new, old)
    height, width = old.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    across, down = floats(x + there[..., 0]), floats(y + there[..., 1])
    missed = there + _sampled(back, across, down)
    lengths = np.hypot(there[..., 0], there[..., 1])
    lost = float((np.hypot(missed[..., 0], missed[..., 1]) > _MISS + _SHARE * lengths).mean())
    moved = _sampled(floats(new), across, down)
    return (lost + min(1.0, 1.0 - _correlation(floats(old), moved))) / 2.0


def _correlation(one: Pixels, other: Pixels) -> float:
    """The middle of all local correlations; flat beside flat is alike."""
    window = (_WINDOW, _WINDOW)
    means = cv2.blur(one, window), cv2.blur(other, window)
    spreads = [
        cv2.blur(picture * picture, window) - mean * mean
        for picture, mean in zip((one, other), means, strict=True)
    ]
    both = cv2.blur(one * other, window) - means[0] * means[1]
    scale = np.sqrt(np.maximum(spreads[0], 0.0) + _FLAT) * np.sqrt(np.maximum(spreads[1], 0.0) + _FLAT)
    return float(np.median((both + _FLAT) / scale))


def _search(old: Proxy, new: Proxy) -> Pixels:
    dense = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    dense.setFinestScale(0)
    return floats(dense.calc(old, new, np.zeros((*old.shape, 2), np.float32)))


def _sampled(picture: Pixels, x: Pixels, y: Pixels) -> Pixels:
    return floats(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
