"""What somebody wears, as a histogram of its colours under the light of the whole frame.

It sorts shots and judges none: a lamp's colour and brightness move it over half as far as another costume.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from secondunit.models.faces import Face

Array = npt.NDArray[np.float32]

#: How many steps of lightness, of green to red and of blue to yellow, and how far the last two go (L*a*b*).
STEPS, REACH = (2, 8, 8), 64.0
#: By how many steps a colour counts as its neighbours too, sigma: light moves colours across edges of steps.
_BLUR = (0.8, 1.0, 1.0)
#: What is looked at: a face's widths to each side of its middle, and its heights below the chin.
_SIDE, _BELOW = 1.2, 2.0
#: Fewer pixels of it in the picture say nothing.
_FEWEST = 400
#: The norm by which a frame's light is taken: G. D. Finlayson, E. Trezzi, "Shades of gray and colour
#: constancy", CIC 2004.
_NORM = 6


def costume(codes: Array, face: Face) -> Array | None:
    """(128,) shares of the colours below a face, of (height, width, 3) codes 0 to 1; None where unseen."""
    high, wide = codes.shape[:2]
    middle, width = (face.left + face.width / 2) * wide, face.width * wide
    chin, height = (face.top + face.height) * high, face.height * high
    left, right = (int(np.clip(place, 0, wide)) for place in (middle - _SIDE * width, middle + _SIDE * width))
    top, bottom = (int(np.clip(place, 0, high)) for place in (chin + 0.2 * height, chin + _BELOW * height))
    if (right - left) * (bottom - top) < _FEWEST or bottom - top < 0.3 * height:
        return None
    small = cv2.resize(codes, (max(1, wide // 8), max(1, high // 8)), interpolation=cv2.INTER_AREA)
    light = ((np.asarray(small, np.float64) ** 2.2) ** _NORM).mean(axis=(0, 1)) ** (1 / _NORM)
    gain = light.mean() / np.maximum(light, 1e-6)
    part = np.clip(codes[top:bottom, left:right] ** np.float32(2.2) * gain, 0.0, 1.0) ** (1 / 2.2)
    lab = np.asarray(cv2.cvtColor(part.astype(np.float32), cv2.COLOR_RGB2LAB)).reshape(-1, 3)
    lab[:, 1:] = np.clip(lab[:, 1:], -REACH + 1e-3, REACH - 1e-3)
    sides = ((0.0, 100.001), (-REACH, REACH), (-REACH, REACH))
    counts, _ = np.histogramdd(lab, bins=STEPS, range=sides)
    shares = gaussian_filter(counts / counts.sum(), _BLUR, mode="nearest").ravel()
    return np.asarray(shares / shares.sum(), np.float32)


def unlikeness(one: Array, other: Array) -> float:
    """How far two costumes are apart, 0 to 1: Hellinger's distance of their histograms."""
    return float(np.sqrt(max(0.0, 1.0 - float(np.sqrt(one * other).sum(dtype=np.float64)))))
