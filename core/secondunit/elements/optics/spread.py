"""Light that is scattered more than once on its way through a volume, on coarse cells: it is smooth.

What reaches a cell unscattered is its source. From there light goes on in `ordinates.BINS` directions, order
by order: absorbed, scattered again, or gone. Sweeps run from plane to plane along a bin's axis; light that is
scattered into its own bin is counted as not scattered, which is exact. The orders that are not followed fall
off like the last ones, and are added as the rest of a geometric series.
"""

from __future__ import annotations

from math import cbrt, ceil, floor, log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, Spans, kernel, over, singles, together, zeros

from .ordinates import AXES, BINS, UPWARD, bins, exchange, into_bins, quarters, side_weights
from .shadow import PARTS, Direct
from .volume import Volume

#: The most coarse cells of all the room that a volume may ever fill, and how many orders of scattering are
#: followed on them: until a tenth is left.
MOST_CELLS, MOST_ORDERS = 80_000, 8


class Scattering(NamedTuple):
    """How a coarse cell treats light: optical `thickness` at density 1 along a bin's mean way, the `albedo`,
    which share of what is scattered stays in its bin (`onward`).
    """

    thickness: np.float32
    albedo: np.float32
    onward: np.float32


def orders_of(albedo: float) -> int:
    """How many orders of scattering are followed; the rest is added as they fall off."""
    return min(MOST_ORDERS, max(2, ceil(log(0.1) / log(min(max(albedo, 0.01), 0.99)))))


def coarseness(room: int) -> int:
    """Cells of a volume along a cell on which spread light is followed, of `room` cells at most in a shot.

    It does not change while a volume grows: nothing pops.
    """
    return max(2, ceil(cbrt(room / MOST_CELLS)))


def before(volume: Volume, cut: int) -> tuple[int, int, int]:
    """How many of its cells before a volume the coarse ones begin, which stand still in the world."""
    x, y, z = (floor(place / volume.cell + 0.37) % cut for place in (volume.x, volume.y, volume.z))
    return x, y, z


