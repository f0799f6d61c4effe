"""Motion as colours: the hue says where to, the saturation how far.

The wheel is that of Baker et al. 2011, "A Database and Evaluation Methodology for Optical Flow", as their own
`colorcode.cpp` and torchvision's `flow_to_image` have it: 55 hues, in six bands between the primaries.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]
#: Red to yellow, to green, to cyan, to blue, to magenta, and to red again: how many hues each.
_BANDS = (15, 6, 4, 11, 13, 6)
_CORNERS = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [1, 0, 0]], np.float32)


def _wheel() -> Field:
    starts = np.concatenate([[0], np.cumsum(_BANDS)])
    hues = np.arange(sum(_BANDS))
    return np.stack([np.interp(hues, starts, _CORNERS[:, part]) for part in range(3)], -1).astype(np.float32)


_WHEEL = _wheel()


def flow_colors(motion: Field, farthest: float) -> Field:
    """The colours of a motion, (height, width, 3) float32, 0 to 1, white where nothing moves.

    `motion` is (height, width, 2), pixels to the right and up; `farthest` what is shown in full colour.
    """
    if farthest <= 0.0:
        return np.ones((*motion.shape[:2], 3), np.float32)
    right, up = motion[..., 0] / farthest, motion[..., 1] / farthest
    # The wheel is that of pictures whose rows count downwards; what moves level is on its red.
    down = np.where(up == 0.0, np.float32(0.0), -up)
    turn = (np.arctan2(-down, -right) / np.pi + 1.0) / 2.0 * (len(_WHEEL) - 1)
    low = np.floor(turn).astype(np.intp)
    part = (turn - low)[..., None].astype(np.float32)
    hue = (1.0 - part) * _WHEEL[low] + part * _WHEEL[(low + 1) % len(_WHEEL)]
    far = np.minimum(np.hypot(right, up), 1.0)[..., None]
    return np.asarray(1.0 - far * (1.0 - hue), np.float32)
