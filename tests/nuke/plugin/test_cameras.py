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


def test_a_rolled_camera_says_what_is_left_out(comp: Any) -> None:
    comp.node("ShotCam").knob("rotate").setValue([-5, 30, 7])
    view = comp.host().camera("ShotCam")
    assert view.pitch == pytest.approx(-5.0, abs=1e-3)
    assert any("roll of 7.0 degrees" in remark for remark in view.remarks)


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
