"""Light that is scattered more than once on its way through a volume, on coarse cells: it is smooth.

The octaves of Wrenninge, Kulla and Lundqvist 2013: two orders of multiple scattering with half and a quarter
of the extinction, from a blurred volume because scattered light spreads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from secondunit.elements.kernels import Field, Spans, inner, kernel, over, singles, together, zeros

from .shadow import fading
from .volume import Volume

#: Fine cells along a cell of the blurred volume.
CUT = 4
#: How bright light is that is scattered twice and more often, of an albedo of 1.
TWICE, OFTEN = 0.5, 0.30


@inner
def phase(cosine: float, g: float) -> float:
    """Henyey and Greenstein's phase function, 1 everywhere for g = 0."""
    return float((1.0 - g * g) / (1.0 + g * g - 2.0 * g * cosine) ** 1.5)


def spread_light(volume: Volume, albedo: float, forward: float, cosines: Field, extinction: float) -> Field:
    """What multiple scattering adds in cells of `CUT` of the volume's, (z, y, x, lights) float32.

    `cosines` are those of the angles by which light of each side turns to the camera.
    """
    coarse = _coarse(volume)
    spread = zeros(*coarse.shape, len(cosines))
    calls = []
    for n in range(6):
        cosine = float(cosines[n])
        scattering = singles(
            Scattering,
            extinction * volume.cell * CUT,
            TWICE * albedo * phase(cosine, 0.5 * forward),
            OFTEN * albedo**2 * phase(cosine, 0.25 * forward),
        )
        calls.append((_spread_from, (coarse, n, scattering, spread)))
    together(calls)
    return spread


class Scattering(NamedTuple):
    """Light on its way: optical `thickness` of a cell at density 1; what is scattered `twice` and more
    `often` toward the camera.
    """

    thickness: np.float32
    twice: np.float32
    often: np.float32


def _coarse(volume: Volume) -> Field:
    """The density blurred, at a quarter of the resolution."""
    shape = [-(-n // CUT) for n in volume.density.shape]
    mean = zeros(*shape)
    over(_average, shape[0], volume.density, volume.low, volume.high, mean, work=volume.density.size)
    blurred = ndimage.gaussian_filter(mean, 0.9, mode="constant", truncate=2.5)
    return np.ascontiguousarray(blurred, dtype=np.float32)


@kernel
def _average(start: int, stop: int, dense: Field, low: Spans, high: Spans, out: Field) -> None:
    share = np.float32(1.0 / CUT**3)
    for k in range(start * CUT, min(stop * CUT, dense.shape[0])):
        for j in range(dense.shape[1]):
            row = out[k // CUT, j // CUT]
            for i in range(low[k, j], high[k, j]):
                row[i // CUT] += share * dense[k, j, i]


@kernel
def _spread_from(coarse: Field, side: int, scattering: Scattering, out: Field) -> None:
    """What multiple scattering adds in each cell of the blurred volume."""
    thick, twice, often = scattering.thickness, scattering.twice, scattering.often
    axis = 2 if side < 2 else 1 if side < 4 else 0
    upward = side == 0 or side == 3 or side == 5
    half, quarter = np.float32(0.5), np.float32(0.25)
    blocked = np.zeros_like(coarse)
    mz, my, mx = coarse.shape
    step = -1 if upward else 1
    for a in range(mz):
        k = a if upward else mz - 1 - a
        for b in range(my):
            j = b if upward else my - 1 - b
            for c in range(mx):
                i = c if upward else mx - 1 - c
                ahead = half * coarse[k, j, i] * thick
                ki = k + step if axis == 0 else k
                ji = j + step if axis == 1 else j
                ii = i + step if axis == 2 else i
                if 0 <= ki < mz and 0 <= ji < my and 0 <= ii < mx:
                    ahead += blocked[ki, ji, ii] + half * coarse[ki, ji, ii] * thick
                blocked[k, j, i] = ahead
    for k in range(mz):
        for j in range(my):
            for i in range(mx):
                dim = fading(quarter * blocked[k, j, i])
                out[k, j, i, side] = twice * dim * dim + often * dim
