"""Premultiplied pictures enlarged: colour and coverage apart, so that no edge is darker or brighter for it.

Enlarged as it is, a premultiplied edge would mix its colour with the black of what it does not cover.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .lanczos import REACH, enlarged

Pixels = npt.NDArray[np.float32]
Coverage = npt.NDArray[np.float32]
#: Makes a picture (height, width, 3) larger.
Enlarge = Callable[[Pixels], Pixels]

#: Below so much coverage a pixel's colour is light of its own, which adds without covering.
LEAST = np.float32(1 / 1024)


def enlarged_covered(colour: Pixels, alpha: Coverage, scale: int, enlarge: Enlarge) -> Pixels:
    """Premultiplied `colour` (height, width, 3) and its `alpha` (height, width), 0 to 1, made larger.

    (scale height, scale width, 4) float32, premultiplied. `enlarge` makes straight colour larger, and light
    that covers nothing.
    """
    cover = np.clip(enlarged(alpha[..., None], scale, coded=False), 0.0, 1.0)
    solid = alpha >= LEAST
    divisor = np.where(solid, alpha, np.float32(1.0))[..., None]
    straight = _spread(np.asarray(colour / divisor, np.float32), solid)
    result = enlarge(straight) * cover
    alone = np.where(solid[..., None], np.float32(0.0), colour)
    if alone.any():
        result += enlarge(alone)
    return np.concatenate([result, cover], axis=2)


def _spread(colour: Pixels, known: npt.NDArray[np.bool_]) -> Pixels:
    """Known colour carried as far as the filter reaches into what is not known; 0 beyond."""
    known = known.copy()
    colour = np.where(known[..., None], colour, np.float32(0.0))
    for _ in range(REACH):
        if known.all():
            break
        total, count = _around(colour), _around(known[..., None].astype(np.float32))
        new = ~known & (count[..., 0] > 0)
        colour[new] = (total / np.maximum(count, np.float32(1.0)))[new]
        known |= new
    return colour


def _around(values: Pixels) -> Pixels:
    """The sum of each pixel's three by three."""
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)))
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return np.asarray(rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:], np.float32)
