"""A slider for one number: drawn from the palette, fine under Shift, reset by a double click.

Knows a range and a position only; what the number means is its row's concern.
"""

from __future__ import annotations

from math import log

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, holds, position

#: How much of its way a slider gives to what lies below the default, where a range is lopsided.
LOPSIDED = 0.35


class Scale:
    """Where a number of a range lies on a slider, 0 to 1: bent where the default is near the low end."""

    def __init__(self, low: float, high: float, default: float) -> None:
        self.low, self.high = low, high
        span = high - low
        part = (default - low) / span if span > 0 else 0.5
        self._power = 1.0
        if 0 < part < 0.15 and low >= 0:
            self._power = min(6.0, log(part) / log(LOPSIDED))
        elif part <= 0 and low >= 0 and span > 20:
            self._power = 3.0

    def place(self, value: float) -> float:
        """0 to 1 for a value; ends are ends."""
        span = self.high - self.low
        if span <= 0:
            return 0.0
        return float(min(1.0, max(0.0, (value - self.low) / span)) ** (1 / self._power))

    def value(self, place: float) -> float:
        """The value at a place."""
        return float(self.low + (self.high - self.low) * min(1.0, max(0.0, place)) ** self._power)


class Slider(QtWidgets.QWidget):
    """Emits `moved` while it is dragged, `released` when that ends, `reset` at a double click."""

    moved = Signal(float)
    released = Signal()
    reset = Signal()

    def __init__(self, scale: Scale, default: float, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale, self._default = scale, scale.place(default)
        self._place, self._strong = self._default, False
        self._grab: tuple[float, float] | None = None
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_value(self, value: float, strong: bool) -> None:
        """Move the handle; `strong` draws it as something that was chosen."""
        place = self.scale.place(value)
        if (place, strong) != (self._place, self._strong):
            self._place, self._strong = place, strong
            self.update()

    @property
    def dragging(self) -> bool:
        """Whether a hand is on it now."""
        return self._grab is not None

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 8), style.em(self, 1.5))

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 2), style.em(self, 1.5))

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = position(event).x()
        if abs(x - self._x()) > self._radius() * 1.6:
            self._move(self._place_of(x))
        self._grab = (x, self._place)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        if self._grab is None:
            return
        x = position(event).x()
        fine = holds(event.modifiers(), Qt.KeyboardModifier.ShiftModifier)
        way = (x - self._grab[0]) / max(1.0, self.width() - 2 * self._radius())
        self._move(self._grab[1] + way * (0.1 if fine else 1.0))
        self._grab = (x, self._grab[1] + way * (0.1 if fine else 1.0))

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        if self._grab is not None:
            self._grab = None
            self.released.emit()
            self.update()

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        self._grab = None
        self.reset.emit()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        middle, radius = self.height() / 2, self._radius()
        thick = max(2.0, style.em(self, 0.18))
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QtCore.QRectF(radius, middle - thick / 2, self.width() - 2 * radius, thick)
        painter.setBrush(style.line(self, 0.22))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        able = self.isEnabled()
        fill = style.accent(self) if self._strong and able else style.line(self, 0.42)
        painter.setBrush(fill)
        painter.drawRoundedRect(
            QtCore.QRectF(radius, groove.top(), self._x() - radius, thick), thick / 2, thick / 2
        )
        tick = radius + self._default * (self.width() - 2 * radius)
        painter.setBrush(style.line(self, 0.42))
        painter.drawRect(QtCore.QRectF(tick - 0.5, middle + radius * 0.75, 1, radius * 0.5))
        knob = style.mix(style.text(self), style.ground(self), 0.18 if able else 0.6)
        painter.setBrush(knob)
        painter.setPen(QtGui.QPen(style.ground(self), 1.5))
        painter.drawEllipse(QtCore.QPointF(self._x(), middle), radius * 0.78, radius * 0.78)
        painter.end()

    def _radius(self) -> float:
        return style.em(self, 0.45)

    def _x(self) -> float:
        return self._radius() + self._place * (self.width() - 2 * self._radius())

    def _place_of(self, x: float) -> float:
        return (x - self._radius()) / max(1.0, self.width() - 2 * self._radius())

    def _move(self, place: float) -> None:
        place = min(1.0, max(0.0, place))
        if place != self._place:
            self._place = place
            self.update()
            self.moved.emit(self.scale.value(place))
