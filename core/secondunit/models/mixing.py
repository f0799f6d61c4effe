"""Two results of the same pixels made one: where they agree, their bits stay."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]


def mixed(first: Values, second: Values, share: Values | float) -> Values:
    """`first` where `share` is 0 and `second` where it is 1; where both hold one value, that value.

    All float32 of shapes that fit together. A sum of weighted parts would move values by its rounding.
    """
    part = np.asarray(share, np.float32)
    between = first * (np.float32(1.0) - part) + second * part
    return np.where(first == second, first, between).astype(np.float32, copy=False)


def ramp(length: int) -> Values:
    """Shares that rise evenly from above 0 to below 1: (length,) float32."""
    return ((np.arange(length, dtype=np.float32) + 1) / np.float32(length + 1)).astype(np.float32)
