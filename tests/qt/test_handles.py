"""Handles on the canvas by real presses and keys: they move fields, fields move them, and nothing waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.elements.optics.controls import CAMERA, blown, number, placed
from secondunit.elements.optics.controls import LIGHT as LIT
from secondunit.host import CameraView
from secondunit.host.handle_scene import HandleRole
from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.qt.takes.overlay import PictureTransform
from secondunit.wire import CameraSample, CameraTrack, Control, Format, Kind

pytest.importorskip("pytestqt")

Key, Left, Shift = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
SOURCE, TOP, WIND, LIGHT = HandleRole.SOURCE, HandleRole.TOP, HandleRole.WIND, HandleRole.LIGHT
SMOKE = Kind("smoke", "Smoke", controls=(
    *blown(0.0), *placed(0.5, 0.1),
    Control("source", "Source", "choice", default="disc", choices=("disc", "line"), group="Source"),
    number("width", "Width", 0.5, 0.002, 200.0, "m", "Source", "How wide it is."),
    number("height", "Height", 4.0, 0.05, 2000.0, "m", "Place", "How high it rises."),
    number("distance", "Distance", 0.0, 0.0, 10000.0, "m", "Place", "How far it stands."), *CAMERA, *LIT,
))  # fmt: skip


class Desk:
    """A wide panel with a plate on its canvas, and a hand with a mouse."""

    def __init__(self, session: Any, panel: Any, qtbot: Any) -> None:
        self.session, self.panel, self._qtbot = session, panel, qtbot
        self.view, self.overlay = panel.takes.viewer.picture, panel.takes.handles
        self.model = self.overlay.handles

    def value(self, name: str) -> Any:
        return self.session.panel.fields.value(f"controls.{name}")

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            self.session.set(f"controls.{name}", value)
        self.session.pump()

    def mark(self, role: HandleRole) -> Any:
        return next(mark for mark in self.overlay.marks(self.view.transform) if mark.handle.role is role)

    def at(self, role: HandleRole) -> QtCore.QPoint:
        return QtCore.QPoint(round(self.mark(role).at.x()), round(self.mark(role).at.y()))

    def mouse(self, what: str, at: QtCore.QPoint, held: bool = False) -> None:
        kind = getattr(QtCore.QEvent.Type, what)
        none = Qt.MouseButton.NoButton
        button = none if what == "MouseMove" else Left
        event = QtGui.QMouseEvent(
            kind, QtCore.QPointF(at), QtCore.QPointF(self.view.mapToGlobal(at)), button,
            Left if held else none, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QtWidgets.QApplication.sendEvent(self.view, event)

    def drag(self, start: QtCore.QPoint, *ways: QtCore.QPoint) -> None:
        self.mouse("MouseButtonPress", start, True)
        for way in ways:
            self.mouse("MouseMove", way, True)
            self.session.pump()
        self.mouse("MouseButtonRelease", ways[-1] if ways else start)
        self.session.pump()

    def key(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.view, key, modifier)
        self.session.pump()


@pytest.fixture
def desk(service: Any, document: Any, session: Any, make_panel: Callable[..., Any], qtbot: Any) -> Desk:
    from secondunit.qt.binding import QtCore as core

    service.kinds = (SMOKE,)
    document.plates["Read1"] = staging_plate()
    panel = make_panel(session, 1300, 800)
    made = Desk(session, panel, qtbot)
    session.look()
    for name, value in (("shot", "sh010"), ("kind", "smoke")):
        session.set(name, value)

    def pumped() -> bool:
        session.pump()
        core.QCoreApplication.processEvents()
        fields = session.panel.fields
        return session.viewer.plate is not None and fields.kind is not None and fields.kind.name == "smoke"

    qtbot.waitUntil(pumped, timeout=20_000)
    return made


def staging_plate() -> Any:
    import secondunit_qt_staging as staging  # type: ignore[import-not-found]

    return staging.PLATE


def test_a_source_that_is_dragged_moves_its_fields_and_fields_move_it(desk: Desk) -> None:
    start = desk.at(SOURCE)
    end = start + QtCore.QPoint(120, -60)
    desk.drag(start, start + QtCore.QPoint(50, -10), end)
    width, height = desk.view.framing.rect[2:]
    assert desk.value("x") == pytest.approx(0.5 + 120 / width, abs=2e-3)
    assert desk.value("y") == pytest.approx(0.1 + 60 / height, abs=2e-3)
    assert (desk.at(SOURCE) - end).manhattanLength() <= 2
    desk.set(x=0.25, y=0.3)
    left, top, width, height = desk.view._rect()
    assert desk.mark(SOURCE).at.x() == pytest.approx(left + 0.25 * width, abs=0.1)
    assert desk.mark(SOURCE).at.y() == pytest.approx(top + 0.7 * height, abs=0.1)


def test_a_drag_is_one_step_of_undo_and_kept_when_it_ends(desk: Desk, document: Any) -> None:
    start = desk.at(WIND)
    desk.drag(start, *(start + QtCore.QPoint(10 * n, -5 * n) for n in range(1, 6)))
    assert desk.value("wind") > 0.0 and desk.value("wind_direction") != 0.0
    assert document.state["fields"]["controls.wind"] == desk.value("wind")
    desk.session.history.undo()
    assert desk.value("wind") == 0.0 and desk.value("wind_direction") == 0.0
    assert not desk.session.panel.fields.is_set("controls.wind")
    desk.session.history.redo()
    assert desk.value("wind") > 0.0
    again = desk.at(WIND)
    desk.drag(again, again + QtCore.QPoint(30, 0))
    after = desk.value("wind")
    desk.session.history.undo()
    assert 0.0 < desk.value("wind") < after, "two drags close to each other are two steps"


def test_escape_gives_the_values_back_and_leaves_no_step(desk: Desk) -> None:
    start, can_undo = desk.at(TOP), desk.session.history.can_undo
    desk.mouse("MouseButtonPress", start, True)
    desk.mouse("MouseMove", start + QtCore.QPoint(0, 80), True)
    assert desk.value("height") < 4.0 and desk.value("distance") > 0.0
    desk.key(Key.Key_Escape)
    assert (desk.value("height"), desk.value("distance")) == (4.0, 0.0)
    assert not desk.session.panel.fields.is_set("controls.height")
    desk.mouse("MouseMove", start + QtCore.QPoint(0, 120), True)
    desk.mouse("MouseButtonRelease", start + QtCore.QPoint(0, 120))
    assert desk.value("height") == 4.0 and desk.session.history.can_undo == can_undo


def test_a_height_s_bar_says_metres_beside_it_and_ends_where_it_was_dragged(desk: Desk) -> None:
    start = desk.at(TOP)
    assert desk.mark(TOP).handle.text == "4 m"
    end = start + QtCore.QPoint(0, 90)
    desk.drag(start, end)
    assert (desk.at(TOP) - end).manhattanLength() <= 2
    assert 0.1 < desk.value("height") < 4.0
    assert desk.mark(TOP).handle.text == f"{desk.value('height'):.3g} m"


def test_arrows_move_the_chosen_handle_by_pixels_and_step_through_frames_where_none_is(desk: Desk) -> None:
    frame = desk.session.viewer.frame
    desk.view.setFocus()
    desk.key(Key.Key_Right)
    assert desk.session.viewer.frame == frame + 1 and desk.value("x") == 0.5
    desk.drag(desk.at(SOURCE))
    desk.key(Key.Key_Right)
    assert desk.value("x") == pytest.approx(0.5 + 1 / 2048, abs=1e-5)
    desk.key(Key.Key_Up, Shift)
    assert desk.value("y") == pytest.approx(0.1 + 10 / 1152, abs=1e-5)
    assert desk.session.viewer.frame == frame + 1
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Left)
    assert desk.session.viewer.frame == frame


def test_o_hides_the_handles_and_shows_them_again(desk: Desk) -> None:
    start = desk.at(SOURCE)
    desk.view.setFocus()
    desk.key(Key.Key_Q)
    assert not desk.overlay.marks(desk.view.transform)
    desk.drag(start, start + QtCore.QPoint(40, 0))
    assert desk.value("x") == 0.5, "the canvas was panned"
    desk.key(Key.Key_Q)
    assert desk.overlay.marks(desk.view.transform)


def test_of_two_handles_at_one_place_a_click_chooses_the_next_and_a_drag_moves_it(desk: Desk) -> None:
    desk.set(distance=5.0, height=0.05, width=0.005)
    marks = [desk.mark(role).at for role in (SOURCE, HandleRole.SIDE)]
    assert (marks[0] - marks[1]).manhattanLength() < 3.0
    place = desk.at(SOURCE)
    chosen = []
    for _ in range(3):
        desk.drag(place)
        chosen.append(desk.model.selected)
    assert len(set(chosen)) >= 2, "each click takes the next of them"
    role = desk.model.selected
    desk.drag(place, place + QtCore.QPoint(30, 0))
    moved = {"x": desk.value("x") != 0.5, "width": desk.value("width") != 0.005}
    assert moved["x" if role is SOURCE else "width"] or role not in (SOURCE, HandleRole.SIDE)
    assert sum(moved.values()) <= 1


def test_a_handle_outside_of_the_view_is_an_arrow_at_its_edge_that_brings_it_in(desk: Desk) -> None:
    desk.set(x=1.5, y=-0.4)
    mark = desk.mark(SOURCE)
    assert mark.outside and 0.0 < mark.angle < 90.0, "to the right and down"
    assert desk.view.rect().contains(mark.at.toPoint())
    goal = QtCore.QPoint(desk.view.width() // 2, desk.view.height() // 2)
    desk.drag(desk.at(SOURCE), goal)
    assert not desk.mark(SOURCE).outside and (desk.at(SOURCE) - goal).manhattanLength() <= 2


def test_a_drag_goes_on_when_the_service_is_gone(desk: Desk, service: Any, qtbot: Any) -> None:
    start = desk.at(SOURCE)
    desk.mouse("MouseButtonPress", start, True)
    desk.mouse("MouseMove", start + QtCore.QPoint(20, 0), True)
    service.stop()
    for n in range(1, 20):
        desk.mouse("MouseMove", start + QtCore.QPoint(20 + 3 * n, 0), True)
        desk.session.pump()
    desk.mouse("MouseButtonRelease", start + QtCore.QPoint(80, 0))
    width = desk.view.framing.rect[2]
    assert desk.value("x") == pytest.approx(0.5 + 77 / width, abs=4e-3)


def test_a_drag_ends_with_its_release_though_the_plate_is_gone_meanwhile(desk: Desk, document: Any) -> None:
    start = desk.at(WIND)
    desk.mouse("MouseButtonPress", start, True)
    desk.mouse("MouseMove", start + QtCore.QPoint(40, 0), True)
    blown = desk.value("wind")
    document.plates.clear()
    desk.session.look()
    desk.session.pump()
    assert desk.view.transform is None and desk.model.dragging and blown > 0.0
    desk.mouse("MouseButtonRelease", start + QtCore.QPoint(40, 0))
    assert not desk.model.dragging and desk.value("wind") == blown
    assert document.state["fields"]["controls.wind"] == blown
    desk.session.history.undo()
    assert desk.value("wind") == 0.0


def test_a_double_click_gives_a_handle_back_to_the_prompt(desk: Desk) -> None:
    desk.set(key_side=20.0, key_height=70.0)
    at = desk.at(LIGHT)
    desk.mouse("MouseButtonDblClick", at, True)
    desk.mouse("MouseButtonRelease", at)
    assert (desk.value("key_side"), desk.value("key_height")) == (-70.0, 38.0)
    assert desk.view.framing.scale is None, "the canvas did not zoom"


@pytest.mark.parametrize("aspect", [1.0, 2.0])
def test_on_squeezed_pixels_and_under_any_zoom_a_handle_stays_on_its_pixel(
    desk: Desk, document: Any, aspect: float
) -> None:
    document.plates["Read1"] = replace(document.plates["Read1"], format=Format(2048, 1716, aspect))
    desk.session.look()
    desk.session.pump()
    for zoom in (None, 1.0, 0.37):
        if zoom is not None:
            desk.view._frame(desk.view.framing.at(zoom))
        transform = desk.view.transform
        assert transform is not None and isinstance(transform, PictureTransform)
        source = next(handle for handle in desk.model.handles() if handle.role is SOURCE)
        assert source.place == pytest.approx((1024.0, 1544.4))
        wanted = transform.to_widget(*source.place)
        mark = desk.mark(SOURCE)
        assert mark.outside or (mark.at - wanted).manhattanLength() < 0.01


def test_with_the_shot_s_camera_handles_stay_on_the_set_at_every_frame(desk: Desk, document: Any) -> None:
    samples = [CameraSample(0.02 * n, 1.6, -0.05 * n, ry=0.2 * n) for n in range(48)]
    track = CameraTrack.of(1001, samples)
    document.views["Camera1"] = CameraView("Camera1", track=track)
    desk.session.look()
    desk.session.use_camera("Camera1")
    desk.session.pump()
    desk.session.viewer.go(1030)
    before = desk.mark(SOURCE).at
    desk.session.viewer.go(1001)
    assert (desk.mark(SOURCE).at - before).manhattanLength() > 5.0
    assert HandleRole.GROUND not in {handle.role for handle in desk.model.handles()}
    desk.session.viewer.go(1030)
    start = desk.at(SOURCE)
    end = start + QtCore.QPoint(-70, -25)
    desk.drag(start, end)
    assert (desk.at(SOURCE) - end).manhattanLength() <= 2


def test_a_slider_that_moves_in_the_form_moves_the_handle_in_the_same_turn(desk: Desk) -> None:
    before = desk.mark(LIGHT).at
    desk.session.set("controls.key_side", 60.0)
    assert (desk.mark(LIGHT).at - before).manhattanLength() > 5.0


def test_while_the_plate_plays_and_over_a_take_there_are_no_handles(desk: Desk) -> None:
    desk.session.viewer.play()
    assert desk.model.handles() == ()
    desk.session.viewer.pause()
    assert desk.model.handles() != ()
