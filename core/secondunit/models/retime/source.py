"""A frame of the plate that is resampled once and stays sharp, without rings around what is bright."""

from __future__ import annotations

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import bend
from secondunit.models.clean_plate.plate import Pixels, floats

#: Beyond the values around a place Lanczos may go by this share of their range, and no farther than this:
#: that much keeps fine texture, and more would be a ring around a lamp.
_SHARE, _MOST = 0.15, 0.05


class MotionSource:
    """Scene-linear pixels (height, width, 3) float32 as knees (see `clean_plate.coding`) at `exposure`."""

    def __init__(self, pixels: Pixels, exposure: float) -> None:
        self._knees = bend(pixels, exposure)
        around = np.ones((5, 5), np.uint8)
        least, most = floats(cv2.erode(self._knees, around)), floats(cv2.dilate(self._knees, around))
        beyond = np.minimum(_SHARE * (most - least), _MOST)
        self._least, self._most = floats(least - beyond), floats(most + beyond)

    def at(self, x: Pixels, y: Pixels) -> Pixels:
        """Knees at places, by Lanczos over eight pixels; the picture's edge goes on beyond it."""
        sharp = cv2.remap(self._knees, x, y, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
        limits = (
            cv2.remap(limit, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
            for limit in (self._least, self._most)
        )
        return floats(np.clip(sharp, *limits))
