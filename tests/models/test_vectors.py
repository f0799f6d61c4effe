"""Motion vectors of a plate: to the next frame and to the one before, y up, never across a cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from secondunit.models.flow.method import COLOURS, PLATE, MotionVectors
from secondunit.models.method import Footage

from .footage import footage_of
from .walls import Matrix, Pixels, shoot, wall

SIZE = 90, 160
#: How the thing before the wall moves, and the wall itself, in pixels of a frame: x to the right, y down.
THING, WALL = (9.0, 4.0), (-6.0, 2.0)


def camera(index: int) -> Matrix:
    """A pan that makes the wall go to the left and down."""
    return np.array([[1.0, 0.0, -WALL[0] * index], [0.0, 1.0, -WALL[1] * index], [0.0, 0.0, 1.0]])


@pytest.fixture(scope="module")
def footage() -> Footage:
    """Four frames of a wall and a patterned thing before it."""
    scene, other = wall(5), wall(9)
    pictures: dict[int, Pixels] = {}
    for index in range(4):
        picture = scene(camera(index), SIZE)
        left, top = 40 + int(THING[0]) * index, 20 + int(THING[1]) * index
        picture[top : top + 32, left : left + 40] = other(np.eye(3), (32, 40))
        pictures[1001 + index] = picture
    pictures[1002][2, 2], pictures[1002][80, 150] = 60_000.0, -4.0
    return footage_of(pictures, settings={"picture": PLATE})


def error(vectors: Pixels, truth: tuple[float, float], where: np.ndarray) -> float:
    """The mean distance of vectors (y up) from a motion whose y goes down, in pixels."""
    apart = np.hypot(vectors[..., 0] - truth[0], vectors[..., 1] + truth[1])
    return float(apart[where].mean())


def test_where_nothing_is_hidden_both_ways_are_right_within_a_pixel(footage: Footage) -> None:
    result = MotionVectors().load(footage).frame(1002)
    assert result.shape == (*SIZE, 10) and np.isfinite(result).all()
    assert np.array_equal(result[..., :3], footage.picture(1002)) and (result[..., 3] == 1.0).all()
    thing = np.zeros(SIZE, np.bool_)
    thing[27:53, 52:86] = True
    beyond = np.ones(SIZE, np.bool_)
    beyond[16:68, 36:104] = False
    for vectors, occluded, sign in (
        (result[..., 4:6], result[..., 8], 1.0), (result[..., 6:8], result[..., 9], -1.0),
    ):  # fmt: skip
        shown = occluded == 0.0
        assert error(vectors, (sign * WALL[0], sign * WALL[1]), shown & beyond) < 0.3
        assert error(vectors, (sign * THING[0], sign * THING[1]), shown & thing) < 1.0
        assert (shown & thing).sum() > 0.9 * thing.sum() and (shown & beyond).sum() > 0.8 * beyond.sum()
    assert (result[20:60, 93:97, 8] == 1.0).mean() > 0.6, "what the thing goes over is occluded then"


def test_the_first_and_the_last_frame_have_one_way_alone(footage: Footage) -> None:
    worker = MotionVectors().load(footage)
    first, last = worker.frame(1001), worker.frame(1004)
    assert not first[..., 6:8].any() and (first[..., 9] == 1.0).all() and first[..., 4:6].any()
    assert not last[..., 4:6].any() and (last[..., 8] == 1.0).all() and last[..., 6:8].any()


def test_a_frame_is_the_same_whichever_was_made_before_it(footage: Footage) -> None:
    in_order, alone = MotionVectors().load(footage), MotionVectors().load(footage)
    frames = {frame: in_order.frame(frame) for frame in footage.frames}
    for frame in (1003, 1001, 1002):
        assert np.array_equal(alone.frame(frame), frames[frame])


def test_no_vector_goes_across_a_cut_and_the_cut_is_remarked(footage: Footage) -> None:
    other = shoot(SIZE, 2, scene=wall(31, contrast=0.9), grain=0.0).pixels
    spliced = {1001: footage.picture(1001), 1002: footage.picture(1002), 1003: other[1001], 1004: other[1002]}
    worker = MotionVectors().load(replace(footage, picture=spliced.__getitem__, cuts=(1003,)))
    assert list(worker.remarks) == ["The plate is cut before frame 1003: no vector goes across."]
    before, after = worker.frame(1002), worker.frame(1003)
    assert not before[..., 4:6].any() and (before[..., 8] == 1.0).all() and before[..., 6:8].any()
    assert not after[..., 6:8].any() and (after[..., 9] == 1.0).all() and after[..., 4:6].any()


def test_one_frame_alone_moves_nowhere(footage: Footage) -> None:
    alone = footage_of({7: footage.picture(1001)}, settings={"picture": PLATE})
    worker = MotionVectors().load(alone)
    result = worker.frame(7)
    assert not result[..., 4:8].any() and (result[..., 8:] == 1.0).all()
    assert "One frame" in worker.remarks[0]


def test_as_colours_the_hue_says_where_to(footage: Footage) -> None:
    shown = replace(
        footage, settings=footage_of({1: footage.picture(1001)}, settings={"picture": COLOURS}).settings
    )
    result = MotionVectors().load(shown).frame(1002)
    red, green, blue = result[27:53, 52:86, :3].reshape(-1, 3).mean(axis=0)
    assert red > 0.9 and blue > green, "to the right and down is red with some blue"
    red, green, blue = result[70:88, 60:150, :3].reshape(-1, 3).mean(axis=0)
    assert blue > 0.5 and green > 0.5 > red, "to the left and down is between cyan and blue"
