"""From a coarse state to one of half the cell size, so that a pre-roll may begin coarse.

Knows the layout of a state; knows nothing of what drives it.
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field

from .box import Box
from .grid import DRIFTS, SHIFTS, FluidState


def coarser(box: Box) -> Box:
    """The same box in cells of twice the size; an odd count is rounded up."""
    nx, ny, nz = (-(-n // 2) for n in (box.nx, box.ny, box.nz))
    return Box(box.x, box.y, box.z, 2.0 * box.cell, nx, ny, nz, box.floor)


def refined(coarse: FluidState, shape: tuple[int, int, int]) -> FluidState:
    """The state on a grid of `shape` (z, y, x), of half the cell size, interpolated linearly."""
    fine = FluidState.still(shape, coarse.burns)
    for name in coarse.names:
        wanted: Field = getattr(fine, name)
        field: Field = getattr(coarse, name)
        for axis in range(3):
            field = _stretched(field, axis, wanted.shape[axis], bool(SHIFTS.get(name, (0, 0, 0))[axis]))
        if name in DRIFTS:
            # Drift is counted in cells, and those are half the size now.
            field = field * np.float32(2.0)
        setattr(fine, name, np.ascontiguousarray(field, dtype=np.float32))
    fine.step = coarse.step
    return fine


def _stretched(field: Field, axis: int, size: int, faces: bool) -> Field:
    place = np.arange(size) * 0.5 if faces else (np.arange(size) + 0.5) * 0.5 - 0.5
    place = np.clip(place, 0.0, field.shape[axis] - 1.0)
    first = place.astype(np.int64)
    share = (place - first).astype(np.float32)
    spread = share.reshape([-1 if n == axis else 1 for n in range(field.ndim)])
    low = np.take(field, first, axis=axis)
    high = np.take(field, np.minimum(first + 1, field.shape[axis] - 1), axis=axis)
    stretched: Field = low + spread * (high - low)
    return stretched
