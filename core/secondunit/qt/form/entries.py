"""Entries to type into: a number with its unit, a text, a choice; each steps and commits by keyboard.

They know text and numbers, no field and no session.
"""

from __future__ import annotations

from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, holds

_KEYS: dict[int, float] = {
    int(Qt.Key.Key_Up): 1.0,
    int(Qt.Key.Key_Down): -1.0,
    int(Qt.Key.Key_PageUp): 10.0,
    int(Qt.Key.Key_PageDown): -10.0,
}


class TextEntry(QtWidgets.QLineEdit):
    """A line of text: `given` when it is finished (Return, or the focus goes) and was changed."""

    given = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.editingFinished.connect(self._finish)
        # A text begins where that of a choice above it begins.
        self.setTextMargins(style.em(self, 0.13), 0, 0, 0)
        self._display = ""

    def show_text(self, text: str) -> None:
        """Show a text, unless somebody is typing another one."""
        self._display = text
        if not (self.hasFocus() and self.isModified()) and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._display)
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.given.emit(self.text())


class NumberEntry(TextEntry):
    """A number with its unit shown beside it; arrow keys step it, a double click selects it."""

    stepped = Signal(float)

    def __init__(self, unit: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit, self._shown = unit, bool(unit)
        self._leave_room()

    def show_unit(self, shown: bool) -> None:
        """Show the unit, or leave it out where what stands there is no number."""
        if self._unit and shown is not self._shown:
            self._shown = shown
            self._leave_room()
            self.update()

    def _leave_room(self) -> None:
        unit = self.fontMetrics().horizontalAdvance(self._unit) + style.em(self, 0.25)
        self.setTextMargins(self.textMargins().left(), 0, unit if self._shown else 0, 0)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        steps = _KEYS.get(int(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        self._finish()
        self.stepped.emit(steps * stride(event.modifiers()))
        self.selectAll()

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        turn = event.angleDelta().y() or event.angleDelta().x()
        if turn:
            self.stepped.emit((1.0 if turn > 0 else -1.0) * stride(event.modifiers()))
        event.accept()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        if self._shown:
            painter = QtGui.QPainter(self)
            base, text = (self.palette().color(r) for r in (style.Role.Base, style.Role.Text))
            painter.setPen(style.readable(style.mix(text, base, 0.4), base, text))
            space = self.rect().adjusted(0, 0, -style.em(self, 0.4), 0)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(space, int(flags), self._unit)
            painter.end()


def stride(modifiers: Qt.KeyboardModifier) -> float:
    """How many steps one press makes: a tenth under Shift, ten under Ctrl."""
    if holds(modifiers, Qt.KeyboardModifier.ShiftModifier):
        return 0.1
    return 10.0 if holds(modifiers, Qt.KeyboardModifier.ControlModifier) else 1.0


class Choice(QtWidgets.QComboBox):
    """A choice of values with labels; the wheel turns it only where it has the focus."""

    chosen = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[tuple[str, str, str], ...] = ()
        self._off: tuple[str, ...] = ()
        self.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._activated)

    def offer(self, items: tuple[tuple[str, str, str], ...], off: tuple[str, ...] = ()) -> None:
        """The values with label and help, in order; those that are `off` are seen and cannot be chosen.

        Nothing happens when they are what they were.
        """
        if (items, off) != (self._items, self._off):
            self._items, self._off = items, off
            self.blockSignals(True)
            self.clear()
            for row, (value, label, help) in enumerate(items):
                self.addItem(visible(label), value)
                if help:
                    self.setItemData(row, visible(help, lines=True), Qt.ItemDataRole.ToolTipRole)
                if value in off:
                    # Qt's own way to switch an item of a pull-down off.
                    self.setItemData(row, 0, int(Qt.ItemDataRole.UserRole) - 1)
            self.blockSignals(False)

    def show_value(self, value: str, waits: bool = False, label: str = "") -> None:
        """Show one of the values; one that is not offered is missing, unless what is offered is to come."""
        row = next((row for row, item in enumerate(self._items) if item[0] == value), -1)
        if row < 0 and value:
            label = label or value
            self.offer((*self._items, (value, label if waits else f"{label} (not here)", "")), self._off)
            row = len(self._items) - 1
        if self.currentIndex() != row:
            self.setCurrentIndex(row)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _activated(self, row: int) -> None:
        if 0 <= row < len(self._items):
            self.chosen.emit(self._items[row][0])


class Tick(QtWidgets.QCheckBox):
    """A box to tick whose outline is seen on a dark ground too."""

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        option = QtWidgets.QStyleOptionButton()
        self.initStyleOption(option)
        box = QtWidgets.QStyle.SubElement.SE_CheckBoxIndicator
        painter = QtGui.QPainter(self)
        outline(painter, self, self.style().subElementRect(box, option, self))
        painter.end()


class Wrapped(QtWidgets.QLabel):
    """A sentence over as many lines as it needs; can be selected with the mouse, never elided."""

    def __init__(self, text: str = "", parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(visible(text, lines=True), parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Minimum)

    def say(self, text: str, color: QtGui.QColor | None = None) -> None:
        """Show a sentence in a colour (the palette's own without one); an empty one hides the label."""
        text = visible(text, lines=True)
        if self.text() != text:
            self.setText(text)
        if color is not None and self.palette().color(style.Role.WindowText) != color:
            palette = self.palette()
            palette.setColor(style.Role.WindowText, color)
            self.setPalette(palette)
        if self.isHidden() == bool(text):
            self.setVisible(bool(text))


def outline(painter: QtGui.QPainter, widget: QtWidgets.QWidget, box: QtCore.QRect) -> None:
    """Draw the outline of a box to tick: some styles draw a dark one on a dark ground."""
    base, text = (widget.palette().color(role) for role in (style.Role.Base, style.Role.Text))
    painter.save()
    painter.setPen(style.readable(style.mix(base, text, 0.3), base, text, 3.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -1))
    painter.restore()


def fixed(widget: QtWidgets.QWidget, width: int) -> None:
    """Give a widget a width that it keeps."""
    widget.setFixedWidth(width)
    widget.setSizePolicy(QtWidgets.QSizePolicy.Policy.Fixed, QtWidgets.QSizePolicy.Policy.Fixed)


def tabbed_only(tabs: QtWidgets.QTabWidget) -> None:
    """Have the Tab key stop at the tabs alone: their frame would pass it on over all that lies between."""
    tabs.setFocusProxy(None)  # type: ignore[arg-type]
    tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def tight(layout: QtWidgets.QLayout, spacing: int) -> None:
    """A layout without margins."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)


__all__ = [
    "Choice", "NumberEntry", "TextEntry", "Tick", "Wrapped", "fixed", "outline", "stride", "tabbed_only",
    "tight",
]  # fmt: skip
