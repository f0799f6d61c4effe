"""Solids of shapes that stand still: the distance to boxes, balls and posts in the corners of the cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.carriers.surfaces import distance_to, table_of
from secondunit.elements.kernels import Field, kernel, over

from .box import Box

#: No obstacle is thinner, in cells: values are mixed over a cell's diagonal, and gas would go through.
THINNEST = 3.0
#: Farther than this from every obstacle, in cells, the distance to them is not measured.
FAR = 1e4


@kernel
def _measure(start: int, stop: int, table: Field, low: Field, cell: np.float32, out: Field) -> None:
    """The distance to the nearest obstacle of a table, in cells."""
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                x = low[0] + np.float32(i) * cell
                y = low[1] + np.float32(j) * cell
                z = low[2] + np.float32(k) * cell
                for number in range(len(table)):
                    out[k, j, i] = min(out[k, j, i], distance_to(table[number], x, y, z) / cell)


def corners_of(box: Box, obstacles: Sequence[Obstacle]) -> Field:
    """The signed distance to the nearest obstacle from each corner of the cells, (nz + 1, ny + 1, nx + 1)."""
    corners = np.full((box.nz + 1, box.ny + 1, box.nx + 1), FAR, np.float32)
    low = np.array([box.x, box.y, box.z], np.float32)
    table = table_of(obstacles, THINNEST * box.cell)
    if len(table):
        over(_measure, box.nz + 1, table, low, np.float32(box.cell), corners, work=corners.size)
    return corners
