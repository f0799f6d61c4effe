"""Puffs as a density on cells, and what of it stands in the way of light from each of the six sides."""

from __future__ import annotations

from dataclasses import dataclass
from math import cbrt

import numpy as np

from secondunit.elements.kernels import Field

from .trail import SPENT, Puffs, Trail

#: How many deviations of a puff are drawn, how many cells a heap has at most, and cells a deviation.
FAR, MOST, FINE = 3.0, 600_000, 2.2
#: How high it is thin over the ground, in deviations of the smallest puff.
HEM = 0.7
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


def cell_of(trail: Trail, wind: tuple[float, float]) -> float:
    """The size of a cell in metres that suits a trail the whole time: one that changed would be seen."""
    smallest, largest = trail.sizes
    room = trail.width + 2.0 * trail.spread * SPENT + 4.0 * largest
    across, deep = (abs(a - b) + room for a, b in zip(trail.start, trail.end, strict=True))
    volume = (across + abs(wind[0]) * trail.life) * (deep + abs(wind[1]) * trail.life)
    volume *= trail.rise * SPENT + 2.0 * largest
    return max(smallest / FINE, cbrt(volume / MOST))


def heap_of(puffs: Puffs, cell: float, hem: float = 0.0) -> Heap | None:
    """The density of puffs above a ground at height 0, on cells of `cell` metres; None for none.

    Over the ground it is thinner for about `hem` metres: eddies tear what is thin, and its foot is no edge.
    """
    there = puffs.share > LEAST
    place, size, share = puffs.place[there], puffs.size[there], puffs.share[there]
    if not len(size):
        return None
    reach = FAR * size[:, None]
    low = (place - reach).min(axis=0)
    low[1] = 0.0
    high = (place + reach).max(axis=0)
    # Cells lie in their own places, so that they do not swim from frame to frame.
    low = (np.floor(low / cell) - 1.0) * cell
    low[1] = 0.0
    shape = np.ceil((high - low) / cell).astype(int) + 3
    dense = np.zeros(shape[::-1])
    # What is smaller than cells show is drawn as large as they show, and as much fainter.
    drawn = np.maximum(size, 0.7 * cell)
    share = share * (size / drawn) ** 3
    for (x, y, z), wide, part in zip(place, drawn, share, strict=True):
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
    if hem > 0.0:
        dense *= 1.0 - np.exp(-(((np.arange(shape[1])[:, None] + 0.5) * cell / hem) ** 2))
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
