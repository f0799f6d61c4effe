"""The canvas by real keys and presses: the plate pixel by pixel, zoom, channels, exposure, overlays."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Source
from secondunit.host.stage import Stage
from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.qt.takes.overlay import PictureTransform
from secondunit.wire import ColorSpace, Format, FrameRange, Plate, Rate

pytest.importorskip("pytestqt")
np = pytest.importorskip("numpy")
pytest.importorskip("OpenImageIO")

Key, Left, Middle = Qt.Key, Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
Control, Alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
WIDE, HIGH = 1600, 900


@pytest.fixture(scope="module")
def pixels() -> Any:
    """Every pixel another colour, bright enough to be told apart: (900, 1600, 3) float16, not to change."""
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    grain = np.random.default_rng(5).normal(0.0, 0.02, (HIGH, WIDE, 3))
    color = np.stack([x / WIDE, y / HIGH, (x + y) % 64 / 64], -1) * 0.7 + 0.1 + grain
    made = color.astype(np.float16)
    made.setflags(write=False)
    return made


@pytest.fixture(scope="module")
def frame_file(tmp_path_factory: pytest.TempPathFactory, pixels: Any) -> Path:
    from secondunit.media.exr import write_exr
    from secondunit.media.picture import Picture

    path = tmp_path_factory.mktemp("frame") / "frame.exr"
    write_exr(path, Picture.of(pixels), depth="half")
    return path


@pytest.fixture
def plate(tmp_path: Path, frame_file: Path) -> Plate:
    (tmp_path / "bg é").mkdir()
    for frame in (1001, 1002):
        shutil.copy(frame_file, tmp_path / "bg é" / f"bg.{frame}.exr")
    path = str(tmp_path / "bg é" / "bg.%04d.exr")
    return Plate(path, FrameRange(1001, 1002), Rate(24), Format(WIDE, HIGH), ColorSpace("ACEScg"))


@pytest.fixture
def canvas(service: Any, document: Any, plate: Plate, online: Any, make_panel: Any, qtbot: Any) -> Any:
    """The picture of a wide panel with that plate on it, drawn as the service draws it."""
    from secondunit.engines.plate_scrub import PlateScrub
    from secondunit.service.plate_frames import PlateFrames

    drawing = PlateFrames(PlateScrub())
    service.draw = lambda look, exact: drawing.picture(look, "", exact=exact).body
    document.plates["Read1"] = plate
    panel = make_panel(online, 1300, 800)
    view = panel.takes.viewer.picture
    panel.takes.handles.handles.show(False)  # what is compared is the picture alone
    online.look()
    settle(qtbot, online, lambda: online.viewer.stage is Stage.PLATE and here(online))
    return view


def settle(qtbot: Any, session: Any, holds: Callable[[], object]) -> None:
    def pumped() -> bool:
        session.pump()
        return bool(holds())

    qtbot.waitUntil(pumped, timeout=60_000)


def here(session: Any) -> bool:
    """Whether everything that belongs on the canvas is here, at full size where it is needed."""
    keys = [key for key in (session.viewer.keys()[0], session.viewer.details()[0]) if key is not None]
    return bool(keys) and all(session.pictures.has(key) for key in keys)


def seen(view: Any) -> Any:
    """What is on the canvas, (height, width, 3) uint8, as its window shows it."""
    window = view.window()
    image = window.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB888)
    rows = np.frombuffer(bytes(image.constBits()), np.uint8)[: image.bytesPerLine() * image.height()]
    whole = rows.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    corner = view.mapTo(window, QtCore.QPoint(0, 0))
    whole = whole.reshape(image.height(), image.width(), 3)
    return whole[corner.y() : corner.y() + view.height(), corner.x() : corner.x() + view.width()]


def shown_as(pixels: Any, **viewing: Any) -> Any:
    from secondunit.media.config import open_config
    from secondunit.media.display import to_display
    from secondunit.wire import Viewing

    return to_display(pixels, "ACEScg", open_config(), viewing=Viewing(**viewing))


def mouse(view: Any, what: Any, at: QtCore.QPoint, button: Any, held: Any, keys: Any = None) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QtGui.QMouseEvent(
        what, QtCore.QPointF(at), QtCore.QPointF(view.mapToGlobal(at)), button, held, keys or none
    )
    QtWidgets.QApplication.sendEvent(view, event)


def drag(view: Any, start: QtCore.QPoint, end: QtCore.QPoint, button: Any = Left, keys: Any = None) -> None:
    kind, none = QtCore.QEvent.Type, Qt.MouseButton.NoButton
    mouse(view, kind.MouseButtonPress, start, button, button, keys)
    mouse(view, kind.MouseMove, end, none, button, keys)
    mouse(view, kind.MouseButtonRelease, end, button, none, keys)


def point(view: Any, x: float, y: float) -> QtCore.QPoint:
    """Where a pixel of the picture is on the canvas."""
    return view.transform.to_widget(x + 0.5, y + 0.5).toPoint()


def test_one_to_one_every_pixel_on_the_canvas_is_the_one_that_media_shows(
    canvas: Any, online: Any, qtbot: Any, pixels: Any
) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Key.Key_1, Control)
    assert canvas.scale_text == "100 %"
    settle(qtbot, online, lambda: online.viewer.details()[0] is not None and here(online))
    part, window = seen(canvas), canvas.visible()
    wanted = shown_as(pixels)[window.y : window.bottom, window.x : window.right]
    assert part.shape == wanted.shape and np.array_equal(part, wanted)


def test_one_to_one_a_finished_take_is_pixel_for_pixel_what_media_shows(
    canvas: Any, online: Any, qtbot: Any, service: Any, pixels: Any, tmp_path: Path
) -> None:
    """Grain of half a step of the display would be lost in a preview that was scaled or coded with loss."""
    from PIL import Image

    shown = shown_as(pixels[::-1])

    def draw(take: str, frame: int, query: dict[str, str]) -> bytes:
        x, y, across, down = (int(query[name]) for name in ("x", "y", "across", "down"))
        out = io.BytesIO()
        Image.fromarray(shown[y : y + down, x : x + across]).save(out, "PNG")
        return out.getvalue()

    service.draw_part = draw
    loopback = sys.modules[type(service).__module__]
    made = service.add_take(loopback.take_of(service.make_job(), str(tmp_path), format=Format(WIDE, HIGH)))
    settle(qtbot, online, lambda: online.panel.takes.get(made.id))
    online.viewer.show(made.id)
    canvas.setFocus()
    qtbot.keyClick(canvas, Key.Key_1, Control)
    settle(qtbot, online, lambda: online.viewer.details()[0] is not None and here(online))
    part, window = seen(canvas), canvas.visible()
    assert np.array_equal(part, shown[window.y : window.bottom, window.x : window.right])


def test_fitted_the_canvas_shows_the_plate_as_the_view_of_media_does(canvas: Any, pixels: Any) -> None:
    from secondunit.media.picture import Picture
    from secondunit.media.preview import fitted

    left, top, width, height = (round(value) for value in canvas._rect())
    part = seen(canvas)[top : top + height, left : left + width]
    small = fitted(Picture.of(pixels.astype(np.float32)), width, height).pixels
    apart = np.abs(part.astype(int)[: small.shape[0], : small.shape[1]] - shown_as(small)[: part.shape[0]])
    assert apart.mean() < 6.0, "JPEG and the last smooth scaling are all that lies between"


def test_the_wheel_zooms_about_the_pixel_under_the_pointer_and_f_shows_all_again(
    canvas: Any, qtbot: Any
) -> None:
    at = point(canvas, 400, 300)
    before = canvas.transform.to_picture(QtCore.QPointF(at))
    none = Qt.KeyboardModifier.NoModifier
    event = QtGui.QWheelEvent(
        QtCore.QPointF(at), QtCore.QPointF(canvas.mapToGlobal(at)), QtCore.QPoint(), QtCore.QPoint(0, 240),
        Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(canvas, event)
    assert canvas.framing.scale is not None
    assert canvas.transform.to_picture(QtCore.QPointF(at)) == pytest.approx(before, abs=1.5)
    canvas.setFocus()
    qtbot.keyClick(canvas, Key.Key_F)
    assert canvas.framing.scale is None and canvas.scale_text.startswith("Fit")
    canvas.one_to_one()
    for key, most in ((Key.Key_Plus, 200), (Key.Key_Minus, 100), (Key.Key_Minus, 50)):
        qtbot.keyClick(canvas, key, Control)
        assert canvas.scale_text == f"{most} %"


@pytest.mark.parametrize(("button", "keys"), [(Middle, None), (Left, Alt), (Left, None)])
def test_the_picture_follows_the_hand_that_pans_it(canvas: Any, button: Any, keys: Any) -> None:
    canvas.one_to_one()
    at = QtCore.QPoint(canvas.width() // 2, canvas.height() // 2)
    before = canvas.transform.to_picture(QtCore.QPointF(at))
    end = at + QtCore.QPoint(37, -21)
    drag(canvas, at, end, button, keys)
    assert canvas.transform.to_picture(QtCore.QPointF(end)) == pytest.approx(before, abs=1.0)


@pytest.mark.parametrize(("key", "channel"), [("R", 0), ("G", 1), ("B", 2)])
def test_a_channels_key_shows_it_as_grey_and_the_same_key_colour_again(
    canvas: Any, online: Any, qtbot: Any, pixels: Any, key: str, channel: int
) -> None:
    canvas.one_to_one()
    canvas.setFocus()
    qtbot.keyClick(canvas, getattr(Key, f"Key_{key}"))
    settle(qtbot, online, lambda: here(online))
    pane = canvas.parent()
    online.pump()
    assert pane.channel.currentText() == key
    window = canvas.visible()
    name = ("red", "green", "blue")[channel]
    wanted = shown_as(pixels, channel=name)[window.y : window.bottom, window.x : window.right]
    assert np.array_equal(seen(canvas), wanted)
    qtbot.keyClick(canvas, getattr(Key, f"Key_{key}"))
    assert online.viewer.viewing is None


def test_the_exposure_that_a_slider_sets_ends_exact_and_its_name_takes_it_back(
    canvas: Any, online: Any, qtbot: Any, pixels: Any
) -> None:
    canvas.one_to_one()
    bar = canvas.parent().viewing
    bar.exposure.slider.setFocus()
    for _ in range(30):
        qtbot.keyClick(bar.exposure.slider, Key.Key_Right)
    assert bar.exposure.name.text() == "Exp +1.5"
    settle(qtbot, online, lambda: here(online))
    window = canvas.visible()
    wanted = shown_as(pixels, exposure=1.5)[window.y : window.bottom, window.x : window.right]
    assert np.array_equal(seen(canvas), wanted)
    qtbot.mouseClick(bar.exposure.name, Left)
    assert online.viewer.viewing is None and bar.exposure.slider.value() == 0
    bar.gamma.slider.setValue(20)
    assert online.viewer.viewing.gamma == 2.0 and bar.gamma.name.text() == "Gam 2.00"


def test_the_pixel_under_the_pointer_is_said_and_none_outside_the_picture(
    canvas: Any, online: Any, qtbot: Any
) -> None:
    line = canvas.parent().viewing.pixel
    at, none = point(canvas, 321, 123), Qt.MouseButton.NoButton
    mouse(canvas, QtCore.QEvent.Type.MouseMove, at, none, none)
    place = online.canvas.point
    assert place is not None and abs(place[0] - 321) <= 2 and abs(place[1] - 123) <= 2
    settle(qtbot, online, lambda: online.canvas.values is not None)
    assert line.text == f"{place[0]}, {place[1]}  R {place[0]}  G {place[1]}  B 1001"
    QtWidgets.QApplication.sendEvent(canvas, QtCore.QEvent(QtCore.QEvent.Type.Leave))
    assert online.canvas.point is None and line.text == ""


class Handle:
    """An overlay of one handle at a place of the picture."""

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y
        self.heard: list[str] = []

    def paint(self, painter: Any, transform: PictureTransform) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QtGui.QColor(255, 0, 255))
        painter.drawEllipse(transform.to_widget(self.x, self.y), 6.0, 6.0)

    def press(self, x: float, y: float, event: Any, transform: PictureTransform) -> bool:
        near = transform.to_widget(x, y) - transform.to_widget(self.x, self.y)
        self.heard.append("press")
        return bool(near.manhattanLength() < 8)

    def move(self, x: float, y: float, event: Any, transform: PictureTransform) -> bool:
        if event.buttons() & Left:
            self.x, self.y = x, y
        self.heard.append("move")
        return True

    def release(self, x: float, y: float, event: Any, transform: PictureTransform) -> bool:
        self.heard.append("release")
        return True


@pytest.mark.parametrize("exact", [False, True])
def test_an_overlay_lies_on_its_pixel_at_any_zoom_and_takes_the_mouse_only_where_it_says_so(
    canvas: Any, exact: bool
) -> None:
    handle = Handle(800.0, 450.0)
    canvas.add_overlay(handle)
    if exact:
        canvas.one_to_one()
    at = canvas.transform.to_widget(800.0, 450.0).toPoint()
    assert seen(canvas)[at.y(), at.x()].tolist() == [255, 0, 255]
    framing = canvas.framing
    drag(canvas, at, at + QtCore.QPoint(40, 20))
    assert canvas.framing == framing, "the canvas did not pan"
    moved = canvas.transform.to_widget(handle.x, handle.y).toPoint() - at
    assert abs(moved.x() - 40) <= 1 and abs(moved.y() - 20) <= 1
    assert handle.heard == ["press", "move", "release"]
    drag(canvas, QtCore.QPoint(5, 5), QtCore.QPoint(25, 15))
    assert canvas.framing != framing, "beside the handle it does"
    canvas.remove_overlay(handle)
    assert not (seen(canvas) == (255, 0, 255)).all(-1).any()


def test_a_plate_that_is_gone_is_said_over_what_was_seen_last(
    canvas: Any, online: Any, service: Any, plate: Plate, qtbot: Any, monkeypatch: Any
) -> None:
    from secondunit.host import canvas as model

    monkeypatch.setattr(model, "AGAIN", 0.0)
    before = seen(canvas).copy()
    service.lost.add(plate.path)
    settle(qtbot, online, lambda: canvas.note)
    assert "not there" in canvas.note
    assert np.array_equal(seen(canvas)[: canvas.height() // 2], before[: canvas.height() // 2])
    service.lost.clear()
    settle(qtbot, online, lambda: not canvas.note)


def test_over_a_plate_that_is_a_render_stands_when_it_was_made(
    canvas: Any, document: Any, online: Any, qtbot: Any, monkeypatch: Any
) -> None:
    rendered = Source("Read1", "Read1", remark="Merge1 as Write1 rendered it, 2026-11-30 19:20.")
    monkeypatch.setattr(type(document), "sources", lambda self: (rendered,))
    assert not canvas.note
    before = seen(canvas).copy()
    online.look()
    settle(qtbot, online, lambda: canvas.note)
    assert canvas.note == rendered.remark and canvas.session.viewer.stage is Stage.PLATE
    after = seen(canvas)
    assert np.array_equal(after[: canvas.height() // 2], before[: canvas.height() // 2])
    assert not np.array_equal(after, before), "it is written over the foot of the picture"


def test_on_a_display_of_another_scale_in_mid_use_one_to_one_stays_so_and_a_fitted_one_grows_finer(
    canvas: Any, online: Any, qtbot: Any, monkeypatch: Any
) -> None:
    across = online.viewer.width
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0, raising=False)
    canvas.repaint()
    settle(qtbot, online, lambda: online.viewer.width > across and here(online))
    assert canvas.scale_text.startswith("Fit")
    canvas.one_to_one()
    canvas.repaint()
    assert (canvas.framing.scale, canvas.scale_text) == (0.5, "100 %")
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 1.0, raising=False)
    canvas.repaint()
    settle(qtbot, online, lambda: canvas.framing.scale == 1.0 and here(online))
    assert canvas.scale_text == "100 %"


def test_an_empty_canvas_says_what_to_select_and_with_files_has_a_button_and_takes_drops(
    online: Any, make_panel: Any, qtbot: Any
) -> None:
    panel = make_panel(online, 1300, 800)
    view = panel.takes.viewer.picture
    online.look()
    online.pump()
    assert "Memory 1" in view.empty.sentence.text() and not view.empty.button.isVisible()
    opened: list[Any] = []

    def drop(data: Any) -> bool:
        opened.append(data.urls())
        return True

    panel.offer_opening(lambda: opened.append("dialog"), drop)
    qtbot.waitUntil(view.empty.button.isVisible, timeout=10_000)
    qtbot.mouseClick(view.empty.button, Left)
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile("/shots/bg.1001.exr")])
    middle = QtCore.QPointF(view.rect().center())
    none, copying = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    entering = QtGui.QDragEnterEvent(middle.toPoint(), copying, data, Left, none)
    QtWidgets.QApplication.sendEvent(view, entering)
    assert entering.isAccepted()
    place = middle if hasattr(QtGui.QDropEvent, "position") else middle.toPoint()
    event = QtGui.QDropEvent(place, copying, data, Left, none)
    QtWidgets.QApplication.sendEvent(view, event)
    assert opened[0] == "dialog" and opened[1][0].toLocalFile() == "/shots/bg.1001.exr"


def test_in_a_narrow_panel_the_canvas_stands_above_the_brief_and_folds_away(
    online: Any, make_panel: Any, qtbot: Any
) -> None:
    panel = make_panel(online, 380, 900)
    viewer = panel.takes.viewer
    top, brief = (w.mapTo(panel, QtCore.QPoint(0, 0)).y() for w in (viewer, panel.brief))
    assert viewer.isVisible() and top + viewer.height() <= brief
    qtbot.mouseClick(panel.fold, Left)
    assert not viewer.isVisible() and panel.brief.isVisible()
    qtbot.mouseClick(panel.fold, Left)
    assert viewer.isVisible()
    panel.resize(1300, 900)
    assert viewer.isVisible() and panel.wide and panel.takes.beside.indexOf(viewer) == 0
    panel.resize(1300, 600)
    assert panel.stage.indexOf(viewer) == 1 and viewer.isVisible()


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_on_displays_of_any_scale_the_picture_is_large_exact_and_no_label_is_cut(
    tmp_path: Path, scale: str
) -> None:
    script = Path(__file__).with_name("canvas_shot.py")
    answer = subprocess.run(
        [sys.executable, str(script), scale, str(tmp_path)], capture_output=True, text=True, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-2000:]
    facts = json.loads(answer.stdout.splitlines()[-1])
    assert facts["cut"] == []
    assert facts["picture"] >= 300, "device pixels of height, of 800 on the screen"
    assert facts["exact"], "at 1:1 no pixel is smeared over two"
    assert (tmp_path / f"canvas@{scale}.png").stat().st_size > 5_000
