"""Blocks of a volume as rays pass them: which hold anything, and how long steps may be where there is little.

A step that adds next to nothing to a pixel may be longer: what it misses is less still. Rays read that for a
whole block, so that no step leaps into what it has not seen. Long steps are whole numbers of short ones: a
ray reads what is dense at the same places whatever lies before it, and no grain boils.
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, inner, kernel, over

from .rays import BLOCK, Occupied

#: What a fine cell may add to a pixel, 1 all of it, where steps begin to grow.
LITTLE = 1e-3
#: How many short steps a long one is at most, and how many fine cells where it is more than one.
LONGEST, FARTHEST = 3, 1.7


def paced(occupied: Occupied, matter: Field, shown: Field) -> Occupied:
    """How many short steps one may be in each block that is `occupied`; 0 in the others.

    `matter` is (z, y, x, channels); a cell adds `shown` (channels) of it to a pixel at most.
    """
    paces = np.zeros_like(occupied)
    over(_pace, len(paces), occupied, matter, shown, paces, work=matter.size // 4)
    return paces


@kernel
def _pace(start: int, stop: int, occupied: Occupied, matter: Field, shown: Field, out: Occupied) -> None:
    """Measure the most that a cell of a block, or one beside it, adds."""
    nz, ny, nx, channels = matter.shape
    least = np.float32(LITTLE / (LONGEST + 0.5))
    for bk in range(start, stop):
        for bj in range(out.shape[1]):
            for bi in range(out.shape[2]):
                if occupied[bk, bj, bi] == 0:
                    continue
                most = least
                for k in range(max(bk * BLOCK - 1, 0), min(bk * BLOCK + BLOCK + 1, nz)):
                    for j in range(max(bj * BLOCK - 1, 0), min(bj * BLOCK + BLOCK + 1, ny)):
                        for i in range(max(bi * BLOCK - 1, 0), min(bi * BLOCK + BLOCK + 1, nx)):
                            for n in range(channels):
                                most = max(most, shown[n] * matter[k, j, i, n])
                out[bk, bj, bi] = max(np.uint8(np.float32(LITTLE) / most), np.uint8(1))


@inner
def pace_at(paces: Occupied, x: float, y: float, z: float, most: np.float32) -> np.float32:
    """How many short steps one may be at a place; `most` at most."""
    bi = min(max(int(x) // BLOCK, 0), paces.shape[2] - 1)
    bj = min(max(int(y) // BLOCK, 0), paces.shape[1] - 1)
    bk = min(max(int(z) // BLOCK, 0), paces.shape[0] - 1)
    return min(np.float32(paces[bk, bj, bi]), most)
