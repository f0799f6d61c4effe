"""The luminance of scene-linear light, whatever space it is in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.media.color import conversion
from secondunit.media.config import Config
from secondunit.media.primaries import REC709, linear_space

Pixels = npt.NDArray[np.float32]
#: Of linear Rec.709. Source: Recommendation ITU-R BT.709-6, item 3.2.
WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)


def luminance(pixels: Pixels, space: str, config: Config) -> Pixels:
    """(height, width) float32 of (height, width, 3) in `space`; of the numbers as they are where the config
    has no linear Rec.709.
    """
    linear = linear_space(REC709, config)
    light = conversion(space, linear, config).apply(pixels, threads=1) if linear else pixels
    return np.asarray(light, np.float32) @ WEIGHTS
