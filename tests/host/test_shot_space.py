"""Handles of a host stand where the picture is made: the shot space is held to the shot of the simulator."""

from __future__ import annotations

from itertools import product
from math import cos, radians, sin

import pytest

from secondunit.elements.carriers.obstacles import read_obstacles
from secondunit.elements.optics.shot import ShotFormat
from secondunit.host.shot_space import Bounds, ShotSpace, obstacles_text
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange

FORMAT = Format(1920, 1080)
CAMERAS = (
    CameraSample(1.0, 1.6, 7.0),
    CameraSample(-2.0, 3.0, 4.0, rx=-20.0, ry=35.0, rz=4.0, focal=24.0, shift_x=0.1, shift_y=-0.05),
    CameraSample(0.0, 1.2, 0.0, rx=15.0, ry=-120.0, focal=50.0, back=24.0, tall=18.0),
    CameraSample(0.0, 9.0, 0.0, rx=-90.0, ry=20.0),
)
PLACES = ((0.5, 0.1, 0.0, 4.0), (0.2, 0.35, 0.0, 2.0), (0.8, 0.6, 12.5, 4.0), (0.5, 0.9, 0.0, 6.0))

CASES = tuple(product(CAMERAS, PLACES))


def shot_of(sample: CameraSample) -> ShotFormat:
    track = CameraTrack.of(1001, [sample])
    return ShotFormat(1920, 1080, 1.0, track=track, frames=FrameRange(1001, 1010))


@pytest.mark.parametrize(("sample", "place"), CASES)
def test_a_source_stands_where_the_simulator_puts_it(
    sample: CameraSample, place: tuple[float, float, float, float]
) -> None:
    x, y, distance, height = place
    shot, stage = shot_of(sample).shot(x, y, distance, height), ShotSpace(sample, FORMAT)
    assert stage.foot(x, y, distance, height) == pytest.approx(shot.origin, abs=1e-9)
    assert stage.level[0] == pytest.approx(shot.x_axis) and stage.level[1] == pytest.approx(shot.z_axis)


@pytest.mark.parametrize(("sample", "place"), CASES)
def test_a_point_gives_back_the_place_in_frame_and_the_distance_that_was_left_open(
    sample: CameraSample, place: tuple[float, float, float, float]
) -> None:
    x, y, distance, height = place
    stage = ShotSpace(sample, FORMAT)
    back = stage.place(stage.foot(x, y, distance, height), height, distance == 0.0)
    assert back == pytest.approx((x, y, distance), abs=1e-9)
    deep = stage.place(stage.foot(x, y, distance, height), height, False)
    assert deep is not None and deep[2] > 0.0


def test_a_point_behind_the_camera_has_no_place() -> None:
    assert ShotSpace(CAMERAS[0], FORMAT).place((1.0, 0.0, 9.0), 4.0, True) is None


def test_wind_and_light_turn_with_the_camera() -> None:
    straight = ShotSpace(CAMERAS[0], FORMAT)
    assert straight.blowing(0.0) == pytest.approx((1.0, 0.0, 0.0)), "to the right of frame"
    assert straight.blowing(90.0) == pytest.approx((0.0, 0.0, -1.0)), "away"
    assert straight.lit_from(-90.0, 0.0) == pytest.approx((-1.0, 0.0, 0.0)), "from the left of frame"
    assert straight.lit_from(0.0, 90.0) == pytest.approx((0.0, 1.0, 0.0), abs=1e-12), "from above"
    turned = ShotSpace(CameraSample(ry=90.0), FORMAT)
    assert turned.blowing(90.0) == pytest.approx((-1.0, 0.0, 0.0), abs=1e-12), "away is where it looks"
    for stage in (straight, turned, ShotSpace(CAMERAS[1], FORMAT)):
        for angle in (-170.0, -45.0, 0.0, 30.0, 179.0):
            assert stage.wind_direction(stage.blowing(angle)) == pytest.approx(angle)
            assert stage.light_angles(stage.lit_from(angle, 25.0)) == pytest.approx((angle, 25.0))


def test_a_body_of_the_set_is_a_box_about_the_source_s_foot_in_the_element_s_axes() -> None:
    stage = ShotSpace(CameraSample(0.0, 1.6, 0.0, ry=90.0), FORMAT)
    foot = (-5.0, 0.0, 0.0)  # five metres before a camera that looks along -x
    body = Bounds((-7.0, 0.0, -1.0), width=2.0, height=3.0, depth=0.5, turn=90.0)
    (box,) = read_obstacles(obstacles_text(stage, foot, [body]))
    assert (box.x, box.y, box.z) == pytest.approx((1.0, 0.0, -2.0)), "a metre to the right, two behind"
    assert (box.width, box.height, box.depth) == (2.0, 3.0, 0.5)
    assert box.turn == pytest.approx(0.0), "it is turned as the camera is"


def test_a_corner_of_a_turned_body_is_the_same_point_of_the_shot() -> None:
    stage, foot = ShotSpace(CAMERAS[1], FORMAT), (1.0, 0.2, -3.0)
    body = Bounds((2.0, 0.2, -4.0), 1.0, 1.0, 3.0, turn=25.0)
    (box,) = read_obstacles(obstacles_text(stage, foot, [body]))
    in_world = tuple(
        b + 0.5 * s for b, s in zip(body.base, (cos(radians(25)), 0.0, -sin(radians(25))), strict=True)
    )
    side = cos(radians(box.turn)), -sin(radians(box.turn))
    away = stage.own(tuple(p - f for p, f in zip(in_world, foot, strict=True)))  # type: ignore[arg-type]
    assert (box.x + 0.5 * side[0], box.z + 0.5 * side[1]) == pytest.approx((away[0], away[2]), abs=2e-3)


def test_several_bodies_are_written_one_after_the_other_and_a_flat_one_is_not_nothing() -> None:
    stage = ShotSpace(CAMERAS[0], FORMAT)
    bodies = [Bounds((0.0, 0.0, 0.0), 1.0, 0.0, 1.0), Bounds((3.0, 0.0, 0.0), 1.0, 2.0, 1.0, 30.0)]
    read = read_obstacles(obstacles_text(stage, (0.0, 0.0, 0.0), bodies))
    assert [box.height for box in read] == [0.001, 2.0] and read[1].turn == pytest.approx(30.0)
