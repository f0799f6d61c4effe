"""How much of a distant light reaches each cell of a volume without being scattered on its way.

Along an axis the way is summed cell by cell. Along any other direction the volume is sheared until the light
runs along an axis (Lacroute and Levoy 1994, "Fast Volume Rendering Using a Shear-Warp Factorization"): sums
are kept on a lattice that moves with the light, so each shadow is interpolated twice in all, once where it is
cast and once where it falls, and does not blur with its length.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, Spans, inner, kernel

from .volume import Volume

#: What reaches a cell is kept in 16 bits of this many parts.
PARTS = 65535.0

#: How much nearer to x than to another axis light runs that is followed along x.
ALONG_X = 1.6

#: By cell, or by cell and light: uint16, in `PARTS` parts.
Direct = npt.NDArray[np.uint16]


@inner
def fading(thickness: np.float32) -> np.float32:
    """exp(-thickness) for thickness >= 0, by squaring; off by less than 0.0001."""
    unity, half = np.float32(1.0), np.float32(0.5)
    y = min(thickness, np.float32(64.0)) * np.float32(1.0 / 64.0)
    f = unity - y + half * y * y
    f *= f
    f *= f
    f *= f
    f *= f
    f *= f
    return f * f


@kernel
def shade_along(dense: Field, low: Spans, high: Spans, side: int, thick: np.float32, out: Direct) -> None:
    """Sweep away from the light of a side (as `light.SIDES` counts them), adding up what stands in its way.

    `thick` is the optical thickness of a cell at density 1; the result goes to channel `side` of `out`.
    """
    axis = 2 if side < 2 else 1 if side < 4 else 0
    upward = side == 0 or side == 3 or side == 5
    zero, half, parts = np.float32(0.0), np.float32(0.5), np.float32(PARTS)
    nz, ny, nx = dense.shape
    plane = np.zeros((ny, nx), np.float32) if axis == 0 else np.zeros((1, nx), np.float32)
    for a in range(nz):
        k = a if upward else nz - 1 - a
        if axis == 1:
            plane[:] = zero
        for b in range(ny):
            j = b if upward else ny - 1 - b
            first, last = low[k, j], high[k, j]
            if first >= last:
                continue
            row = plane[j] if axis == 0 else plane[0]
            run = zero
            for c in range(first, last):
                i = c if upward else last - 1 - (c - first)
                own = half * thick * dense[k, j, i]
                if axis == 2:
                    sharp = run + own
                    run = sharp + own
                else:
                    sharp = row[i] + own
                    row[i] = sharp + own
                out[k, j, i, side] = np.uint16(fading(sharp) * parts + half)


def shade(volume: Volume, toward: tuple[float, float, float], extinction: float, out: Direct) -> None:
    """What reaches each cell from a light far away, `toward` it a unit vector along x, y, z.

    `extinction` is per metre at density 1; `out` has the volume's shape.
    """
    # Planes across x lie badly in memory: they are taken where the light runs much along it.
    leaning = abs(toward[0]) / ALONG_X, abs(toward[1]), abs(toward[2])
    main = max(range(3), key=lambda axis: leaning[axis])
    # Planes across the light's main axis first, then rows, then what is nearest in memory.
    order = ((2, 0, 1), (1, 0, 2), (0, 1, 2))[main]
    low, high = (volume.low, volume.high) if main else _spans_across(volume)
    if main == 1:
        low, high = low.T, high.T
    rows, row = toward[2 - order[1]] / toward[main], toward[2 - order[2]] / toward[main]
    length = (1.0 + rows * rows + row * row) ** 0.5
    _shade_sheared(
        volume.density.transpose(order), low, high, toward[main] < 0.0, rows, row,
        np.float32(extinction * volume.cell * length), out.transpose(order),
    )  # fmt: skip


def _spans_across(volume: Volume) -> tuple[Spans, Spans]:
    """For each x and z, the cells along y that may hold anything."""
    nz, ny, nx = volume.density.shape
    low, high = np.full((nx, nz), ny, np.int32), np.zeros((nx, nz), np.int32)
    _turn_spans(volume.low, volume.high, low, high)
    return low, high


@kernel
def _turn_spans(low: Spans, high: Spans, out_low: Spans, out_high: Spans) -> None:
    for k in range(low.shape[0]):
        for j in range(low.shape[1]):
            for i in range(low[k, j], high[k, j]):
                out_low[i, k] = min(out_low[i, k], j)
                out_high[i, k] = j + 1


@kernel
def _shade_sheared(
    dense: Field, low: Spans, high: Spans, upward: bool, slope_p: float, slope_q: float, thick: np.float32,
    out: Direct,
) -> None:  # fmt: skip
    """Sweep plane by plane away from the light, which comes from plane 0 where `upward`.

    A ray moves by `slope_p` rows and `slope_q` cells from one plane to the next higher one; the lattice of
    sums moves with it. `low`, `high` are by plane and row; `out` has the order of `dense`.
    """
    zero, half, unity, parts = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(PARTS)
    planes, np_, nq = dense.shape
    # Where the lattice of the plane that is farthest behind begins, so that no place is below 0.
    base_p = max(0, int(np.ceil(slope_p * (planes - 1)))) + 1
    base_q = max(0, int(np.ceil(slope_q * (planes - 1)))) + 1
    sums = np.zeros((np_ + int(abs(slope_p) * planes) + 4, nq + int(abs(slope_q) * planes) + 4), np.float32)
    for a in range(planes):
        m = a if upward else planes - 1 - a
        # A cell's place on the lattice: its own number plus a whole part and a share.
        place_p, place_q = base_p - m * slope_p, base_q - m * slope_q
        up, uq = int(np.floor(place_p)), int(np.floor(place_q))
        tp, tq = np.float32(place_p - up), np.float32(place_q - uq)
        w00, w01 = (unity - tp) * (unity - tq), (unity - tp) * tq
        w10, w11 = tp * (unity - tq), tp * tq
        for p in range(np_):
            above, below = sums[p + up], sums[p + up + 1]
            for q in range(low[m, p], high[m, p]):
                # Empty cells too: a ray's light is read between cells.
                own = dense[m, p, q]
                r = q + uq
                passed = w00 * above[r] + w01 * above[r + 1] + w10 * below[r] + w11 * below[r + 1]
                out[m, p, q] = np.uint16(fading(thick * (passed + half * own)) * parts + half)
        for p in range(np_):
            above, below = sums[p + up], sums[p + up + 1]
            for q in range(low[m, p], high[m, p]):
                own = dense[m, p, q]
                if own <= zero:
                    continue
                r = q + uq
                above[r] += w00 * own
                above[r + 1] += w01 * own
                below[r] += w10 * own
                below[r + 1] += w11 * own
