"""Where in each row of cells there is gas, and how far the flow may take it in a step.

Work of a step is done in these rows alone. Rows are (z, y); an empty one goes from its width to 0.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, inlined, kernel, over

#: The longest way of a step that is followed, in cells.
LONGEST = 32
#: Cells that a processor works on at once; what is left over at a row's end it does one by one.
LANES = 8


class Rows(NamedTuple):
    """From which cell to which one each row is used: `low` to `high` where gas is or may come, `wide_low` to
    `wide_high` with what is read about it.
    """

    low: Spans
    high: Spans
    wide_low: Spans
    wide_high: Spans

    @property
    def cells(self) -> int:
        """How many cells gas is in or may come to."""
        return int(np.maximum(self.high - self.low, 0).sum())


class Limits(NamedTuple):
    """The shortest and the longest way along x, y, z in a step that is followed, in cells."""

    x0: np.float32
    x1: np.float32
    y0: np.float32
    y1: np.float32
    z0: np.float32
    z1: np.float32


@kernel
def _find(start: int, stop: int, f: Field, least: np.float32, low: Spans, high: Spans) -> None:
    """Widen the rows to all that is more than `least`."""
    width = f.shape[2]
    for k in range(start, stop):
        for j in range(f.shape[1]):
            count = np.int32(0)
            for i in range(width):
                count += np.int32(f[k, j, i] > least)
            if count == 0:
                continue
            first, last = 0, width
            while f[k, j, first] <= least:
                first += 1
            while f[k, j, last - 1] <= least:
                last -= 1
            low[k, j], high[k, j] = min(low[k, j], first), max(high[k, j], last)


@kernel
def _fastest(
    start: int, stop: int, u: Field, v: Field, w: Field, low: Spans, high: Spans, out: Field
) -> None:
    """The least and the most of each velocity in the rows of each plane, (nz, 6)."""
    for k in range(start, stop):
        for n in range(6):
            out[k, n] = np.float32(0.0)
        for j in range(low.shape[1]):
            for i in range(low[k, j], high[k, j]):
                out[k, 0] = min(out[k, 0], min(u[k, j, i], u[k, j, i + 1]))
                out[k, 1] = max(out[k, 1], max(u[k, j, i], u[k, j, i + 1]))
                out[k, 2] = min(out[k, 2], min(v[k, j, i], v[k, j + 1, i]))
                out[k, 3] = max(out[k, 3], max(v[k, j, i], v[k, j + 1, i]))
                out[k, 4] = min(out[k, 4], min(w[k, j, i], w[k + 1, j, i]))
                out[k, 5] = max(out[k, 5], max(w[k, j, i], w[k + 1, j, i]))


@kernel
def _grow(low: Spans, high: Spans, z0: int, z1: int, y0: int, y1: int, x0: int, x1: int, width: int) -> None:
    """Widen the rows by so many cells to the low and the high side of each axis, in place."""
    nz, ny = low.shape
    lo, hi = low.copy(), high.copy()
    for k in range(nz):
        for j in range(ny):
            # What is taken upward by y1 reaches row j from as far below it.
            for other in range(max(0, j - y1), min(ny, j + y0 + 1)):
                lo[k, j], hi[k, j] = min(lo[k, j], low[k, other]), max(hi[k, j], high[k, other])
    for k in range(nz):
        for j in range(ny):
            first, last = np.int32(width), np.int32(0)
            for other in range(max(0, k - z1), min(nz, k + z0 + 1)):
                first, last = min(first, lo[other, j]), max(last, hi[other, j])
            if first < last:
                first, last = max(np.int32(0), first - x0), min(np.int32(width), last + x1)
            low[k, j], high[k, j] = first, last


def _align(low: Spans, high: Spans, width: int) -> None:
    """Widen rows, in place, to whole groups of cells that are worked on at once."""
    used = low < high
    low[used] -= low[used] % LANES
    high[used] = np.minimum(width, -(-high[used] // LANES) * LANES)


@inlined
def about(low: Spans, high: Spans, k: int, j: int, width: int) -> tuple[np.int64, np.int64]:
    """From which cell to which one of a row there is a cell of the rows, or one beside it along any axis."""
    ka, kb = max(k - 1, 0), min(k + 1, low.shape[0] - 1)
    ja, jb = max(j - 1, 0), min(j + 1, low.shape[1] - 1)
    first = np.int64(min(min(low[ka, j], low[kb, j]), min(low[k, ja], low[k, jb])))
    last = np.int64(max(max(high[ka, j], high[kb, j]), max(high[k, ja], high[k, jb])))
    if low[k, j] < high[k, j]:
        first = min(first, np.int64(max(low[k, j] - 1, 0)))
        last = max(last, np.int64(min(high[k, j] + 1, width)))
    return first, last


@inlined
def shared(low: Spans, high: Spans, ka: int, ja: int, kb: int, jb: int) -> tuple[np.int64, np.int64]:
    """From which cell to which one two rows are both used."""
    return np.int64(max(low[ka, ja], low[kb, jb])), np.int64(min(high[ka, ja], high[kb, jb]))


@kernel
def clear(start: int, stop: int, f: Field, old: Spans, older: Spans, low: Spans, high: Spans) -> None:
    """Set to zero what was in the rows from `old` to `older` and is not from `low` to `high`."""
    zero = np.float32(0.0)
    for k in range(start, stop):
        for j in range(f.shape[1]):
            for i in range(old[k, j], min(older[k, j], low[k, j])):
                f[k, j, i] = zero
            for i in range(max(old[k, j], high[k, j]), older[k, j]):
                f[k, j, i] = zero


def whole(shape: tuple[int, ...]) -> tuple[Spans, Spans]:
    """Rows of every cell of a grid of `shape` (z, y, x)."""
    return np.zeros(shape[:2], np.int32), np.full(shape[:2], shape[2], np.int32)


def nowhere(shape: tuple[int, ...]) -> tuple[Spans, Spans]:
    """Rows of no cell."""
    return np.full(shape[:2], shape[2], np.int32), np.zeros(shape[:2], np.int32)


def rows_of(
    gas: tuple[tuple[Field, float], ...], u: Field, v: Field, w: Field, scale: float, everywhere: bool = False
) -> tuple[Rows, Limits]:
    """Where a step has to do with gas, and the limits of its ways.

    `gas`: fields in the centres of the cells, each with what is too little of it to be followed. `scale` is
    how many cells a step takes air that moves with 1 m/s. `everywhere` is for air that whirls without gas.
    """
    nz, ny, nx = gas[0][0].shape
    low, high = whole((nz, ny, nx)) if everywhere else nowhere((nz, ny, nx))
    if not everywhere:
        for f, least in gas:
            over(_find, nz, f, np.float32(least), low, high, work=f.size)
    fast = np.zeros((nz, 6), np.float32)
    over(_fastest, nz, u, v, w, low, high, fast, work=u.size)
    most = float(LONGEST)
    back = [max(-most, float(n) * scale - 1.0) for n in fast[:, 0::2].min(axis=0)]
    ahead = [min(most, float(n) * scale + 1.0) for n in fast[:, 1::2].max(axis=0)]
    limits = Limits(*(np.float32(n) for pair in zip(back, ahead, strict=True) for n in pair))
    if everywhere:
        return Rows(low, high, low, high), limits
    reach = [(ceil(-a) + 1, ceil(b) + 1) for a, b in zip(back, ahead, strict=True)]
    (x0, x1), (y0, y1), (z0, z1) = reach
    _grow(low, high, z0, z1, y0, y1, x0, x1, nx)
    _align(low, high, nx)
    # Paths are read half their length back, and what was carried is read their length ahead.
    wide = [(max(a, b // 2) + 2, max(b, a // 2) + 2) for a, b in reach]
    wide_low, wide_high = low.copy(), high.copy()
    _grow(wide_low, wide_high, *wide[2], *wide[1], *wide[0], nx)
    return Rows(low, high, wide_low, wide_high), limits
