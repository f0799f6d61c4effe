"""Large pictures made small fast, for a frame that somebody waits for: the same averages as `preview.fitted`.

It halves by adding neighbours as long as that is whole, and leaves out what is empty before it converts.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..wire.picture import Window
from .half import HALF_MAX, to_float
from .picture import Picture, Pixels
from .preview import fitted

#: Values of float32 that stay in a core's cache.
_BLOCK_VALUES = 1 << 17


def shrunk(picture: Picture, width: int) -> Picture:
    """The display window of `picture`, at most `width` pixels wide: float32, square pixels, at (0, 0).

    Averages are of the values themselves (scene-linear, premultiplied). What is no number counts as 0.
    """
    picture = picture.shown()
    small = _scaled(picture, width)
    if not bool(np.isfinite(small.pixels).all()):
        clean = np.nan_to_num(_as_float(picture), nan=0.0, posinf=65504.0, neginf=-65504.0)
        small = _scaled(replace(picture, pixels=clean), width)
    return small


def squared(picture: Picture, width: int) -> Picture:
    """`picture` averaged in whole squares of its own pixels to about `width`: never narrower than that.

    Float32 at (0, 0), its pixels as oblong as they were; rows and columns beyond the last whole square are
    left out. A picture that is no wider than twice that keeps its pixels. What is no number counts as 0.
    """
    pixels = picture.pixels
    across = _averaged(pixels, max(1, min(pixels.shape[1] // width, pixels.shape[0])))
    window = Window(0, 0, across.shape[1], across.shape[0])
    return replace(picture, pixels=across, data_window=window, display_window=window)


def _averaged(pixels: Pixels, side: int) -> npt.NDArray[np.float32]:
    """The averages of squares of `side` pixels, by a few rows that stay in a core's cache."""
    high, wide, channels = pixels.shape[0] // side, pixels.shape[1] // side, pixels.shape[2]
    out = np.empty((high, wide, channels), np.float32)
    rows = max(1, _BLOCK_VALUES // (side * side * wide * channels))
    # What a row of one square is multiplied by: each channel's values are summed, and divided at once.
    sums = np.tile(np.eye(channels, dtype=np.float32), (side, 1)) * np.float32(1.0 / side**2)
    for top in range(0, high, rows):
        block = pixels[top * side : min(top + rows, high) * side, : wide * side]
        values = to_float(block) if block.dtype == np.float16 else np.ascontiguousarray(block, np.float32)
        if side == 1:
            out[top : top + rows] = values
            continue
        lines = values.reshape(-1, side, wide * side * channels).sum(1).reshape(-1, wide, side * channels)
        with np.errstate(invalid="ignore", over="ignore"):  # what is no number is looked for at the end
            np.matmul(lines, sums, out=out[top : top + rows])
    if bool(np.isfinite(out).all()):
        return out
    clean = np.nan_to_num(pixels.astype(np.float32), nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    if not bool(np.isfinite(pixels).all()):
        return _averaged(clean, side)
    return np.nan_to_num(out, posinf=HALF_MAX, neginf=-HALF_MAX)


def _scaled(picture: Picture, width: int) -> Picture:
    pixels = _as_float(picture)
    while (
        picture.pixel_aspect == 1.0
        # The last step is a whole one, or leaves more than two pixels to one, where rounding hides.
        and (pixels.shape[1] == 2 * width or pixels.shape[1] >= 4 * width)
        and pixels.shape[0] % 2 == 0 == pixels.shape[1] % 2
    ):
        rows = pixels[0::2] + pixels[1::2]
        pixels = (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)
    whole = Picture.of(pixels, picture.channels)
    return fitted(replace(whole, pixel_aspect=picture.pixel_aspect), width, 4 * width)


def _as_float(picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    pixels = picture.pixels
    if pixels.dtype == np.float16:
        box = _filled(picture)
        out = np.zeros(pixels.shape, np.float32)
        inner, outer = box.data_window, picture.data_window
        top, left = inner.y - outer.y, inner.x - outer.x
        out[top : top + inner.height, left : left + inner.width] = to_float(np.ascontiguousarray(box.pixels))
        return out
    return pixels.astype(np.float32, copy=False)


def _filled(picture: Picture) -> Picture:
    """A half picture of four channels cut to what is not 0; any other stays as it is."""
    pixels = picture.pixels
    if pixels.dtype != np.float16 or pixels.shape[-1] != 4 or not pixels.flags.c_contiguous:
        return picture
    there = pixels.view(np.uint64)[..., 0] != 0
    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    if not rows.size:
        return picture
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    at = picture.data_window
    window = Window(at.x + left, at.y + top, right - left, bottom - top)
    return replace(picture, pixels=pixels[top:bottom, left:right], data_window=window)
