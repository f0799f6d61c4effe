"""A picture at another size, as `media` resamples: true in area downward, smooth upward, nothing rings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.media.resample import Axis, resampled

Pixels = npt.NDArray[np.float32]


def resized(pixels: Pixels, height: int, width: int) -> Pixels:
    """(height, width[, channels]) float32 of the whole picture; a copy where nothing changes."""
    down = Axis(0, pixels.shape[0] / height, height)
    across = Axis(0, pixels.shape[1] / width, width)
    return resampled(pixels, down, across, "edge")
