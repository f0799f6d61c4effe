"""Vectors where a picture has nothing to see: a clear sky goes with what is around it, and does not swarm."""

from __future__ import annotations

import cv2
import numpy as np

from secondunit.models.clean_plate.membrane import spread
from secondunit.models.clean_plate.plate import Pixels, floats
from secondunit.models.clean_plate.tracking import Proxy

#: How far around a pixel something to see counts, in pixels, and how steep it has to be, in codes a pixel.
_AROUND, _STEEP = 15, 0.8
#: Grain is smoothed by this much before, in pixels.
_GRAIN = 1.5


def calmed(vectors: Pixels, picture: Proxy, hidden: Pixels) -> Pixels:
    """(height, width, 2): vectors as they are where there is something to see, else those around."""
    smooth = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), _GRAIN)
    across, down = (
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125),
        cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125),
    )
    steep = floats(cv2.blur(across * across + down * down, (_AROUND, _AROUND))) / _STEEP**2
    sure = steep * steep / (1.0 + steep * steep)
    if float(sure.min()) > 0.9:
        return vectors
    weight = floats(sure * (1.0 - hidden))
    if not (weight > 0.05).any():
        return vectors
    around = spread(vectors * weight[..., None], weight)
    return floats(vectors * sure[..., None] + around * (1.0 - sure[..., None]))
