"""How far rays step in a block: by the most that a cell in it or beside it can add to a pixel."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.elements.carriers.haze.spacing import node_rows
from secondunit.elements.optics.blocks import FARTHEST, LITTLE, LONGEST, pace_at, paced
from secondunit.elements.optics.pinhole import Camera
from secondunit.elements.optics.rays import BLOCK
from secondunit.wire.picture import Format

SHOWN = np.ones(1, np.float32)


def paces_of(matter: np.ndarray, occupied: np.ndarray) -> list[int]:
    """The paces of one row of blocks."""
    return [int(pace) for pace in paced(occupied, matter[..., None], SHOWN)[0, 0]]


def test_steps_are_long_in_thin_blocks_short_in_and_beside_dense_ones_and_none_in_empty_ones() -> None:
    matter = np.full((BLOCK, BLOCK, 5 * BLOCK), 1e-6, np.float32)
    matter[1, 2, 2 * BLOCK] = 0.5
    occupied = np.array([[[1, 1, 1, 1, 0]]], np.uint8)
    assert paces_of(matter, occupied) == [LONGEST, 1, 1, LONGEST, 0]


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("below", [False, True])
def test_steps_are_short_where_a_thin_sheet_is_the_second_cell_beside_a_block(axis: int, below: bool) -> None:
    """The last place that a long step leaves out is as far as 1.1 cells beside its block, and reads two."""
    matter = np.full((BLOCK, BLOCK, 2 * BLOCK), 1e-6, np.float32)
    matter[:, :, BLOCK - 2 if below else BLOCK + 1] = 0.5
    occupied = np.ones((1, 1, 2), np.uint8)
    matter, occupied = np.swapaxes(matter, axis, 2), np.swapaxes(occupied, axis, 2)
    paces = paced(np.ascontiguousarray(occupied), np.ascontiguousarray(matter[..., None]), SHOWN)
    assert paces.ravel().tolist() == [1, 1]


@pytest.mark.parametrize("start", np.linspace(0.0, 1.5, 11)[:-1])
def test_no_step_leaps_over_a_thin_sheet_beside_thin_haze(start: float) -> None:
    """Short steps of half a cell read a sheet as thin as a cell wherever they begin."""
    matter = np.full((BLOCK, BLOCK, 3 * BLOCK), 1e-6, np.float32)
    matter[:, :, BLOCK + 1] = 0.5
    paces = paced(np.ones((1, 1, 3), np.uint8), matter[..., None], SHOWN)
    step, most = 0.5, np.float32(FARTHEST // 0.5)
    place, total = float(start), 0.0
    while place < 3 * BLOCK:
        pace = float(pace_at(paces, place, 2.0, 2.0, most))
        total += pace * step * float(np.interp(place - 0.5, np.arange(3 * BLOCK), matter[2, 2]))
        place += pace * step
    assert total == pytest.approx(0.5, rel=1e-3)


def test_a_block_whose_cells_add_half_of_what_is_little_is_passed_in_double_steps() -> None:
    matter = np.full((BLOCK, BLOCK, BLOCK), 0.45 * LITTLE, np.float32)
    assert paces_of(matter, np.ones((1, 1, 1), np.uint8)) == [2]


def test_rows_of_nodes_come_closer_toward_the_horizon_and_only_where_a_low_layer_is_looked_down_on() -> None:
    size = Format(1920, 1080)
    camera = Camera(0.0, 1.6, 0.0, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0), 1.0, 0.5625, size)
    low = list(node_rows(camera, 32, 0, 34, 8, 0.35, 0.6, 3.0, 500.0))
    assert low[16] == 1 and low[-1] == 8
    assert low[16:] == sorted(low[16:])
    high = node_rows(camera, 32, 0, 34, 8, 40.0, 60.0, 0.05, 500.0)
    assert (high == 8).all()
