"""The canvas while nothing is shown: one sentence; where files can be opened a button and a place to drop."""

from __future__ import annotations

from collections.abc import Callable

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .sides import surround


class EmptyCanvas(QtWidgets.QWidget):
    """Covers its canvas while there is something to say; `opens` shows the button and calls it."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.sentence = QtWidgets.QLabel(self)
        self.sentence.setObjectName("emptySentence")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QtWidgets.QPushButton("&Open Plate...", self)
        self.button.setObjectName("openPlate")
        self.button.setAutoDefault(False)
        self.button.hide()
        #: Whether files can be opened here.
        self.offers = False
        column = QtWidgets.QVBoxLayout(self)
        edge = style.em(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.em(self, 0.7))
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def opens(self, act: Callable[[], object]) -> None:
        """Files can be opened here."""
        self.button.clicked.connect(lambda checked=False: act())
        self.button.show()
        self.offers = True
        self.update()

    def show_text(self, text: str) -> None:
        """Say this; an empty text takes all of it away."""
        if text != self.sentence.text():
            self.sentence.setText(text)
        ground, text_color = surround(self), style.text(self)
        color = style.readable(style.mix(text_color, ground, 0.36), ground, text_color)
        palette = self.sentence.palette()
        if palette.color(style.Role.WindowText) != color:
            palette.setColor(style.Role.WindowText, color)
            self.sentence.setPalette(palette)
        self.setVisible(bool(text))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """A broken line around the place where files can be dropped."""
        if not self.offers:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QtGui.QPen(style.line(self, 0.3), 1.5, Qt.PenStyle.DashLine))
        edge = style.em(self, 0.6)
        painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 5, 5)
        painter.end()
