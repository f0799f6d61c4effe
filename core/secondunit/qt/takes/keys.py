"""The keys of the takes view as one table: what each does, in words, for the list of shortcuts.

A key is taken from the host while the view has the focus, and left to the host otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..binding import Qt, QtCore, QtGui, QtWidgets, holds

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@dataclass(frozen=True)
class KeyAct:
    """One key: `keys` as it is written (`Shift+F`), what it does as a few words, and what it calls."""

    keys: str
    text: str
    act: Callable[[], object]


class KeyTable:
    """Acts by key; letters, digits, space, arrows and the editing keys, with Ctrl and Shift."""

    def __init__(self, acts: tuple[KeyAct, ...]) -> None:
        self.acts = acts
        self._by_name = {keys: act for act in acts for keys in act.keys.split(", ")}

    def act_of(self, event: QtGui.QKeyEvent) -> KeyAct | None:
        """What a key press means here, or None."""
        return self._by_name.get(name_of(event))


class KeyedWidget(QtWidgets.QWidget):
    """A widget with a table of keys, for whichever of its parts has the focus and does not want them."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = KeyTable(())

    def event(self, event: QtCore.QEvent) -> bool:
        """Keep the table's keys from the host's own shortcuts while the focus is here."""
        if (
            event.type() == QtCore.QEvent.Type.ShortcutOverride
            and isinstance(event, QtGui.QKeyEvent)
            and self.keys.act_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """A key that no part wanted."""
        act = self.keys.act_of(event)
        if act is None:
            super().keyPressEvent(event)
            return
        act.act()
        event.accept()


def name_of(event: QtGui.QKeyEvent) -> str:
    """`Shift+F` of a key press; the keypad's keys are the same as the others."""
    modifiers = event.modifiers()
    if holds(modifiers, Modifier.AltModifier) or holds(modifiers, Modifier.MetaModifier):
        return ""
    parts = [
        name
        for name, flag in (("Ctrl", Modifier.ControlModifier), ("Shift", Modifier.ShiftModifier))
        if holds(modifiers, flag)
    ]
    key = NAMES.get(event.key()) or _letter(int(event.key()))
    return "+".join((*parts, key)) if key else ""


NAMES: dict[object, str] = {
    Key.Key_Space: "Space",
    Key.Key_Left: "Left",
    Key.Key_Right: "Right",
    Key.Key_Home: "Home",
    Key.Key_End: "End",
    Key.Key_PageUp: "PgUp",
    Key.Key_PageDown: "PgDown",
    Key.Key_Return: "Return",
    Key.Key_Enter: "Return",
    Key.Key_BracketLeft: "[",
    Key.Key_BracketRight: "]",
}


def _letter(code: int) -> str:
    return chr(code) if 0x30 <= code <= 0x5A else ""


def zoom_of(event: QtGui.QKeyEvent) -> int | None:
    """Whether a key zooms in (1), out (-1) or to 1:1 (0); None for any other."""
    key = event.key()
    control = holds(event.modifiers(), Qt.KeyboardModifier.ControlModifier)
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        return 1
    if key == Qt.Key.Key_Minus:
        return -1
    return 0 if control and key == Qt.Key.Key_1 else None
