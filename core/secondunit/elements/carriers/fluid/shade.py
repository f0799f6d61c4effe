"""The shadows that obstacles throw into a gas: light from far away that they keep from it. Knows metres."""

from __future__ import annotations

import numpy as np

from secondunit.elements.carriers.surfaces import stands_before
from secondunit.elements.kernels import Field, Spans, kernel, over
from secondunit.elements.optics.shadow import Direct
from secondunit.elements.optics.volume import Volume


def throw_shadows(volume: Volume, table: Field, toward: tuple[float, float, float], reached: Direct) -> None:
    """Take from what reaches each cell of a volume, `reached` (z, y, x), what obstacles keep from it.

    `toward` is the unit vector to the light, `table` obstacles as `surfaces.table_of` gives them. A cell at a
    shadow's edge keeps the share of its eight corners that see the light.
    """
    corner = np.array([volume.x, volume.y, volume.z, volume.cell], np.float32)
    over(
        _throw, len(reached), corner, volume.low, volume.high, table, np.array(toward, np.float32), reached,
        work=reached.size * 5 * len(table),
    )  # fmt: skip


@kernel
def _throw(
    start: int, stop: int, corner: Field, low: Spans, high: Spans, table: Field, toward: Field,
    reached: Direct,
) -> None:  # fmt: skip
    half, cell = np.float32(0.5), corner[3]
    dx, dy, dz = toward[0], toward[1], toward[2]
    for number in range(len(table)):
        row = table[number]
        # A ball around the obstacle and around half a cell: most cells' light passes beside it.
        round_it = np.sqrt(row[4] * row[4] + row[5] * row[5] + row[6] * row[6]) + cell
        square = round_it * round_it
        for k in range(start, stop):
            z = corner[2] + (np.float32(k) + half) * cell
            for j in range(low.shape[1]):
                y = corner[1] + (np.float32(j) + half) * cell
                for i in range(low[k, j], high[k, j]):
                    x = corner[0] + (np.float32(i) + half) * cell
                    ax, ay, az = row[1] - x, row[2] - y, row[3] - z
                    along, away = ax * dx + ay * dy + az * dz, ax * ax + ay * ay + az * az
                    if (along < np.float32(0.0) and away > square) or away - along * along > square:
                        continue
                    dark = 0
                    for n in range(8):
                        cx = x + (half if n & 1 else -half) * cell
                        cy = y + (half if n & 2 else -half) * cell
                        cz = z + (half if n & 4 else -half) * cell
                        dark += stands_before(row, cx, cy, cz, dx, dy, dz)
                    if dark > 0:
                        seen = np.float32(8 - dark) * np.float32(0.125)
                        reached[k, j, i] = np.uint16(np.float32(reached[k, j, i]) * seen + half)
