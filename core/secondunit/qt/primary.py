"""The one button of a window that does what the window is for, in the host's own colour of what is chosen."""

from __future__ import annotations

from . import style
from .binding import QtCore, QtGui, QtWidgets


class PrimaryButton(QtWidgets.QPushButton):
    """Coloured while it can be pressed; else as any button that cannot. It follows the host's palette."""

    def __init__(self, text: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(text, parent)
        self._high: QtGui.QColor | None = None
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self._color()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._color()

    def _color(self) -> None:
        high = QtWidgets.QApplication.palette().color(style.Group.Active, style.Role.Highlight)
        if high == self._high:
            return
        self._high = high
        palette = QtGui.QPalette()
        for group in (style.Group.Active, style.Group.Inactive):
            palette.setColor(group, style.Role.Button, high)
            palette.setColor(group, style.Role.ButtonText, best_text(high))
        self.setPalette(palette)


def best_text(ground: QtGui.QColor) -> QtGui.QColor:
    """Black or white, whichever is read better on a ground."""
    return max((QtGui.QColor("black"), QtGui.QColor("white")), key=lambda ink: style.contrast(ink, ground))


__all__ = ["PrimaryButton", "best_text"]
