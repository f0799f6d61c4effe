"""A line of text that is cut to its room."""

from __future__ import annotations

from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets


class Elided(QtWidgets.QLabel):
    """A line that is cut where there is no room, its tool tip all of it; `first` has room before others."""

    def __init__(self, parent: QtWidgets.QWidget, first: bool = False) -> None:
        super().__init__(parent)
        self._whole = ""
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred if first else policy.Ignored, policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show this."""
        text = visible(text)
        if text != self._whole:
            self._whole = text
            self.setToolTip(text)
            self.setAccessibleName(text)
            self._cut()
            self.updateGeometry()

    def sizeHint(self) -> QtCore.QSize:
        """Room for all of it."""
        wide = self.fontMetrics().horizontalAdvance(self._whole) + style.letters(self, 1)
        return QtCore.QSize(wide, self.fontMetrics().height())

    def minimumSizeHint(self) -> QtCore.QSize:
        """A line high."""
        return QtCore.QSize(style.letters(self, 8), self.fontMetrics().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(cut)
