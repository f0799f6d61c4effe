"""Eddies smaller than a volume's cells, as rays see them: they push the gas back and forth along its slope.

Each octave is a tile of rounded bumps that rides on the gas. How far it pushes follows the cascade
(Kolmogorov 1941): by the third root of its size, so that density has the spectrum -11/3 of what turbulence
stirs; where the gas is smooth there is nothing to push. Eddies below a pixel are left out. A cell as small as
a pixel would be read about once, so none is kept: memory is that of the volume, whatever the picture's size.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, inner
from secondunit.elements.noise import tiled

#: How many times smaller the eddies of each octave are than those of the one before, and the most octaves.
RATIO, OCTAVES = np.float32(2.5), 6
#: Where eddies begin and are all there, in cells of the volume; where they end, in pixels.
COARSEST, COARSE, FINE, FINEST = 14.0, 7.0, 2.6, 1.5

#: The highest bump of the tile, in deviations, and two copies of it.
HIGHEST = 2.4
#: The share of its way below which a copy rests.
IDLE = np.float32(0.02)


class Eddies(NamedTuple):
    """Small eddies of a volume: `guides` (z, y, x, 8) float32 on cells of `cut` fine ones say where each of
    two copies of the `tile` is read in samples (0-2, 4-6) and what share of its way it pushes (3, 7). `size`
    is that of the first octave's eddies and `reach` how far they push at a deviation of 1, in fine cells.
    """

    guides: Field
    tile: Field
    cut: np.float32
    size: np.float32
    reach: np.float32


#: Eddies of what has none.
STILL = Eddies(
    np.zeros((1, 1, 1, 8), np.float32), np.zeros((1, 1, 1), np.float32), np.float32(1.0), np.float32(1.0),
    np.float32(0.0),
)  # fmt: skip


@inner
def octaves_of(eddies: Eddies, pixel: float, out: Field) -> int:
    """Fill in how far octaves push where a pixel is so many fine cells wide; count those that do."""
    size, reach, count = float(eddies.size), float(eddies.reach), 0
    for n in range(out.shape[0]):
        begins = min(max((COARSEST - size) / (COARSEST - COARSE), 0.0), 1.0)
        ends = min(max((size / pixel - FINEST) / (FINE - FINEST), 0.0), 1.0)
        out[n] = np.float32(reach * begins * ends)
        if out[n] > np.float32(0.0):
            count = n + 1
        size, reach = size / float(RATIO), reach / float(RATIO) ** (1.0 / 3.0)
    return count


@inner
def farthest_push(octaves: Field, count: int) -> np.float32:
    """The farthest that so many octaves push at once, in fine cells."""
    farthest = np.float32(0.0)
    for n in range(count):
        farthest += octaves[n] * np.float32(HIGHEST)
    return farthest


@inner
def pushed(eddies: Eddies, octaves: Field, count: int, x: float, y: float, z: float) -> np.float32:
    """How far the eddies push what is read at a place, in fine cells."""
    zero, half, unity = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    guides, tile = eddies.guides, eddies.tile
    gx = min(max(np.float32(x) / eddies.cut - half, zero), np.float32(guides.shape[2] - 1))
    gy = min(max(np.float32(y) / eddies.cut - half, zero), np.float32(guides.shape[1] - 1))
    gz = min(max(np.float32(z) / eddies.cut - half, zero), np.float32(guides.shape[0] - 1))
    i0, j0, k0 = np.int64(gx), np.int64(gy), np.int64(gz)
    i1 = min(i0 + 1, guides.shape[2] - 1)
    j1 = min(j0 + 1, guides.shape[1] - 1)
    k1 = min(k0 + 1, guides.shape[0] - 1)
    tx, ty, tz = gx - np.float32(i0), gy - np.float32(j0), gz - np.float32(k0)
    sx = unity - tx
    w0, w1, w2, w3 = (unity - ty) * (unity - tz), ty * (unity - tz), (unity - ty) * tz, ty * tz
    v0, v1, v2, v3 = w0 * sx, w1 * sx, w2 * sx, w3 * sx
    w0, w1, w2, w3 = w0 * tx, w1 * tx, w2 * tx, w3 * tx
    a0, a1, a2, a3 = guides[k0, j0, i0], guides[k0, j1, i0], guides[k1, j0, i0], guides[k1, j1, i0]
    b0, b1, b2, b3 = guides[k0, j0, i1], guides[k0, j1, i1], guides[k1, j0, i1], guides[k1, j1, i1]
    push = zero
    for copy in range(2):
        c = 4 * copy + 3
        far = v0 * a0[c] + v1 * a1[c] + v2 * a2[c] + v3 * a3[c]
        far += w0 * b0[c] + w1 * b1[c] + w2 * b2[c] + w3 * b3[c]
        if far <= IDLE:
            continue
        far -= IDLE
        c -= 3
        px = v0 * a0[c] + v1 * a1[c] + v2 * a2[c] + v3 * a3[c]
        px += w0 * b0[c] + w1 * b1[c] + w2 * b2[c] + w3 * b3[c]
        c += 1
        py = v0 * a0[c] + v1 * a1[c] + v2 * a2[c] + v3 * a3[c]
        py += w0 * b0[c] + w1 * b1[c] + w2 * b2[c] + w3 * b3[c]
        c += 1
        pz = v0 * a0[c] + v1 * a1[c] + v2 * a2[c] + v3 * a3[c]
        pz += w0 * b0[c] + w1 * b1[c] + w2 * b2[c] + w3 * b3[c]
        for n in range(count):
            if octaves[n] > zero:
                push += far * octaves[n] * tiled(tile, px, py, pz)
            # The next octave reads another part of the tile, along other axes.
            px, py, pz = py * RATIO, pz * RATIO, px * RATIO
    return push
