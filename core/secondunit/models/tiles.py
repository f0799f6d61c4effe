"""A picture worked on in tiles that overlap, and put together without a seam.

It does not know what a tile is worked on by.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import OutOfRange, WrongNetwork

from .mixing import mixed, ramp

Pixels = npt.NDArray[np.float32]
#: Takes and gives (height, width, channels) float32; what it gives may be larger by the tiling's scale.
Apply = Callable[[Pixels], Pixels]


@dataclass(frozen=True)
class Tiling:
    """How a picture is cut: tiles of `side` (0: the whole picture is one) that share at least `overlap`.

    What is worked on is a multiple of `multiple` each way; `fixed`: always `side` each way. A result is
    `scale` times as large. Overlaps are mixed in their middle third, away from what a tile's edge spoils.
    """

    side: int = field(default=0, metadata={"unit": "px"})
    overlap: int = field(default=0, metadata={"unit": "px"})
    multiple: int = field(default=1, metadata={"unit": "px"})
    fixed: bool = False
    scale: int = 1

    def __post_init__(self) -> None:
        if min(self.multiple, self.scale) < 1 or min(self.side, self.overlap) < 0:
            raise OutOfRange(
                "A multiple and a scale are at least 1, a side and an overlap 0 px.", where="side"
            )
        if self.side % self.multiple:
            raise OutOfRange(f"{self.side} px is no multiple of {self.multiple} px.", where="side")
        if self.side and 2 * self.overlap > self.side:
            raise OutOfRange("Tiles overlap by at most half their side.", where="overlap")
        if self.fixed and not self.side:
            raise OutOfRange("What always has one size has a side.", where="fixed")

    def within(self, length: int) -> int:
        """How many pixels of a row of `length` a tile takes: no more than as many tiles of `side` need."""
        if not self.side or length <= self.side:
            return length
        if self.fixed:
            return self.side
        count = self._count(length)
        return self._fitted(-(-(length + (count - 1) * self.overlap) // count))

    def starts(self, length: int) -> tuple[int, ...]:
        """Where the tiles of a row begin, evenly laid over `length` pixels."""
        gaps, rest = self._count(length) - 1, length - self.within(length)
        return tuple(round(gap * rest / gaps) if gaps else 0 for gap in range(gaps + 1))

    def extent(self, length: int) -> int:
        """How many pixels of a row of `length` a tile is made of, with what is added to fit."""
        return self.side if self.fixed else self._fitted(self.within(length))

    def _count(self, length: int) -> int:
        if not self.side or length <= self.side:
            return 1
        return math.ceil((length - self.side) / (self.side - self.overlap)) + 1

    def _fitted(self, length: int) -> int:
        return -(-length // self.multiple) * self.multiple


def tiled(pixels: Pixels, apply: Apply, tiling: Tiling) -> Pixels:
    """What `apply` makes of a picture (height, width, channels) float32, tile by tile.

    Edges are repeated where a tile has to be larger than the picture. Raises `WrongNetwork` where a result
    has not the size that it should have.
    """
    height, width = pixels.shape[:2]
    scale = tiling.scale
    out: Pixels | None = None
    last = 0
    for top in tiling.starts(height):
        rows = tiling.within(height)
        strip = _strip(pixels[top : top + rows], apply, tiling, tiling.extent(height))
        if out is None:
            out = np.empty((height * scale, width * scale, strip.shape[2]), np.float32)
        _lay(out, strip, top * scale, last)
        last = (top + rows) * scale
    assert out is not None
    return out


def _strip(pixels: Pixels, apply: Apply, tiling: Tiling, height: int) -> Pixels:
    """One row of tiles: (rows, width, channels)."""
    rows, width = pixels.shape[:2]
    scale = tiling.scale
    out: Pixels | None = None
    last = 0
    for left in tiling.starts(width):
        columns = tiling.within(width)
        tile = _fitted(pixels[:, left : left + columns], height, tiling.extent(width))
        result = np.asarray(apply(tile), np.float32)
        expected = (tile.shape[0] * scale, tile.shape[1] * scale)
        if result.ndim != 3 or result.shape[:2] != expected:
            raise WrongNetwork(
                f"It gave {_shape(result.shape)} for {_shape(tile.shape)}.",
                remedy=f"Its output has to be {expected[1]} x {expected[0]}: check scale and size.",
            )
        result = result[: rows * scale, : columns * scale]
        if out is None:
            out = np.empty((width * scale, rows * scale, result.shape[2]), np.float32)
        _lay(out, result.swapaxes(0, 1), left * scale, last)
        last = (left + columns) * scale
    assert out is not None
    return np.ascontiguousarray(out.swapaxes(0, 1))


def _fitted(tile: Pixels, height: int, width: int) -> Pixels:
    """The tile with its edges repeated below and on the right."""
    if tile.shape[:2] == (height, width):
        return np.ascontiguousarray(tile)
    below, right = height - tile.shape[0], width - tile.shape[1]
    return np.pad(tile, ((0, below), (0, right), (0, 0)), mode="edge")


def _lay(out: Pixels, part: Pixels, start: int, last: int) -> None:
    """Lay `part` into the first axis of `out` from `start` on, mixed with what is there up to `last`."""
    shared = max(0, last - start)
    length = max(1, shared // 3) if shared else 0
    begin = (shared - length) // 2
    if length:
        there = out[start + begin : start + begin + length]
        there[:] = mixed(there, part[begin : begin + length], ramp(length)[:, None, None])
    out[start + begin + length : start + len(part)] = part[begin + length :]


def _shape(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape[1::-1])) if len(shape) > 1 else str(shape)


def tile_count(tiling: Tiling, width: int, height: int) -> int:
    """How many tiles a picture comes to."""
    return len(tiling.starts(width)) * len(tiling.starts(height))
