"""How far pixels are from lines, and what fades with that distance: soft edges, strokes of a round brush.

Distances are exact to the middle of each pixel, in heights of a pixel. What an edge lets through is a
straight ramp over the distance, averaged over the pixel: a ramp of no width is an edge without steps.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..wire.picture import Window
from .area import Coverage, Points

Distances = npt.NDArray[np.float32]
#: Long lines are looked at in parts of at least this length: each has its own surroundings.
_PART = 48.0


Indices = npt.NDArray[np.int64]


def near_lines(
    lines: Points, window: Window, reach: float, pixel_aspect: float = 1.0
) -> tuple[Indices, Distances]:
    """The pixels of `window` that are nearer than `reach` to one of `lines`, and how far from the nearest.

    `lines` are x0, y0, x1, y1 in pixels, (n, 4); a line of no length is a point. Pixels are numbered row by
    row. Distance and reach are in heights of a pixel, which is `pixel_aspect` times as wide.
    """
    nearest = np.full((window.height, window.width), reach * reach, np.float32)
    scaled = np.asarray(lines, np.float64) - (window.x, window.y, window.x, window.y)
    scaled[:, 0::2] *= pixel_aspect
    parts = _parts(scaled, max(_PART, reach))
    for axis, size in ((0, window.width * pixel_aspect), (1, window.height)):
        low, high = np.minimum(*parts[:, axis::2].T), np.maximum(*parts[:, axis::2].T)
        parts = parts[(low < size + reach) & (high > -reach)]
    for x0, y0, x1, y1 in parts:
        left, right = sorted((x0, x1))
        top, bottom = sorted((y0, y1))
        columns = _span(left - reach, right + reach, window.width, pixel_aspect)
        rows = _span(top - reach, bottom + reach, window.height, 1.0)
        if columns.start >= columns.stop or rows.start >= rows.stop:
            continue
        x = (np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5) * np.float32(
            pixel_aspect
        ) - np.float32(x0)
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5 - np.float32(y0))[:, None]
        across, down = np.float32(x1 - x0), np.float32(y1 - y0)
        length = across * across + down * down
        if length > 0:
            share = x * (across / length) + y * (down / length)
            np.clip(share, 0.0, 1.0, out=share)
            dx, dy = x - share * across, y - share * down
        else:
            dx, dy = x, y
        part = nearest[rows, columns]
        np.minimum(part, dx * dx + dy * dy, out=part)
    squares = nearest.ravel()
    near = np.flatnonzero(squares < np.float32(reach * reach))
    return near, np.sqrt(squares[near])


def edge_ramp(outside: Distances, feather: float) -> Coverage:
    """What an edge lets through at a signed distance `outside` of it, 1 to 0 over `feather`.

    A positive feather fades outside of the edge, a negative one inside of it. The ramp is averaged over one
    pixel across the edge.
    """
    width = abs(feather)
    start = outside + np.float32(width) if feather < 0 else outside
    through: Coverage = _ramp_sum(start + np.float32(0.5), width) - _ramp_sum(start - np.float32(0.5), width)
    return np.clip(through, 0.0, 1.0, out=through)


def _ramp_sum(at: Distances, width: float) -> Distances:
    """The integral from 0 of a ramp that is 1 before 0 and 0 from `width` on."""
    if width <= 0:
        return np.minimum(at, np.float32(0.0))
    inside = np.clip(at, 0.0, np.float32(width))
    return np.minimum(at, np.float32(0.0)) + inside - inside * inside / np.float32(2.0 * width)


def _span(low: float, high: float, most: int, size: float) -> slice:
    """The pixels of `size` whose middles lie between two places."""
    first = max(0, int(np.ceil(low / size - 0.5)))
    return slice(first, max(first, min(most, int(np.floor(high / size - 0.5)) + 1)))


def _parts(lines: Points, longest: float) -> Points:
    """The lines in parts no longer than that."""
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    count = np.maximum(np.ceil(lengths / longest), 1).astype(np.int64)
    which = np.repeat(np.arange(len(lines)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    whole, share = lines[which], count[which]
    step = (whole[:, 2:] - whole[:, :2]) / share[:, None]
    start = whole[:, :2] + step * number[:, None]
    parts: Points = np.hstack([start, start + step])
    return parts
