"""A frame as the survey sees it: its proxy, what of it is seen, its small colours, how sharp it is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .coding import encode, exposure_of, grey, proxy
from .hole import HoleBox, bounds, hole_of, widen
from .plate import Homography, Mask, MattedPlate, Pixels, same_size
from .tracking import Proxy

#: Colours are compared at this fraction of the size.
SMALL = 4
_BINS = 24


@dataclass(frozen=True)
class SurveyedFrame:
    """One frame: `picture` its 8-bit proxy, `seen` (height, width) what no matte hides, `colors` its small
    pixels, scene-linear, `small_seen` which of those are whole, `sharpness` without unit, `histogram` of
    its codes, `shape` the deviation of its proxy without what is finer than 16 pixels, in codes of 255.
    """

    frame: int
    picture: Proxy
    seen: Mask
    hole: HoleBox | None
    colors: Pixels
    small_seen: Mask
    sharpness: float
    histogram: Pixels
    shape: float

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.picture.shape[0], self.picture.shape[1]

    @property
    def share(self) -> float:
        """How much of it is seen, 0 to 1."""
        return float(self.seen.mean())


def view_of(plate: MattedPlate, frame: int, grow: int, size: tuple[int, int] | None) -> SurveyedFrame:
    """Read a frame and its matte; BadPicture where they are not `size` (height, width), where that is
    given.
    """
    pixels, matte = plate.picture(frame), plate.cover(frame)
    same_size(frame, pixels, matte, size or (pixels.shape[0], pixels.shape[1]))
    hole = hole_of(matte, grow)
    seen = ~widen(hole, 2)
    luminance = grey(pixels)
    exposure = exposure_of(luminance, seen)
    picture = proxy(luminance, exposure)
    shrink = (max(pixels.shape[1] // SMALL, 1), max(pixels.shape[0] // SMALL, 1))
    colors = np.asarray(cv2.resize(pixels, shrink, interpolation=cv2.INTER_AREA), np.float32)
    whole = np.asarray(cv2.resize(seen.astype(np.float32), shrink, interpolation=cv2.INTER_AREA)) > 0.999
    return SurveyedFrame(
        frame, picture, seen, bounds(hole), colors, whole, _sharpness(picture, seen),
        _histogram(colors, whole, exposure), _shape(picture, seen),
    )  # fmt: skip


def unlike(one: SurveyedFrame, other: SurveyedFrame) -> float:
    """How far two frames' histograms are apart: 0 equal, 1 nothing in common."""
    return float(1.0 - np.minimum(one.histogram, other.histogram).sum())


def gain_between(old: SurveyedFrame, new: SurveyedFrame, matrix: Homography) -> tuple[float, float, float]:
    """How much brighter `new` is than `old` in each channel, where both see the same; `matrix` goes old to
    new.
    """
    scale = np.diag([1.0 / SMALL, 1.0 / SMALL, 1.0])
    shift = np.array([[1.0, 0.0, 0.5 - 0.5 / SMALL], [0.0, 1.0, 0.5 - 0.5 / SMALL], [0.0, 0.0, 1.0]])
    to_small = scale @ np.linalg.inv(shift @ np.eye(3))
    small = to_small @ matrix @ np.linalg.inv(to_small)
    size = (old.colors.shape[1], old.colors.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    there = np.asarray(cv2.warpPerspective(new.colors, small, size, flags=flags))
    both = np.asarray(cv2.warpPerspective(new.small_seen.astype(np.float32), small, size, flags=flags)) > 0.99
    both &= old.small_seen
    gains = []
    for channel in range(3):
        ours, theirs = old.colors[..., channel], there[..., channel]
        lit = both & (ours > 0.0) & (theirs > 0.0)
        if int(lit.sum()) < 50:
            gains.append(1.0)
            continue
        lit &= (ours > 0.3 * np.median(ours[lit])) & (theirs > 0.3 * np.median(theirs[lit]))
        gains.append(float(np.exp(np.median(np.log(theirs[lit] / ours[lit])))) if lit.any() else 1.0)
    return gains[0], gains[1], gains[2]


def _sharpness(picture: Proxy, seen: Mask) -> float:
    values = picture.astype(np.float32)
    fine = cv2.Laplacian(cv2.GaussianBlur(values, (0, 0), 0.9), cv2.CV_32F)
    coarse = cv2.Laplacian(cv2.GaussianBlur(values, (0, 0), 3.0), cv2.CV_32F)
    if not seen.any():
        return 0.0
    return float((fine[seen] ** 2).mean() / ((coarse[seen] ** 2).mean() + 1e-3))


def _shape(picture: Proxy, seen: Mask) -> float:
    broad = cv2.blur(picture.astype(np.float32), (16, 16))
    return float(broad[seen].std()) if seen.any() else 0.0


def _histogram(colors: Pixels, seen: Mask, exposure: float) -> Pixels:
    if not seen.any():
        return np.full(3 * _BINS, 1.0 / (3 * _BINS), np.float32)
    codes = encode(colors[seen], exposure).clip(0.0, 1.0)
    counts = [np.histogram(codes[:, channel], _BINS, (0.0, 1.0))[0] for channel in range(3)]
    smooth = np.concatenate([np.convolve(count, (0.25, 0.5, 0.25), "same") for count in counts])
    return np.asarray(smooth / max(smooth.sum(), 1e-6), np.float32)