def spread_light(
    volume: Volume, direct: Direct, toward: Field, view: npt.NDArray[np.float64],
    albedo: float, forward: float, extinction: float, cut: int,
) -> Field:  # fmt: skip
    """Radiance toward the camera by light that is scattered twice or more, per unit of what is stopped.

    `direct` is what reaches the volume's cells unscattered from lights at `toward` (lights, 3), zeros where
    there is none; `view` is the unit vector from the camera. Gives (z, y, x, lights) float32 on cells of
    `cut` of the volume's; a light's irradiance is pi, so that it shows a white card at 1, and the last
    scattering's albedo is left out.
    """
    at_x, at_y, at_z = before(volume, cut)
    shape = [-(-(n + at) // cut) for n, at in zip(volume.density.shape, (at_z, at_y, at_x), strict=True)]
    mean, reach = zeros(*shape), zeros(*shape, toward.shape[0])
    over(
        _average, shape[0], volume.density, volume.low, volume.high, direct, np.int64(cut),
        np.array([at_z, at_y, at_x]), mean, reach, work=volume.density.size,
    )  # fmt: skip
    spread = np.zeros_like(reach)
    matrix = exchange(forward)
    thickness = extinction * volume.cell * cut * bins().length
    scattering = singles(Scattering, thickness, albedo, matrix[0, 0])
    seen = (into_bins(-view, forward) / BINS).astype(np.float32)
    rules = seen, matrix, side_weights(), AXES, UPWARD, quarters()
    calls = []
    for n in range(toward.shape[0]):
        if toward[n].any():
            lit = (0.25 * albedo * into_bins(-toward[n].astype(np.float64), forward)).astype(np.float32)
            calls.append((_follow, (mean, reach, n, orders_of(albedo), lit, *rules, scattering, spread)))
    together(calls)
    return spread


@kernel
def _average(
    start: int, stop: int, dense: Field, low: Spans, high: Spans, direct: Direct, cut: int,
    at: npt.NDArray[np.int64], mean: Field, reach: Field,
) -> None:  # fmt: skip
    """The mean density of coarse cells, and what reaches their matter unscattered."""
    share, part = np.float32(1.0 / cut**3), np.float32(1.0 / PARTS)
    lights = reach.shape[3]
    for k in range(max(start * cut - at[0], 0), min(stop * cut - at[0], dense.shape[0])):
        for j in range(dense.shape[1]):
            kk, jj = (k + at[0]) // cut, (j + at[1]) // cut
            row, lit = mean[kk, jj], reach[kk, jj]
            for i in range(low[k, j], high[k, j]):
                d = dense[k, j, i]
                if d > np.float32(0.0):
                    ii = (i + at[2]) // cut
                    row[ii] += share * d
                    for n in range(lights):
                        lit[ii, n] += share * part * d * np.float32(direct[k, j, i, n])
    for k in range(start, stop):
        for j in range(mean.shape[1]):
            for i in range(mean.shape[2]):
                if mean[k, j, i] > np.float32(0.0):
                    for n in range(lights):
                        reach[k, j, i, n] /= mean[k, j, i]


@kernel
def _follow(
    mean: Field, reach: Field, light: int, orders: int, lit: Field, seen: Field, matrix: Field, sides: Field,
    axes: npt.NDArray[np.int64], upward: npt.NDArray[np.bool_], leans: npt.NDArray[np.int64],
    scattering: Scattering, out: Field,
) -> None:  # fmt: skip
    """Follow one light from order to order; `lit` is what of it goes into each bin, `seen` what each bin
    sends to the camera.
    """
    zero, unity = np.float32(0.0), np.float32(1.0)
    keep = unity - scattering.albedo * scattering.onward
    nz, ny, nx = mean.shape
    # What passes a cell, and the mean within it of light that comes.
    passes, within = np.ones_like(mean), np.ones_like(mean)
    first, last = np.full((nz, ny), nx, np.int64), np.zeros((nz, ny), np.int64)
    for k in range(nz):
        for j in range(ny):
            for i in range(nx):
                t = mean[k, j, i] * scattering.thickness * keep
                if mean[k, j, i] > zero:
                    first[k, j] = min(first[k, j], i)
                    last[k, j] = i + 1
                if t > np.float32(1e-5):
                    passes[k, j, i] = np.exp(-t)
                    within[k, j, i] = (unity - passes[k, j, i]) / t
    source = np.zeros((BINS, nz, ny, nx), np.float32)
    present = np.zeros((BINS, nz, ny, nx), np.float32)
    for n in range(BINS):
        for k in range(nz):
            for j in range(ny):
                for i in range(first[k, j], last[k, j]):
                    source[n, k, j, i] = lit[n] * reach[k, j, i, light] / keep
    line = np.zeros(nx, np.float32)
    last_total = 0.0
    for order in range(orders):
        final = order == orders - 1
        total = 0.0
        for n in range(BINS):
            by_p, by_q = sides[(leans[n, 0] + 1) // 2], sides[(leans[n, 1] + 1) // 2]
            _sweep(source[n], passes, within, axes[n], upward[n], by_p, by_q, present[n])
            for k in range(nz):
                for j in range(ny):
                    for i in range(first[k, j], last[k, j]):
                        total += present[n, k, j, i] * mean[k, j, i]
        gain = unity
        if final and last_total > 0.0:
            ratio = min(total / last_total, 0.97)
            gain += np.float32(ratio / (1.0 - ratio))
        last_total = total
        for k in range(nz):
            for j in range(ny):
                start, stop = first[k, j], last[k, j]
                if start >= stop:
                    continue
                line[start:stop] = zero
                for n in range(BINS):
                    share = gain * seen[n]
                    come = present[n, k, j]
                    for i in range(start, stop):
                        line[i] += share * come[i]
                for i in range(start, stop):
                    out[k, j, i, light] += line[i]
                if final:
                    continue
                for n in range(BINS):
                    row = source[n, k, j]
                    row[start:stop] = zero
                    for m in range(BINS):
                        if m != n:
                            share = scattering.albedo * matrix[n, m] / keep
                            come = present[m, k, j]
                            for i in range(start, stop):
                                row[i] += share * come[i]


@kernel
def _sweep(
    source: Field, passes: Field, within: Field, axis: int, upward: bool, by_p: Field, by_q: Field, out: Field
) -> None:
    """Carry a bin's light along its axis, plane by plane; `out` is the mean of what is in each cell."""
    unity = np.float32(1.0)
    shape = source.shape
    planes = shape[axis]
    rows = shape[1] if axis == 0 else shape[0]
    size = shape[1] if axis == 2 else shape[2]
    front, back = np.zeros((rows + 2, size + 2), np.float32), np.zeros((rows + 2, size + 2), np.float32)
    blurred, come = np.zeros(size + 2, np.float32), np.zeros(size, np.float32)
    for a in range(planes):
        m = a if upward else planes - 1 - a
        for p in range(rows):
            below, here, above = front[p], front[p + 1], front[p + 2]
            for q in range(size + 2):
                blurred[q] = by_p[0] * above[q] + by_p[1] * here[q] + by_p[2] * below[q]
            for q in range(size):
                come[q] = by_q[0] * blurred[q + 2] + by_q[1] * blurred[q + 1] + by_q[2] * blurred[q]
            to = back[p + 1]
            if axis == 2:
                for q in range(size):
                    own, left, mid = source[p, q, m], passes[p, q, m], within[p, q, m]
                    out[p, q, m] = come[q] * mid + own * (unity - mid)
                    to[q + 1] = come[q] * left + own * (unity - left)
            else:
                k, j = (m, p) if axis == 0 else (p, m)
                owns, lefts, mids, outs = source[k, j], passes[k, j], within[k, j], out[k, j]
                for q in range(size):
                    outs[q] = come[q] * mids[q] + owns[q] * (unity - mids[q])
                    to[q + 1] = come[q] * lefts[q] + owns[q] * (unity - lefts[q])
        front, back = back, front
