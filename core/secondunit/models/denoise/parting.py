"""A plate parted into a picture and its grain, whose sum is the plate.

The picture is rounded to what its files hold, and the grain is what is missing then, in float32:

- of a plate of halves, picture + grain is the plate bit for bit: both are multiples of 2**-24, and so is what
  is between them, which float32 holds wherever it is below 1 or the picture is within a factor of two of the
  plate (P. H. Sterbenz, "Floating-point computation", 1974);
- of a plate of floats the same holds within that factor; elsewhere the sum is off by at most a step of
  float32 at the larger of the two.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from secondunit.media.half import HALF_MAX, to_float, to_half

Pixels = npt.NDArray[np.float32]
#: The step of the smallest halves: every half is a multiple of it.
_STEP = np.float32(2.0**-24)


def parted(plate: Pixels, picture: Pixels, depth: Literal["half", "float"]) -> tuple[Pixels, Pixels]:
    """`picture` as a file of `depth` holds it, and the grain that makes `plate` of it: float32, as they are.

    All (height, width, 3), finite.
    """
    if depth == "half":
        held = to_float(to_half(np.clip(picture, -HALF_MAX, HALF_MAX)))
    else:
        # Beyond 1 float32's own steps are larger than the smallest half's or one of its multiples.
        held = np.where(np.abs(picture) < 1.0, np.rint(picture / _STEP) * _STEP, picture).astype(np.float32)
    grain = plate - held
    # Where float32 cannot hold what is between them, the plate stays as it is, if the file can hold it.
    off = (held + grain != plate) & (np.abs(plate) <= HALF_MAX) & _is_half(plate)
    held = np.where(off, plate, held)
    return held, np.where(off, np.float32(0.0), grain)


def _is_half(values: Pixels) -> npt.NDArray[np.bool_]:
    inside = np.clip(values, -HALF_MAX, HALF_MAX)
    return np.asarray(to_float(to_half(inside)) == values, np.bool_)
