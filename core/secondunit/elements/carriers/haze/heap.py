"""Puffs as a density on cells, and what of it stands in the way of light from each of the six sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondunit.elements.kernels import Field

from .trail import Puffs

#: How many deviations of a puff are drawn, how many cells a heap has at most, and cells a deviation.
FAR, MOST, FINE = 3.0, 500_000, 1.4
#: The thinnest part of a puff that counts.
LEAST = 1e-5


@dataclass(frozen=True)
class Heap:
    """`cells` (z, y, x, 7): density, then metres of density 1 toward each side in the order of the passes;
    `low` is the low corner and `cell` the size in metres.
    """

    cells: Field
    low: tuple[float, float, float]
    cell: float


def heap_of(puffs: Puffs) -> Heap | None:
    """The density of puffs above a ground at height 0; None where there are none."""
    there = puffs.share > LEAST
    place, size, share = puffs.place[there], puffs.size[there], puffs.share[there]
    if not len(size):
        return None
    reach = FAR * size[:, None]
    low = (place - reach).min(axis=0)
    low[1] = 0.0
    high = (place + reach).max(axis=0)
    cell = max(float(size.min()) / FINE, float(np.prod(high - low) / MOST) ** (1.0 / 3.0))
    shape = np.ceil((high - low) / cell).astype(int) + 3
    low -= cell * np.array([1.0, 0.0, 1.0])
    dense = np.zeros(shape[::-1])
    for (x, y, z), wide, part in zip(place, np.maximum(size, 0.7 * cell), share, strict=True):
        spans, curves = [], []
        for axis, at in enumerate((x, y, z)):
            first = max(0, int((at - FAR * wide - low[axis]) / cell))
            last = min(int(shape[axis]), int((at + FAR * wide - low[axis]) / cell) + 2)
            away = low[axis] + (np.arange(first, last) + 0.5) * cell
            curve = np.exp(-0.5 * ((away - at) / wide) ** 2)
            if axis == 1:
                curve += np.exp(-0.5 * ((away + at) / wide) ** 2)
            spans.append(slice(first, last))
            curves.append(np.maximum(curve - np.exp(-0.5 * FAR * FAR), 0.0))
        dense[spans[2], spans[1], spans[0]] += (
            part * curves[2][:, None, None] * curves[1][None, :, None] * curves[0][None, None, :]
        )
    return Heap(_with_ways(dense, cell), (float(low[0]), float(low[1]), float(low[2])), cell)


def _with_ways(dense: np.ndarray[tuple[int, ...], np.dtype[np.float64]], cell: float) -> Field:
    cells = np.zeros((*dense.shape, 7), np.float32)
    cells[..., 0] = dense
    for n, (axis, upward) in enumerate(((2, False), (2, True), (1, True), (1, False), (0, True), (0, False))):
        turned = np.flip(dense, axis) if upward else dense
        way = (np.cumsum(turned, axis=axis) - 0.5 * turned) * cell
        cells[..., 1 + n] = np.flip(way, axis) if upward else way
    # Light from a side comes in at a slant: where much lies beside and little above, it passes over.
    slant = 2.0 * cells[..., 3]
    for n in (1, 2, 5, 6):
        cells[..., n] *= slant / np.maximum(cells[..., n] + slant, np.float32(1e-9))
    return cells
