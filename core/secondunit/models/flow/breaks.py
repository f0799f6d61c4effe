"""Where a plate is cut: between two frames of which one shows hardly anything that the other does.

Frames are looked at small: what cannot be followed there either way, and how far their histograms are apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import encode, exposure_of, grey
from secondunit.models.clean_plate.plate import Pixels, floats

from .dense import flows

#: A look is at most this many pixels wide, and no side of it less than what a flow takes.
_WIDE, _LEAST = 256, 16
_BINS = 24
#: This share of a frame lost, and histograms this far apart (0 to 1), are a cut; so is this share alone.
_LOST, _UNLIKE, _ALL = 0.55, 0.25, 0.85


def breaks(frames: Iterable[int], picture: Callable[[int], Pixels]) -> tuple[int, ...]:
    """The first frame after each cut; `picture` gives (height, width, 3) float32, scene-linear, finite."""
    cuts: list[int] = []
    before: Pixels | None = None
    for frame in frames:
        small = _small(picture(frame))
        if before is not None and cut_between(before, small):
            cuts.append(frame)
        before = small
    return tuple(cuts)


def cut_between(old: Pixels, new: Pixels) -> bool:
    """Whether two small frames are of two shots."""
    there, back = flows(old, new)
    lost = min(float(there.hidden.mean()), float(back.hidden.mean()))
    return lost > _ALL or (lost > _LOST and _unlike(old, new) > _UNLIKE)


def _small(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = min(1.0, _WIDE / width)
    size = max(_LEAST, round(width * scale)), max(_LEAST, round(height * scale))
    return floats(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _unlike(one: Pixels, other: Pixels) -> float:
    """How far the histograms of two frames' codes are apart: 0 equal, 1 nothing in common."""
    return float(1.0 - np.minimum(_histogram(one), _histogram(other)).sum())


def _histogram(pixels: Pixels) -> Pixels:
    luminance = grey(pixels)
    codes = encode(pixels, exposure_of(luminance, np.ones(luminance.shape, np.bool_))).clip(0.0, 1.0)
    counts = [np.histogram(codes[..., channel], _BINS, (0.0, 1.0))[0] for channel in range(3)]
    smooth = np.concatenate([np.convolve(count, (0.25, 0.5, 0.25), "same") for count in counts])
    return floats(smooth / max(float(smooth.sum()), 1e-6))
