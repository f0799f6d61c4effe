"""How dark and how bright a plate gets, and what its greys are tinted by: floor, ceiling, flare and cast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import BadPicture, OutOfRange

Pixels = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
Three = tuple[float, float, float]
#: The side of a block, in pixels: its mean has little grain left.
BLOCK = 8
#: So much of the blocks may be darker than the floor, or brighter than the ceiling, as a share.
BEYOND = 0.002
#: Pixels at the very highest value, as a share, from which it is a clip and not a highlight.
CLIPPED = 0.0005
#: A named grey may differ within itself by so much of its light, beside its grain.
EVEN = 0.1
#: The norm of "shades of grey" (G. D. Finlayson and E. Trezzi, 2004).
_NORM = 6


@dataclass(frozen=True)
class PlateLevels:
    """Scene-linear levels of red, green and blue.

    `floor` and `ceiling` are what one block of 8 pixels in 500 goes below and above; `clipped` says that the
    highest value stands so often that it is the camera's end. `flare` is the floor as a part of the mean
    light: no more than that is veiling glare, for the darkest thing in frame may be no black.
    """

    floor: Three
    ceiling: Three
    clipped: bool
    flare: float


@dataclass(frozen=True)
class PlateCast:
    """What grey is in a plate: red, green and blue as multiples of green; its light is multiplied by that.

    `named` is false where nobody said what is grey: then it is an estimate over the whole picture.
    """

    gains: Three
    named: bool
    #: How far the named grey differs within itself, as a part of its light.
    uneven: float = 0.0


def levels_of(pictures: Iterable[Pixels]) -> PlateLevels:
    """The levels of (height, width, 3) float32 pictures of one plate; raises `BadPicture` for tiny ones."""
    dark, bright, mean, high, count, most = [], [], [], [], 0, -np.inf
    for picture in pictures:
        blocks = _blocks(picture)
        # What has no grain at all is no part of the photograph: bars, a slate, a matte line.
        rows, columns = np.ptp(blocks, axis=2), np.ptp(blocks, axis=1)
        alive = (rows.min(axis=(1, 2)) > 0) & (columns.min(axis=(1, 2)) > 0)
        means = blocks.mean(axis=(1, 2), dtype=np.float64)
        dark.append(means[alive] if alive.mean() > 0.05 else means)
        bright.append(means)
        mean.append(means.mean(axis=0))
        top = float(picture.max())
        share = float((picture.max(axis=-1) >= top).mean())
        high.append(share if top >= most else 0.0)
        most = max(most, top)
        count += 1
    if not count:
        raise BadPicture("A plate without frames has no levels.", where="frames")
    floor = np.quantile(np.concatenate(dark), BEYOND, axis=0)
    ceiling = np.quantile(np.concatenate(bright), 1.0 - BEYOND, axis=0)
    light = float(np.mean(mean))
    flare = float(np.clip(floor.mean() / light, 0.0, 1.0)) if light > 0 else 0.0
    return PlateLevels(_three(floor), _three(ceiling), max(high) > CLIPPED, flare)


def named_cast(pictures: Iterable[Pixels], box: tuple[int, int, int, int]) -> PlateCast:
    """The cast by a grey thing at `box` (left, top, width, height, in pixels of the plate).

    Raises `OutOfRange` where it is outside the picture or under 4 pixels wide, `BadPicture` for black.
    """
    left, top, width, height = box
    means, uneven = [], []
    for picture in pictures:
        if min(width, height) < 4 or left < 0 or top < 0 or left + width > picture.shape[1] \
                or top + height > picture.shape[0]:  # fmt: skip
            raise OutOfRange(
                f"The grey at {left},{top} of {width}x{height} pixels is not inside the plate of "
                f"{picture.shape[1]}x{picture.shape[0]}, or is under 4 pixels wide.",
                remedy="Name it by left, top, width and height in pixels, from the upper left.",
                where="grey",
            )
        grey = picture[top : top + height, left : left + width].astype(np.float64)
        means.append(grey.mean(axis=(0, 1)))
        halves = [part.mean(axis=(0, 1)) for part in _quarters(grey)]
        uneven.append(np.ptp(halves, axis=0).max() / max(float(means[-1].max()), 1e-9))
    mean = np.mean(means, axis=0)
    if mean.min() <= 0:
        raise BadPicture(
            "The named grey is black: it has no colour.", remedy="Name a lit grey.", where="grey"
        )
    return PlateCast(_three(mean / mean[1]), True, float(np.median(uneven)))


def estimated_cast(pictures: Iterable[Pixels]) -> PlateCast | None:
    """The cast if the world of the plate were grey on the whole; None where it is black in a channel."""
    powers = []
    for picture in pictures:
        means = np.maximum(_blocks(picture).mean(axis=(1, 2), dtype=np.float64), 0.0)
        size = max(float(means.max()), 1e-30)
        powers.append(((means / size) ** _NORM).mean(axis=0) ** (1.0 / _NORM) * size)
    mean = np.mean(powers, axis=0)
    return None if mean.min() <= 0 else PlateCast(_three(mean / mean[1]), False)


def _quarters(grey: Values) -> list[Values]:
    y, x = grey.shape[0] // 2, grey.shape[1] // 2
    return [grey[:y, :x], grey[:y, x:], grey[y:, :x], grey[y:, x:]]


def _blocks(picture: Pixels) -> Pixels:
    """(blocks, 8, 8, 3) of a picture; what is left at its far sides is left out."""
    rows, columns = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    if not rows or not columns:
        raise BadPicture(
            f"A plate of {picture.shape[1]}x{picture.shape[0]} is too small for its levels to be measured.",
            remedy=f"Measure one of {BLOCK} pixels a side or more.",
            where="plate",
        )
    parted = picture[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    return parted.swapaxes(1, 2).reshape(-1, BLOCK, BLOCK, 3)


def _three(values: Values) -> Three:
    return float(values[0]), float(values[1]), float(values[2])
