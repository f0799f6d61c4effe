"""How much of a difference is grain: its deviation by exposure, measured where most of a picture agrees."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .passes import Mask, Pixels

#: Exposure is cut into so many bands of equally many pixels; every so many pixels is looked at.
_BANDS, _STEP = 8, 3
#: From the median of what is off to its deviation, where it is normal.
_NORMAL = 1.4826
#: Grain is never taken for less than this, in codes: half floats are rounded.
LEAST = 5e-4
_FEW = 400


@dataclass(frozen=True)
class Noise:
    """Deviation (bands, 3) of a difference in codes at `levels` (bands, 3) of what is behind."""

    levels: npt.NDArray[np.float32]
    deviation: npt.NDArray[np.float32]

    def at(self, codes: Pixels) -> Pixels:
        """The deviation (height, width, 3) where what is behind has these codes."""
        out = np.empty_like(codes)
        for channel in range(3):
            out[..., channel] = np.interp(
                codes[..., channel], self.levels[:, channel], self.deviation[:, channel]
            )
        return out


def blurred(picture: Pixels, sigma: float) -> Pixels:
    """A picture of any channels through a Gaussian of so many pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def measured(difference: Pixels, behind: Pixels, there: Mask) -> Noise:
    """The noise of a difference (height, width, 3) in codes over what is behind it.

    By the median of absolute differences from their median: people are no more than half of a band.
    """
    step = slice(None, None, _STEP)
    seen = there[step, step]
    values, levels = difference[step, step][seen], behind[step, step][seen]
    if len(values) < _FEW:
        return Noise(np.zeros((1, 3), np.float32), np.full((1, 3), LEAST * 4, np.float32))
    edges, sizes = np.empty((_BANDS, 3), np.float32), np.empty((_BANDS, 3), np.float32)
    for channel in range(3):
        order = np.argsort(levels[:, channel], kind="stable")
        for band, chosen in enumerate(np.array_split(order, _BANDS)):
            off = values[chosen, channel]
            edges[band, channel] = np.median(levels[chosen, channel])
            spread = _NORMAL * float(np.median(np.abs(off - np.median(off))))
            sizes[band, channel] = max(spread, LEAST)
    return Noise(edges, sizes)
