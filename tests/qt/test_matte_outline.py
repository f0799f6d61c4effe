"""The outline of a drawn matte over the plate, with its feather, while its drawing is not open."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.host.drawn_mattes import source_id
from secondunit.host.stage import Stage
from secondunit.qt.binding import Qt, QtCore
from secondunit.qt.takes.outline_drawing import fade_of
from secondunit.wire import (
    ColorSpace,
    DrawnMatte,
    Format,
    FrameRange,
    Matte,
    MatteRecord,
    MatteShape,
    OpenedMatte,
    Plate,
    Rate,
    ShapeKey,
    ShapeKind,
)

pytest.importorskip("pytestqt")

FRAMES, FORMAT = FrameRange(1001, 1010), Format(480, 270)
BOX = (120.0, 60.0, 280.0, 60.0, 280.0, 200.0, 120.0, 200.0)
MOVED = tuple(value + (60.0 if n % 2 == 0 else 0.0) for n, value in enumerate(BOX))
SHAPES = (
    MatteShape(ShapeKind.POLYGON, (ShapeKey(1001, BOX), ShapeKey(1010, MOVED)), feather=24.0),
    MatteShape(ShapeKind.STROKE, (ShapeKey(1001, (360.0, 100.0, 440.0, 180.0)),), radius=14.0,
               subtracts=True),
)  # fmt: skip
MATTE = Matte("/shows/S/sh010/mattes/roto/v001/sh010_roto_v001.%04d.exr", FRAMES, "A")


@pytest.fixture
def canvas(service: Any, document: Any, online: Any, make_panel: Any, qtbot: Any) -> Any:
    """A wide panel with a plate on its canvas and a drawn matte as its matte."""
    record = MatteRecord(DrawnMatte(FRAMES, FORMAT, SHAPES), "S", "sh010", "roto", 1)
    service.opened = OpenedMatte(record)
    document.plates["Read1"] = Plate("/p/bg.%04d.exr", FRAMES, Rate(24), FORMAT, ColorSpace("ACEScg"))
    made = make_panel(online, 1300, 900)
    online.look()
    settle(qtbot, online, lambda: online.viewer.stage is Stage.PLATE and made.complete)
    online.use_matte(source_id(MATTE))
    settle(qtbot, online, made.takes.handles.outline.shapes)
    return made.takes.viewer.picture


def settle(qtbot: Any, session: Any, holds: Any) -> None:
    def pumped() -> bool:
        session.pump()
        return bool(holds())

    qtbot.waitUntil(pumped, timeout=20_000)


def yellow(view: Any, x: float, y: float) -> bool:
    """Whether a line of what adds lies within a pixel or two of a place of the picture."""
    image, place = view.grab().toImage(), view.transform.to_widget(x, y).toPoint()
    near = (image.pixelColor(place + QtCore.QPoint(dx, dy)) for dx in range(-2, 3) for dy in range(-2, 3))
    return any(c.red() > 180 and c.green() > 130 and c.blue() < 130 for c in near)


def test_the_edge_of_a_drawn_matte_lies_where_it_was_drawn_at_every_frame(canvas: Any, online: Any) -> None:
    assert yellow(canvas, 120, 90) and yellow(canvas, 280, 170) and not yellow(canvas, 160, 130)
    online.viewer.go(1010)
    assert yellow(canvas, 180, 90) and not yellow(canvas, 120, 130)


def test_the_feather_ends_on_a_dashed_line_outside_of_the_edge(canvas: Any) -> None:
    image = canvas.grab().toImage()
    top, foot = (canvas.transform.to_widget(96, y).toPoint() for y in (80, 180))
    rows = range(top.y(), foot.y())
    along = [any(image.pixelColor(top.x() + dx, y).red() > 180 for dx in (-1, 0, 1)) for y in rows]
    assert 0.3 < sum(along) / len(along) < 0.9, "dashed"
    across, down = canvas.transform.scale
    area = fade_of(_box(10.0, 10.0, 110.0, 60.0), 20.0)
    assert area is not None and area.boundingRect() == QtCore.QRectF(-10.0, -10.0, 140.0, 90.0)
    inner = fade_of(_box(10.0, 10.0, 110.0, 60.0), -20.0)
    assert inner is not None and inner.boundingRect() == QtCore.QRectF(30.0, 30.0, 60.0, 10.0)
    assert across == pytest.approx(down)


def test_it_goes_with_the_handles_and_where_another_matte_is_chosen(
    canvas: Any, online: Any, qtbot: Any, service: Any
) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Q)
    assert not yellow(canvas, 120, 90)
    qtbot.keyClick(canvas, Qt.Key.Key_Q)
    assert yellow(canvas, 120, 90)
    online.use_matte("")
    settle(qtbot, online, lambda: online.panel.matte is None)
    assert not yellow(canvas, 120, 90)
    assert service.asked.count("POST /v1/mattes/open") == 1, "asked for once"


def test_a_drawing_of_another_format_is_not_shown(
    canvas: Any, online: Any, document: Any, qtbot: Any
) -> None:
    document.plates["Read1"] = Plate("/p/bg.%04d.exr", FRAMES, Rate(24), Format(1920, 1080),
                                     ColorSpace("ACEScg"))  # fmt: skip
    online.look()
    settle(qtbot, online, lambda: online.viewer.format == Format(1920, 1080))
    assert not yellow(canvas, 480, 360)


def _box(left: float, top: float, right: float, bottom: float) -> Any:
    from secondunit.qt.binding import QtGui

    path = QtGui.QPainterPath()
    path.addRect(QtCore.QRectF(left, top, right - left, bottom - top))
    return path
