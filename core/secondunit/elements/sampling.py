"""How places between cells are read, and where in a field there is anything. Axes are (z, y, x).

Knows arrays; knows nothing of what they hold.
"""

from __future__ import annotations

import numpy as np

from .kernels import Field, Spans, inner, kernel


@inner
def between(f: Field, x: np.float32, y: np.float32, z: np.float32) -> np.float32:
    """The field at a place counted in cells, interpolated linearly, held constant outside."""
    zero = np.float32(0.0)
    x = min(max(x, zero), np.float32(f.shape[2] - 1))
    y = min(max(y, zero), np.float32(f.shape[1] - 1))
    z = min(max(z, zero), np.float32(f.shape[0] - 1))
    i, j, k = np.int64(x), np.int64(y), np.int64(z)
    i1, j1, k1 = min(i + 1, f.shape[2] - 1), min(j + 1, f.shape[1] - 1), min(k + 1, f.shape[0] - 1)
    tx, ty, tz = x - np.float32(i), y - np.float32(j), z - np.float32(k)
    a = f[k, j, i] + tx * (f[k, j, i1] - f[k, j, i])
    b = f[k, j1, i] + tx * (f[k, j1, i1] - f[k, j1, i])
    c = f[k1, j, i] + tx * (f[k1, j, i1] - f[k1, j, i])
    d = f[k1, j1, i] + tx * (f[k1, j1, i1] - f[k1, j1, i])
    a += ty * (b - a)
    c += ty * (d - c)
    value: np.float32 = a + tz * (c - a)
    return value


@inner
def vector_between(
    f: Field, x: np.float32, y: np.float32, z: np.float32
) -> tuple[np.float32, np.float32, np.float32]:
    """`between` for three components at once."""
    zero, unity = np.float32(0.0), np.float32(1.0)
    x = min(max(x, zero), np.float32(f.shape[2] - 1))
    y = min(max(y, zero), np.float32(f.shape[1] - 1))
    z = min(max(z, zero), np.float32(f.shape[0] - 1))
    i, j, k = np.int64(x), np.int64(y), np.int64(z)
    i1, j1, k1 = min(i + 1, f.shape[2] - 1), min(j + 1, f.shape[1] - 1), min(k + 1, f.shape[0] - 1)
    tx, ty, tz = x - np.float32(i), y - np.float32(j), z - np.float32(k)
    sx, sy, sz = unity - tx, unity - ty, unity - tz
    w000, w001, w010, w011 = sx * sy * sz, tx * sy * sz, sx * ty * sz, tx * ty * sz
    w100, w101, w110, w111 = sx * sy * tz, tx * sy * tz, sx * ty * tz, tx * ty * tz
    vx = (
        w000 * f[k, j, i, 0] + w001 * f[k, j, i1, 0] + w010 * f[k, j1, i, 0] + w011 * f[k, j1, i1, 0]
        + w100 * f[k1, j, i, 0] + w101 * f[k1, j, i1, 0] + w110 * f[k1, j1, i, 0] + w111 * f[k1, j1, i1, 0]
    )  # fmt: skip
    vy = (
        w000 * f[k, j, i, 1] + w001 * f[k, j, i1, 1] + w010 * f[k, j1, i, 1] + w011 * f[k, j1, i1, 1]
        + w100 * f[k1, j, i, 1] + w101 * f[k1, j, i1, 1] + w110 * f[k1, j1, i, 1] + w111 * f[k1, j1, i1, 1]
    )  # fmt: skip
    vz = (
        w000 * f[k, j, i, 2] + w001 * f[k, j, i1, 2] + w010 * f[k, j1, i, 2] + w011 * f[k, j1, i1, 2]
        + w100 * f[k1, j, i, 2] + w101 * f[k1, j, i1, 2] + w110 * f[k1, j1, i, 2] + w111 * f[k1, j1, i1, 2]
    )  # fmt: skip
    return vx, vy, vz


@kernel
def _find_spans(start: int, stop: int, density: Field, least: float, low: Spans, high: Spans) -> None:
    floor = np.float32(least)
    for k in range(start, stop):
        for j in range(density.shape[1]):
            first, last = density.shape[2], 0
            for i in range(density.shape[2]):
                if density[k, j, i] > floor:
                    first = min(first, i)
                    last = i + 1
            low[k, j], high[k, j] = first, last


@kernel
def _grow_spans(low: Spans, high: Spans, reach: int, width: int) -> None:
    nz, ny = low.shape
    lo, hi = low.copy(), high.copy()
    for k in range(nz):
        for j in range(ny):
            for other in range(max(0, j - reach), min(ny, j + reach + 1)):
                if low[k, other] < high[k, other]:
                    lo[k, j] = min(lo[k, j], low[k, other])
                    hi[k, j] = max(hi[k, j], high[k, other])
    for k in range(nz):
        for j in range(ny):
            first, last = np.int32(width), np.int32(0)
            for other in range(max(0, k - reach), min(nz, k + reach + 1)):
                if lo[other, j] < hi[other, j]:
                    first = min(first, lo[other, j])
                    last = max(last, hi[other, j])
            if first < last:
                first, last = max(np.int32(0), first - reach), min(np.int32(width), last + reach)
            low[k, j], high[k, j] = first, last


def spans(density: Field, least: float, reach: int) -> tuple[Spans, Spans]:
    """For each row (z, y), the cells from low to high that hold anything or may within `reach` cells."""
    low = np.zeros(density.shape[:2], np.int32)
    high = np.zeros(density.shape[:2], np.int32)
    _find_spans(0, density.shape[0], density, least, low, high)
    _grow_spans(low, high, reach, density.shape[2])
    return low, high
