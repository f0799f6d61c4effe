"""Characters of the show's cast that the brief names, each pinned to a version; and one empty slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtWidgets
from .entries import NumberEntry, TextEntry, Wrapped, fixed, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session


class Slot(QtWidgets.QWidget):
    """One character: name and version."""

    def __init__(self, session: Session, number: int, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session, self._number = session, number
        self.label = QtWidgets.QLabel("Character", self)
        fixed(self.label, width)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.name = TextEntry(self)
        self.name.setAccessibleName("Name of the character")
        self.name.setPlaceholderText("Name")
        self.label.setBuddy(self.name)
        self.pinned = QtWidgets.QLabel("version", self)
        self.version = NumberEntry("", self)
        self.version.setAccessibleName("Version of the character")
        fixed(self.version, style.letters(self, 5))
        self.name.given.connect(lambda *_: self._change())
        self.version.given.connect(lambda *_: self._change())
        self.version.stepped.connect(self._step)
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        line = QtWidgets.QHBoxLayout(self)
        tight(line, style.em(self, 0.5))
        for widget in (self.label, self.name, self.pinned, self.version, room):
            line.addWidget(widget)
        line.setStretch(1, 1)

    def show_member(self) -> None:
        """Show the character of this slot; an empty one where there is none yet."""
        cast = self._session.panel.outside.cast
        known = cast[self._number] if self._number < len(cast) else None
        self.name.show_text(known.name if known is not None else "")
        self.version.show_text(str(known.version) if known is not None else "")
        self.version.setEnabled(known is not None)
        self.pinned.setEnabled(known is not None)

    def _version(self) -> int:
        typed = self.version.text().strip()
        return int(typed) if typed.isdecimal() else 1

    def _step(self, steps: float) -> None:
        self.version.show_text(str(max(1, self._version() + round(steps))))
        self._change()

    def _change(self) -> None:
        self._session.commands.change_cast(self._number, self.name.text(), self._version())


class Cast(QtWidgets.QWidget):
    """The slots, and why there are none where the model takes no character."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session, self._width = session, width
        self.slots: list[Slot] = []
        self.said = Wrapped(parent=self)
        self._box = QtWidgets.QVBoxLayout(self)
        tight(self._box, style.em(self, 0.28))
        self._box.addWidget(self.said)

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        return [widget for slot in self.slots for widget in (slot.name, slot.version)]

    def set_label_width(self, width: int) -> None:
        """Keep the labels in line with those of the rows (logical px)."""
        self._width = width
        for slot in self.slots:
            slot.label.setFixedWidth(width)

    def show_cast(self) -> None:
        """Show the characters as the model has them."""
        outside = self._session.panel.outside
        wanted = len(outside.cast) + 1 if outside.takes_cast else 0
        while len(self.slots) > wanted:
            slot = self.slots.pop()
            self._box.removeWidget(slot)
            slot.hide()
            slot.deleteLater()
        while len(self.slots) < wanted:
            self.slots.append(Slot(self._session, len(self.slots), self._width, self))
            self._box.insertWidget(len(self.slots) - 1, self.slots[-1])
        for slot in self.slots:
            slot.show_member()
        kept = "" if outside.takes_cast or not outside.cast else ", ".join(one.name for one in outside.cast)
        said = f"The chosen model takes no characters: {kept} is kept here and not sent." if kept else ""
        self.said.say(said, style.quiet(self))
