"""Sources that wind crosses in less than a step: what leaves in one is drawn out as far as it goes in it.

Where gas was let go at the source alone, a step's gas would be a bead, and the next one's another, with air
between them. Knows cells.
"""

from __future__ import annotations

from math import ceil, cos, expm1, hypot, tau

import numpy as np

from secondunit.elements.kernels import zeros

from .box import Box
from .sources import Emission
from .step import Weather

#: A source that the wind crosses slower than so many widths a step emits where it is.
SLOW = 0.5


def way_of(weather: Weather, width: float) -> tuple[float, float]:
    """How far wind and its gusts take gas in a step, along x and z in metres; none where that is little."""
    x, z = (part * weather.dt * (1.0 + weather.gusts) for part in (weather.wind_x, weather.wind_z))
    return (x, z) if hypot(x, z) > SLOW * width else (0.0, 0.0)


def drawn_out(emission: Emission, way: tuple[float, float], box: Box, output: float) -> Emission:
    """An emission without thrust along twice a way in metres too, as far as the box goes.

    `output` is how many times over a cell of full strength is filled in a step. A parcel that is in it for
    several steps, or for one, takes up as much of it: along the way its strength rises and falls as a Hann
    window, whose samples have the same sum wherever the first one is, if they are not farther apart than half
    of it (to 3 %). What is filled once more is as the next power of what is left free.
    """
    x, z = (2.0 * part / box.cell for part in way)
    count = ceil(hypot(x, z))
    if not count:
        return emission
    k, j, i = emission.corner
    nz, ny, nx = emission.strength.shape
    first_x, first_z = min(0, -ceil(-x)), min(0, -ceil(-z))
    deep, wide = nz + ceil(abs(z)) + 2, nx + ceil(abs(x)) + 2
    whole = zeros(deep, ny, wide)
    for n in range(count):
        along = (n + 0.5) / count
        weight = (1.0 - cos(tau * along)) / count
        at_z, at_x = z * along - first_z, x * along - first_x
        low_z, low_x = int(at_z), int(at_x)
        for up, share_z in ((0, 1.0 - (at_z - low_z)), (1, at_z - low_z)):
            for right, share_x in ((0, 1.0 - (at_x - low_x)), (1, at_x - low_x)):
                part = (
                    slice(low_z + up, low_z + up + nz),
                    slice(None),
                    slice(low_x + right, low_x + right + nx),
                )
                whole[part] += emission.strength * np.float32(weight * share_z * share_x)
    # A source that is thin everywhere gives as much as a thick one: gas would be hardly seen.
    whole *= emission.strength.max() / max(float(whole.max()), 1e-9)
    whole = np.expm1(np.float32(-output) * whole) / np.float32(expm1(-output))
    start_z, start_x = k + first_z, i + first_x
    within = whole[max(0, -start_z) : box.nz - start_z, :, max(0, -start_x) : box.nx - start_x]
    return Emission((max(0, start_z), j, max(0, start_x)), np.ascontiguousarray(within))
