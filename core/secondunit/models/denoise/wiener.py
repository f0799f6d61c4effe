"""Grain taken from one picture, by a Wiener filter of the grain's own spectrum in squares that overlap.

N. Wiener, "Extrapolation, interpolation, and smoothing of stationary time series" (1949); a frequency keeps
the share of its power that is not grain's. Powers are averaged over neighbouring frequencies first, so that
no single one stands out and rings.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import fft

from secondunit.models.plate_match.grain import Grain

from .motion import Pixels
from .noise import powers

#: A square's side, and how far the next one begins from it, in pixels.
SIDE, HOP = 16, 8
#: So much of the grain's power is taken away at most: below 1 the filter would leave islands of it.
_TAKEN = 1.3


def softened(codes: Pixels, left: Pixels, grain: Grain) -> Pixels:
    """`codes` (height, width, 3) without the grain that is still in them.

    `left` (height, width) is the variance of that grain, in codes; where it is 0 nothing is done.
    """
    height, width = left.shape
    rows, columns = -(-height // HOP) + 1, -(-width // HOP) + 1
    around = ((HOP, rows * HOP - height), (HOP, columns * HOP - width))
    variance = _squares(np.pad(left, around, mode="edge")).mean(axis=(-1, -2))
    wanted = variance > 1e-3
    if not wanted.any():
        return codes
    line = np.sin((np.arange(SIDE) + 0.5) * np.pi / SIDE)
    window = np.outer(line, line).astype(np.float32)
    size = np.float32(_TAKEN * np.sum(window * window))
    answer = np.empty_like(codes)
    for channel in range(3):
        padded = np.pad(codes[..., channel], around, mode="symmetric" if min(height, width) > HOP else "edge")
        squares = _squares(padded)[wanted]
        squares = squares - squares.mean(axis=(-1, -2), keepdims=True)
        spectra = fft.rfft2(squares * window)
        noise = powers(grain.channels[channel].spectrum, SIDE) * (size * variance[wanted][:, None, None])
        power = _near(spectra.real**2 + spectra.imag**2)
        spectra *= np.minimum(noise / np.maximum(power, 1e-9), 1.0)
        taken = np.zeros((*wanted.shape, SIDE, SIDE), np.float32)
        taken[wanted] = fft.irfft2(spectra, s=(SIDE, SIDE)) * window
        answer[..., channel] = codes[..., channel] - _laid(taken)[HOP : HOP + height, HOP : HOP + width]
    return answer


def _squares(padded: Pixels) -> Pixels:
    view = np.lib.stride_tricks.sliding_window_view(padded, (SIDE, SIDE))
    return np.asarray(view[::HOP, ::HOP], np.float32)


def _near(power: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Powers averaged over three frequencies down and three across."""
    down = (power + np.roll(power, 1, axis=1) + np.roll(power, -1, axis=1)) / 3.0
    down[..., 1:-1] = (down[..., :-2] + down[..., 1:-1] + down[..., 2:]) / 3.0
    return down


def _laid(squares: Pixels) -> Pixels:
    """Squares laid over each other, `HOP` apart: a square is two by two parts of that side."""
    rows, columns = squares.shape[:2]
    picture = np.zeros(((rows + 1) * HOP, (columns + 1) * HOP), np.float32)
    for down in (0, 1):
        for across in (0, 1):
            part = squares[:, :, down * HOP : (down + 1) * HOP, across * HOP : (across + 1) * HOP]
            whole = part.swapaxes(1, 2).reshape(rows * HOP, columns * HOP)
            picture[down * HOP : (down + rows) * HOP, across * HOP : (across + columns) * HOP] += whole
    return picture
