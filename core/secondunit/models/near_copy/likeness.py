"""How alike two prints are once they lie on one another: graded, mirrored or cropped by a few per cent alike.

The correlation coefficient of both in a window around each pixel, as the mean over what both have; grade and
smooth light do not matter to it. Coarse signatures choose which prints are laid on each other at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .fingerprint import Array, Fingerprint

#: The window's sigma in pixels of a print, and the deviation (codes) below which it holds nothing but noise.
_WINDOW, _NOISE = 3.0, 3.0
#: By how much one print may be larger than the other where both show the same: crops of up to 12 %.
_SCALES = (1.0, 1.03, 1.06, 1.09, 1.13)
#: How much of a print, along each side, is looked for in the other; the rest is room to be moved in.
_CORE = 0.8
#: A signature's side, and how many prints are laid on one that is looked for.
_SIGNATURE, LAID = 12, 6


@dataclass(frozen=True)
class Match:
    """The print that is most alike: its place, how alike it is (-1 to 1), and whether mirrored."""

    place: int
    alike: float
    mirrored: bool


class PrintIndex:
    """Prints to search in."""

    def __init__(self, prints: Iterable[Fingerprint]) -> None:
        self._prints = tuple(prints)
        self._signatures = np.array([_signature(print_) for print_ in self._prints], np.float32)

    def nearest(self, wanted: Fingerprint) -> Match | None:
        """The print that is most alike; None where there is none to compare."""
        best: Match | None = None
        if not self._prints:
            return None
        for mirrored in (False, True):
            seen = _mirrored(wanted) if mirrored else wanted
            scores = self._signatures @ _signature(seen)
            for place in np.argsort(-scores)[:LAID].tolist():
                alike = likeness(seen, self._prints[place])
                if best is None or alike > best.alike:
                    best = Match(place, alike, mirrored)
        return best


def likeness(one: Fingerprint, two: Fingerprint) -> float:
    """How alike two prints are where they agree best, -1 to 1; neither is mirrored."""
    return max(_laid(one, two), _laid(two, one))


def alike_either_way(one: Fingerprint, two: Fingerprint) -> float:
    """How alike two prints are, or one and the other mirrored."""
    return max(likeness(one, two), likeness(_mirrored(one), two))


def _laid(one: Fingerprint, two: Fingerprint) -> float:
    """The core of `one` looked for in `two`, which is made larger step by step."""
    relief, weight = _relief(one)
    height, width = relief.shape
    top, left = round(height * (1 - _CORE) / 2), round(width * (1 - _CORE) / 2)
    core = np.ascontiguousarray(relief[top : height - top, left : width - left])
    counts = np.ascontiguousarray(weight[top : height - top, left : width - left])
    power = float((counts * core * core).sum())
    if power <= 0:
        return -1.0
    best = -1.0
    other, other_weight = _relief(two)
    for scale in _SCALES:
        size = round(other.shape[1] * scale), round(other.shape[0] * scale)
        if size[0] < core.shape[1] or size[1] < core.shape[0]:
            continue
        larger = cv2.resize(other, size, interpolation=cv2.INTER_LINEAR)
        also = cv2.resize(other_weight, size, interpolation=cv2.INTER_LINEAR)
        product = cv2.matchTemplate(larger * also, core * counts, cv2.TM_CCORR)
        own = cv2.matchTemplate(also, core * core * counts, cv2.TM_CCORR)
        theirs = cv2.matchTemplate(larger * larger * also, counts, cv2.TM_CCORR)
        shared = cv2.matchTemplate(also, counts, cv2.TM_CCORR)
        value = product / np.sqrt(np.maximum(own * theirs, 1e-12))
        value[shared < 0.5 * float(counts.sum())] = -1.0
        best = max(best, float(value.max()))
    return best


def _relief(print_: Fingerprint) -> tuple[Array, Array]:
    """A print without its light: what stands out of a window around each pixel, in deviations of that window.

    Beside it the weight of each pixel, 0 to 1.
    """
    grey = np.asarray(print_.grey, np.float32)
    made = np.asarray(print_.made / np.float32(255), np.float32)
    cover = np.maximum(_blurred(made), 1e-3)
    flat = grey - _blurred(grey * made) / cover
    deviation = np.sqrt(np.maximum(_blurred(flat * flat * made) / cover, 0.0) + _NOISE**2)
    return np.asarray(flat / deviation, np.float32), made


def _signature(print_: Fingerprint) -> npt.NDArray[np.float32]:
    relief, made = _relief(print_)
    small = cv2.resize(relief * made, (_SIGNATURE, _SIGNATURE), interpolation=cv2.INTER_AREA)
    values = cv2.GaussianBlur(small, (0, 0), 0.8).ravel()
    return np.asarray(values / max(float(np.linalg.norm(values)), 1e-6), np.float32)


def _mirrored(print_: Fingerprint) -> Fingerprint:
    return Fingerprint(*(np.ascontiguousarray(part[:, ::-1]) for part in (print_.grey, print_.made)))


def _blurred(values: npt.ArrayLike) -> Array:
    return np.asarray(cv2.GaussianBlur(np.asarray(values, np.float32), (0, 0), _WINDOW), np.float32)
