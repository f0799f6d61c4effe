"""How far rays step in a block: by the most that a cell in it or beside it can add to a pixel."""

from __future__ import annotations

import numpy as np

from secondunit.elements.carriers.haze.spacing import node_rows
from secondunit.elements.optics.blocks import LITTLE, LONGEST, paced
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
