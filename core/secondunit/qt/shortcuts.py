"""The keys of the panel, and the card that lists them. Knows no session: a key is an act's name."""

from __future__ import annotations

from . import style
from .binding import Qt, QtGui, QtWidgets, holds, run

CTRL = Qt.KeyboardModifier.ControlModifier
#: A key and its act, on the whole panel.
PANEL_KEYS = {
    int(Qt.Key.Key_Return): "generate",
    int(Qt.Key.Key_Enter): "generate",
    int(Qt.Key.Key_1): "brief",
    int(Qt.Key.Key_2): "queue",
    int(Qt.Key.Key_3): "takes",
    int(Qt.Key.Key_P): "prompt",
}
#: What the card lists: where, keys, what they do.
LISTED = (
    ("Panel", "Ctrl+Return", "Generate"),
    ("Panel", "Ctrl+P", "To the prompt"),
    ("Panel", "Ctrl+1, 2, 3", "To the brief, the queue, the takes"),
    ("Panel", "Ctrl+Z, Ctrl+Shift+Z", "Undo and redo what was set in the form"),
    ("Panel", "F5", "Ask the service for everything anew; start it where it is not there"),
    ("Panel", "Escape", "Put the message away"),
    ("Panel", "?", "These shortcuts"),
    ("Fields", "Up, Down", "One step; ten with Ctrl, a tenth with Shift"),
    ("Fields", "Page Up, Page Down", "Ten steps"),
    ("Fields", "Return, Escape", "Take the value; leave it as it was"),
    ("Fields", "Double click", "On a name or a slider: back to the prompt"),
    ("Fields", "Shift while dragging", "A tenth as fast"),
    ("Groups", "Space, Left, Right", "Open and fold"),
    ("Light", "Arrow keys", "Turn it by 5 degrees; by 1 with Shift"),
    ("Queue", "Delete, R", "Cancel the chosen job; take it up again"),
)


def act_of(event: QtGui.QKeyEvent) -> str:
    """The act a key press asks for, or an empty text."""
    if holds(event.modifiers(), CTRL) and event.key() == Qt.Key.Key_Z:
        return "redo" if holds(event.modifiers(), Qt.KeyboardModifier.ShiftModifier) else "undo"
    if holds(event.modifiers(), CTRL):
        return PANEL_KEYS.get(int(event.key()), "")
    if event.text() == "?":
        return "keys"
    if event.key() == Qt.Key.Key_F5:
        return "refresh"
    return "dismiss" if event.key() == Qt.Key.Key_Escape else ""


class ShortcutsCard(QtWidgets.QDialog):
    """The list of shortcuts; any Escape closes it."""

    def __init__(self, more: tuple[tuple[str, str, str], ...], parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Second Unit: shortcuts")
        grid = QtWidgets.QGridLayout(self)
        edge = style.em(self, 1)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(style.em(self, 1.4))
        grid.setVerticalSpacing(style.em(self, 0.3))
        before = ""
        for row, (where, keys, does) in enumerate((*LISTED, *more)):
            head = QtWidgets.QLabel(where if where != before else "", self)
            bold = head.font()
            bold.setBold(True)
            head.setFont(bold)
            grid.addWidget(head, row, 0)
            grid.addWidget(QtWidgets.QLabel(keys, self), row, 1)
            grid.addWidget(QtWidgets.QLabel(does, self), row, 2)
            before = where
        grid.setColumnStretch(2, 1)


def show(more: tuple[tuple[str, str, str], ...], parent: QtWidgets.QWidget) -> None:
    """Show the list until it is closed."""
    run(ShortcutsCard(more, parent))
