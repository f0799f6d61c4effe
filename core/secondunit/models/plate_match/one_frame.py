"""The grain of a plate of one frame, guessed: what its flattest squares vary by is taken for grain.

It takes fine texture for grain where all is textured: `along_flow` measures where there are frames enough.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .grain import ChannelGrain, Grain, GrainBand
from .spectrum import BLOCK, RINGS, ring_powers, spectrum_of

#: Bands of exposure, the fewest squares of one, and the share of them that counts as flat.
BANDS, FEWEST, FLATTEST = 4, 6, 0.15
#: Grain that nobody could see stands for none: a part of the light, and a light.
_PART, _NOTHING = 1e-3, 1e-5


def guessed_grain(picture: npt.NDArray[np.float32]) -> Grain:
    """The grain of (height, width, 3) float32, scene-linear, finite; white where it is too small to tell."""
    height, width = (side // BLOCK * BLOCK for side in picture.shape[:2])
    cut = picture[:height, :width]
    squares = cut.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).swapaxes(1, 2)
    squares = squares.reshape(-1, BLOCK, BLOCK, 3)
    red, green, blue = (_channel(squares[..., channel], picture[..., channel]) for channel in range(3))
    return Grain((red, green, blue))


def _channel(squares: npt.NDArray[np.float32], picture: npt.NDArray[np.float32]) -> ChannelGrain:
    exposure = squares.mean(axis=(1, 2))
    rest = _without_shade(squares)
    variance = (rest * rest).mean(axis=(1, 2))
    usable = np.flatnonzero(variance > 0.0)
    if len(usable) < FEWEST:
        middle = float(np.median(np.maximum(picture, 0.0)))
        return ChannelGrain((GrainBand(middle, max(_PART * middle, _NOTHING)),), (1.0,) * RINGS)
    order = usable[np.argsort(exposure[usable], kind="stable")]
    bands, powers = [], np.zeros(RINGS)
    for part in np.array_split(order, min(BANDS, len(order) // FEWEST)):
        count = max(FEWEST // 2, int(len(part) * FLATTEST))
        flat = part[np.argsort(variance[part] / np.maximum(exposure[part], _NOTHING), kind="stable")[:count]]
        middle = float(np.median(exposure[flat]))
        deviation = float(np.sqrt(np.median(variance[flat])))
        bands.append(GrainBand(middle, max(deviation, _PART * middle, _NOTHING), count * BLOCK * BLOCK))
        powers += np.sum(ring_powers(rest[flat]), axis=0) / np.median(variance[flat])
    return ChannelGrain(tuple(bands), spectrum_of(powers))


def _without_shade(squares: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Squares without what is even, slopes or bends once in them."""
    flat, shade = squares.reshape(len(squares), BLOCK * BLOCK), _shade()
    return np.asarray((flat - (flat @ shade) @ shade.T).reshape(squares.shape), np.float32)


@lru_cache(maxsize=1)
def _shade() -> npt.NDArray[np.float32]:
    """(1024, 6): planes and parabolas, each of length 1 and at right angles to the others."""
    line = np.linspace(-1.0, 1.0, BLOCK)
    x, y = (axis.ravel() for axis in np.meshgrid(line, line))
    shapes = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)
    return np.asarray(np.linalg.qr(shapes)[0], np.float32)
