"""The direct solve of `pressure` between parts of the box: what goes in and what is wanted lie in a region.

A transform along an axis is made only where there is something, and taken back only where it is wanted: of a
small region a third of the work is left. Knows the transforms; knows no solid.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from scipy import fft

from secondunit.elements.cores import threads
from secondunit.elements.kernels import Field, zeros

from .pressure import inverse_laplacian

#: The cells of a part of the box along z, y, x.
Region = tuple[slice, slice, slice]
Shape = tuple[int, int, int]


def whole(shape: Shape) -> Region:
    """All of a box."""
    return slice(0, shape[0]), slice(0, shape[1]), slice(0, shape[2])


def solve_within(rhs: Field, place: Region, wanted: Region, shape: Shape, floor: bool) -> Field:
    """The pressure in the region `wanted` whose discrete Laplacian is `rhs` at `place` and 0 elsewhere.

    `shape` is that of the box. Units are those of `pressure.solve`.
    """
    field = rhs
    for axis in _order(place, shape):
        field = _transform(_spread(field, place[axis], axis, shape[axis]), axis, floor, back=False)
    field *= inverse_laplacian(shape, floor)
    for axis in reversed(_order(wanted, shape)):
        field = _transform(field, axis, floor, back=True)
        field = field[tuple(wanted[axis] if n == axis else slice(None) for n in range(3))]
    return np.ascontiguousarray(field)


def _order(region: Region, shape: Shape) -> list[int]:
    """The axes, that of which the least is filled last: it is transformed everywhere."""
    share = [(part.stop - part.start) / count for part, count in zip(region, shape, strict=True)]
    return sorted(range(3), key=lambda axis: (-share[axis], -axis))


def _spread(field: Field, part: slice, axis: int, count: int) -> Field:
    """A field along the whole of an axis, of its own where the transform may lie over it."""
    if part == slice(0, count):
        return np.array(field)
    wide = zeros(*(count if n == axis else size for n, size in enumerate(field.shape)))
    wide[tuple(part if n == axis else slice(None) for n in range(3))] = field
    return wide


def _transform(field: Field, axis: int, floor: bool, back: bool) -> Field:
    workers = threads() if field.size > 200_000 else 1
    kind: Any = (partial(fft.idct if back else fft.dct, type=4) if axis == 1 and floor
                 else partial(fft.idst if back else fft.dst, type=2))  # fmt: skip
    turned: Field = kind(field, axis=axis, workers=workers, overwrite_x=True)
    return turned
