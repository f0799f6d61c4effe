"""What filters leave of noise whose spectrum is given as `plate_match` gives it: rings up to half a cycle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

#: Frequencies a side where a filter is reckoned.
_FINE = 96
#: The side of the filter that makes noise white, and how many times it makes the weakest frequency larger
#: than the strongest at the most: what a measurement says of less than that is rounding and resampling.
_SIDE, _MOST = 7, 3.0


def share_left(spectrum: Sequence[float], sigma: float) -> float:
    """What a Gaussian of `sigma` pixels leaves of the noise's variance, 0 to 1."""
    radius = np.hypot(*np.meshgrid(np.fft.fftfreq(_FINE), np.fft.fftfreq(_FINE)))
    power = _power(tuple(spectrum), radius)
    kept = np.exp(-((2.0 * math.pi * sigma * radius) ** 2))
    return float((power * kept).sum() / power.sum())


def whitener(spectrum: tuple[float, ...]) -> npt.NDArray[np.float32]:
    """The filter, (7, 7), that makes the noise as white as `_MOST` allows, its variance as it was."""
    frequencies = np.fft.fftfreq(_FINE)
    power = _power(spectrum, np.hypot(frequencies[:, None], frequencies[None, :]))
    whole = np.fft.fftshift(np.fft.ifft2(1.0 / np.sqrt(np.maximum(power, power.max() / _MOST**2))).real)
    first = (_FINE - _SIDE) // 2 + 1
    kernel = whole[first : first + _SIDE, first : first + _SIDE]
    left = (np.abs(np.fft.fft2(kernel, (_FINE, _FINE))) ** 2 * power).sum() / power.sum()
    return np.asarray(kernel / np.sqrt(left), np.float32)


@lru_cache(maxsize=16)
def powers(spectrum: tuple[float, ...], side: int) -> npt.NDArray[np.float32]:
    """The noise's power at the frequencies of `rfft2` of a square: (side, side // 2 + 1), 1 on the mean."""
    down = np.fft.fftfreq(side)
    whole = _power(spectrum, np.hypot(down[:, None], down[None, :]))
    half = _power(spectrum, np.hypot(down[:, None], np.fft.rfftfreq(side)[None, :]))
    return np.asarray(half / whole.mean(), np.float32)


def _power(spectrum: tuple[float, ...], radius: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    centers = (np.arange(len(spectrum)) + 0.5) * (0.5 / len(spectrum))
    return np.interp(radius, centers, np.maximum(np.asarray(spectrum, np.float64), 1e-9))
