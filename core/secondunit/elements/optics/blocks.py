"""Blocks of a volume as rays pass them: which hold anything, and how long steps may be where there is little.

A step that adds next to nothing to a pixel may be longer: what it misses is less still. Rays read that for a
whole block, so that no step leaps into what it has not seen. Long steps are whole numbers of short ones: a
ray reads what is dense at the same places whatever lies before it, and no grain boils.
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, inner, kernel, over, zeros

from .rays import BLOCK, Occupied

#: What a fine cell may add to a pixel, 1 all of it, where steps begin to grow.
LITTLE = 1e-3
#: How many short steps a long one is at most, and how many fine cells where it is more than one.
LONGEST, FARTHEST = 3, 1.7
#: How many cells beside a block are looked at, a part of a block's own. The last place that a long step
#: leaves out is two thirds of `FARTHEST` beyond the block, and read of its first two neighbours.
BESIDE = 2


def paced(occupied: Occupied, matter: Field, shown: Field) -> Occupied:
    """How many short steps one may be in each block that is `occupied`; 0 in the others.

    `matter` is (z, y, x, channels); a cell adds `shown` (channels) of it to a pixel at most.
    """
    paces = np.zeros_like(occupied)
    nz, ny, nx = (-(-count // BESIDE) for count in matter.shape[:3])
    most = zeros(nz, ny, nx)
    over(_most, nz, matter, shown, most, work=matter.size // 4)
    over(_pace, len(paces), occupied, most, paces, work=most.size)
    return paces


@kernel
def _most(start: int, stop: int, matter: Field, shown: Field, out: Field) -> None:
    """Measure the most that a cell adds, of each `BESIDE` cells along every axis."""
    nz, ny, nx, channels = matter.shape
    for c in range(start, stop):
        for k in range(c * BESIDE, min((c + 1) * BESIDE, nz)):
            for j in range(ny):
                for i in range(nx):
                    most = out[c, j // BESIDE, i // BESIDE]
                    for n in range(channels):
                        most = max(most, shown[n] * matter[k, j, i, n])
                    out[c, j // BESIDE, i // BESIDE] = most


@kernel
def _pace(start: int, stop: int, occupied: Occupied, most: Field, out: Occupied) -> None:
    """Pace each block by the most that a cell of it, or one of `BESIDE` beside it, adds."""
    nz, ny, nx = most.shape
    parts = BLOCK // BESIDE
    least = np.float32(LITTLE / (LONGEST + 0.5))
    for bk in range(start, stop):
        for bj in range(out.shape[1]):
            for bi in range(out.shape[2]):
                if occupied[bk, bj, bi] == 0:
                    continue
                here = least
                for k in range(max(bk * parts - 1, 0), min((bk + 1) * parts + 1, nz)):
                    for j in range(max(bj * parts - 1, 0), min((bj + 1) * parts + 1, ny)):
                        for i in range(max(bi * parts - 1, 0), min((bi + 1) * parts + 1, nx)):
                            here = max(here, most[k, j, i])
                out[bk, bj, bi] = max(np.uint8(np.float32(LITTLE) / here), np.uint8(1))


@inner
def pace_at(paces: Occupied, x: float, y: float, z: float, most: np.float32) -> np.float32:
    """How many short steps one may be at a place; `most` at most."""
    bi = min(max(int(x) // BLOCK, 0), paces.shape[2] - 1)
    bj = min(max(int(y) // BLOCK, 0), paces.shape[1] - 1)
    bk = min(max(int(z) // BLOCK, 0), paces.shape[0] - 1)
    return min(np.float32(paces[bk, bj, bi]), most)
