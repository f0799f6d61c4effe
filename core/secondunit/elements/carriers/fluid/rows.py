"""Where in each row of cells there is gas, and how far the flow may take it in a step.

Work of a step is done in these rows alone. Rows are (z, y); an empty one goes from its width to 0.
"""

from __future__ import annotations

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

    `ways`: the shortest and the longest way along x, y, z in a step that is followed in each row, in cells,
    (nz, ny, 6).
    """

    low: Spans
    high: Spans
    wide_low: Spans
    wide_high: Spans
    ways: Field

    @property
    def cells(self) -> int:
        """How many cells gas is in or may come to."""
        return int(np.maximum(self.high - self.low, 0).sum())


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
def _find_ways(
    start: int,
    stop: int,
    u: Field,
    v: Field,
    w: Field,
    scale: np.float32,
    low: Spans,
    high: Spans,
    ways: Field,
) -> None:
    """The ways of the air in each row, a cell longer than they are; `scale` from m/s to cells in a step."""
    unity, most = np.float32(1.0), np.float32(LONGEST)
    for k in range(start, stop):
        for j in range(low.shape[1]):
            x0 = x1 = y0 = y1 = z0 = z1 = np.float32(0.0)
            for i in range(low[k, j], high[k, j]):
                x0, x1 = min(x0, min(u[k, j, i], u[k, j, i + 1])), max(x1, max(u[k, j, i], u[k, j, i + 1]))
                y0, y1 = min(y0, min(v[k, j, i], v[k, j + 1, i])), max(y1, max(v[k, j, i], v[k, j + 1, i]))
                z0, z1 = min(z0, min(w[k, j, i], w[k + 1, j, i])), max(z1, max(w[k, j, i], w[k + 1, j, i]))
            ways[k, j, 0], ways[k, j, 1] = max(scale * x0 - unity, -most), min(scale * x1 + unity, most)
            ways[k, j, 2], ways[k, j, 3] = max(scale * y0 - unity, -most), min(scale * y1 + unity, most)
            ways[k, j, 4], ways[k, j, 5] = max(scale * z0 - unity, -most), min(scale * z1 + unity, most)


@inlined
def _far(way: np.float32, share: np.float32, back: np.float32, more: int) -> np.int64:
    """How many cells a way goes, or a share of the one back where that is longer, and so many more."""
    return np.int64(np.ceil(max(way, share * back))) + more


@kernel
def _spread(
    low: Spans, high: Spans, ways: Field, reading: bool, width: int,
    to_low: Spans, to_high: Spans, to_ways: Field,
) -> None:  # fmt: skip
    """Where the air of the rows may come to in a step, and with which ways; or what it is `reading`.

    Paths are read half their length back, and what was carried is read their length ahead.
    """
    nz, ny = low.shape
    half, more = np.float32(0.5 if reading else 0.0), 2 if reading else 1
    for k in range(nz):
        for j in range(ny):
            if low[k, j] >= high[k, j]:
                continue
            x0, x1, y0 = -ways[k, j, 0], ways[k, j, 1], -ways[k, j, 2]
            y1, z0, z1 = ways[k, j, 3], -ways[k, j, 4], ways[k, j, 5]
            first = np.int32(max(low[k, j] - _far(x0, half, x1, more), 0))
            last = np.int32(min(high[k, j] + _far(x1, half, x0, more), width))
            under: np.int64 = max(j - _far(y0, half, y1, more), np.int64(0))
            over = np.int64(min(j + _far(y1, half, y0, more) + 1, ny))
            near: np.int64 = max(k - _far(z0, half, z1, more), np.int64(0))
            far = np.int64(min(k + _far(z1, half, z0, more) + 1, nz))
            for z in range(near, far):
                for y in range(under, over):
                    to_low[z, y], to_high[z, y] = min(to_low[z, y], first), max(to_high[z, y], last)
                if reading:
                    continue
                for y in range(under, over):
                    to_ways[z, y, 0], to_ways[z, y, 1] = min(to_ways[z, y, 0], -x0), max(to_ways[z, y, 1], x1)
                    to_ways[z, y, 2], to_ways[z, y, 3] = min(to_ways[z, y, 2], -y0), max(to_ways[z, y, 3], y1)
                    to_ways[z, y, 4], to_ways[z, y, 5] = min(to_ways[z, y, 4], -z0), max(to_ways[z, y, 5], z1)


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


def rows_with(gas: tuple[tuple[Field, float], ...]) -> tuple[Spans, Spans]:
    """From which cell to which one of each row there is gas: fields, each with what is too little of it."""
    shape = gas[0][0].shape
    low, high = nowhere(shape)
    for f, least in gas:
        over(_find, shape[0], f, np.float32(least), low, high, work=f.size)
    return low, high


def rows_of(
    gas: tuple[tuple[Field, float], ...], u: Field, v: Field, w: Field, scale: float, everywhere: bool = False
) -> Rows:
    """Where a step has to do with gas.

    `gas`: fields in the centres of the cells, each with what is too little of it to be followed. `scale` is
    how many cells a step takes air that moves with 1 m/s. `everywhere` is for air that whirls without gas.
    """
    nz, ny, nx = shape = gas[0][0].shape
    low, high = whole(shape) if everywhere else rows_with(gas)
    ways = np.zeros((nz, ny, 6), np.float32)
    over(_find_ways, nz, u, v, w, np.float32(scale), low, high, ways, work=u.size)
    if everywhere:
        ways[:] = np.concatenate(
            [ways.min(axis=(0, 1))[0::2, None], ways.max(axis=(0, 1))[1::2, None]], axis=1
        ).ravel()
        return Rows(low, high, low, high, ways)
    (to_low, to_high), to_ways = nowhere(shape), np.zeros_like(ways)
    _spread(low, high, ways, False, nx, to_low, to_high, to_ways)
    _align(to_low, to_high, nx)
    wide_low, wide_high = nowhere(shape)
    _spread(to_low, to_high, to_ways, True, nx, wide_low, wide_high, ways)
    return Rows(to_low, to_high, wide_low, wide_high, to_ways)
