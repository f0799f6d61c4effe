"""Directions in bins, for light that is scattered more than once, and what is scattered between them.

The sphere is cut into the quarters of a cube's faces, and scattering is integrated over each quarter, so that
energy is kept whatever the phase function: the finite-volume form of the discrete ordinates of Chandrasekhar
1950, after Raithby and Chui 1990, "A Finite-Volume Method for Predicting a Radiant Heat Transfer in
Enclosures With Participating Media". By symmetry all bins are alike: one solid angle, one length of way from
plane to plane, one share that is scattered back into the bin itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field

Numbers = npt.NDArray[np.float64]

#: How many bins there are, and samples along a side of one.
BINS, _SAMPLES = 24, 8
#: Bins blur a sharp phase function: g grows by this part of its cube first (by `benchmarks.lighting`).
SHARPER = 0.1
#: The way of each bin's light: the axis of arrays (z, y, x) along which it goes from plane to plane.
AXES = np.repeat([2, 2, 1, 1, 0, 0], 4)
#: Whether it goes toward higher numbers.
UPWARD = np.repeat([False, True, True, False, True, False], 4)


class Bins(NamedTuple):
    """`ways` (bins, samples, 3): unit vectors along x, y, z; `shares` (samples,): of a bin's solid angle.

    `length` is the mean way from plane to plane, `lean` how far light moves to the side meanwhile, in cells.
    """

    ways: Numbers
    shares: Numbers
    length: float
    lean: float


@lru_cache(maxsize=1)
def bins() -> Bins:
    """The quarters of a cube's faces, in the order of the six sides and of `quarters`."""
    line = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    u, v = (part.ravel() for part in np.meshgrid(line, line, indexing="ij"))
    shares = (1.0 + u * u + v * v) ** -1.5
    shares /= shares.sum()
    ways = np.zeros((BINS, len(u), 3))
    for n in range(BINS):
        main = 2 - AXES[n]
        first, second = (axis for axis in (2, 1, 0) if axis != main)
        sign_first, sign_second = quarters()[n]
        ways[n, :, main] = 1.0 if UPWARD[n] else -1.0
        ways[n, :, first], ways[n, :, second] = sign_first * u, sign_second * v
    ways /= np.linalg.norm(ways, axis=2, keepdims=True)
    lean = float(shares @ u)
    length = float(shares @ np.sqrt(1.0 + u * u + v * v))
    return Bins(ways, shares, length, lean)


def quarters() -> npt.NDArray[np.int64]:
    """To which side each bin leans along the two other axes of an array, in their order: (bins, 2)."""
    return np.array([(first, second) for first in (-1, 1) for second in (-1, 1)] * 6)


def phase(cosine: Numbers | float, g: float) -> Numbers:
    """Henyey and Greenstein's phase function, 1 everywhere for g = 0."""
    return np.asarray((1.0 - g * g) / (1.0 + g * g - 2.0 * g * np.asarray(cosine)) ** 1.5)


def into_bins(way: Numbers, g: float) -> Numbers:
    """The phase function's mean over each bin, for light that goes along the unit vector `way`."""
    mean: Numbers = phase(bins().ways @ way, g * (1.0 + SHARPER * g * g)) @ bins().shares
    return mean


@lru_cache(maxsize=8)
def exchange(g: float) -> Field:
    """The share of what is scattered in bin b that goes on in bin a, (a, b) float32; columns add to 1."""
    ways, shares = bins().ways, bins().shares
    matrix = np.zeros((BINS, BINS))
    for b in range(BINS):
        for way, share in zip(ways[b], shares, strict=True):
            matrix[:, b] += share * into_bins(way, g)
    return np.ascontiguousarray(matrix / matrix.sum(axis=0, keepdims=True), np.float32)


def side_weights() -> Field:
    """How light is handed to the rows beside when it goes on by a plane, for each lean: (2, 3) float32.

    Light that starts evenly within a cell leaves it by its mean lean, to one side only; never less than none.
    """
    lean = bins().lean
    return np.array([[lean, 1.0 - lean, 0.0], [0.0, 1.0 - lean, lean]], np.float32)
