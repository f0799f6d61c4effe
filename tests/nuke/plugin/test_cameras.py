"""A camera is taken as it stands in the world, of whichever class, however it was put there."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.wire.errors import NothingSelected

CLASSES = ("Camera", "Camera2", "Camera3", "Camera4")


def add(comp: Any, cls: str) -> Any:
    comp.fake.paste(
        f"{cls} {{\n inputs 0\n translate {{0 2 8}}\n rotate {{-12 20 0}}\n focal 50\n haperture 36\n"
        " name Shot2\n}\n"
    )
    return comp.node("Shot2")


def test_a_camera_gives_height_pitch_and_lens(comp: Any) -> None:
    host = comp.host()
    assert [source.id for source in host.cameras()] == ["ShotCam"]
    view = host.camera("ShotCam")
    assert (view.height, view.pitch, view.focal, view.sensor) == (1.7, -5.0, 35.0, 24.576)
    assert len(view.remarks) == 1


def test_a_rolled_camera_is_taken_with_its_roll(comp: Any) -> None:
    comp.node("ShotCam").knob("rotate").setValue([-5, 30, 7])
    view = comp.host().camera("ShotCam")
    assert view.pitch == pytest.approx(-5.0, abs=1e-3) and len(view.remarks) == 1
    seen = view.track.sample(1001)
    assert (seen.rx, seen.ry, seen.rz) == pytest.approx((-5.0, 30.0, 7.0), abs=1e-5)


@pytest.mark.parametrize("cls", CLASSES)
def test_a_camera_is_taken_over_every_frame_of_the_shot_and_one_around(comp: Any, cls: str) -> None:
    node = add(comp, cls)
    first, last = comp.host().shot().frames.first, comp.host().shot().frames.last
    for name, axis, values in (
        ("translate", 0, (0.0, 3.0)),
        ("rotate", 1, (20.0, 50.0)),
        ("focal", 0, (50.0, 80.0)),
    ):
        node.knob(name).setAnimated(axis)
        for frame, value in zip((first, last), values, strict=True):
            node.knob(name).setValueAt(value, frame, axis)
    track = comp.host().camera("Shot2").track
    assert (track.first, len(track), track.label) == (first - 1, last - first + 3, "Shot2")
    end = track.sample(last)
    assert (end.x, end.y, end.z, end.rx, end.ry) == pytest.approx((3.0, 2.0, 8.0, -12.0, 50.0), abs=1e-5)
    assert (end.focal, end.back, end.tall) == (80.0, 36.0, 0.0)
    half = track.sample((first + last) // 2)
    assert 0.0 < half.x < 3.0 and 20.0 < half.ry < 50.0 and 50.0 < half.focal < 80.0


def test_a_slid_and_scaled_window_is_the_shift_and_the_film_back(comp: Any) -> None:
    node = add(comp, "Camera2")
    node.knob("win_translate").setValue([0.2, -0.1])
    node.knob("win_scale").setValue([0.5, 0.5])
    format = comp.host().shot().format
    seen = comp.host().camera("Shot2").track.sample(1001)
    assert (seen.back, seen.tall, seen.shift_x) == (18.0, 0.0, pytest.approx(0.2))
    assert seen.shift_y == pytest.approx(-0.1 * format.width * format.pixel_aspect / format.height, abs=1e-6)


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_of_camera_is_offered_and_read(comp: Any, cls: str) -> None:
    add(comp, cls)
    host = comp.host()
    assert {source.id for source in host.cameras()} == {"ShotCam", "Shot2"}
    view = host.camera("Shot2")
    assert (view.height, view.pitch, view.focal, view.sensor) == (2.0, -12.0, 50.0, 36.0)


@pytest.mark.parametrize("cls", CLASSES)
def test_no_class_of_camera_is_a_plate(comp: Any, cls: str) -> None:
    add(comp, cls).setSelected(True)
    assert "Shot2" not in {source.id for source in comp.host().sources()}
    with pytest.raises(NothingSelected, match="has no picture"):
        comp.host().plate("Shot2")


def test_a_camera_with_a_specified_matrix_is_read_where_that_puts_it(comp: Any) -> None:
    node = add(comp, "Camera2")
    # A turn of 30 degrees downward, 1.2 up and 5 back, as an import from another program leaves it.
    matrix = (1, 0, 0, 0, 0, 0.8660254, 0.5, 1.2, 0, -0.5, 0.8660254, 5, 0, 0, 0, 1)
    for index, number in enumerate(matrix):
        node.knob("matrix").setValue(number, index)
    node.knob("useMatrix").setValue(True)
    view = comp.host().camera("Shot2")
    assert (view.height, view.pitch) == (1.2, pytest.approx(-30, abs=1e-3))
    assert len(view.remarks) == 1


def test_a_scaled_camera_looks_where_it_looked(comp: Any) -> None:
    node = add(comp, "Camera2")
    node.knob("uniform_scale").setValue(0.1)
    node.knob("scaling").setValue([1, 2, 3])
    view = comp.host().camera("Shot2")
    assert view.pitch == pytest.approx(-12, abs=1e-3)
    assert len(view.remarks) == 1


def test_a_rolled_window_is_a_roll_of_the_camera_the_other_way(comp: Any) -> None:
    node = add(comp, "Camera2")
    node.knob("rotate").setValue([0, 0, 0])
    node.knob("winroll").setValue(30)
    node.knob("win_translate").setValue([0.2, 0.0])
    seen = comp.host().camera("Shot2").track.sample(1001)
    assert (seen.rx, seen.ry, seen.rz) == pytest.approx((0.0, 0.0, -30.0), abs=1e-5)
    assert seen.shift_x == pytest.approx(0.5 * 0.2 * 0.8660254, abs=1e-6)


def test_an_orthographic_camera_has_no_track_and_says_so(comp: Any) -> None:
    add(comp, "Camera2").knob("projection_mode").setValue("orthographic")
    view = comp.host().camera("Shot2")
    assert view.track is None and "perspective" in view.remarks[1]
