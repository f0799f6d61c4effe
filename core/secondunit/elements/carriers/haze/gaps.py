"""Which parts of a ray are in boxes, balls and posts: there is no haze there. Knows metres."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.carriers.surfaces import crossing
from secondunit.elements.kernels import Field, exact

Counts = npt.NDArray[np.int32]


@exact
def fill_gaps(
    table: Field, eye: Field, rays: Field, first: int, low: int, high: int, gaps: Field, counts: Counts
) -> None:  # fmt: skip
    """Fill the gaps of the rays of rows `low` to `high` of a strip, whose row 0 is row `first` of `rays`.

    `table` is obstacles (`table_of`), `eye` and `rays` are as `lay_sheets` takes them. `gaps` (rows, columns,
    obstacles, 2): from how many metres to how many, apart from one another; `counts` of them a ray has any.
    """
    zero = np.float32(0.0)
    for row in range(low, high):
        for column in range(counts.shape[1]):
            ray, gap, count = rays[first + row, column], gaps[row, column], 0
            for number in range(len(table)):
                enters, leaves = crossing(
                    table[number], eye[0, 0], eye[0, 1], eye[0, 2], ray[0], ray[1], ray[2]
                )
                enters = max(enters, zero)
                if enters >= leaves:
                    continue
                # What it touches becomes one with it.
                n = 0
                while n < count:
                    if gap[n, 0] <= leaves and gap[n, 1] >= enters:
                        enters, leaves = min(enters, gap[n, 0]), max(leaves, gap[n, 1])
                        count -= 1
                        gap[n, 0], gap[n, 1] = gap[count, 0], gap[count, 1]
                        n = 0
                    else:
                        n += 1
                gap[count, 0], gap[count, 1] = enters, leaves
                count += 1
            counts[row, column] = count


@exact
def open_share(gap: Field, count: int, a: np.float32, b: np.float32) -> np.float32:
    """The share of a ray's way from `a` to `b` metres that is in none of its first `count` gaps."""
    zero, length = np.float32(0.0), b - a
    for n in range(count):
        length -= max(min(b, gap[n, 1]) - max(a, gap[n, 0]), zero)
    share: np.float32 = max(length, zero) / (b - a)
    return share
