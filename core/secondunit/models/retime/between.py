"""The picture between two frames at a time from 0 to 1, by computed motion.

Vectors of both frames are thrown to that time; each gives a candidate for where every pixel comes from, and
the one whose two sources agree is taken. Colours come from the scene-linear frames themselves, resampled
once, as knees (see `clean_plate.coding`), so that the ringing of a lamp's edge stays small.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from secondunit.models.clean_plate.coding import encode, unbend
from secondunit.models.clean_plate.plate import Pixels, floats

from .motion import differing, grid, motions, pair_exposure
from .source import MotionSource
from .splat import thrown

#: How much a code of difference between its sources speaks against a candidate.
_AGREE = 40.0
#: A frame that nothing came from still counts by so much: where neither frame knows a place, both are mixed.
_UNSEEN = 1e-3


class Between(Protocol):
    """What lies between the two frames of a pair."""

    def at(self, time: float) -> Pixels:
        """The picture at a time above 0 and below 1: (height, width, 3) float32, scene-linear, finite."""
        ...

    @property
    def travel(self) -> float:
        """How far nineteen pixels in twenty go at the most from one frame to the other, in pixels."""
        ...


class ComputedBetween:
    """By dense search both ways."""

    def __init__(self, old: Pixels, new: Pixels) -> None:
        self._there, self._back = motions(old, new)
        self._exposure = pair_exposure(old, new)
        self._old, self._new = MotionSource(old, self._exposure), MotionSource(new, self._exposure)
        self._grid = grid(*old.shape[:2])

    @property
    def travel(self) -> float:
        return travel_of(self._there.vectors)

    def at(self, time: float) -> Pixels:
        there, from_old = thrown(self._there.vectors, self._there.trust, time)
        back, from_new = thrown(self._back.vectors, self._back.trust, 1.0 - time)
        shares = [np.minimum(weight, 1.0) + _UNSEEN for weight in (from_old, from_new)]
        ways = [self._sources(vectors, time) for vectors in (there, -back)]
        one, other = (
            share * np.exp(-_AGREE * differing(encode(a), encode(b)))
            for share, (a, b) in zip(shares, ways, strict=True)
        )
        first = (one / np.maximum(one + other, 1e-30))[..., None]
        old, new = (a * first + b * (1.0 - first) for a, b in zip(*ways, strict=True))
        seen_old, seen_new = (1.0 - time) * shares[0], time * shares[1]
        return mixed_light(old, new, floats(seen_old / (seen_old + seen_new)), self._exposure)

    def _sources(self, vectors: Pixels, time: float) -> tuple[Pixels, Pixels]:
        """Both frames as they are at `time`, if things move by `vectors` from the first to the second."""
        x, y = self._grid
        right, down = vectors[..., 0], vectors[..., 1]
        return (
            self._old.at(floats(x - time * right), floats(y - time * down)),
            self._new.at(floats(x + (1.0 - time) * right), floats(y + (1.0 - time) * down)),
        )


def mixed_light(old: Pixels, new: Pixels, share: Pixels, exposure: float) -> Pixels:
    """Knees of both frames mixed by the first one's `share` (height, width), as scene-linear light."""
    part = share[..., None]
    return unbend(floats(old * part + new * (1.0 - part)), exposure)


def travel_of(vectors: Pixels) -> float:
    """The length that nineteen vectors in twenty do not pass."""
    return float(np.percentile(np.hypot(vectors[..., 0], vectors[..., 1]), 95.0))
