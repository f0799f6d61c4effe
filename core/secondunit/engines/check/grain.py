"""Grain beside grain: what an edit has inside its matte, as a share of what the plate has at that light.

Both are read from differences of the same frames, moved onto each other by `models.plate_match`: the edit in
the largest square that lies in the matte in all of them, the plate around it, block by block of like light.
Of both the flatter third counts, so that what a move leaves of texture is in neither. Amber is a third off,
where grain is told apart side by side (plate match has to reject grain 1.3 times too strong); twice as strong
is red. None at all is amber, since a placement can still put the plate's on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.plate_match.alignment import Shifts, shifts, smooth
from secondunit.models.plate_match.spectrum import BLOCK
from secondunit.wire import CheckFigure, CheckLight, CheckSubject, FrameRange

from .frames import CheckedFrames, Pixels, comp

#: Shares of the plate's grain.
LOW_AMBER, HIGH_AMBER, HIGH_RED = 0.7, 1.3, 2.0
#: How many frames are measured, and the sides of what is measured of them, in pixels.
RUN, LEAST, MOST = 8, 64, 384
#: A plate with less, as a share of its light, has no grain that anybody would miss.
CLEAN = 0.004
#: What lies in the matte for this purpose.
FULL = 0.999
#: The part of the blocks of like light (stops) that counts, and the fewest of them.
FLATTEST, ALIKE, FEWEST = 0.3, 0.75, 9
#: A block that stays bit for bit as it was, in more than this share of it, was not made anew in each frame.
STILL = 0.5


@dataclass(frozen=True)
class GrainPlace:
    """Frames, and the rows and columns of a square of the take that an edit fills in all of them."""

    frames: FrameRange
    top: int
    left: int
    side: int

    def wider(self, shape: tuple[int, ...]) -> GrainPlace:
        """The square with as much around it, within a picture of that shape."""
        side = min(2 * self.side, MOST, shape[0], shape[1])
        more = (side - self.side) // 2
        top = min(max(self.top - more, 0), shape[0] - side)
        left = min(max(self.left - more, 0), shape[1] - side)
        return GrainPlace(self.frames, top, left, side)

    def cut(self, pixels: Pixels) -> Pixels:
        """The square of a picture."""
        rows, columns = slice(self.top, self.top + self.side), slice(self.left, self.left + self.side)
        return np.ascontiguousarray(pixels[rows, columns])


def grain_place(frames: CheckedFrames) -> GrainPlace | None:
    """Where an edit's grain is measured, in the middle of its shot; None where too little of it is full."""
    shot = frames.brief.frames
    count = min(RUN, len(shot))
    run = FrameRange.starting(shot.first + (len(shot) - count) // 2, count)
    full = None
    for frame in run:
        there = frames.beauty(frame)[..., 3] >= FULL
        full = there if full is None else full & there
    assert full is not None
    ringed = np.pad(full, 1).astype(np.uint8)
    reach = np.asarray(cv2.distanceTransform(ringed, cv2.DIST_C, 3))[1:-1, 1:-1]
    row, column = (int(place) for place in np.unravel_index(int(reach.argmax()), reach.shape))
    half = min(int(reach[row, column]) - 1, MOST // 2)
    if 2 * half < LEAST:
        return None
    return GrainPlace(run, row - half, column - half, 2 * half)


def grain(frames: CheckedFrames) -> CheckFigure:
    """The figure of an edit of a plate."""
    place = grain_place(frames) if frames.plate is not None and len(frames.brief.frames) >= 4 else None
    if place is None:
        return _unjudged("Too little of it is filled in enough frames: its grain is not measured.")

    @lru_cache(maxsize=RUN)
    def behind(frame: int) -> Pixels:
        pixels = frames.behind(frame)
        assert pixels is not None
        return pixels

    around = place.wider(behind(place.frames.first).shape)

    @lru_cache(maxsize=2)
    def front(frame: int) -> Pixels:
        return comp(frames.beauty(frame), behind(frame))

    pairs = [(frame, frame + 1) for frame in tuple(place.frames)[:-1:2]]
    moves = [shifts(*(_brightness(around.cut(behind(frame))) for frame in pair)) for pair in pairs]
    plate = _blocks(behind, around, around, pairs, moves)
    share = likeness(_blocks(front, place, around, pairs, moves), plate) if plate.still < STILL else None
    if share is None:
        return _unjudged("The plate repeats itself or moves too fast: its grain is not measured.")
    if share < 0:
        return CheckFigure(CheckSubject.GRAIN, CheckLight.GREEN, "The plate has no grain to match.")
    return _judged(share, place.frames.first)


@dataclass(frozen=True)
class GrainBlocks:
    """Blocks of 32 pixels, a row a block and a column a channel: mean light, and the variance of grain.

    `still` is the share of values that are bit by bit those of the next frame.
    """

    light: npt.NDArray[np.float32]
    variance: npt.NDArray[np.float32]
    still: float


def likeness(edit: GrainBlocks, plate: GrainBlocks) -> float | None:
    """The deviation of an edit's grain as a share of the plate's at like light.

    Negative where the plate has none, None where too few blocks of both stay in frame.
    """
    if min(len(edit.light), len(plate.light)) < FEWEST:
        return None
    own = other = 0.0
    for channel in range(3):
        there = np.log2(np.maximum(plate.light[:, channel], 1e-3))
        away = np.abs(there - np.log2(max(float(np.median(edit.light[:, channel])), 1e-3)))
        alike = away <= max(ALIKE, float(np.sort(away)[FEWEST - 1]))
        expected = float(np.quantile(plate.variance[alike, channel], FLATTEST))
        if math.sqrt(expected) < CLEAN * max(float(np.median(plate.light[alike, channel])), 1e-3):
            continue
        own += float(np.quantile(edit.variance[:, channel], FLATTEST)) / expected
        other += 1.0
    return math.sqrt(own / other) if other else -1.0


def _blocks(
    picture: Callable[[int], Pixels],
    place: GrainPlace,
    around: GrainPlace,
    pairs: list[tuple[int, int]],
    moves: list[Shifts],
) -> GrainBlocks:
    """The blocks of `place`, each against where it is in the next frame; `moves` are of what is `around`."""
    light, variance, still = [], [], []
    for pair, move in zip(pairs, moves, strict=True):
        here, there = picture(pair[0]), picture(pair[1])
        for row in range(place.top, place.top + place.side - BLOCK + 1, BLOCK):
            for column in range(place.left, place.left + place.side - BLOCK + 1, BLOCK):
                down, right = move.at(row - around.top, column - around.left)
                if not (
                    place.top <= row + down <= place.top + place.side - BLOCK
                    and place.left <= column + right <= place.left + place.side - BLOCK
                ):
                    continue
                block = here[row : row + BLOCK, column : column + BLOCK]
                moved = there[row + down : row + down + BLOCK, column + right : column + right + BLOCK]
                difference = block - moved
                difference -= np.median(difference, axis=(0, 1))  # a lamp that flickers is no grain
                light.append(block.mean(axis=(0, 1)))
                variance.append((difference**2).mean(axis=(0, 1)) / 2.0)
                still.append(float((block == moved).mean()))
    empty = np.zeros((0, 3), np.float32)
    if not light:
        return GrainBlocks(empty, empty, 1.0)
    return GrainBlocks(np.array(light, np.float32), np.array(variance, np.float32), float(np.mean(still)))


def _brightness(pixels: Pixels) -> Pixels:
    """What motion is looked for in: coded, so that highlights do not rule, and without grain."""
    return smooth((np.maximum(pixels, 0.0).mean(axis=-1) + np.float32(0.01)) ** np.float32(0.4))


def _judged(share: float, frame: int) -> CheckFigure:
    percent = 100 * share
    if share >= HIGH_RED:
        light, sentence = CheckLight.RED, f"Its grain is {share:.1f} times as strong as the plate's."
    elif share > HIGH_AMBER:
        light, sentence = CheckLight.AMBER, f"Its grain is {percent:.0f} % of the plate's: it stands out."
    elif share < LOW_AMBER:
        light = CheckLight.AMBER
        sentence = f"Its grain is {percent:.0f} % of the plate's: put the plate's on it, or it looks clean."
    else:
        light, sentence = CheckLight.GREEN, f"Its grain is {percent:.0f} % of the plate's."
    return CheckFigure(CheckSubject.GRAIN, light, sentence, round(percent, 1), "%", frame)


def _unjudged(sentence: str) -> CheckFigure:
    return CheckFigure(CheckSubject.GRAIN, CheckLight.NONE, sentence)
