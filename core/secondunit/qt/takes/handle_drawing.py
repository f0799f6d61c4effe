"""How a handle is drawn: light over a dark rim, seen on any plate; beyond the view an arrow shows the way."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING

from secondunit.host.handle_scene import Handle, HandleRole

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .overlay import PictureTransform

#: The radius of a handle, and how far from the edge one is shown that lies outside, in em.
RADIUS, EDGE = 0.3, 0.9
#: Handles that say their value always; the others when they are pointed at or chosen.
SPEAKING = (HandleRole.TOP, HandleRole.WIND, HandleRole.FEATHER)
#: Lines across the frame.
ACROSS = (HandleRole.GROUND, HandleRole.HORIZON)
DARK, LIGHT = QtGui.QColor(0, 0, 0, 150), QtGui.QColor(255, 255, 255, 230)


@dataclass(frozen=True)
class HandleMark:
    """A handle in the widget (logical px): where it is drawn, and whether that is only the way to it.

    `angle` is the way in degrees, clockwise from the right.
    """

    handle: Handle
    at: QtCore.QPointF
    lines: tuple[tuple[QtCore.QPointF, ...], ...]
    disc: tuple[QtCore.QPointF, float] | None = None
    outside: bool = False
    angle: float = 0.0

    def away(self, point: QtCore.QPointF) -> float:
        """How far a point of the widget is from it."""
        return hypot(point.x() - self.at.x(), point.y() - self.at.y())


def marks_of(
    handles: Sequence[Handle], transform: PictureTransform, widget: QtWidgets.QWidget
) -> list[HandleMark]:
    """The handles in the widget; one that lies outside of it is shown at its edge."""
    edge = float(style.em(widget, EDGE))
    marks = []
    for handle in handles:
        lines = tuple(tuple(transform.to_widget(*point) for point in line) for line in handle.lines)
        disc = None
        if handle.disc is not None:
            middle, radius = handle.disc
            disc = transform.to_widget(*middle), radius * transform.scale[1]
        at = transform.to_widget(*handle.place)
        if handle.role in ACROSS and lines:
            at = _on_line(at, lines[0], edge, widget.width() - edge)
        wide, high = float(widget.width()), float(widget.height())
        x, y = min(max(at.x(), edge), wide - edge), min(max(at.y(), edge), high - edge)
        cut = 0.4 * edge
        outside = not (cut <= at.x() <= wide - cut and cut <= at.y() <= high - cut)
        angle = degrees(atan2(at.y() - y, at.x() - x)) if outside else 0.0
        marks.append(HandleMark(handle, QtCore.QPointF(x, y) if outside else at, lines, disc, outside, angle))
    return marks


def draw_mark(
    widget: QtWidgets.QWidget, painter: QtGui.QPainter, mark: HandleMark, hovered: bool, chosen: bool
) -> None:
    """Draw one handle with its lines, and its value where it is pointed at or always said."""
    handle, near = mark.handle, hovered or chosen
    color = style.accent(widget) if near else LIGHT
    across = handle.role in ACROSS
    if handle.role is not HandleRole.LIGHT or near:
        for line in mark.lines:
            _stroke(painter, line, color, 1.0 if across else 1.5, across)
    if mark.disc is not None and near:
        middle, radius = mark.disc
        for size in (radius, radius / 2.0):
            _circle(painter, middle, size, color)
    if not handle.fields:
        return
    radius = float(style.em(widget, RADIUS)) * (1.25 if near else 1.0)
    if mark.outside:
        _arrow(painter, mark, radius, color)
    elif handle.role is HandleRole.LIGHT:
        _sun(painter, mark.at, radius, color)
    elif handle.role is HandleRole.WIND:
        _head(painter, mark, radius, color)
    elif across or handle.role in (HandleRole.TOP, HandleRole.SIDE, HandleRole.FEATHER):
        _filled(painter, color)
        painter.drawRect(QtCore.QRectF(mark.at.x() - 0.8 * radius, mark.at.y() - 0.8 * radius,
                                       1.6 * radius, 1.6 * radius))  # fmt: skip
    else:
        _filled(painter, color)
        painter.drawEllipse(mark.at, radius, radius)
        if handle.role is HandleRole.SOURCE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QtGui.QColor(0, 0, 0, 200))
            painter.drawEllipse(mark.at, 0.35 * radius, 0.35 * radius)
    if near or (handle.role in SPEAKING and not mark.outside):
        _say(widget, painter, mark, radius)


def _on_line(
    at: QtCore.QPointF, line: tuple[QtCore.QPointF, ...], left: float, right: float
) -> QtCore.QPointF:
    """A place on a line across the frame, moved along it into the view."""
    one, other = line[0], line[-1]
    x = min(max(at.x(), left), max(left, right))
    span = other.x() - one.x()
    share = (x - one.x()) / span if abs(span) > 1e-6 else 0.0
    return QtCore.QPointF(x, one.y() + share * (other.y() - one.y()))


def _stroke(
    painter: QtGui.QPainter, line: tuple[QtCore.QPointF, ...], color: QtGui.QColor, wide: float, dashed: bool
) -> None:
    # A line across the whole frame is drawn by whole pixels: softened, it would cost more than all else.
    painter.setRenderHint(
        QtGui.QPainter.RenderHint.Antialiasing, not (dashed and line[0].y() == line[-1].y())
    )
    path = QtGui.QPainterPath(line[0])
    for point in line[1:]:
        path.lineTo(point)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QtGui.QPen(DARK, wide + 2.0))
    painter.drawPath(path)
    pen = QtGui.QPen(color, wide)
    if dashed:
        pen.setDashPattern([6.0, 5.0])
    painter.setPen(pen)
    painter.drawPath(path)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)


def _circle(painter: QtGui.QPainter, middle: QtCore.QPointF, radius: float, color: QtGui.QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QtGui.QPen(DARK, 3.0), QtGui.QPen(color, 1.0)):
        painter.setPen(pen)
        painter.drawEllipse(middle, radius, radius)


def _filled(painter: QtGui.QPainter, color: QtGui.QColor) -> None:
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 200), 1.5))
    painter.setBrush(color)


def _sun(painter: QtGui.QPainter, at: QtCore.QPointF, radius: float, color: QtGui.QColor) -> None:
    painter.save()
    painter.translate(at)
    for pen in (QtGui.QPen(DARK, 4.0), QtGui.QPen(color, 1.6)):
        painter.setPen(pen)
        for _ in range(8):
            painter.drawLine(QtCore.QPointF(1.2 * radius, 0.0), QtCore.QPointF(1.9 * radius, 0.0))
            painter.rotate(45.0)
    painter.restore()
    _filled(painter, color)
    painter.drawEllipse(at, 0.8 * radius, 0.8 * radius)


def _head(painter: QtGui.QPainter, mark: HandleMark, radius: float, color: QtGui.QColor) -> None:
    """The head of the arrow, in the direction of its shaft."""
    begin = mark.lines[0][0] if mark.lines else mark.at
    angle = degrees(atan2(mark.at.y() - begin.y(), mark.at.x() - begin.x()))
    _triangle(painter, mark.at, angle, 1.5 * radius, color)


def _arrow(painter: QtGui.QPainter, mark: HandleMark, radius: float, color: QtGui.QColor) -> None:
    _triangle(painter, mark.at, mark.angle, 1.8 * radius, color)


def _triangle(
    painter: QtGui.QPainter, at: QtCore.QPointF, angle: float, size: float, color: QtGui.QColor
) -> None:
    painter.save()
    painter.translate(at)
    painter.rotate(angle)
    _filled(painter, color)
    corners = ((size, 0.0), (-0.7 * size, 0.75 * size), (-0.7 * size, -0.75 * size))
    painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(*corner) for corner in corners]))
    painter.restore()


def _say(widget: QtWidgets.QWidget, painter: QtGui.QPainter, mark: HandleMark, radius: float) -> None:
    """The value beside the handle, on a dark ground; on the other side where there is no room."""
    metrics, text = widget.fontMetrics(), mark.handle.text
    gap = style.em(widget, 0.3)
    wide, high = metrics.horizontalAdvance(text) + 2 * gap, metrics.height() + gap
    left = mark.at.x() + 1.6 * radius + gap
    if left + wide > widget.width():
        left = mark.at.x() - 1.6 * radius - gap - wide
    top = min(max(0.0, mark.at.y() - high / 2), float(widget.height() - high))
    box = QtCore.QRectF(max(0.0, left), top, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QtGui.QColor(0, 0, 0, 170))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QtGui.QColor(255, 255, 255))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
