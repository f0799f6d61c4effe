"""The light handle: every direction has one place, and keys and drags turn it."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtCore
from secondunit.qt.form.light import LightHandle, angles, place, sentence


@pytest.mark.parametrize("side", [-170, -90, -35, 0, 60, 90, 150])
@pytest.mark.parametrize("height", [-60, 0, 38, 80])
def test_a_direction_comes_back_from_its_place(side: float, height: float) -> None:
    assert angles(*place(side, height)) == pytest.approx((side, height), abs=1e-6)


def test_the_middle_is_the_camera_the_ball_ends_at_the_side_and_the_ring_is_behind() -> None:
    assert place(0, 0) == (0, 0)
    assert place(90, 0) == pytest.approx((0.5, 0))
    assert place(-90, 0) == pytest.approx((-0.5, 0))
    assert place(0, 90) == pytest.approx((0, 0.5))
    assert abs(complex(*place(180, 0))) == pytest.approx(1)


def test_the_direction_is_said_in_words() -> None:
    assert sentence(-90, 60) == "from the left, high"
    assert sentence(180, 0) == "from behind, level"
    assert sentence(30, -40) == "from the front right, below"
    assert sentence(0, 85) == "from above"


@pytest.fixture
def handle(qtbot: Any) -> Any:
    made = LightHandle("Key")
    qtbot.addWidget(made)
    made.moved.connect(made.show_angles)
    made.show()
    return made


def test_arrow_keys_turn_the_light_and_shift_turns_it_finely(handle: Any, qtbot: Any) -> None:
    qtbot.keyClick(handle, Qt.Key.Key_Left)
    qtbot.keyClick(handle, Qt.Key.Key_Up)
    assert (handle.side, handle.height_angle) == (-5, 5)
    qtbot.keyClick(handle, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert handle.side == -4
    handle.show_angles(178, 88)
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    qtbot.keyClick(handle, Qt.Key.Key_Up)
    assert (handle.side, handle.height_angle) == (-177, 90)


def test_dragging_lights_the_ball_from_there(handle: Any, drag: Any) -> None:
    middle = QtCore.QPoint(handle.width() // 2, handle.height() // 2)
    before = handle.grab().toImage()
    there = middle + QtCore.QPoint(round(handle._ring() / 2), 0)
    drag(handle, middle, there)
    assert handle.side == pytest.approx(90, abs=4)
    assert handle.height_angle == pytest.approx(0, abs=3)
    after = handle.grab().toImage()
    left, right = (middle + QtCore.QPoint(round(x * handle._ring() * 0.3), 4) for x in (-1, 1))
    assert after.pixelColor(right).lightness() > after.pixelColor(left).lightness() + 60
    assert before.pixelColor(left).lightness() > after.pixelColor(left).lightness()
