"""How far a picture has moved to the next, by whole pixels: what is measured of grain must not be resampled.

Phase correlation (C. D. Kuglin and D. C. Hines, "The phase correlation image alignment method", 1975) of the
whole picture, then of each tile of it near that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft
from scipy.ndimage import uniform_filter

Field = npt.NDArray[np.float32]
#: A tile's side, in pixels, and how far it may move otherwise than the picture as a whole.
TILE, APART = 128, 24
#: A tile's own shift counts where it leaves less than this part of what the picture's shift leaves: grain
#: alone has a best shift, too, that leaves some two thirds.
BETTER = 0.5
#: Grain is smoothed away by a box of so many pixels before anything is compared.
_SMOOTH = 7


@dataclass(frozen=True)
class Shifts:
    """Where tiles of a picture are in another: (rows, columns, 2) whole pixels down and right."""

    tiles: npt.NDArray[np.int32]

    def at(self, row: int, column: int) -> tuple[int, int]:
        """The shift of the tile that holds a pixel."""
        down, right = self.tiles[
            min(row // TILE, self.tiles.shape[0] - 1), min(column // TILE, self.tiles.shape[1] - 1)
        ]
        return int(down), int(right)


#: Nothing moves.
STILL = Shifts(np.zeros((1, 1, 2), np.int32))


def smooth(brightness: Field) -> Field:
    """A picture without its grain, as it is compared with another."""
    return np.asarray(uniform_filter(brightness, _SMOOTH, mode="nearest"), np.float32)


def shifts(first: Field, second: Field) -> Shifts:
    """Where the tiles of `first` are in `second`, both (height, width) and smooth."""
    height, width = first.shape
    whole = _whole_shift(first, second)
    rows, columns = max(1, height // TILE), max(1, width // TILE)
    tiles = np.empty((rows, columns, 2), np.int32)
    for row in range(rows):
        for column in range(columns):
            tiles[row, column] = _tile_shift(first, second, row * TILE, column * TILE, whole)
    return Shifts(tiles)


def _whole_shift(first: Field, second: Field) -> tuple[int, int]:
    """How far all of it moved, at a quarter of the size first, then to the pixel."""
    step = max(1, min(first.shape) // 270)
    coarse = _peak(first[::step, ::step], second[::step, ::step])
    down, right = coarse[0] * step, coarse[1] * step
    if step == 1:
        return down, right
    around = [(down + y, right + x) for y in range(-step, step + 1) for x in range(-step, step + 1)]
    return min(around, key=lambda shift: _left(first, second, shift, step))


def _left(first: Field, second: Field, shift: tuple[int, int], step: int) -> float:
    """The mean square of what a shift leaves, at every `step`th pixel; infinite where too little overlaps."""
    a, b = overlap(first, second, shift)
    if a.size < first.size // 8:
        return float("inf")
    return float(np.mean((a[::step, ::step] - b[::step, ::step]) ** 2))


def overlap(first: Field, second: Field, shift: tuple[int, int]) -> tuple[Field, Field]:
    """What both have of the same things where `first` moved by `shift` to `second`."""
    height, width = first.shape[:2]
    down, right = shift
    top, left = max(0, -down), max(0, -right)
    bottom, edge = min(height, height - down), min(width, width - right)
    if bottom <= top or edge <= left:
        return first[:0], second[:0]
    return first[top:bottom, left:edge], second[top + down : bottom + down, left + right : edge + right]


def _tile_shift(first: Field, second: Field, top: int, left: int, whole: tuple[int, int]) -> tuple[int, int]:
    """The shift of one tile: the picture's, or its own where that leaves less of a difference."""
    height, width = first.shape
    bottom, right = min(height, top + TILE), min(width, left + TILE)
    there = (
        _within(top + whole[0], bottom + whole[0], height),
        _within(left + whole[1], right + whole[1], width),
    )
    if there[0] is None or there[1] is None:
        return whole
    tile = first[top:bottom, left:right]
    moved = second[there[0], there[1]]
    if moved.shape != tile.shape:
        return whole
    down, across = _peak(tile, moved)
    if (down, across) == (0, 0) or max(abs(down), abs(across)) > APART:
        return whole
    ours, theirs = overlap(tile, moved, (down, across))
    if ours.size and np.mean((ours - theirs) ** 2) < BETTER * np.mean((tile - moved) ** 2):
        return whole[0] + down, whole[1] + across
    return whole


def _within(low: int, high: int, size: int) -> slice | None:
    return slice(low, high) if low >= 0 and high <= size else None


def _peak(first: Field, second: Field) -> tuple[int, int]:
    """How far `first` moved to `second`, by the highest point of their phase correlation."""
    height, width = first.shape
    window = _window(height, width)
    a = fft.rfft2((first - first.mean()) * window)
    b = fft.rfft2((second - second.mean()) * window)
    cross = b * np.conj(a)
    size = np.abs(cross)
    cross /= np.maximum(size, size.max() * 1e-6 + 1e-30)
    # Blurred a little: a move of half a pixel has two half peaks.
    low = np.hypot(fft.fftfreq(height)[:, None], fft.rfftfreq(width)[None, :])
    answer = fft.irfft2(cross * np.exp(-((low / 0.15) ** 2)), s=(height, width))
    down, right = divmod(int(np.argmax(answer)), width)
    return down - height * (down > height // 2), right - width * (right > width // 2)


@lru_cache(maxsize=8)
def _window(height: int, width: int) -> Field:
    """A raised cosine, 0 at the borders."""
    return np.outer(np.hanning(height + 2)[1:-1], np.hanning(width + 2)[1:-1]).astype(np.float32)
