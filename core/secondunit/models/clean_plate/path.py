"""The way of a camera through one shot: each frame registered to a keyframe that it overlaps.

A frame is predicted from the one before it, so that errors grow with the number of keyframes and not of
frames. At most `_KEYS` keyframes are kept: memory does not grow with length. Features that leave the first
plane together by more than `_APART` pixels are a second depth; from then on each plane is fitted to its
own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .hole import HoleBox
from .plate import Homography, Mask
from .tracking import LEAST, Points, Registration, agree, carry, features, follow, shift_between
from .view import SurveyedFrame, gain_between, unlike

Gain = tuple[float, float, float]

_KEYS = 10
#: Histograms this far apart are a cut, where registration fails too.
_UNLIKE = 0.3
#: A frame whose shapes deviate by more than this, in codes of 255, holds something to track.
_SHAPED = 4.0
#: A frame of which less than this is seen says nothing of itself.
BLIND = 0.01
#: A registration this good needs no second try; one worse than the second is none.
_GOOD, _BAD = 0.5, 0.15
#: A frame that sees less than this of a keyframe's features makes a keyframe of its own.
_OVERLAP = 0.6
#: This share of the features on another plane is a second depth, when it has moved this far, in pixels.
SECOND, _APART = 0.06, 3.0
_WAITING = 64


@dataclass(frozen=True)
class Place:
    """Where a frame stands: `matrix` from its pixels to its shot's plane, None where nothing could be
    tracked.

    `gain` its light over that of the shot's first keyframe; `sharpness` without unit; `second` the share of
    its features that agree on a depth of their own; `between` is set where nothing of it is seen and its
    place is
    guessed from the frames around it; `other` goes to the plane of the second depth, where that is known.
    """

    frame: int
    matrix: Homography | None
    gain: Gain
    sharpness: float
    hole: HoleBox | None
    second: float
    between: bool = False
    other: Homography | None = None


@dataclass
class Key:
    view: SurveyedFrame
    points: Points
    matrix: Homography
    gain: Gain
    main: Mask
    other: Homography
    waiting: list[tuple[int, Points, Mask]] = field(default_factory=list)

    @property
    def split(self) -> bool:
        """Whether a second depth is known among its features."""
        return not self.main.all()


@dataclass
class Path:
    """The way of the camera through one shot, as far as it is known."""

    keys: list[Key] = field(default_factory=list)
    last: tuple[SurveyedFrame, Homography] | None = None
    motion: Homography = field(default_factory=lambda: np.eye(3))
    refits: dict[int, tuple[Homography, Homography]] = field(default_factory=dict)

    def place(self, view: SurveyedFrame) -> Place:
        if view.share < BLIND:
            return Place(view.frame, None, (1.0, 1.0, 1.0), 0.0, view.hole, 0.0)
        points = features(view.picture, view.seen)
        if not self.keys:
            alone = Place(view.frame, None, (1.0, 1.0, 1.0), view.sharpness, view.hole, 0.0)
            if len(points) < LEAST * 2:
                return alone
            self._remember(view, points, np.eye(3), (1.0, 1.0, 1.0), None)
            return replace(alone, matrix=np.eye(3))
        answer = self._registered(view)
        if answer is None:
            return Place(view.frame, None, (1.0, 1.0, 1.0), view.sharpness, view.hole, 0.0)
        key, fit, rest = answer
        second = rest.count / max(int(fit.followed.sum()), 1) if rest is not None else 0.0
        matrix = key.matrix @ np.linalg.inv(fit.matrix)
        matrix /= matrix[2, 2]
        local = gain_between(key.view, view, fit.matrix)
        gain = (key.gain[0] * local[0], key.gain[1] * local[1], key.gain[2] * local[2])
        assert self.last is not None
        self.motion = np.asarray(np.linalg.inv(self.last[1]) @ matrix, np.float64)
        self.last = (view, matrix)
        other = self._other(key, fit, rest, view)
        if self._needs_key(view, matrix) and len(points) >= LEAST * 2:
            self._remember(view, points, matrix, gain, (key, fit, other))
        return Place(view.frame, matrix, gain, view.sharpness, view.hole, second, other=other)

    def finer(self, shot: Sequence[Place]) -> list[Place]:
        """The shot with the places of frames that were seen before a second depth was known, fitted again."""
        return [
            replace(place, matrix=self.refits[place.frame][0], other=self.refits[place.frame][1])
            if place.frame in self.refits
            else place
            for place in shot
        ]

    def cut(self, last: SurveyedFrame, view: SurveyedFrame) -> bool:
        """Whether a frame that could not be registered begins another shot."""
        if view.share < BLIND:
            return False
        if unlike(last, view) > _UNLIKE:
            return True
        enough = 8 * LEAST
        return (
            min(last.shape, view.shape) > _SHAPED
            and min(len(features(last.picture, last.seen)), len(features(view.picture, view.seen))) >= enough
        )

    def _remember(
        self,
        view: SurveyedFrame,
        points: Points,
        matrix: Homography,
        gain: Gain,
        by: tuple[Key, Registration, Homography | None] | None,
    ) -> None:
        main = np.ones(len(points), np.bool_)
        other = matrix
        if by is not None and by[0].split and by[2] is not None:
            key, fit, other = by[0], by[1], by[2]
            for index, point in enumerate(points):
                nearest = int(np.argmin(((fit.places - point) ** 2).sum(axis=1)))
                main[index] = key.main[nearest]
        self.keys = [*self.keys[-_KEYS + 1 :], Key(view, points, matrix, gain, main, other)]
        self.last = (view, matrix)

    def _other(
        self, key: Key, fit: Registration, rest: Registration | None, view: SurveyedFrame
    ) -> Homography | None:
        """From a frame to the second depth's plane; None while there is none, or too little of it is seen."""
        if not key.split:
            key.waiting = [*key.waiting[-_WAITING + 1 :], (view.frame, fit.places, fit.followed)]
            if rest is None or rest.count < max(2 * LEAST, SECOND * int(fit.followed.sum())):
                return None
            apart = carry(key.points[rest.inliers], fit.matrix) - rest.places[rest.inliers]
            if float(np.median(np.hypot(*apart.T))) < _APART:
                return None
            key.main[rest.inliers] = False
            self.refits[key.view.frame] = key.matrix, key.other
            for frame, places, followed in key.waiting:
                self._refit(key, frame, places, followed, view.size)
            key.waiting = []
        near = agree(key.points, fit.places, fit.followed & ~key.main)
        if near is None or not _sane(near.matrix, view.size):
            return None
        return np.asarray(key.other @ np.linalg.inv(near.matrix), np.float64)

    def _refit(self, key: Key, frame: int, places: Points, followed: Mask, size: tuple[int, int]) -> None:
        far, near = (agree(key.points, places, followed & part) for part in (key.main, ~key.main))
        if far is not None and near is not None and _sane(far.matrix, size) and _sane(near.matrix, size):
            self.refits[frame] = (
                np.asarray(key.matrix @ np.linalg.inv(far.matrix), np.float64),
                np.asarray(key.other @ np.linalg.inv(near.matrix), np.float64),
            )

    def _registered(self, view: SurveyedFrame) -> tuple[Key, Registration, Registration | None] | None:
        assert self.last is not None
        last, matrix = self.last
        best: tuple[Key, Registration, Registration | None] | None = None
        for attempt in range(3):
            if attempt == 0:
                guess, levels = matrix @ self.motion, 3
            else:
                moved = shift_between(last.picture, view.picture, last.seen, view.seen)
                guess, levels = matrix @ (np.linalg.inv(moved) if attempt == 1 else np.eye(3)), 4
            key = self._key_for(guess, view.size)
            answer = _fit(key, view, guess, levels)
            if answer is not None and (best is None or answer[1].count > best[1].count):
                best = answer
            if best is not None and best[1].share > _GOOD and best[1].count > 4 * LEAST:
                break
        return best

    def _key_for(self, guess: Homography, size: tuple[int, int]) -> Key:
        """The earliest keyframe that is seen well, else the one seen best."""
        shares = [_share_seen(key, guess, size) for key in self.keys]
        for key, share in zip(self.keys, shares, strict=True):
            if share > 0.75:
                return key
        return self.keys[int(np.argmax(shares))]

    def _needs_key(self, view: SurveyedFrame, matrix: Homography) -> bool:
        return all(_share_seen(key, matrix, view.size) < _OVERLAP for key in self.keys)


