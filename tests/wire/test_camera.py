"""The shot's camera as a value: curves that hold, rotations there and back, and what is no camera."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondunit import wire
from secondunit.wire import CameraSample, CameraTrack, errors
from secondunit.wire.camera import LONGEST_TRACK
from secondunit.wire.rotation import ORDERS, angles_of, rotation_of, times, transposed

BRIEF = wire.Brief(
    "show", "sh010", "smoke", wire.FrameRange(1001, 1003), wire.Rate(24), wire.Format(1920, 1080)
)
PAN = CameraTrack.of(1001, [CameraSample(y=1.6, ry=angle, focal=32.0) for angle in (0.0, 2.5, 5.0)])
angles = st.floats(-180, 180)


def test_a_curve_that_does_not_change_is_one_value_and_the_nearest_holds_beyond_the_ends() -> None:
    assert PAN.y == (1.6,) and PAN.ry == (0.0, 2.5, 5.0) and len(PAN) == 3 and not PAN.still
    assert [PAN.sample(frame).ry for frame in (900, 1001, 1002, 1003, 1200)] == [0.0, 0.0, 2.5, 5.0, 5.0]
    assert CameraTrack.of(7, [CameraSample()] * 5).still


def test_a_brief_without_a_camera_is_written_as_before_and_one_with_it_has_another_digest() -> None:
    assert "camera" not in json.loads(wire.dumps(BRIEF))
    seen = replace(BRIEF, camera=PAN)
    assert wire.loads(wire.Brief, wire.dumps(seen)) == seen
    moved = replace(BRIEF, camera=replace(PAN, ry=(0.0, 2.5, 5.000001)))
    assert len({wire.brief_digest(brief) for brief in (BRIEF, seen, moved)}) == 3


def test_the_longest_track_of_a_whole_camera_fits_in_one_request() -> None:
    samples = [
        CameraSample(-1234.567891 - n, 987.654321 + n, n / 7, n / 11, -179.123457, n / 13, 35 + n / 9e3)
        for n in range(LONGEST_TRACK)
    ]
    assert len(wire.dumps(replace(BRIEF, camera=CameraTrack.of(1001, samples))).encode()) < 1 << 20


@given(angles, angles, angles, st.sampled_from(ORDERS))
def test_any_rotation_comes_back_as_angles_about_z_x_and_y(x: float, y: float, z: float, order: str) -> None:
    rotation = rotation_of(x, y, z, order)
    again = rotation_of(*angles_of(rotation))
    for row, other in zip(rotation, again, strict=True):
        assert row == pytest.approx(other, abs=1e-7)
    turned_back = times(rotation, transposed(rotation))
    for n in range(3):
        assert turned_back[n] == pytest.approx([float(n == m) for m in range(3)], abs=1e-12)


def test_the_first_of_an_order_is_turned_about_first() -> None:
    # A camera that is rolled by a quarter and then turned by a quarter looks along -x, its top along z.
    rolled = rotation_of(0.0, 90.0, 90.0, "ZXY")
    assert [-row[2] for row in rolled] == pytest.approx([-1.0, 0.0, 0.0], abs=1e-12)
    assert [row[1] for row in rolled] == pytest.approx([0.0, 0.0, 1.0], abs=1e-12)


@pytest.mark.parametrize(
    ("change", "kind", "where"),
    [
        ({"focal": [0.0]}, errors.OutOfRange, "camera.focal"),
        ({"focal": [35.0, 35.0]}, errors.OutOfRange, "camera.focal"),
        ({"focal": [0.2]}, errors.OutOfRange, "camera.focal"),
        ({"x": [1e300]}, errors.OutOfRange, "camera.x"),
        ({"x": []}, errors.EmptyFrames, "camera.x"),
        ({"x": [True]}, errors.WrongType, "camera.x[0]"),
        ({"x": 0.0}, errors.WrongType, "camera.x"),
        ({"ry": [0.0] * (LONGEST_TRACK + 1)}, errors.TooManyFrames, "camera.ry"),
        ({"first": 10**9}, errors.OutOfRange, "camera.first"),
        ({"label": "x" * 300}, errors.OutOfRange, "camera.label"),
        ({"roll": [0.0]}, errors.UnknownField, "camera.roll"),
    ],
)
def test_what_is_no_camera_is_refused_at_its_place(
    change: dict[str, object], kind: type[errors.SecondUnitError], where: str
) -> None:
    body = json.loads(wire.dumps(replace(BRIEF, camera=PAN)))
    body["camera"] |= change
    with pytest.raises(kind) as refusal:
        wire.loads(wire.Brief, json.dumps(body))
    problem = refusal.value.problem
    assert problem.where == where and problem.message
    assert problem.remedy or kind is errors.WrongType
