"""The noise that haze is made of: seamless tiles of a turbulent scalar, each cut where a picture would alias.

A passive scalar in turbulence has a spectrum of density k^(-11/3) in three dimensions (Obukhov 1949,
Corrsin 1951), and so has its sum along a ray. Where a ray is sampled more coarsely than the eddies, each
sample is a slice: its density falls by one power less. Tiles of `SLICED` fall by one more and make up for it.
"""

from __future__ import annotations

from functools import lru_cache
from math import tau

import numpy as np
from scipy import fft

from secondunit.elements.kernels import Field
from secondunit.elements.noise import TILE, uniform

#: Waves along a tile: the fewest, and where each of its cuts ends, in steps of half an octave.
FEWEST = 2.0
CUTS = (12.0, 8.49, 6.0, 4.24, 3.0)
#: How much smaller the waves of a level are than those of the level before.
STEP = CUTS[0] / FEWEST
#: Which tile: of eddies that a ray follows, and of those that it steps over.
FOLLOWED, SLICED = 0, 1
_SLOPES = (-11.0 / 3.0, -14.0 / 3.0)


@lru_cache(maxsize=1)
def eddy_tiles() -> Field:
    """(2, cuts, TILE, TILE, TILE) float32, unit deviation before any cut."""
    axis = np.fft.fftfreq(TILE, 1.0 / TILE)
    half = np.arange(TILE // 2 + 1)
    k = np.sqrt(axis[:, None, None] ** 2 + axis[None, :, None] ** 2 + half[None, None, :] ** 2)
    safe = np.maximum(k, 1.0)
    tiles = np.zeros((2, len(CUTS), TILE, TILE, TILE), np.float32)
    for n, slope in enumerate(_SLOPES):
        phases = np.exp(1j * tau * uniform(0x4A5E + n, k.size).reshape(k.shape))
        deviation = 1.0
        for m, most in enumerate(CUTS):
            # A soft end of a quarter of an octave rings less than a hard one.
            band = np.clip((np.log2(most) - np.log2(safe)) * 4.0 + 1.0, 0.0, 1.0) * (k >= FEWEST - 0.3)
            tile = fft.irfftn(phases * band * safe ** (0.5 * slope), s=(TILE, TILE, TILE))
            deviation = float(tile.std()) if m == 0 else deviation
            tiles[n, m] = tile / deviation
    return tiles
