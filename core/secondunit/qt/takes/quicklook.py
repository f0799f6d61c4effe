"""The quick look, drawn in the place of a take's picture while fields change, and named as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from secondunit.host.quick import QuickLook, QuickPreview

#: How far the shape of the picture may be from that of the room it is drawn in.
ASPECT = 0.01


class QuickPainter:
    """Draws the quick look of a panel; keeps the pixmap of its newest picture."""

    def __init__(self, quick: QuickLook) -> None:
        self._quick = quick
        self._of: QuickPreview | None = None
        self._pixmap = QtGui.QPixmap()

    @property
    def sentence(self) -> str:
        """Why there is none, where one was wished for; else empty."""
        return self._quick.sentence

    def paint(self, painter: QtGui.QPainter, widget: QtWidgets.QWidget, room: QtCore.QRectF) -> bool:
        """Draw it into the `room` of the frame, or fitted into the widget where its shape is another one;
        gives whether there was one.
        """
        picture = self._quick.picture
        if picture is None:
            return False
        if picture is not self._of:
            self._of, self._pixmap = picture, QtGui.QPixmap()
            self._pixmap.loadFromData(picture.data)
        if self._pixmap.isNull():
            return False
        place = self._place(widget, room)
        self._quick.room = round(place.width() * widget.devicePixelRatioF())
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawPixmap(place, self._pixmap, QtCore.QRectF(self._pixmap.rect()))
        text = picture.label + (" · drawing ..." if self._quick.working else "")
        _name(painter, widget, place, text)
        return True

    def _place(self, widget: QtWidgets.QWidget, room: QtCore.QRectF) -> QtCore.QRectF:
        wide, high = float(self._pixmap.width()), float(self._pixmap.height())
        shape = wide / high
        if room.height() > 0 and abs(room.width() / room.height() - shape) < ASPECT * shape:
            return room
        scale = min(widget.width() / wide, widget.height() / high)
        left, top = (widget.width() - wide * scale) / 2, (widget.height() - high * scale) / 2
        return QtCore.QRectF(left, top, wide * scale, high * scale)


def _name(painter: QtGui.QPainter, widget: QtWidgets.QWidget, place: QtCore.QRectF, text: str) -> None:
    """What it is, at its foot: nobody takes it for the final."""
    gap = style.em(widget, 0.5)
    metrics = widget.fontMetrics()
    left = max(0.0, place.left()) + gap
    foot = min(float(widget.height()), place.bottom()) - gap
    high = metrics.height() + gap
    box = QtCore.QRectF(left, foot - high, metrics.horizontalAdvance(text) + 2 * gap, high)
    ground = widget.palette().color(style.Role.Window)
    ground.setAlphaF(0.86)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(style.text(widget))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
