"""A matte drawn on the canvas by real presses and keys: what is seen, and the files that come of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.host.shape_editor import MatteSight, MatteTool
from secondunit.host.stage import Stage
from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.wire import ColorSpace, Estimate, Format, FrameRange, Plate, Problem, Rate, ShapeKind

pytest.importorskip("pytestqt")
np = pytest.importorskip("numpy")
oiio = pytest.importorskip("OpenImageIO")

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WIDE, HIGH = 480, 270
CORNERS = ((100, 60), (300, 60), (300, 200), (100, 200))


@pytest.fixture
def plate(tmp_path: Path) -> Plate:
    from secondunit.media.exr import write_exr
    from secondunit.media.picture import Picture

    y, x = np.mgrid[0:HIGH, 0:WIDE]
    color = (np.stack([x / WIDE, y / HIGH, x * 0 + 0.2], -1) * 0.3 + 0.05).astype(np.float16)
    for frame in range(1001, 1006):
        write_exr(tmp_path / "bg" / f"bg.{frame}.exr", Picture.of(color), depth="half")
    path = str(tmp_path / "bg" / "bg.%04d.exr")
    return Plate(path, FrameRange(1001, 1005), Rate(24), Format(WIDE, HIGH), ColorSpace("ACEScg"))


@pytest.fixture
def panel(
    service: Any, document: Any, plate: Plate, online: Any, make_panel: Any, qtbot: Any, tmp_path: Path
) -> Any:
    """A wide panel whose plate stands on the canvas, with the engine's own mattes behind the service."""
    from secondunit.engines.drawn_mattes import write_drawn_matte
    from secondunit.engines.plate_scrub import PlateScrub
    from secondunit.service.drawn_mattes import matte_png
    from secondunit.service.plate_frames import PlateFrames

    frames = PlateFrames(PlateScrub())
    service.draw = lambda look, exact: frames.picture(look, "", exact=exact).body
    service.draw_matte = matte_png
    service.write_matte = lambda wish: write_drawn_matte(tmp_path / "show" / wish.shot, wish)
    document.plates["Read1"] = plate
    made = make_panel(online, 1300, 900)
    online.look()
    settle(qtbot, online, lambda: online.viewer.stage is Stage.PLATE and made.complete)
    key = online.viewer.keys()[0]
    settle(qtbot, online, lambda: online.pictures.has(key))
    return made


@pytest.fixture
def canvas(panel: Any, online: Any, qtbot: Any) -> Any:
    """The canvas while a matte is drawn, begun by the form's own button."""
    qtbot.mouseClick(panel.form.sources.draw, Left)
    view = panel.takes.viewer.picture
    settle(qtbot, online, lambda: panel.takes.matte_bar.isVisible())
    return view


def settle(qtbot: Any, session: Any, holds: Callable[[], object]) -> None:
    def pumped() -> bool:
        session.pump()
        return bool(holds())

    qtbot.waitUntil(pumped, timeout=60_000)


def at(view: Any, x: float, y: float) -> QtCore.QPoint:
    return view.transform.to_widget(x, y).toPoint()


def send(view: Any, what: Any, place: QtCore.QPoint, button: Any, held: Any, keys: Any) -> None:
    event = QtGui.QMouseEvent(
        what, QtCore.QPointF(place), QtCore.QPointF(view.mapToGlobal(place)), button, held, keys
    )
    QtWidgets.QApplication.sendEvent(view, event)


