"""A colour swatch for scene-linear numbers, and its picker.

The picker shows display colours (IEC 61966-2-1, sRGB); numbers above 1 keep their strength while the hue is
picked. Studio displays differ: the numbers are what counts, and they stand beside the swatch.
"""

from __future__ import annotations

from .. import style
from ..binding import QtCore, QtGui, QtWidgets, Signal

Linear = tuple[float, float, float]


def read_linear(text: str) -> Linear | None:
    """Three scene-linear numbers from their text, or None."""
    try:
        numbers = [float(part) for part in text.replace(",", " ").split()]
    except ValueError:
        return None
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None


def to_display(linear: float) -> float:
    """Scene-linear 0 to 1 to sRGB 0 to 1 (IEC 61966-2-1); clipped."""
    linear = min(1.0, max(0.0, linear))
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


def to_linear(display: float) -> float:
    """sRGB 0 to 1 to scene-linear (IEC 61966-2-1)."""
    return float(display / 12.92 if display <= 0.04045 else ((display + 0.055) / 1.055) ** 2.4)


def shown(linear: Linear) -> QtGui.QColor:
    """The display colour of three scene-linear numbers."""
    return QtGui.QColor.fromRgbF(*(to_display(part) for part in linear))


class Swatch(QtWidgets.QAbstractButton):
    """The colour; a press opens the picker, and `picked` carries the numbers while one picks."""

    picked = Signal(str)

    def __init__(self, label: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self._linear: Linear | None = None
        self.setFixedSize(style.em(self, 2.6), style.em(self, 1.5))
        self.clicked.connect(self._pick)

    def show_color(self, text: str) -> None:
        """Show three scene-linear numbers; a text that is none shows a crossed field."""
        linear = read_linear(text)
        if linear != self._linear:
            self._linear = linear
            self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        inside = QtCore.QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        edge = style.accent(self) if self.hasFocus() else style.line(self, 0.4)
        painter.setPen(QtGui.QPen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(shown(self._linear) if self._linear else style.ground(self))
        painter.drawRoundedRect(inside, 2, 2)
        if self._linear is None:
            painter.drawLine(inside.bottomLeft(), inside.topRight())
        painter.end()

    def _pick(self) -> None:
        before = self._linear or (1.0, 1.0, 1.0)
        strength = max(1.0, *before)
        dialog = QtWidgets.QColorDialog(self)
        dialog.setOption(QtWidgets.QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(f"{self._label}, as displayed (sRGB)")
        a, b, c = before
        dialog.setCurrentColor(shown((a / strength, b / strength, c / strength)))
        dialog.currentColorChanged.connect(lambda color: self.picked.emit(as_text(color, strength)))
        dialog.rejected.connect(lambda: self.picked.emit(" ".join(f"{part:g}" for part in before)))
        dialog.open()


def as_text(color: QtGui.QColor, strength: float = 1.0) -> str:
    """A display colour as three scene-linear numbers, times `strength`."""
    parts = (to_linear(part) * strength for part in (color.redF(), color.greenF(), color.blueF()))
    return " ".join(f"{part:.3g}" for part in parts)
