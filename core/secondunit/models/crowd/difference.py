"""What of a pass differs from the clean background: people, and the shadows that they cast.

Everything is compared in codes (see `clean_plate.coding`), smoothed once for edges and once for what is broad
and faint, and in deviations of the grain that was measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import encode

from .noise import blurred, measured
from .passes import Mask, Pixels
from .shadow import DARK, LIGHT, SAME, light_left, likeness

#: Two smoothings, in pixels.
_FINE, _BROAD = 1.0, 3.0
#: Somebody begins and is sure at so many deviations; broadly, and by how much finely at least.
_BEGINS, _SURE, _BROADLY, _LEAST = 4.5, 9.0, 6.0, 1.5
#: What differs by less has no part of an edge.
_NEAR = 2.0
#: Of what the background rises by a pixel so much is no difference: a resampled pass, one of whole pixels.
_RISE, _RISE_WHOLE = 0.35, 0.08
#: With the background as much darker as it is in a shadow a pixel differs by so few deviations, or by this
#: part of what it differed by before.
_ALIKE, _EXPLAINED = 4.5, 0.25
#: The smallest thing, and the largest gap in one that is closed, as a part of the squared height.
_SMALLEST, _GAP = 1.2e-4, 4e-5


@dataclass(frozen=True)
class Difference:
    """`people` (height, width) without soft edges, `near` (height, width) what may differ at all, and `shade`
    (height, width), the light that is left.
    """

    people: Mask
    near: Mask
    shade: Pixels

    @property
    def share(self) -> float:
        """How much of the picture people take."""
        return float(self.people.mean())


def differ(picture: Pixels, behind: Pixels, there: Mask, *, whole: bool, exposure: float) -> Difference:
    """What of a picture (height, width, 3), scene-linear, differs from what is `behind` it.

    Where nothing is `there` nothing differs. `whole` says that no pixel was resampled.
    """
    height = picture.shape[0]
    ground = encode(behind, exposure)
    sigmas = _Sigmas(encode(picture, exposure) - ground, ground, there, _RISE_WHOLE if whole else _RISE)
    low = (sigmas.fine > _BEGINS) | ((sigmas.broad > _BROADLY) & (sigmas.fine > _LEAST))
    mask = _held(low & there, sigmas.fine > _SURE, height)
    if not mask.any():
        return Difference(mask, mask, _full_light(mask.shape))
    left = light_left(picture, behind, height)
    alike = encode(behind * left[..., None], exposure)
    rest = sigmas.of(encode(picture, exposure) - alike)
    shaded = rest < np.maximum(np.float32(_ALIKE), np.float32(_EXPLAINED) * sigmas.fine)
    same = likeness(encode(picture, exposure), ground, height) > SAME
    dark = mask & shaded & same & (left > DARK) & (left < LIGHT)
    dark = _opened(dark, 3)
    people = _without_small(_closed(mask & ~dark), height)
    people = _filled(people, height)
    shade = _shade(left, dark & ~people, people)
    return Difference(people, (sigmas.fine > _NEAR) & there, shade)


class _Sigmas:
    """Differences in deviations of their grain."""

    def __init__(self, difference: Pixels, ground: Pixels, there: Mask, rise: float) -> None:
        self._ground = blurred(ground, _FINE)
        across = cv2.Sobel(self._ground, cv2.CV_32F, 1, 0, scale=0.125)
        down = cv2.Sobel(self._ground, cv2.CV_32F, 0, 1, scale=0.125)
        slack = (rise**2) * (across**2 + down**2)
        fine = blurred(difference, _FINE)
        self._variance = measured(fine, self._ground, there).at(self._ground) ** 2 + slack
        self.fine = self._in(fine, self._variance)
        broad = blurred(difference, _BROAD)
        variance = measured(broad, self._ground, there).at(self._ground) ** 2 + slack
        self.broad = self._in(broad, variance)

    def of(self, difference: Pixels) -> Pixels:
        """Another difference to the same ground, smoothed finely."""
        return self._in(blurred(difference, _FINE), self._variance)

    @staticmethod
    def _in(difference: Pixels, variance: Pixels) -> Pixels:
        return np.asarray(np.sqrt((difference**2 / variance).mean(axis=2)), np.float32)


def _held(low: Mask, sure: Mask, height: int) -> Mask:
    """The places of `low` that are sure somewhere, and are no speck."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(low.astype(np.uint8), connectivity=8)
    kept = boxes[:, cv2.CC_STAT_AREA] >= max(9, _SMALLEST * height**2)
    certain = np.zeros(count, np.bool_)
    certain[np.unique(labels[sure & low])] = True
    kept &= certain
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _without_small(mask: Mask, height: int) -> Mask:
    return _held(mask, mask, height)


def _closed(mask: Mask) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0, np.bool_)


def _opened(mask: Mask, side: int) -> Mask:
    kernel = np.ones((side, side), np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0, np.bool_)


def _filled(mask: Mask, height: int) -> Mask:
    """Small gaps closed: clothes that look like what is behind them. Larger ones are looked through."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    gaps = boxes[:, cv2.CC_STAT_AREA] <= max(6, 4 * _GAP * height**2)
    gaps[0] = False
    return mask | np.asarray(gaps[labels], np.bool_)


def _full_light(shape: tuple[int, ...]) -> Pixels:
    """1 everywhere, which takes no memory."""
    return np.broadcast_to(np.float32(1.0), shape)


def _shade(left: Pixels, dark: Mask, people: Mask) -> Pixels:
    """The light that is left: as measured in shadows, 1 around them, between the two behind people."""
    if not dark.any():
        return _full_light(left.shape)
    known = (~people).astype(np.float32)
    values = np.where(dark, np.minimum(left, 1.0), np.float32(1.0)) * known
    broad = 4.0
    weight = cv2.GaussianBlur(known, (0, 0), broad)
    spread = cv2.GaussianBlur(np.asarray(values, np.float32), (0, 0), broad) / np.maximum(weight, 1e-3)
    near = np.where(weight > 0.05, np.minimum(spread, 1.0), 1.0)
    return np.asarray(np.where(people, near, np.where(dark, np.minimum(left, 1.0), 1.0)), np.float32)
