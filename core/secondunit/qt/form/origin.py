"""The mark behind a value that says where it comes from; a press gives it back to the prompt.

A filled dot: set by hand. A quotation mark: the prompt said so. A ring: the camera. Nothing: the default.
"""

from __future__ import annotations

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets

SAYS = {
    "hand": "Set by hand. Press to give it back to {whom}.",
    "camera": "The chosen camera says so. Set it by hand to keep it.",
    "prompt": "The prompt says so. Set it by hand to keep it.",
    "default": "",
}


class Origin(QtWidgets.QAbstractButton):
    """A button for what was set by hand, a mark for what the prompt said, empty room for a default."""

    def __init__(self, label: str, source: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._whom, self.origin = label, source, ""
        self.setFixedSize(style.em(self, 1.2), style.em(self, 1.5))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_origin("default")

    def show_origin(self, origin: str) -> None:
        """`hand`, `camera`, `prompt` or `default`."""
        if origin == self.origin:
            return
        self.origin = origin
        by_hand = origin == "hand"
        self.setEnabled(by_hand)
        self.setCursor(Qt.CursorShape.PointingHandCursor if by_hand else Qt.CursorShape.ArrowCursor)
        self.setToolTip(SAYS[origin].format(whom=self._whom))
        self.setAccessibleName(f"Give {self._label} back to {self._whom}" if by_hand else "")
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        if self.origin == "default":
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        middle = QtCore.QPointF(self.width() / 2, self.height() / 2)
        color = style.accent(self)
        if self.origin == "hand":
            over = self.underMouse() or self.hasFocus()
            painter.setPen(QtGui.QPen(color, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush if over else color)
            size = style.em(self, 0.34 if over else 0.22)
            painter.drawEllipse(middle, size, size)
            if over:
                arm = size * 0.45
                painter.drawLine(middle + QtCore.QPointF(-arm, -arm), middle + QtCore.QPointF(arm, arm))
                painter.drawLine(middle + QtCore.QPointF(-arm, arm), middle + QtCore.QPointF(arm, -arm))
        elif self.origin == "camera":
            painter.setPen(QtGui.QPen(color, 1.5))
            painter.drawEllipse(middle, style.em(self, 0.26), style.em(self, 0.26))
        else:
            painter.setPen(QtGui.QPen(color, max(1.5, style.em(self, 0.12))))
            size = style.em(self, 0.2)
            for x in (-0.6, 0.6):
                at = middle + QtCore.QPointF(x * size, 0)
                painter.drawLine(
                    at + QtCore.QPointF(size * 0.35, -size), at + QtCore.QPointF(-size * 0.35, size)
                )
        painter.end()

    def enterEvent(self, event: QtCore.QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        self.update()
