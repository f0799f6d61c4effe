"""The few signs on the transport's buttons, drawn in the palette's own text colour at any scale."""

from __future__ import annotations

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets

#: Each sign as polygons in a square of ten by ten.
SHAPES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "play": (((2.5, 1.5), (8.5, 5), (2.5, 8.5)),),
    "back": (((7.5, 1.5), (1.5, 5), (7.5, 8.5)),),
    "pause": (((2, 1.5), (4, 1.5), (4, 8.5), (2, 8.5)), ((6, 1.5), (8, 1.5), (8, 8.5), (6, 8.5))),
    "next": (((1.8, 2), (6, 5), (1.8, 8)), ((6.8, 2), (8.2, 2), (8.2, 8), (6.8, 8))),
    "previous": (((8.2, 2), (4, 5), (8.2, 8)), ((1.8, 2), (3.2, 2), (3.2, 8), (1.8, 8))),
    "last": (((0.8, 2), (4.4, 5), (0.8, 8)), ((4.4, 2), (8, 5), (4.4, 8)),
             ((8, 2), (9.2, 2), (9.2, 8), (8, 8))),
    "first": (((9.2, 2), (5.6, 5), (9.2, 8)), ((5.6, 2), (2, 5), (5.6, 8)),
              ((0.8, 2), (2, 2), (2, 8), (0.8, 8))),
    "swap": (((0.5, 3.2), (3, 1), (3, 2.6), (9, 2.6), (9, 3.8), (3, 3.8), (3, 5.4)),
             ((9.5, 6.8), (7, 4.6), (7, 6.2), (1, 6.2), (1, 7.4), (7, 7.4), (7, 9))),
    "up": (((5, 1.8), (9, 7.4), (1, 7.4)),),
    "down": (((5, 8.2), (9, 2.6), (1, 2.6)),),
}  # fmt: skip


class GlyphButton(QtWidgets.QToolButton):
    """A flat button with a sign; `tip` is its tool tip and, without its key, its accessible name."""

    def __init__(self, shape: str, tip: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = ""
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_as(shape, tip)

    def show_as(self, shape: str, tip: str) -> None:
        """Take another sign and meaning."""
        if shape != self._shape:
            self._shape = shape
            self.setToolTip(tip)
            self.setAccessibleName(tip.partition(" (")[0])
            self.update()

    def sizeHint(self) -> QtCore.QSize:
        """A square in the font's measure."""
        side = style.em(self, 1.5)
        return QtCore.QSize(side, side)

    def minimumSizeHint(self) -> QtCore.QSize:
        """The same square: a sign has one size."""
        return self.sizeHint()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The style's own frame, and the sign in it."""
        super().paintEvent(event)
        group = style.Group.Active if self.isEnabled() else style.Group.Disabled
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(group, style.Role.ButtonText))
        size = style.em(self, 0.82)
        painter.translate((self.width() - size) / 2, (self.height() - size) / 2)
        painter.scale(size / 10, size / 10)
        for points in SHAPES[self._shape]:
            painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(x, y) for x, y in points]))
