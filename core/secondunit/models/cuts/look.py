"""What is kept of a frame to tell shots apart: two small coded pictures, at the frame's own exposure."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import encode, exposure_of, grey, proxy
from secondunit.models.clean_plate.plate import Pixels, floats
from secondunit.models.clean_plate.tracking import Proxy

#: The width of a look in pixels: motion is found in it in hundredths of a second.
WIDTH = 160
#: The size of the picture in which a dissolve is told, width and height: motion hardly shows in it.
TINY = 32, 18
#: No side is smaller: dense search wants room for a patch.
_LEAST = 24


@dataclass(frozen=True)
class FrameLook:
    """`proxy` (height, 160) uint8 luminance at the frame's own exposure, so that light that flickers does not
    show; `tiny` (18, 32, 3) float32 codes at no exposure.
    """

    proxy: Proxy
    tiny: Pixels


def look_of(pixels: Pixels) -> FrameLook:
    """The look of (height, width, 3) float32 scene-linear pixels, finite."""
    height = max(_LEAST, round(pixels.shape[0] * WIDTH / pixels.shape[1]))
    # A lamp of 60,000 is no brighter here than a lit wall: else it alone would be seen.
    small = cv2.resize(np.clip(pixels, 0.0, 16.0), (WIDTH, height), interpolation=cv2.INTER_AREA)
    luminance = grey(floats(small))
    exposure = exposure_of(luminance, np.ones(luminance.shape, np.bool_))
    tiny = cv2.resize(small, TINY, interpolation=cv2.INTER_AREA)
    return FrameLook(proxy(luminance, exposure), encode(floats(tiny)))
