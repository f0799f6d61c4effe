"""How much a frame that was brought to another counts at each pixel: as far as grain explains what differs.

What differs is smoothed over few pixels and over many, so that a faint shadow is seen beside grain. Texture
that does not lie on itself is told by its power over a few pixels once what differs is filtered so that grain
is white in it (L. A. Zadeh, J. R. Ragazzini, Proc. IRE 40, 1952): coarse grain has next to nothing of
the frequencies in which such texture differs most. Each is compared with what the grain of two frames would
leave there. So what moved otherwise, was hidden or has another light is not mixed in.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.plate_match.grain import Grain

from .motion import Pixels
from .noise import share_left, whitener

#: What differs is looked at at a half of the size, smoothed by a Gaussian of `FINE` of those pixels, and at a
#: fourth of that by one of `COARSE`.
HALF, FINE, STEP, COARSE = 2, 0.6, 2, 1.0
#: A neighbour counts wholly up to the first, and not at all from the second, multiple of what grain leaves.
_FINE_BAND, _COARSE_BAND = (2.0, 6.0), (2.0, 5.0)
#: Power is averaged by a Gaussian of so many of them; above this multiple of grain's a neighbour counts less,
#: by so much for each multiple more.
_POWER, _POWER_FROM, _POWER_FALL = 0.6, 1.1, 1.5
#: What weighs the channels for a grey whose grain is as strong as that of one of them.
_GREY = np.full(3, 1.0 / np.sqrt(3.0), np.float32)


@dataclass(frozen=True)
class Spread:
    """What smoothing leaves of the variance of grain, of each channel: (3,) each; and what makes it white.

    `white` is the filter of grain of the channels' mean spectrum, (side, side).
    """

    fine: Pixels
    coarse: Pixels
    white: Pixels

    @classmethod
    def of(cls, grain: Grain) -> Spread:
        """What it leaves of grain with this spectrum."""
        # The mean of a square of pixels is about a Gaussian of its own deviation.
        widths = (
            np.hypot(HALF / np.sqrt(12.0), FINE * HALF),
            np.hypot(HALF * STEP / np.sqrt(12.0), COARSE * HALF * STEP),
        )
        fine, coarse = (
            np.array([share_left(channel.spectrum, float(width)) for channel in grain.channels], np.float32)
            for width in widths
        )
        mean = np.mean([channel.spectrum for channel in grain.channels], axis=0)
        return cls(fine, coarse, whitener(tuple(float(power) for power in mean)))


def agreement(rest: Pixels, spread: Spread, strength: float) -> Pixels:
    """How much a neighbour counts, 0 to 1, (height, width), by `rest`, what it differs by in codes.

    `rest` is (height, width, 3) in units of grain's deviation, which is taken to be `strength` times itself.
    """
    height, width = rest.shape[:2]
    share = np.float32(1.0 / (6.0 * strength * strength))  # of two frames, three channels
    half = (max(width // HALF, 1), max(height // HALF, 1))
    fine = cv2.resize(rest, half, interpolation=cv2.INTER_AREA)
    grey = cv2.filter2D(rest @ _GREY, cv2.CV_32F, spread.white, borderType=cv2.BORDER_REFLECT)
    power = cv2.resize(np.float32(3.0) * share * grey * grey, half, interpolation=cv2.INTER_AREA)
    power = cv2.GaussianBlur(power, (0, 0), _POWER)
    small = (max(half[0] // STEP, 1), max(half[1] // STEP, 1))
    coarse = cv2.GaussianBlur(cv2.resize(fine, small, interpolation=cv2.INTER_AREA), (0, 0), COARSE)
    near = _against(cv2.GaussianBlur(fine, (0, 0), FINE), spread.fine, share)
    far = cv2.resize(_against(coarse, spread.coarse, share), half, interpolation=cv2.INTER_LINEAR)
    weight = _fall(near, _FINE_BAND) * _fall(np.asarray(far, np.float32), _COARSE_BAND)
    weight /= np.float32(1.0) + np.float32(_POWER_FALL) * np.maximum(power - np.float32(_POWER_FROM), 0.0)
    return np.asarray(cv2.resize(weight, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _against(rest: npt.ArrayLike, left: Pixels, share: np.float32) -> Pixels:
    """The squares of what differs over what grain leaves of them, summed over the channels."""
    values = np.asarray(rest, np.float32)
    return np.asarray((values * values) @ (share / left), np.float32)


def _fall(values: Pixels, band: tuple[float, float]) -> Pixels:
    low, high = np.float32(band[0]), np.float32(band[1])
    return np.asarray(np.clip((high - values) / (high - low), 0.0, 1.0), np.float32)
