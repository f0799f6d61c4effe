"""What is drawn on the canvas beside the pictures themselves: a side's clip, the wipe, its tags, a note."""

from __future__ import annotations

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets


def draw_side(
    widget: QtWidgets.QWidget,
    painter: QtGui.QPainter,
    pixmap: QtGui.QPixmap | None,
    rect: QtCore.QRectF,
    clip: QtCore.QRectF,
    note: str = "",
) -> None:
    """A picture at `rect`, as far as `clip` goes; its place while it is on its way, or `note` says why."""
    painter.setClipRect(clip)
    if pixmap is not None and not pixmap.isNull():
        painter.drawPixmap(rect, pixmap, QtCore.QRectF(pixmap.rect()))
        return
    painter.fillRect(rect, style.line(widget, 0.12))
    if not note:
        painter.setPen(style.quiet(widget))
        painter.drawText(rect.intersected(clip), int(Qt.AlignmentFlag.AlignCenter), "Loading the frame ...")


def draw_line(widget: QtWidgets.QWidget, painter: QtGui.QPainter, x: float, rect: QtCore.QRectF) -> None:
    """The wipe: a thin line that is seen on any picture, and a grip in its middle."""
    painter.setClipping(False)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
    top, bottom = max(0.0, rect.top()), min(float(widget.height()), rect.bottom())
    dark, light = widget.palette().color(style.Role.Base), style.accent(widget)
    for color, width in ((dark, 3.0), (light, 1.5)):
        painter.setPen(QtGui.QPen(color, width))
        painter.drawLine(QtCore.QPointF(x, top), QtCore.QPointF(x, bottom))
    high, wide = style.em(widget, 1.6), style.em(widget, 0.7)
    grip = QtCore.QRectF(x - wide / 2, (top + bottom - high) / 2, wide, high)
    painter.setPen(QtGui.QPen(dark, 1.0))
    painter.setBrush(light)
    painter.drawRoundedRect(grip, wide / 2, wide / 2)


def draw_tags(
    widget: QtWidgets.QWidget, painter: QtGui.QPainter, rect: QtCore.QRectF, labels: tuple[str, str]
) -> None:
    """Whose side is whose, at the foot of each."""
    gap = style.em(widget, 0.5)
    left, right = max(0.0, rect.left()), min(float(widget.width()), rect.right())
    foot = min(float(widget.height()), rect.bottom()) - gap
    high = widget.fontMetrics().height() + gap
    for number, text in enumerate(labels):
        if text:
            wide = widget.fontMetrics().horizontalAdvance(text) + 2 * gap
            x = left + gap if number == 0 else right - gap - wide
            _box(widget, painter, QtCore.QRectF(x, foot - high, wide, high), text, style.text(widget))


def draw_note(widget: QtWidgets.QWidget, painter: QtGui.QPainter, text: str) -> None:
    """One sentence at the foot of the canvas, over whatever is shown."""
    gap = style.em(widget, 0.5)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    most = QtCore.QRectF(0, 0, widget.width() - 4 * gap, widget.height() / 2)
    room = QtCore.QRectF(widget.fontMetrics().boundingRect(most.toRect(), flags, text))
    box = QtCore.QRectF(0, 0, room.width() + 2 * gap, room.height() + gap)
    box.moveCenter(QtCore.QPointF(widget.width() / 2, widget.height() - gap - box.height() / 2))
    ground = widget.palette().color(style.Role.Window)
    _box(widget, painter, box, text, style.state(widget, "warning", ground))


def _box(
    widget: QtWidgets.QWidget, painter: QtGui.QPainter, box: QtCore.QRectF, text: str, color: QtGui.QColor
) -> None:
    """A text on a box of the panel's own ground, which is seen on any picture."""
    ground = QtGui.QColor(widget.palette().color(style.Role.Window))
    ground.setAlphaF(0.9)
    painter.setClipping(False)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(color)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), text)


def surround(widget: QtWidgets.QWidget) -> QtGui.QColor:
    """What lies around a picture: its ground where that is dark, else a quiet grey of the palette."""
    base, window = widget.palette().color(style.Role.Base), style.ground(widget)
    return base if base.lightness() < window.lightness() else style.mix(window, style.text(widget), 0.14)
