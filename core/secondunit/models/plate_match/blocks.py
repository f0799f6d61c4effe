"""What differs from frame to frame in blocks of a plate, once its motion is taken out by whole pixels.

Four frames serve: one says which blocks are flat, and the next ones, whose grain is another, how they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .alignment import STILL, TILE, Shifts, shifts, smooth
from .spectrum import BLOCK, RINGS, ring_powers

Pixels = npt.NDArray[np.float32]
Values = npt.NDArray[np.float32]
#: Gives (height, width, 3) float32, scene-linear, finite.
Frames = Callable[[int], Pixels]
#: Gives a frame, the second, as it would stand where the first one stands.
Aligned = Callable[[int, int], Pixels]
#: So many times of a plate are looked at, at most.
TIMES = 8
#: The frames after the next one in which grain has nothing of the first's left.
FAR = 8


@dataclass(frozen=True)
class Blocks:
    """Blocks of 32 pixels: each array has a row a block and a column a channel."""

    #: The mean, scene-linear.
    exposure: Values
    #: The standard deviation about a slope, in a frame that takes no part in the differences.
    spread: Values
    #: The mean squares of differences to the next frame, the one after it, and a far one (nan where outside).
    next: Values
    second: Values
    far: Values
    #: The powers of rings of the difference to the next frame: (blocks, channels, 16).
    powers: Values
    #: The share of values that are bit by bit those of the next frame: (blocks,).
    equal: Values
    #: How far the block moves to the next frame, in pixels: (blocks,).
    motion: Values


def blocks_of(
    picture: Frames, frames: Sequence[int], aligned: Aligned | None = None, times: int = TIMES
) -> Blocks:
    """The blocks of at most `times` times of a plate of four frames or more.

    `aligned` brings frames to each other; without it whole pixels do, which leave grain as it is.
    """
    parts = [part for time in _times(frames, times) for part in _at(picture, time, aligned)]
    columns = list(zip(*parts, strict=True)) or [()] * 8
    arrays = [np.concatenate(column) if column else np.zeros(0, np.float32) for column in columns]
    return Blocks(*arrays)


@dataclass(frozen=True)
class _Time:
    """The frame that chooses, the one that is measured, and those that it is compared with."""

    chooser: int
    frame: int
    next: int
    second: int
    far: int


def _times(frames: Sequence[int], times: int) -> Iterator[_Time]:
    last = len(frames) - 3
    count = min(times, last)
    for index in range(count):
        first = index * last // count
        far = min(first + 1 + FAR, len(frames) - 1)
        yield _Time(frames[first], frames[first + 1], frames[first + 2], frames[first + 3], frames[far])


def _at(picture: Frames, time: _Time, aligned: Aligned | None) -> Iterator[tuple[Values, ...]]:
    measured = picture(time.frame)
    bright = _brightness(measured) if aligned is None else measured
    others = []
    for frame in (time.chooser, time.next, time.second, time.far):
        if aligned is None:
            other = picture(frame)
            others.append((other, shifts(bright, _brightness(other))))
        else:
            others.append((aligned(time.frame, frame), STILL))
    height, width = measured.shape[:2]
    for top in range(0, height - BLOCK + 1, TILE):
        for left in range(0, width - BLOCK + 1, TILE):
            part = _tile(measured, others, top, left)
            if part is not None:
                yield part


def _brightness(pixels: Pixels) -> Pixels:
    """What motion is looked for in: coded, so that highlights do not rule, and without grain."""
    return smooth((np.maximum(pixels, 0.0).mean(axis=-1) + np.float32(0.01)) ** np.float32(0.4))


def _tile(
    measured: Pixels, others: Sequence[tuple[Pixels, Shifts]], top: int, left: int
) -> tuple[Values, ...] | None:
    height, width = measured.shape[:2]
    bottom = top + min(TILE, height - top) // BLOCK * BLOCK
    right = left + min(TILE, width - left) // BLOCK * BLOCK
    here = measured[top:bottom, left:right]
    there = [_moved(other, moves.at(top, left), (top, bottom, left, right)) for other, moves in others]
    chooser, following, second, far = there
    if chooser is None or following is None or second is None:
        return None
    exposure = _blocked(here).mean(axis=(1, 2))
    spread = _spread(_blocked(chooser))
    difference = _difference(here, following)
    one = _blocked(difference)
    two = _blocked(_difference(here, second))
    away = np.full_like(exposure, np.nan)
    if far is not None:
        away = (_blocked(_difference(here, far)) ** 2).mean(axis=(1, 2))
    powers = ring_powers(np.moveaxis(one, -1, 1).reshape(-1, BLOCK, BLOCK)).reshape(-1, 3, RINGS)
    equal = _blocked(here == following).mean(axis=(1, 2, 3))
    down, across = others[1][1].at(top, left)
    motion = np.full(len(equal), np.hypot(down, across), np.float32)
    return (
        exposure, spread, (one**2).mean(axis=(1, 2)), (two**2).mean(axis=(1, 2)), away, powers,
        equal.astype(np.float32), motion,
    )  # fmt: skip


def _moved(other: Pixels, shift: tuple[int, int], box: tuple[int, int, int, int]) -> Pixels | None:
    top, bottom, left, right = box[0] + shift[0], box[1] + shift[0], box[2] + shift[1], box[3] + shift[1]
    if top < 0 or left < 0 or bottom > other.shape[0] or right > other.shape[1]:
        return None
    return other[top:bottom, left:right]


def _difference(here: Pixels, there: Pixels) -> Pixels:
    """What differs beside what all of a tile does: a lamp that flickers is no grain."""
    difference = here - there
    return np.asarray(difference - np.median(difference, axis=(0, 1), keepdims=True), np.float32)


def _spread(blocks: npt.NDArray[np.float32]) -> Values:
    """The standard deviation of blocks once a slope is taken out: (blocks, channels)."""
    line = np.linspace(-1.0, 1.0, BLOCK, dtype=np.float32)
    size = np.float32(BLOCK) * np.sum(line * line)
    across = np.einsum("nyxc,x->nc", blocks, line) ** 2 / size
    down = np.einsum("nyxc,y->nc", blocks, line) ** 2 / size
    left = blocks.var(axis=(1, 2)) - (across + down) / np.float32(BLOCK * BLOCK)
    return np.asarray(np.sqrt(np.maximum(left, 0.0)), np.float32)


def _blocked(tile: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """A tile as (blocks, 32, 32, channels)."""
    rows, columns, channels = tile.shape[0] // BLOCK, tile.shape[1] // BLOCK, tile.shape[2]
    parted = tile.reshape(rows, BLOCK, columns, BLOCK, channels).swapaxes(1, 2)
    return parted.reshape(-1, BLOCK, BLOCK, channels).astype(np.float32)