def _share_seen(key: Key, matrix: Homography, size: tuple[int, int]) -> float:
    places = carry(key.points, np.linalg.inv(matrix) @ key.matrix)
    return float(_inside(places, size).mean()) if len(places) else 0.0


def _inside(places: Points, size: tuple[int, int]) -> Mask:
    return np.asarray(((places >= 0.0) & (places < (size[1], size[0]))).all(axis=1), np.bool_)


def _fit(
    key: Key, view: SurveyedFrame, guess: Homography, levels: int
) -> tuple[Key, Registration, Registration | None] | None:
    places = carry(key.points, np.linalg.inv(guess) @ key.matrix)
    shown = _inside(places, view.size)
    if int(shown.sum()) < LEAST:
        return None
    there, good = follow(key.view.picture, view.picture, key.points, places, view.seen, levels)
    trusted = good & shown
    fit = agree(key.points, there, trusted & key.main)
    if fit is None or fit.count < _BAD * int(shown.sum()) or not _sane(fit.matrix, view.size):
        return None
    rest = agree(key.points, there, trusted & ~fit.inliers)
    return key, replace(fit, followed=trusted), rest


def _sane(matrix: Homography, size: tuple[int, int]) -> bool:
    """Whether a homography keeps the picture's corners in order and its area within a factor of four."""
    height, width = size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    weights = np.c_[corners, np.ones(4)] @ matrix[2]
    if (weights <= 0.0).any():
        return False
    x, y = (np.c_[corners, np.ones(4)] @ matrix[:2].T / weights[:, None]).T
    area = 0.5 * float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())
    return 0.25 < area / (height * width) < 4.0
