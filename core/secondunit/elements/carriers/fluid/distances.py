"""Solids of shapes that stand still: the distance to boxes, balls and posts in the corners of the cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

import numpy as np

from secondunit.elements.kernels import Field, kernel, over

from .box import Box
from .obstacles import Obstacle

#: No obstacle is thinner than so many cells: gas would go through.
THINNEST = 2.0
#: Farther than this from every obstacle, in cells, the distance to them is not measured.
FAR = 1e4


@kernel
def _stand(
    start: int, stop: int, form: int, place: Field, half: Field, turn: Field, low: Field, cell: np.float32,
    out: Field,
) -> None:  # fmt: skip
    """The distance to one obstacle about its middle `place`, where it is the nearest, in cells."""
    zero = np.float32(0.0)
    for k in range(start, stop):
        z = low[2] + np.float32(k) * cell - place[2]
        for j in range(out.shape[1]):
            y = low[1] + np.float32(j) * cell - place[1]
            for i in range(out.shape[2]):
                x = low[0] + np.float32(i) * cell - place[0]
                a = turn[0] * x - turn[1] * z
                c = turn[1] * x + turn[0] * z
                if form == 1:
                    away = np.sqrt(x * x + y * y + z * z) - half[0]
                else:
                    qx, qy, qz = abs(a) - half[0], abs(y) - half[1], abs(c) - half[2]
                    if form == 2:
                        qx, qz = np.sqrt(x * x + z * z) - half[0], qy
                    ox, oy, oz = max(qx, zero), max(qy, zero), max(qz, zero)
                    if form == 2:
                        oz = zero
                    away = np.sqrt(ox * ox + oy * oy + oz * oz) + min(max(max(qx, qy), qz), zero)
                out[k, j, i] = min(out[k, j, i], away / cell)


def corners_of(box: Box, obstacles: Sequence[Obstacle]) -> Field:
    """The signed distance to the nearest obstacle from each corner of the cells, (nz + 1, ny + 1, nx + 1)."""
    corners = np.full((box.nz + 1, box.ny + 1, box.nx + 1), FAR, np.float32)
    low = np.array([box.x, box.y, box.z], np.float32)
    for one in obstacles:
        half = np.maximum([one.width, one.height, one.depth], THINNEST * box.cell) * 0.5
        place = np.array([one.x, one.y + 0.5 * one.height, one.z], np.float32)
        turn = np.array([cos(radians(one.turn)), sin(radians(one.turn))], np.float32)
        form = ("box", "ball", "post").index(one.form)
        over(
            _stand, corners.shape[0], form, place, half.astype(np.float32), turn, low, np.float32(box.cell),
            corners, work=corners.size,
        )  # fmt: skip
    return corners
