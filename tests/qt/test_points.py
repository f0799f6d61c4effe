"""Points and boxes on the canvas by real presses and keys, and the form's fields that they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host.stage import Stage
from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.wire import (
    BoxPrompt,
    Capability,
    ColorSpace,
    Format,
    FrameRange,
    Intake,
    Need,
    Plate,
    PointPrompt,
    Rate,
    Task,
)

pytest.importorskip("pytestqt")

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
No, Shift, Alt = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
BOTH = Intake(plate=Need.REQUIRED, points=Need.OPTIONAL, boxes=Need.OPTIONAL)
PLATE = Plate("/p/bg.%04d.exr", FrameRange(1001, 1010), Rate(24), Format(960, 540), ColorSpace("ACEScg"))


def roto(intake: Intake = BOTH) -> Capability:
    return Capability("comfyui", "ComfyUI", "roto", "Roto", tasks=(Task.MATTE,), made_by="AI model",
                      intake=intake)  # fmt: skip


@pytest.fixture
def open_panel(service: Any, document: Any, session: Any, make_panel: Any, qtbot: Any) -> Callable[..., Any]:
    """A wide panel with a plate on its canvas and a model that is pointed at what is meant."""

    def make(intake: Intake = BOTH, plate: Plate = PLATE) -> Any:
        service.capabilities = (*service.capabilities, roto(intake))
        document.plates["Read1"] = plate
        panel = make_panel(session, 1300, 900)
        session.look()
        settle(qtbot, session, lambda: session.viewer.stage is Stage.PLATE and panel.complete)
        settle(qtbot, session, lambda: roto(intake) in session.panel.capabilities)
        session.set("task", "matte")
        settle(qtbot, session, lambda: session.panel.fields.task is Task.MATTE)
        return panel

    return make


def settle(qtbot: Any, session: Any, holds: Callable[[], object]) -> None:
    def pumped() -> bool:
        session.pump()
        return bool(holds())

    qtbot.waitUntil(pumped, timeout=20_000)


def send(view: Any, what: str, at: QtCore.QPoint, keys: Any, held: bool) -> None:
    kind, none = getattr(QtCore.QEvent.Type, what), Qt.MouseButton.NoButton
    event = QtGui.QMouseEvent(
        kind, QtCore.QPointF(at), QtCore.QPointF(view.mapToGlobal(at)),
        none if what == "MouseMove" else Left, Left if held else none, keys,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(view, event)


def drag(view: Any, *ways: tuple[float, float], keys: Any = No, first: str = "MouseButtonPress") -> None:
    places = [view.transform.to_widget(*way).toPoint() for way in ways]
    send(view, first, places[0], keys, True)
    for place in places[1:]:
        send(view, "MouseMove", place, keys, True)
    send(view, "MouseButtonRelease", places[-1], keys, False)
    view.session.pump()


def near(prompt: Any, x: float, y: float, view: Any) -> bool:
    return (
        abs(prompt.x - x) <= 1.0 / view.transform.scale[0]
        and abs(prompt.y - y) <= 1.0 / view.transform.scale[1]
    )


def test_a_click_is_a_point_one_with_shift_or_alt_what_is_not_meant_and_a_drag_a_box(
    open_panel: Callable[..., Any], session: Any
) -> None:
    panel = open_panel()
    view = panel.takes.viewer.picture
    drag(view, (200, 100))
    drag(view, (300, 200), keys=Shift)
    drag(view, (400, 300), keys=Alt)
    drag(view, (500, 100), (560, 160), (700, 260))
    brief = session.panel.brief()
    assert [point.negative for point in brief.points] == [False, True, True]
    places = ((200, 100), (300, 200), (400, 300))
    assert all(near(point, *place, view) for point, place in zip(brief.points, places, strict=True))
    (box,) = brief.boxes
    assert near(box, 500, 100, view) and box.width == pytest.approx(200, abs=3.0)
    assert {prompt.frame for prompt in (*brief.points, box)} == {1001}
    assert session.panel.fields.value("points").count("@1001") == 3
    assert view.framing.scale is None, "nothing was panned or zoomed"


def test_the_second_of_two_quick_clicks_is_a_point_and_no_zoom(
    open_panel: Callable[..., Any], session: Any
) -> None:
    view = open_panel().takes.viewer.picture
    drag(view, (200, 100))
    drag(view, (600, 400), first="MouseButtonDblClick")
    assert len(session.panel.brief().points) == 2 and view.framing.scale is None


def test_points_are_of_the_frame_on_which_the_canvas_stands(
    open_panel: Callable[..., Any], session: Any, qtbot: Any
) -> None:
    panel = open_panel(replace(BOTH, boxes=Need.NONE))
    view = panel.takes.viewer.picture
    drag(view, (200, 100))
    assert green(view, 200, 100)
    session.viewer.go(1004)
    session.pump()
    assert not green(view, 200, 100)
    drag(view, (240, 140))
    assert [point.frame for point in panel.takes.points.points.points()] == [1001, 1004]
    before = view.framing
    drag(view, (500, 300), (540, 320))
    assert view.framing != before and len(panel.takes.points.points.points()) == 2, "a drag pans"


def test_a_point_is_dragged_in_one_step_and_taken_away_by_delete_and_undo_gives_it_back(
    open_panel: Callable[..., Any], session: Any, qtbot: Any
) -> None:
    panel = open_panel()
    view, model = panel.takes.viewer.picture, panel.takes.points.points
    drag(view, (200, 100))
    drag(view, (200, 100), (260, 130), (320, 160))
    (point,) = model.points()
    assert near(point, 320, 160, view)
    session.history.undo()
    session.pump()
    assert near(model.points()[0], 200, 100, view)
    session.history.redo()
    drag(view, (320, 160))
    assert model.selected == ("points", 0)
    qtbot.keyClick(view, Key.Key_Delete)
    session.pump()
    assert model.points() == () == session.panel.brief().points and model.selected is None
    session.history.undo()
    assert len(model.points()) == 1
    drag(view, (500, 300), (600, 380))
    drag(view, (500, 340), (520, 350))
    (box,) = model.boxes()
    assert near(box, 520, 310, view) and box.width == pytest.approx(100, abs=3.0), "moved by its edge"


def test_what_is_typed_in_the_form_is_on_the_canvas_and_what_is_none_is_said_at_its_field(
    open_panel: Callable[..., Any], session: Any
) -> None:
    view = open_panel().takes.viewer.picture
    session.set("points", "480,270@1001 -100,400@1001")
    session.pump()
    assert green(view, 480, 270) and session.panel.brief().points[1] == PointPrompt(100.0, 400.0, 1001, True)
    session.set("points", "480;270")
    session.pump()
    assert "is no point" in session.panel.fields.errors["points"].message
    assert not green(view, 480, 270)
    session.set("points", "")
    assert "points" not in session.panel.fields.errors and session.panel.brief().points == ()


def test_places_are_pixels_of_an_anamorphic_plate_and_follow_it_to_its_proxy(
    open_panel: Callable[..., Any], session: Any, document: Any, qtbot: Any
) -> None:
    plate = replace(PLATE, format=Format(800, 600, 2.0))
    panel = open_panel(plate=plate)
    view, model = panel.takes.viewer.picture, panel.takes.points.points
    assert view.transform.scale[0] == pytest.approx(2.0 * view.transform.scale[1], rel=0.01)
    drag(view, (200, 300))
    drag(view, (400, 100), (500, 200))
    assert near(model.points()[0], 200, 300, view)
    point, box = model.points()[0], model.boxes()[0]
    document.plates["Read1"] = replace(plate, path="/p/proxy.%04d.exr", format=Format(400, 300, 2.0))
    session.look()
    settle(qtbot, session, lambda: session.viewer.format == Format(400, 300, 2.0))
    settle(qtbot, session, lambda: model.points() and model.points()[0].x < 150)
    assert model.points()[0].x == pytest.approx(point.x / 2, abs=0.1)
    assert model.boxes()[0] == BoxPrompt(
        *(round(value / 2, 1) for value in (box.x, box.y, box.width, box.height)), 1001
    )


def test_a_model_that_is_pointed_at_nothing_has_no_tool(open_panel: Callable[..., Any], session: Any) -> None:
    panel = open_panel(Intake(plate=Need.REQUIRED))
    view = panel.takes.viewer.picture
    drag(view, (200, 100))
    assert "points" not in session.panel.fields and not panel.takes.points.points.active


def green(view: Any, x: float, y: float) -> bool:
    """Whether a point of what is meant lies on the canvas at a place of the picture."""
    image, at = view.grab().toImage(), view.transform.to_widget(x, y).toPoint()
    near = (image.pixelColor(at + QtCore.QPoint(dx, dy)) for dx in range(-6, 7) for dy in range(-6, 7))
    return any(color.green() > 190 and color.red() < 120 for color in near)


def test_points_that_another_document_keeps_are_of_its_own_plate(
    open_panel: Callable[..., Any], session: Any, document: Any, qtbot: Any
) -> None:
    panel = open_panel()
    model = panel.takes.points.points
    session.set("points", "480,270@1001")
    settle(qtbot, session, lambda: document.state.get("fields", {}).get("points"))
    document.plates["Read1"] = replace(PLATE, path="/q/bg.%04d.exr", format=Format(480, 270))
    session.document_changed()
    settle(qtbot, session, lambda: session.viewer.format == Format(480, 270))
    assert model.points() == (PointPrompt(480.0, 270.0, 1001),)
