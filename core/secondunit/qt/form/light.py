"""The light handle: a ball one lights by dragging, for a pair of fields that say side and height in degrees.

The middle is the camera's own direction, the ball's edge is 90 degrees off it, the outer ring is straight
from behind (azimuthal equidistant): every direction has one place. Knows angles only, no field.
"""

from __future__ import annotations

from math import hypot

from secondunit.host.light_dial import Direction, angles_of, dial_direction, dial_place, direction

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, holds, position

#: The pixels of the shaded ball across; it is drawn smoothly scaled.
SHADED = 44
_TURNS = {
    int(Qt.Key.Key_Left): (-5.0, 0.0),
    int(Qt.Key.Key_Right): (5.0, 0.0),
    int(Qt.Key.Key_Up): (0.0, 5.0),
    int(Qt.Key.Key_Down): (0.0, -5.0),
}


def place(side: float, height: float) -> tuple[float, float]:
    """Its place on the handle: right and up, 1 is the outer ring; angles in degrees."""
    return dial_place(direction(side, height))


def angles(x: float, y: float) -> tuple[float, float]:
    """Side and height in degrees for a place on the handle; beyond the ring is on the ring."""
    return angles_of(dial_direction(x, y))


def sentence(side: float, height: float) -> str:
    """The direction in words: `from the left, high`."""
    side = (side + 180) % 360 - 180
    across = "right" if side > 0 else "left"
    off = abs(side)
    if off < 20:
        where = "from the camera"
    elif off < 65:
        where = f"from the front {across}"
    elif off < 115:
        where = f"from the {across}"
    elif off < 160:
        where = f"from behind, {across}"
    else:
        where = "from behind"
    if abs(height) > 75:
        return "from above" if height > 0 else "from below"
    level = "level" if abs(height) < 12 else "high" if height > 50 else "above" if height > 0 else "below"
    return f"{where}, {level}"


class LightHandle(QtWidgets.QWidget):
    """`moved` carries side and height in whole degrees while one drags or presses arrows."""

    moved = Signal(float, float)
    reset = Signal()

    def __init__(self, label: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.side, self.height_angle = 0.0, 0.0
        self._ball: QtGui.QImage | None = None
        self._dragging = False
        self.setFixedSize(style.em(self, 8), style.em(self, 8))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(label)
        self.setToolTip(
            "Drag to place the light: on the ball from the front, outside it from behind.\n"
            "Arrow keys turn it by 5 degrees, with Shift by 1. A double click gives it back to the prompt."
        )

    def show_angles(self, side: float, height: float) -> None:
        """Show a direction (degrees)."""
        if (side, height) != (self.side, self.height_angle):
            self.side, self.height_angle = side, height
            self._ball = None
            self.setAccessibleDescription(f"{sentence(side, height)}: {side:g} and {height:g} degrees")
            self.update()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        turn = _TURNS.get(int(event.key()))
        if turn is None:
            super().keyPressEvent(event)
            return
        part = 0.2 if holds(event.modifiers(), Qt.KeyboardModifier.ShiftModifier) else 1.0
        side = (self.side + turn[0] * part + 180) % 360 - 180
        self.moved.emit(
            float(round(side)), float(round(max(-90, min(90, self.height_angle + turn[1] * part))))
        )

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._drag(event)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        if self._dragging:
            self._drag(event)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        self._dragging = False
        self.reset.emit()

    def _drag(self, event: QtGui.QMouseEvent) -> None:
        at, middle, ring = position(event), self._middle(), self._ring()
        side, height = angles((at.x() - middle.x()) / ring, (middle.y() - at.y()) / ring)
        self.moved.emit(float(round(side)), float(round(height)))

    def _middle(self) -> QtCore.QPointF:
        return QtCore.QPointF(self.width() / 2, self.height() / 2)

    def _ring(self) -> float:
        return min(self.width(), self.height()) / 2 - style.em(self, 0.5)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHints(
            QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.SmoothPixmapTransform
        )
        middle, ring = self._middle(), self._ring()
        ball = ring / 2
        painter.setPen(QtGui.QPen(style.line(self, 0.25), 1))
        painter.setBrush(style.mix(style.ground(self), QtGui.QColor(0, 0, 0), 0.18))
        painter.drawEllipse(middle, ring, ring)
        whole = QtCore.QRectF(middle.x() - ball, middle.y() - ball, 2 * ball, 2 * ball)
        inside = QtGui.QPainterPath()
        inside.addEllipse(whole)
        painter.save()
        painter.setClipPath(inside)
        if self._ball is None:
            self._ball = shaded(direction(self.side, self.height_angle))
        painter.drawImage(whole, self._ball)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QtGui.QPen(style.line(self, 0.4), 1))
        painter.drawEllipse(whole)
        x, y = place(self.side, self.height_angle)
        at = middle + QtCore.QPointF(x * ring, -y * ring)
        color = style.accent(self)
        size = style.em(self, 0.34)
        painter.setPen(QtGui.QPen(style.ground(self), 3))
        painter.drawEllipse(at, size, size)
        front = hypot(x, y) <= 0.5
        painter.setPen(QtGui.QPen(color, 2))
        painter.setBrush(color if front else style.ground(self))
        painter.drawEllipse(at, size, size)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(color, 1.5))
            painter.drawEllipse(middle, ring + style.em(self, 0.25), ring + style.em(self, 0.25))
        painter.end()


def shaded(light: Direction) -> QtGui.QImage:
    """A matt ball under that light (Lambert) with a little sky, as a small grey picture."""
    half = SHADED / 2
    grey = bytearray(SHADED * SHADED)
    a, b, c = light
    for row in range(SHADED):
        y = 1 - (row + 0.5) / half
        for column in range(SHADED):
            x = (column + 0.5) / half - 1
            flat = x * x + y * y
            z = (1 - flat) ** 0.5 if flat < 1 else 0.0
            cosine = x * a + y * b + z * c
            light_here = 0.045 + 0.02 * y + (0.75 * cosine if cosine > 0 else 0.0)
            grey[row * SHADED + column] = min(255, round(255 * light_here**0.4545))
    picture = QtGui.QImage(bytes(grey), SHADED, SHADED, SHADED, QtGui.QImage.Format.Format_Grayscale8)
    return picture.copy()
