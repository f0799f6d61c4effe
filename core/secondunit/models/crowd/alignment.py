"""Where each pass lies on the plate, found on what stands still: the people are what does not agree.

A pass that lies by whole pixels is moved by whole pixels. Else each of its frames has a homography of its
own. The plate's own camera is followed through the shot, so that frames far apart can lend each other their
background.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from secondunit.models.clean_plate.plate import MattedPlate
from secondunit.models.clean_plate.tracking import (
    LEAST,
    Points,
    agree,
    carry,
    features,
    follow,
    shift_between,
)
from secondunit.models.clean_plate.view import SurveyedFrame, view_of
from secondunit.wire.errors import BadInput, BadPicture
from secondunit.wire.frames import FrameRange

from .passes import CrowdPlate, Homography, Pixels

#: How many frames of a shot show whether its camera stands.
LOOKS = 5
#: A pass whose features agree less than this does not lie on the plate.
_AGREE = 0.3
#: Quarters of a picture that move by a whole pixel to within this, in pixels, move by it.
_WHOLE = 0.12
#: Of a key this share of its features has to be followed, or a nearer frame becomes the key.
_KEY = 0.5


@dataclass(frozen=True)
class ShotAlignment:
    """How one shot lies: `passes` leads from a frame of the plate to the same frame of each pass after it,
    `camera` from the shot's first frame to each frame of the plate. A pass that lies alike in every frame is
    `locked`, and a plate that stands has no camera.
    """

    frames: FrameRange
    locked: tuple[Homography | None, ...]
    passes: tuple[dict[int, Homography], ...]
    camera: dict[int, Homography]

    @property
    def still(self) -> bool:
        """Whether nothing moves, and each pass by whole pixels only."""
        return not self.camera and all(matrix is not None for matrix in self.locked)

    def onto(self, number: int, frame: int) -> Homography:
        """From the plate's pixels at a frame to those of pass `number` (0: the plate) at that frame."""
        if number == 0:
            return np.eye(3)
        locked = self.locked[number - 1]
        return locked if locked is not None else self.passes[number - 1][frame]

    def between(self, one: int, other: int) -> Homography:
        """From the plate's pixels at frame `one` to those at frame `other`."""
        if not self.camera or one == other:
            return np.eye(3)
        return self.camera[other] @ np.linalg.inv(self.camera[one])


@dataclass(frozen=True)
class _Fit:
    """What leads from one picture to another: `origins` and `places` of the features that agree on it."""

    matrix: Homography
    origins: Points
    places: Points
    #: Features that agree among all, and among those that were followed at all.
    all_share: float
    share: float


def align(
    plate: CrowdPlate, progress: Callable[[int], None] = lambda frame: None
) -> tuple[ShotAlignment, ...]:
    """How every shot lies; raises `BadInput` for a pass that does not lie on the plate, by its name."""
    return tuple(_shot(plate, frames, progress) for frames in plate.shots)


def _shot(plate: CrowdPlate, frames: FrameRange, progress: Callable[[int], None]) -> ShotAlignment:
    looks = sorted({round(place) for place in np.linspace(frames.first, frames.last, LOOKS)})
    views = {frame: _view(plate, 0, frame) for frame in looks}
    stands = all(_whole(_registered(views[looks[0]], views[frame])) == (0, 0) for frame in looks[1:])
    locked: list[Homography | None] = []
    for number in range(1, len(plate.passes)):
        shifts = set()
        for frame in looks:
            seen = _onto(plate, number, frame, views[frame])
            shifts.add(_whole(seen))
            progress(frame)
        only = shifts.pop() if len(shifts) == 1 else None
        locked.append(None if only is None else _moved(*only))
    if stands and all(one is not None for one in locked):
        return ShotAlignment(frames, tuple(locked), tuple({} for _ in locked), {})
    return _frame_by_frame(plate, frames, tuple(locked), stands, progress)