def drag(view: Any, way: tuple[tuple[float, float], ...], keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    kind, none = QtCore.QEvent.Type, Qt.MouseButton.NoButton
    places = [at(view, *place) for place in way]
    send(view, kind.MouseButtonPress, places[0], Left, Left, keys)
    for place in places[1:]:
        send(view, kind.MouseMove, place, none, Left, keys)
    send(view, kind.MouseButtonRelease, places[-1], Left, none, keys)


def click(view: Any, place: tuple[float, float], keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    drag(view, (place, place), keys)


def draw_box(view: Any, qtbot: Any) -> None:
    for corner in CORNERS:
        click(view, corner)
    qtbot.keyClick(view, Key.Key_Return)


def seen(view: Any, x: float, y: float) -> tuple[int, int, int]:
    """The colour on the canvas at a place of the picture."""
    image, place = view.window().grab().toImage(), view.mapTo(view.window(), at(view, x, y))
    color = image.pixelColor(place)
    return color.red(), color.green(), color.blue()


def test_corners_are_clicked_and_the_first_one_or_return_closes_the_polygon(
    canvas: Any, online: Any, qtbot: Any
) -> None:
    drawing = online.panel.drawing
    draw_box(canvas, qtbot)
    assert [shape.kind for shape in drawing.drawing.shapes] == [ShapeKind.POLYGON]
    places = np.array(drawing.shape.keys[0].pairs)
    assert np.abs(places - CORNERS).max() <= 1.0 / canvas.transform.scale[0]
    qtbot.keyClick(canvas, Key.Key_Escape)
    for corner in ((20, 20), (60, 20), (40, 50), (20, 20)):
        click(canvas, corner)
    assert len(drawing.drawing.shapes) == 2 and len(drawing.shape.keys[0].pairs) == 3


def test_the_second_of_two_quick_clicks_is_a_corner_and_no_zoom(canvas: Any, online: Any) -> None:
    click(canvas, (50, 50))
    place, none = at(canvas, 90, 50), Qt.KeyboardModifier.NoModifier
    send(canvas, QtCore.QEvent.Type.MouseButtonDblClick, place, Left, Left, none)
    assert len(online.panel.drawing.corners) == 2 and canvas.framing.scale is None


def test_the_matte_is_red_over_the_plate_or_white_as_alpha_or_only_its_line(
    canvas: Any, online: Any, qtbot: Any
) -> None:
    plain = seen(canvas, 200, 130)
    draw_box(canvas, qtbot)
    drawing = online.panel.drawing
    settle(qtbot, online, lambda: drawing.picture is not None and drawing.picture.look.drawing.shapes)
    red = seen(canvas, 200, 130)
    assert red[0] > plain[0] + 60 and seen(canvas, 400, 130) == pytest.approx(seen(canvas, 401, 130), abs=4)
    qtbot.keyClick(canvas, Key.Key_M)
    settle(qtbot, online, lambda: True)
    assert drawing.sight is MatteSight.ALPHA
    assert seen(canvas, 200, 130) == (255, 255, 255) and seen(canvas, 400, 130) == (0, 0, 0)
    qtbot.keyClick(canvas, Key.Key_M)
    online.pump()
    # The part that is seen comes without loss, whenever that is: it was a picture with loss at first.
    assert seen(canvas, 200, 130) == pytest.approx(plain, abs=4)


def test_a_brush_paints_a_stroke_whose_size_the_keys_and_a_drag_with_shift_change(
    canvas: Any, online: Any, qtbot: Any
) -> None:
    drawing = online.panel.drawing
    qtbot.keyClick(canvas, Key.Key_N)
    assert drawing.tool is MatteTool.BRUSH
    qtbot.keyClick(canvas, Key.Key_BracketRight)
    assert drawing.radius == pytest.approx(23.0)
    qtbot.keyClick(canvas, Key.Key_BracketLeft)
    assert drawing.radius == pytest.approx(20.0)
    drag(canvas, ((100, 100), (115, 100)), Shift)
    assert drawing.radius == pytest.approx(35.0, abs=1.0) and drawing.drawing.shapes == ()
    drag(canvas, tuple((100 + 4 * n, 100 + n) for n in range(40)))
    stroke = drawing.shape
    assert stroke.kind is ShapeKind.STROKE and len(stroke.keys[0].pairs) < 25
    assert stroke.radius == drawing.radius


def test_a_point_that_is_moved_at_another_frame_is_a_key_there_and_undo_takes_it_back(
    canvas: Any, online: Any, qtbot: Any
) -> None:
    drawing = online.panel.drawing
    draw_box(canvas, qtbot)
    online.viewer.go(1005)
    qtbot.keyClick(canvas, Key.Key_Q)
    click(canvas, CORNERS[0])
    drag(canvas, (CORNERS[0], (120, 80)))
    assert drawing.keys == (1001, 1005)
    moved = drawing.shape.points_at(1005)[:2]
    assert moved == pytest.approx((120, 80), abs=1.0)
    assert drawing.shape.points_at(1003)[:2] == pytest.approx((110, 70), abs=1.0)
    qtbot.keyClick(canvas, Key.Key_Z, Control)
    assert drawing.keys == (1001,)
    qtbot.keyClick(canvas, Key.Key_Z, Control | Shift)
    assert drawing.keys == (1001, 1005)


def test_select_moves_a_shape_puts_points_on_its_line_and_delete_takes_them_away(
    canvas: Any, online: Any, qtbot: Any
) -> None:
    drawing = online.panel.drawing
    draw_box(canvas, qtbot)
    qtbot.keyClick(canvas, Key.Key_Q)
    qtbot.keyClick(canvas, Key.Key_Escape)
    drag(canvas, ((200, 130), (210, 140)))
    assert drawing.shape.keys[0].pairs[0] == pytest.approx((110, 70), abs=1.5)
    click(canvas, (210, 70), Control)
    assert len(drawing.shape.keys[0].pairs) == 5
    qtbot.keyClick(canvas, Key.Key_Delete)
    assert len(drawing.shape.keys[0].pairs) == 4
    qtbot.keyClick(canvas, Key.Key_Delete)
    assert drawing.drawing.shapes == ()


def test_what_is_drawn_is_written_as_the_engine_draws_it_and_becomes_the_matte(
    canvas: Any, panel: Any, online: Any, qtbot: Any
) -> None:
    from secondunit.engines.drawn_mattes import drawn_coverage

    bar, drawing = panel.takes.matte_bar, online.panel.drawing
    draw_box(canvas, qtbot)
    bar.feather.setFocus()
    bar.feather.setValue(12.0)
    assert drawing.shape.feather == 12.0
    settle(qtbot, online, bar.write.isEnabled)
    qtbot.mouseClick(bar.write, Left)
    settle(qtbot, online, lambda: drawing.written is not None)
    matte = online.panel.matte
    assert matte == drawing.written.matte and matte.frames == FrameRange(1001, 1005)
    for frame in matte.frames:
        buf = oiio.ImageBuf(matte.path % frame)
        whole = oiio.ImageBufAlgo.crop(buf, buf.roi_full).get_pixels(oiio.FLOAT)[..., 0]
        assert whole.shape == (HIGH, WIDE)
        assert np.abs(whole - drawn_coverage(drawing.drawing, frame)).max() < 1e-3
    assert online.panel.brief().matte == matte
    settle(qtbot, online, lambda: panel.form.sources.draw.text().replace("&", "") == "Change")
    assert "Written" in bar.said.text()


def test_a_message_that_says_draw_one_has_a_button_that_leads_there(
    panel: Any, online: Any, service: Any, qtbot: Any
) -> None:
    lacks = Problem("input.bad", "This model needs a matte.", "Choose or draw one.", where="matte")
    online.panel.take_estimate(Estimate("", allowed=False, problems=(lacks,)), online.panel.brief())
    online.pump()
    assert panel.estimate.draw.isVisible()
    qtbot.mouseClick(panel.estimate.draw, Left)
    settle(qtbot, online, lambda: panel.takes.matte_bar.isVisible())
    assert online.panel.drawing.active


def test_the_canvas_keeps_its_own_keys_and_hand_once_drawing_is_done(
    canvas: Any, panel: Any, online: Any, qtbot: Any
) -> None:
    draw_box(canvas, qtbot)
    qtbot.mouseClick(panel.takes.matte_bar.done, Left)
    settle(qtbot, online, lambda: not panel.takes.matte_bar.isVisible())
    shapes = online.panel.drawing.drawing.shapes
    canvas.one_to_one()
    before = canvas.transform.rect
    drag(canvas, ((200, 130), (220, 130)))
    assert canvas.transform.rect != before and online.panel.drawing.drawing.shapes == shapes
    assert online.panel.drawing.unwritten, "what is drawn stays"
