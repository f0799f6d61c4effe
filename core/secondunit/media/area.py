"""How much of each pixel an area with straight edges covers, exactly.

Every edge is cut where it crosses a row or a column; each piece then lies in one pixel and adds the signed
area to its right, and a running sum along the rows fills what lies between two edges. That is exact for every
polygon whose edges do not cross; where they cross, what is wound around either way counts (`nonzero`).
It knows points and windows; it does not know shapes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..wire.picture import Window

#: (height, width) float32, 0 to 1.
Coverage = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
#: Sums of pieces are off by less than this; what is nearer to 0 or 1 is that.
_SURE = 1e-5


def area_coverage(points: Points, window: Window) -> Coverage:
    """How much of each pixel of `window` lies in the closed polygon `points`, (n, 2) x and y in pixels."""
    corners = np.asarray(points, np.float64) - (window.x, window.y)
    pieces = _cut(_edges(corners, window.height), 1)
    pieces = _cut(_within(pieces, window.width), 0)
    x, y = (pieces[:, 0] + pieces[:, 2]) / 2, (pieces[:, 1] + pieces[:, 3]) / 2
    column = np.minimum(np.floor(x).astype(np.int64), window.width)
    row = np.minimum(np.floor(y).astype(np.int64), window.height - 1)
    down, beside = pieces[:, 3] - pieces[:, 1], x - column
    stride = window.width + 2
    sums = np.zeros(window.height * stride, np.float32)
    at = row * stride + column
    np.add.at(sums, at, (down * (1.0 - beside)).astype(np.float32))
    np.add.at(sums, at + 1, (down * beside).astype(np.float32))
    rows = sums.reshape(window.height, stride)
    cover: Coverage = np.add.accumulate(rows, axis=1, out=rows)[:, : window.width]
    np.abs(cover, out=cover)
    # Stretched by what sums are off at most, so that what is empty or full is exactly that.
    cover *= np.float32(1.0 + 2.0 * _SURE)
    cover -= np.float32(_SURE)
    return np.clip(cover, 0.0, 1.0, out=cover)


def bounds(points: Points, margin: tuple[float, float], window: Window) -> Window | None:
    """The pixels of `window` that points reach with a margin across and down around them; None for none."""
    low, high = points.min(0) - margin, points.max(0) + margin
    first, after = np.floor(low).astype(int), np.ceil(high).astype(int)
    size = np.maximum(after - first, 1)
    return window.intersection(Window(int(first[0]), int(first[1]), int(size[0]), int(size[1])))


def _edges(corners: Points, height: int) -> Points:
    """The edges as x0, y0, x1, y1, (n, 4), those that lie within the rows, cut off at their ends."""
    ends = np.roll(corners, -1, axis=0)
    edges = np.hstack([corners, ends])
    edges = edges[edges[:, 1] != edges[:, 3]]
    low, high = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
    edges = edges[(high > 0) & (low < height)]
    slope = (edges[:, 2] - edges[:, 0]) / (edges[:, 3] - edges[:, 1])
    start, end = np.clip(edges[:, 1], 0, height), np.clip(edges[:, 3], 0, height)
    return np.stack(
        [
            edges[:, 0] + (start - edges[:, 1]) * slope,
            start,
            edges[:, 0] + (end - edges[:, 1]) * slope,
            end,
        ],
        1,
    )


def _within(pieces: Points, width: int) -> Points:
    """Pieces left of the picture, in it or right of it: those outside stand at its edge."""
    cut = _cut_at(_cut_at(pieces, 0.0), float(width))
    cut[:, 0::2] = np.clip(cut[:, 0::2], 0, width)
    return cut


def _cut_at(pieces: Points, x: float) -> Points:
    """Pieces cut in two where they cross a column's edge."""
    crossing = (pieces[:, 0] - x) * (pieces[:, 2] - x) < 0
    across = pieces[crossing]
    if not across.size:
        return pieces.copy()
    share = (x - across[:, 0]) / (across[:, 2] - across[:, 0])
    middle = np.stack([np.full(len(across), x), across[:, 1] + share * (across[:, 3] - across[:, 1])], 1)
    halves = [np.hstack([across[:, :2], middle]), np.hstack([middle, across[:, 2:]])]
    return np.concatenate([pieces[~crossing], *halves])


def _cut(pieces: Points, axis: int) -> Points:
    """Pieces cut wherever they cross a whole number along an axis (0: x, 1: y)."""
    start, end = pieces[:, axis], pieces[:, axis + 2]
    low, high = np.minimum(start, end), np.maximum(start, end)
    first = np.floor(low)
    count = np.maximum(np.ceil(high) - first, 1).astype(np.int64)
    which = np.repeat(np.arange(len(pieces)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    low, high, first = low[which], high[which], first[which]
    piece, span = pieces[which], (end - start)[which]
    a, b = np.maximum(first + number, low), np.minimum(first + number + 1, high)
    flat = span == 0
    safe = np.where(flat, 1.0, span)
    begin, stop = (
        np.where(flat, 0.0, (a - piece[:, axis]) / safe),
        np.where(flat, 1.0, (b - piece[:, axis]) / safe),
    )
    backward = begin > stop
    begin, stop = np.where(backward, stop, begin), np.where(backward, begin, stop)
    other = 1 - axis
    along = piece[:, other + 2] - piece[:, other]
    cut = np.empty_like(piece)
    cut[:, axis], cut[:, axis + 2] = np.where(backward, b, a), np.where(backward, a, b)
    cut[:, axis] = np.where(flat, piece[:, axis], cut[:, axis])
    cut[:, axis + 2] = np.where(flat, piece[:, axis + 2], cut[:, axis + 2])
    cut[:, other] = piece[:, other] + begin * along
    cut[:, other + 2] = piece[:, other] + stop * along
    return cut