def _frame_by_frame(
    plate: CrowdPlate,
    frames: FrameRange,
    locked: tuple[Homography | None, ...],
    stands: bool,
    progress: Callable[[int], None],
) -> ShotAlignment:
    passes: tuple[dict[int, Homography], ...] = tuple({} for _ in locked)
    camera: dict[int, Homography] = {}
    key: tuple[SurveyedFrame, Homography] | None = None
    last: SurveyedFrame | None = None
    for frame in frames:
        view = _view(plate, 0, frame)
        if not stands:
            if key is None or last is None:
                camera[frame] = np.eye(3)
                key = (view, np.eye(3))
            else:
                guess = camera[frame - 1] @ np.linalg.inv(key[1])
                moved = _registered(key[0], view, guess)
                if moved is None or moved.all_share < _KEY:
                    key = (last, camera[frame - 1])
                    moved = _registered(key[0], view)
                if moved is None:
                    raise BadInput(
                        f"The camera of the plate cannot be followed to frame {frame}.",
                        remedy="Stabilise the passes, or ask for frames in which more stands still.",
                        kept="Nothing was made.",
                        where="plate",
                    )
                camera[frame] = moved.matrix @ key[1]
            last = view
        for number, held in enumerate(locked, 1):
            if held is None:
                seen = _onto(plate, number, frame, view)
                passes[number - 1][frame] = np.eye(3) if seen is None else seen.matrix
        progress(frame)
    return ShotAlignment(frames, locked, passes, camera)


def _view(plate: CrowdPlate, number: int, frame: int) -> SurveyedFrame:
    one = plate.passes[number]
    pixels = one.picture(frame)

    def nothing(_frame: int) -> Pixels:
        return np.zeros(pixels.shape[:2], np.float32)

    return view_of(MattedPlate(plate.frames, lambda _frame: pixels, nothing), frame, 0, None)


def _onto(plate: CrowdPlate, number: int, frame: int, first: SurveyedFrame) -> _Fit | None:
    """How a pass lies on the plate at a frame; None where nothing is there to tell.

    Raises `BadPicture` where it has another size, `BadInput` where it does not lie on it.
    """
    name, view = plate.passes[number].name, _view(plate, number, frame)
    if view.size != first.size:
        raise BadPicture(
            f"The pass {name} is {view.size[1]}x{view.size[0]} at frame {frame}, the plate "
            f"{first.size[1]}x{first.size[0]}.",
            remedy="Bring every pass to the plate's size.",
            where=f"references[{number - 1}]",
        )
    if len(features(first.picture, first.seen)) < 2 * LEAST:
        return None
    seen = _registered(first, view)
    if seen is None or seen.share < _AGREE:
        agreed = 0 if seen is None else round(100 * seen.share)
        raise BadInput(
            f"The pass {name} does not lie on the plate at frame {frame}: {agreed} % of what stands in the "
            "picture agrees.",
            remedy="Give passes of one camera that stands, or that moves alike in each; or leave it out.",
            kept="Nothing was made.",
            where=f"references[{number - 1}]",
        )
    return seen


def _registered(old: SurveyedFrame, new: SurveyedFrame, guess: Homography | None = None) -> _Fit | None:
    """The homography from one picture to the other, from a guess, else where they are and by their shift."""
    points = features(old.picture, old.seen)
    if len(points) < LEAST:
        return None
    best: _Fit | None = None
    total = len(points)
    for start in [guess] if guess is not None else [np.eye(3), None]:
        matrix = shift_between(old.picture, new.picture, old.seen, new.seen) if start is None else start
        places, trusted = follow(old.picture, new.picture, points, carry(points, matrix), new.seen, 4)
        fit = agree(points, places, trusted)
        if fit is not None and (best is None or fit.count > best.all_share * total):
            agreed = fit.inliers
            best = _Fit(fit.matrix, points[agreed], places[agreed], fit.count / total, fit.share)
        if best is not None and best.all_share > _KEY:
            break
    return best


def _whole(fit: _Fit | None) -> tuple[int, int] | None:
    """The whole pixels by which all quarters of a picture move; no move where nothing is there to tell."""
    if fit is None:
        return 0, 0
    x, y = fit.origins.T
    moved = fit.places - fit.origins
    height, width = float(np.median(y)), float(np.median(x))
    middle = np.rint(np.median(moved, axis=0))
    for low in (y <= height, y > height):
        for left in (x <= width, x > width):
            quarter = moved[low & left]
            if len(quarter) >= LEAST // 2 and np.abs(np.median(quarter, axis=0) - middle).max() > _WHOLE:
                return None
    return int(middle[0]), int(middle[1])


def _moved(right: int, down: int) -> Homography:
    return np.array([[1.0, 0.0, right], [0.0, 1.0, down], [0.0, 0.0, 1.0]])
