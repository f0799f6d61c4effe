"""The first pass over a plate: where each frame stands on the plane behind the hole, its light, and where
cuts are.

Every frame is registered to a keyframe that it overlaps, predicted from the frame before it, so that errors
grow with the number of keyframes and not of frames. At most `_KEYS` keyframes are kept: memory does not
grow with length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from secondunit.wire.errors import BadInput

from .hole import Box
from .plate import Homography, Mask, Plate
from .tracking import LEAST, Fit, Points, agree, carry, features, follow, shift_between
from .view import View, gain_between, unlike, view_of

Gain = tuple[float, float, float]

_KEYS = 10
#: Histograms this far apart are a cut, where registration fails too.
_UNLIKE = 0.3
#: A frame whose shapes deviate by more than this, in codes of 255, holds something to track.
_SHAPED = 4.0
#: A frame of which less than this is seen says nothing of itself.
_BLIND = 0.01
#: A registration this good needs no second try; one worse than the second is none.
_GOOD, _BAD = 0.5, 0.15
#: A frame that sees less than this of a keyframe's features makes a keyframe of its own.
_OVERLAP = 0.6
#: This share of the features on another plane is a second depth.
SECOND = 0.06


@dataclass(frozen=True)
class Place:
    """Where a frame stands: `matrix` from its pixels to its shot's plane, None where nothing could be
    tracked.

    `gain` its light over that of the shot's first keyframe; `sharpness` without unit; `second` the share of
    its features that agree on a depth of their own; `between` is set where nothing of it is seen and its
    place is guessed from the frames around it.
    """

    frame: int
    matrix: Homography | None
    gain: Gain
    sharpness: float
    hole: Box | None
    second: float
    between: bool = False


@dataclass(frozen=True)
class Survey:
    """What the first pass saw: (height, width), and the frames' places shot by shot."""

    size: tuple[int, int]
    shots: tuple[tuple[Place, ...], ...]

    @property
    def cuts(self) -> tuple[int, ...]:
        """The first frame after each cut."""
        return tuple(shot[0].frame for shot in self.shots[1:])

    @property
    def second(self) -> float:
        """The largest share of features on a second depth that three frames in ten reach."""
        shares = sorted(place.second for shot in self.shots for place in shot)
        return shares[int(0.7 * (len(shares) - 1))] if shares else 0.0


def survey(plate: Plate, grow: int, progress: Callable[[int], None] = lambda frame: None) -> Survey:
    """Read every frame once; the errors of `Plate.picture` and `Plate.cover`."""
    shots: list[list[Place]] = []
    path, size, blind = _Path(), None, True
    last: View | None = None
    for frame in plate.frames:
        view = view_of(plate, frame, grow, size)
        size = view.size
        place = path.place(view)
        blind = blind and view.share < _BLIND
        if last is not None and place.matrix is None and path.cut(last, view):
            path = _Path()
            shots.append([])
            place = path.place(view)
        if not shots:
            shots.append([])
        shots[-1].append(place)
        last = view if view.share >= _BLIND else last
        progress(frame)
    if blind:
        raise BadInput(
            "The matte covers the whole picture in every frame: there is nothing to take from.",
            remedy="Check the matte: white is what goes away.",
        )
    return Survey(size or (0, 0), tuple(bridged(shot) for shot in shots))


def bridged(shot: Sequence[Place]) -> tuple[Place, ...]:
    """The shot with places for the frames of which nothing is seen, half-way between those that stand
    around them.
    """
    known = [index for index, place in enumerate(shot) if place.matrix is not None]
    out = list(shot)
    for before, after in pairwise(known):
        for index in range(before + 1, after):
            if shot[index].sharpness > 0.0:
                continue
            part = (index - before) / (after - before)
            left, right = shot[before], shot[after]
            assert left.matrix is not None and right.matrix is not None
            gain = tuple(a ** (1 - part) * b**part for a, b in zip(left.gain, right.gain, strict=True))
            matrix = left.matrix * (1 - part) + right.matrix * part
            out[index] = replace(shot[index], matrix=matrix, gain=(gain[0], gain[1], gain[2]), between=True)
    return tuple(out)


@dataclass
class _Key:
    view: View
    points: Points
    matrix: Homography
    gain: Gain
    main: Mask


@dataclass
class _Path:
    """The way of the camera through one shot, as far as it is known."""

    keys: list[_Key] = field(default_factory=list)
    last: tuple[View, Homography] | None = None
    motion: Homography = field(default_factory=lambda: np.eye(3))

    def place(self, view: View) -> Place:
        if view.share < _BLIND:
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
        key, fit, second = answer
        matrix = key.matrix @ np.linalg.inv(fit.matrix)
        matrix /= matrix[2, 2]
        local = gain_between(key.view, view, fit.matrix)
        gain = (key.gain[0] * local[0], key.gain[1] * local[1], key.gain[2] * local[2])
        assert self.last is not None
        self.motion = np.asarray(np.linalg.inv(self.last[1]) @ matrix, np.float64)
        self.last = (view, matrix)
        if self._needs_key(view, matrix) and len(points) >= LEAST * 2:
            self._remember(view, points, matrix, gain, (key, fit))
        return Place(view.frame, matrix, gain, view.sharpness, view.hole, second)

    def cut(self, last: View, view: View) -> bool:
        """Whether a frame that could not be registered begins another shot."""
        if view.share < _BLIND:
            return False
        if unlike(last, view) > _UNLIKE:
            return True
        enough = 8 * LEAST
        return (
            min(last.shape, view.shape) > _SHAPED
            and min(len(features(last.picture, last.seen)), len(features(view.picture, view.seen))) >= enough
        )

    def _remember(
        self, view: View, points: Points, matrix: Homography, gain: Gain, by: tuple[_Key, Fit] | None
    ) -> None:
        main = np.ones(len(points), np.bool_)
        if by is not None and not by[0].main.all():
            key, fit = by
            for index, point in enumerate(points):
                nearest = int(np.argmin(((fit.places - point) ** 2).sum(axis=1)))
                main[index] = key.main[nearest]
        self.keys = [*self.keys[-_KEYS + 1 :], _Key(view, points, matrix, gain, main)]
        self.last = (view, matrix)

    def _registered(self, view: View) -> tuple[_Key, Fit, float] | None:
        assert self.last is not None
        last, matrix = self.last
        best: tuple[_Key, Fit, float] | None = None
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

    def _key_for(self, guess: Homography, size: tuple[int, int]) -> _Key:
        """The earliest keyframe that is seen well, else the one seen best."""
        shares = [_share_seen(key, guess, size) for key in self.keys]
        for key, share in zip(self.keys, shares, strict=True):
            if share > 0.75:
                return key
        return self.keys[int(np.argmax(shares))]

    def _needs_key(self, view: View, matrix: Homography) -> bool:
        return all(_share_seen(key, matrix, view.size) < _OVERLAP for key in self.keys)


def _share_seen(key: _Key, matrix: Homography, size: tuple[int, int]) -> float:
    places = carry(key.points, np.linalg.inv(matrix) @ key.matrix)
    return float(_inside(places, size).mean()) if len(places) else 0.0


def _inside(places: Points, size: tuple[int, int]) -> Mask:
    return np.asarray(((places >= 0.0) & (places < (size[1], size[0]))).all(axis=1), np.bool_)


def _fit(key: _Key, view: View, guess: Homography, levels: int) -> tuple[_Key, Fit, float] | None:
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
    second = rest.count / max(int(trusted.sum()), 1) if rest is not None else 0.0
    return key, replace(fit, followed=trusted), second


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
