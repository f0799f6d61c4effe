"""A drawing as a value: keys between which points move in straight lines, and what it refuses."""

from __future__ import annotations

import pytest

from secondunit.wire import (
    ColorSpace,
    DrawnMatte,
    Format,
    FrameRange,
    MatteShape,
    MatteWish,
    Plate,
    Rate,
    ShapeKey,
    ShapeKind,
    dumps,
    loads,
)
from secondunit.wire.drawn import MOST_PLACES
from secondunit.wire.errors import BadPicture, OutOfRange, SecondUnitError, WrongType

TRIANGLE = (0.0, 0.0, 10.0, 0.0, 0.0, 10.0)
MOVED = (8.0, 4.0, 18.0, 4.0, 8.0, 14.0)


def shape(**more: object) -> MatteShape:
    keys = ShapeKey(1001, TRIANGLE), ShapeKey(1009, MOVED)
    return MatteShape(**{"kind": ShapeKind.POLYGON, "keys": keys, **more})  # type: ignore[arg-type]


def test_points_move_in_straight_lines_between_two_keys_and_stand_before_and_after() -> None:
    drawn = shape()
    assert drawn.points_at(990) == drawn.points_at(1001) == TRIANGLE
    assert drawn.points_at(1003) == (2.0, 1.0, 12.0, 1.0, 2.0, 11.0)
    assert drawn.points_at(1009) == drawn.points_at(2000) == MOVED


def test_a_key_at_a_frame_takes_the_place_of_the_one_there() -> None:
    drawn = shape().with_key(1005, TRIANGLE).with_key(1005, MOVED)
    assert [key.frame for key in drawn.keys] == [1001, 1005, 1009]
    assert drawn.points_at(1005) == MOVED and drawn.points_at(1003) == (4.0, 2.0, 14.0, 2.0, 4.0, 12.0)
    assert [key.frame for key in drawn.without_key(1005).without_key(1001).keys] == [1009]
    assert drawn.without_key(1005).without_key(1001).without_key(1009).keys, "the last key stays"


def test_a_drawing_is_written_for_a_plate_of_its_own_size_alone() -> None:
    frames, space = FrameRange(1001, 1009), ColorSpace("ACEScg")
    plate = Plate("/x.%04d.exr", frames, Rate(24), Format(64, 36), space)
    assert MatteWish("S", "sh010", "roof", DrawnMatte(frames, Format(64, 36)), plate).plate == plate
    with pytest.raises(BadPicture, match="64x36"):
        MatteWish("S", "sh010", "roof", DrawnMatte(frames, Format(32, 36)), plate)


def test_a_drawing_comes_back_from_json_as_it_was() -> None:
    stroke = MatteShape(
        ShapeKind.STROKE, (ShapeKey(1, (3.0, 4.0)),), feather=-2.5, radius=7.0, subtracts=True
    )
    drawing = DrawnMatte(FrameRange(1001, 1009), Format(64, 36, 2.0), (shape(feather=3.0), stroke))
    assert loads(DrawnMatte, dumps(drawing)) == drawing


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda: shape(keys=()), WrongType),
        (lambda: shape(keys=(ShapeKey(2, TRIANGLE), ShapeKey(2, MOVED))), WrongType),
        (lambda: shape(keys=(ShapeKey(1, TRIANGLE), ShapeKey(2, (*MOVED, 1.0, 1.0)))), WrongType),
        (lambda: shape(keys=(ShapeKey(1, TRIANGLE[:4]),)), WrongType),
        (lambda: ShapeKey(1, (1.0, 2.0, 3.0)), WrongType),
        (lambda: ShapeKey(1, (float("nan"), 2.0)), OutOfRange),
        (lambda: shape(feather=float("inf")), OutOfRange),
        (lambda: shape(kind=ShapeKind.STROKE), OutOfRange),
    ],
)
def test_what_is_no_shape_is_refused(wrong: object, error: type[SecondUnitError]) -> None:
    with pytest.raises(error):
        wrong()  # type: ignore[operator]


def test_a_drawing_holds_so_many_points_over_all_its_keys() -> None:
    corners = tuple(float(value) for value in range(2 * 2000))
    wide = MatteShape(ShapeKind.POLYGON, tuple(ShapeKey(frame, corners) for frame in range(100)))
    most = MOST_PLACES // (2000 * 100)
    frames, format = FrameRange(1, 100), Format(64, 36)
    assert len(DrawnMatte(frames, format, (wide,) * most).shapes) == most
    with pytest.raises(OutOfRange, match="1,000,000 points") as caught:
        DrawnMatte(frames, format, (wide,) * (most + 1))
    assert caught.value.problem.where == "shapes" and caught.value.problem.remedy
