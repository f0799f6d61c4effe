"""Grain, made: of a strength that follows exposure, with a spectrum, and lasting in time as it was measured.

A frame is made from its own number and a seed alone, so that any frame can be made without those before it.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import fft

from .grain import Grain
from .spectrum import filter_of

Pixels = npt.NDArray[np.float32]
#: Grain of so many frames before is left in a frame, where it lasts.
_LAST = 8


def grain_of(grain: Grain, picture: Pixels, frame: int, seed: int = 0) -> Pixels:
    """The grain that a picture without grain has in a frame: (height, width, 3) float32 to add to it.

    `picture` is scene-linear; where it is 0 grain has what the darkest band has.
    """
    height, width = picture.shape[:2]
    answer = np.empty((height, width, 3), np.float32)
    weights = time_weights(grain.correlation)
    for channel in range(3):
        white = sum(
            weight * _white(height, width, frame - back, channel, seed) for back, weight in enumerate(weights)
        )
        spectrum = fft.rfft2(np.asarray(white, np.float32))
        spectrum *= filter_of(grain.channels[channel].spectrum, height, width)
        answer[..., channel] = fft.irfft2(spectrum, s=(height, width))
        answer[..., channel] *= grain.channels[channel].deviation(picture[..., channel])
    return answer


def time_weights(correlation: float) -> tuple[float, ...]:
    """What a frame's grain has of the white noise of itself and of the frames before.

    Powers of one number, cut after eight and of unit square sum: grain fades by the same part each frame.
    """
    if correlation <= 0:
        return (1.0,)
    fade = _fade(correlation)
    weights = [fade**back for back in range(_LAST)]
    size = math.sqrt(sum(weight * weight for weight in weights))
    return tuple(weight / size for weight in weights)


def _fade(correlation: float) -> float:
    """The number whose powers, cut, have this correlation from frame to frame; by bisection."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        powers = [middle**back for back in range(_LAST)]
        alike = sum(a * b for a, b in pairwise(powers)) / sum(p * p for p in powers)
        low, high = (middle, high) if alike < correlation else (low, middle)
    return (low + high) / 2


def _white(height: int, width: int, frame: int, channel: int, seed: int) -> Pixels:
    """White noise of unit variance of a frame and channel."""
    # A seed's parts are not negative; a frame's number may be.
    parts = (seed, channel, abs(frame), int(frame < 0))
    bits = np.random.Generator(np.random.Philox(np.random.SeedSequence(parts)))
    return bits.standard_normal((height, width), dtype=np.float32)
