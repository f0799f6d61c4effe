"""Plates of which every moment is known: a wall under a panning camera, a ball that flies before it."""

from __future__ import annotations

from functools import cache

import numpy as np

from .walls import Pixels, wall

SIZE = (108, 192)
_FAR, _NEAR, _OTHER = (wall(seed, count=28, finest=7.0) for seed in (3, 9, 21))


@cache
def moment(time: float, pan: float = 4.0, ball: float = 7.0) -> Pixels:
    """The picture at a time in frames, (108, 192, 3) float32 scene-linear: evaluated, not resampled."""
    height, width = SIZE
    away = np.array([[1.0, 0.0, pan * time], [0.0, 1.0, 0.4 * time], [0.0, 0.0, 1.0]])
    behind = _FAR(away, SIZE)
    x, y = 50.0 + ball * time, 54.0 + 1.5 * time
    front = _NEAR(np.array([[1.0, 0.0, 200.0 - x], [0.0, 1.0, 200.0 - y], [0.0, 0.0, 1.0]]), SIZE)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    cover = np.clip(24.5 - np.hypot(columns - x, rows - y), 0.0, 1.0)[..., None]
    return _still(front * cover + behind * (1.0 - cover))


@cache
def other_shot(time: float) -> Pixels:
    """Another place: what is cut to."""
    return _still(0.7 * _OTHER(np.array([[1.0, 0.0, -3.0 * time], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), SIZE))


def _still(pixels: Pixels) -> Pixels:
    """The pixels, which nobody changes: they are kept."""
    out = np.asarray(pixels, np.float32)
    out.setflags(write=False)
    return out
