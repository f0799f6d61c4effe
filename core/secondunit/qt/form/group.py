"""A group of rows under a heading that folds; what is folded is built when it is first opened.

Rows are built one at a time, by whoever calls `build`: a host's main thread is never held for a whole group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal
from .entries import tight

#: Builds a group's rows, one at each step: called with the body and the layout to put them in.
Fill = Callable[[QtWidgets.QWidget, QtWidgets.QVBoxLayout], Iterator[None]]


class Heading(QtWidgets.QAbstractButton):
    """The heading of a group: an arrow, the name, and what stands inside while it is folded."""

    def __init__(self, title: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(title)
        self.summary = ""
        self.wrong = False
        #: Whether a line parts it from what stands above.
        self.parted = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def say(self, summary: str, wrong: bool) -> None:
        """What is said at the right end while the group is folded."""
        summary = visible(summary)
        if (summary, wrong) != (self.summary, self.wrong):
            self.summary, self.wrong = summary, wrong
            self.setAccessibleDescription(summary)
            self.update()

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 10), style.em(self, 1.9))

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 4), style.em(self, 1.9))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        opens = {int(Qt.Key.Key_Right): True, int(Qt.Key.Key_Left): False}.get(int(event.key()))
        if opens is None and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.setChecked(not self.isChecked() if opens is None else opens)
        else:
            event.ignore()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        unit = style.em(self)
        middle = self.height() / 2
        if self.parted:
            painter.setPen(QtGui.QPen(style.line(self), 1))
            painter.drawLine(QtCore.QPointF(0, 0.5), QtCore.QPointF(self.width(), 0.5))
        if self.hasFocus() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.mix(style.ground(self), style.text(self), 0.06))
            painter.drawRect(self.rect().adjusted(0, 1, 0, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.accent(self) if self.hasFocus() else style.quiet(self))
        arm = unit * 0.27
        turn = ((-0.5, -1.0), (0.7, 0.0), (-0.5, 1.0))
        if self.isChecked():
            turn = ((-1.0, -0.5), (0.0, 0.7), (1.0, -0.5))
        arrow = [QtCore.QPointF(unit * 0.55 + x * arm, middle + y * arm) for x, y in turn]
        painter.drawPolygon(QtGui.QPolygonF(arrow))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(style.text(self))
        space = QtCore.QRectF(unit * 1.2, 0, self.width() - unit * 1.5, self.height())
        painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        used = painter.fontMetrics().horizontalAdvance(self.text()) + unit
        if self.summary and not self.isChecked():
            painter.setFont(self.font())
            painter.setPen(style.state(self, "error") if self.wrong else style.quiet(self))
            space.setLeft(space.left() + used)
            text = self.fontMetrics().elidedText(
                self.summary, Qt.TextElideMode.ElideRight, int(space.width())
            )
            painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        painter.end()


class FieldGroup(QtWidgets.QWidget):
    """A heading and a body; `wanted` says that the body is to be built, step by step, with `build`."""

    toggled = Signal(bool)
    wanted = Signal()

    def __init__(self, title: str, fill: Fill, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._fill = fill
        self.heading = Heading(title, self)
        self.heading.toggled.connect(self._toggle)
        self.body: QtWidgets.QWidget | None = None
        self._steps: Iterator[None] | None = None
        self._box = QtWidgets.QVBoxLayout(self)
        tight(self._box, 0)
        self._box.addWidget(self.heading)

    @property
    def opened(self) -> bool:
        """Whether its rows are in view."""
        return self.heading.isChecked()

    def open(self, opened: bool = True) -> None:
        """Open or fold it."""
        self.heading.setChecked(opened)

    def _toggle(self, opened: bool) -> None:
        if opened and self.body is None:
            self.body = QtWidgets.QWidget(self)
            rows = QtWidgets.QVBoxLayout(self.body)
            rows.setContentsMargins(0, style.em(self, 0.25), 0, style.em(self, 0.7))
            rows.setSpacing(style.em(self, 0.28))
            self.body.hide()
            self._box.addWidget(self.body)
            self._steps = self._fill(self.body, rows)
            self.wanted.emit()
        elif self.body is not None and self._steps is None:
            self.body.setVisible(opened)
        self.toggled.emit(opened)

    def build(self) -> bool:
        """Build the next row; false when the body is complete, which then is shown."""
        if self._steps is None or self.body is None:
            return False
        for _ in self._steps:
            return True
        self._steps = None
        self.body.setVisible(self.opened)
        return False
