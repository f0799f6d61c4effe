"""How much of a gas there has to be after it was carried, and putting right what came out instead.

Values are carried along paths, not fluxes through faces, so that on few cells a rising cloud makes up a
quarter of itself. What is too much or too little is taken from or given to the cells whose neighbours
differ, between the bounds of what could come there: where gas is even, nothing is touched.
Source: Bermejo and Conde 2002, "A conservative quasi-monotone semi-Lagrangian scheme".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, Spans, kernel, over

from .rows import Rows

#: The most of what there is that may come from growth in a step: what gives more is a source of its own.
GROWN = 0.1
#: The most of what could be taken or given that is, in a step.
MOST = 0.5
Sums = npt.NDArray[np.float64]
Faces = tuple[Field, Field, Field]


@kernel
def _grown(
    start: int, stop: int, f: Field, u: Field, v: Field, w: Field, low: Spans, high: Spans, sums: Sums
) -> None:
    for k in range(start, stop):
        total = 0.0
        for j in range(f.shape[1]):
            line = np.float32(0.0)
            for i in range(low[k, j], high[k, j]):
                flow = u[k, j, i + 1] - u[k, j, i] + v[k, j + 1, i] - v[k, j, i] + w[k + 1, j, i] - w[k, j, i]
                line += f[k, j, i] * flow
            total += np.float64(line)
        sums[k] = total


@kernel
def _kept(
    start: int, stop: int, f: Field, ax: Field, ay: Field, az: Field, floor: bool, low: Spans, high: Spans,
    sums: Sums,
) -> None:  # fmt: skip
    """What there is in each plane, and what of it does not leave the box."""
    nz, ny, nx = f.shape
    half = np.float32(0.5)
    for k in range(start, stop):
        there = stays = 0.0
        for j in range(ny):
            for i in range(low[k, j], high[k, j]):
                value = f[k, j, i]
                if value <= np.float32(0.0):
                    continue
                x, y, z = (
                    np.float32(i) + ax[k, j, i],
                    np.float32(j) + ay[k, j, i],
                    np.float32(k) + az[k, j, i],
                )
                inside = min(x, z) >= -half and (floor or y >= -half)
                inside = inside and x <= np.float32(nx) - half and y <= np.float32(ny) - half
                there += np.float64(value)
                if inside and z <= np.float32(nz) - half:
                    stays += np.float64(value)
        sums[k, 0], sums[k, 1] = there, stays


@kernel
def _room(
    start: int, stop: int, f: Field, least: Field, most: Field, low: Spans, high: Spans, sums: Sums
) -> None:
    """What there is in each plane, and how much less and more there could be."""
    for k in range(start, stop):
        there = under = over = 0.0
        for j in range(f.shape[1]):
            for i in range(low[k, j], high[k, j]):
                value = f[k, j, i]
                there += np.float64(value)
                under += np.float64(value - least[k, j, i])
                over += np.float64(most[k, j, i] - value)
        sums[k, 0], sums[k, 1], sums[k, 2] = there, under, over


@kernel
def _settle(
    start: int, stop: int, f: Field, bound: Field, share: np.float32, low: Spans, high: Spans
) -> None:
    for k in range(start, stop):
        for j in range(f.shape[1]):
            for i in range(low[k, j], high[k, j]):
                f[k, j, i] += share * (bound[k, j, i] - f[k, j, i])


def growth_of(f: Field, flow: Faces, scale: float, rows: Rows) -> float:
    """How much more of a field a step's expansion makes, where its flow goes `scale` cells at 1 m/s."""
    sums = np.zeros(f.shape[0])
    over(_grown, f.shape[0], f, *flow, rows.low, rows.high, sums, work=2 * rows.cells)
    return scale * float(sums.sum())


def due(f: Field, ahead: Faces, floor: bool, growth: float, rows: Rows) -> float | None:
    """How much of a field there has to be after a step; None where a source gives so much that nobody knows.

    `ahead` is how far the gas of each cell goes, in cells: what it takes out of the box is gone.
    """
    sums = np.zeros((f.shape[0], 2))
    over(_kept, f.shape[0], f, *ahead, floor, rows.low, rows.high, sums, work=2 * rows.cells)
    there, stays = (float(total) for total in sums.sum(axis=0))
    return stays + growth if abs(growth) <= GROWN * there else None


def settle(f: Field, least: Field, most: Field, wanted: float, rows: Rows) -> None:
    """Bring a field that was carried to what is `wanted` of it, in place, between its bounds."""
    sums = np.zeros((f.shape[0], 3))
    over(_room, f.shape[0], f, least, most, rows.low, rows.high, sums, work=2 * rows.cells)
    there, under, above = (float(total) for total in sums.sum(axis=0))
    missing = wanted - there
    bound, reach = (most, above) if missing > 0.0 else (least, under)
    if reach > 0.0:
        share = np.float32(min(abs(missing) / reach, MOST))
        over(_settle, f.shape[0], f, bound, share, rows.low, rows.high, work=2 * rows.cells)
