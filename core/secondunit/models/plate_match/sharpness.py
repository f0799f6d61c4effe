"""How sharp a plate is: the blur of its straight edges, per channel.

A blurred edge is the integral of the blur across it. What is fitted is the integral of a Gaussian over a
pixel's area; the frequency that half the contrast is left at (MTF50) is of the profile itself, no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import erf

from .edges import PER_PIXEL, Edge, Values, bins

#: How far across an edge is looked, in pixels, and the fewest edges that say something.
REACH, FEWEST = 14, 4
#: The variance of a pixel's own area across any direction, and of a bin's.
PIXEL, BIN = 1.0 / 12.0, 1.0 / (12.0 * PER_PIXEL**2)
#: What of the edges is in focus: the sharpest quarter stands for the lens, its middle for the plate.
_SHARPEST = 0.25
_SIGMAS = np.geomspace(0.29, 7.0, 96)


@dataclass(frozen=True)
class ChannelBlur:
    """A channel's blur: `sigma` in pixels beyond a pixel's own area, `mtf50` in cycles a pixel, of all."""

    sigma: float
    mtf50: float
    #: The middle half of the edges lies between these, in pixels: focus differs in a plate.
    lower: float
    upper: float


def blur_of(edges: list[Edge]) -> tuple[ChannelBlur, ...] | None:
    """The blur of each channel by edges of one plate; None where fewer than four are there."""
    if len(edges) < FEWEST:
        return None
    profiles = np.stack([edge.profile for edge in edges])
    answer = []
    for channel in range(profiles.shape[1]):
        widths = widths_of(profiles[:, channel])
        quantiles = np.quantile(widths, (_SHARPEST, 0.5, 0.75))
        sharp = widths <= max(float(quantiles[1]), float(np.sort(widths)[FEWEST - 1]))
        # A quarter from below where focus differs; where it does not, what differs is noise about the middle.
        apart = (quantiles[2] - quantiles[0]) / max(float(quantiles[1]), 1e-3)
        width = float(quantiles[1]) if apart < 0.15 else float(np.median(widths[widths <= quantiles[1]]))
        answer.append(
            ChannelBlur(
                _beyond(width), _mtf50(profiles[sharp, channel]),
                _beyond(float(quantiles[0])), _beyond(float(quantiles[2])),
            )
        )  # fmt: skip
    return tuple(answer)


def _beyond(width: float) -> float:
    """The blur of a width beyond the pixel's area and the bin's."""
    return float(np.sqrt(max(0.0, width * width - PIXEL - BIN)))


def widths_of(profiles: Values) -> Values:
    """The deviation of the Gaussian whose integral each profile (edges, bins) is, in pixels."""
    reach = profiles.shape[1] // (2 * PER_PIXEL)
    bases = _bases(reach)
    total = (profiles**2).sum(axis=1)
    left = total[:, None] - (np.einsum("eb,sbk->esk", profiles, bases) ** 2).sum(axis=2)
    best = np.clip(np.argmin(left, axis=1), 1, len(_SIGMAS) - 2)
    rows = np.arange(len(profiles))
    before, here, after = left[rows, best - 1], left[rows, best], left[rows, best + 1]
    curve = before - 2 * here + after
    part = np.where(curve > 0, 0.5 * (before - after) / np.where(curve > 0, curve, 1.0), 0.0)
    step = float(np.log(_SIGMAS[1] / _SIGMAS[0]))
    return np.asarray(_SIGMAS[best] * np.exp(np.clip(part, -1, 1) * step), np.float64)


@lru_cache(maxsize=4)
def _bases(reach: int) -> Values:
    """(sigmas, bins, 3): what an edge of each width is made of, orthonormal: a level, a step, a shift."""
    at = bins(reach)
    answer = []
    for sigma in _SIGMAS:
        step = 0.5 * (1 + erf(at / (sigma * np.sqrt(2))))
        shift = np.exp(-0.5 * (at / sigma) ** 2) / sigma
        answer.append(np.linalg.qr(np.stack([np.ones_like(at), step, shift], axis=1))[0])
    return np.stack(answer)


def _taper(size: int) -> Values:
    """1 in the middle two thirds, down to 0 at the ends: beyond a blur only noise is left."""
    away = np.abs(np.linspace(-1, 1, size))
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.clip(3 * away - 2, 0, 1)), np.float64)


def _mtf50(profiles: Values) -> float:
    """The frequency that half the contrast is left at, in cycles a pixel: of the middle profile's slope."""
    profile = np.median(profiles, axis=0)
    slope = np.diff(profile) * _taper(len(profile) - 1)
    size = 16 * len(slope)
    contrast = np.abs(np.fft.rfft(slope, size))
    frequencies = np.fft.rfftfreq(size, 1.0 / PER_PIXEL)
    # A bin and the difference of two have their own contrast, a box each.
    contrast /= np.maximum(contrast[0], 1e-12) * np.sinc(frequencies / PER_PIXEL) ** 2 + 1e-12
    below = np.flatnonzero(contrast < 0.5)
    if not len(below) or below[0] == 0:
        return 0.5
    last = int(below[0])
    high, low = contrast[last - 1], contrast[last]
    part = (high - 0.5) / max(high - low, 1e-12)
    return float(min(1.0, frequencies[last - 1] + part * (frequencies[last] - frequencies[last - 1])))
