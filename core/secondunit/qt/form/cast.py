"""Characters of the show's cast that the brief names, each pinned to a version; and one empty slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtGui, QtWidgets
from .cast_versions import VersionStrip, fitted
from .entries import Choice, Wrapped, fixed, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import CastMember

#: What an empty slot shows, and what empties one.
NOBODY = "No character"


class Slot(QtWidgets.QWidget):
    """One character: its picture, who it is, in which version; and that there is a newer one."""

    def __init__(self, session: Session, number: int, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session, self._number = session, number
        self._mark = 0
        self.label = QtWidgets.QLabel("Character", self)
        fixed(self.label, width)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.picture = QtWidgets.QLabel(self)
        self.picture.setFixedSize(style.em(self, 2.6), style.em(self, 2.6))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = Choice(self)
        self.name.setMinimumContentsLength(1)
        self.name.setAccessibleName("Character of the show's cast")
        self.label.setBuddy(self.name)
        self.version = Choice(self)
        self.version.setMinimumContentsLength(1)
        self.version.setAccessibleName("Version of the character")
        fixed(self.version, style.letters(self, 8))
        self.newer = Wrapped(parent=self)
        self.newer.setAccessibleName("Newer version of the character")
        self.appearance, self.pin, self.consents, self.remarks = (Wrapped(parent=self) for _ in range(4))
        self.versions = VersionStrip(session, self)
        self.versions.chosen.connect(lambda version: self._change(self.name.currentData(), version))
        self.name.chosen.connect(self._choose)
        self.version.chosen.connect(lambda version: self._change(self.name.currentData(), int(version)))
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(style.em(self, 0.5))
        grid.setVerticalSpacing(style.em(self, 0.2))
        grid.setColumnStretch(1, 1)
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        for column, widget in enumerate((self.label, self.name, self.version, room)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.picture, 1, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        said = QtWidgets.QVBoxLayout()
        tight(said, style.em(self, 0.2))
        parts = (self.appearance, self.pin, self.newer, self.versions, self.consents, self.remarks)
        for part in parts:
            said.addWidget(part)
        said.addStretch(1)
        grid.addLayout(said, 1, 1, 1, 2)

    def show_member(self) -> None:
        """Show the character of this slot; an empty one where there is none yet."""
        member, characters = self._member(), self._session.panel.outside.characters
        self.name.offer((("", NOBODY, ""), *characters.names()))
        self.name.show_value(member.name if member is not None else "")
        self.version.setEnabled(member is not None)
        versions = characters.versions(member.name) if member is not None else ()
        self.version.offer(
            tuple((str(number), text, problem) for number, text, problem in versions),
            off=tuple(str(number) for number, _, problem in versions if problem),
        )
        self.version.show_value(str(member.version) if member is not None else "")
        newer = characters.newer(member) if member is not None else 0
        pinned = characters.pinned(member.name) if member is not None else 0
        remark = f"v{newer:03d} is newer: it is used when you choose it." if newer and not pinned else ""
        self.newer.say(remark, style.quiet(self))
        self.picture.setToolTip(characters.views(member) if member is not None else "")
        self.appearance.say(characters.appearance(member) if member is not None else "")
        other = member is not None and pinned not in (0, member.version)
        self.pin.say(
            characters.pin(member) if member is not None else "",
            style.state(self, "warning") if other else style.quiet(self),
        )
        consents = characters.consents(member) if member is not None else ()
        lacking = any(consent.reason for consent in consents)
        self.consents.say(
            "\n".join(consent.sentence for consent in consents),
            style.state(self, "warning") if lacking else style.quiet(self),
        )
        remarks = characters.remarks(member) if member is not None else ()
        self.remarks.say("\n".join(remarks), style.quiet(self))
        self.versions.show_versions(member)
        self.show_picture()

    def show_picture(self) -> None:
        """Show the small picture, once it is here."""
        member = self._member()
        self.versions.show_pictures()
        key = self._session.panel.outside.characters.picture(member) if member is not None else None
        image: QtGui.QImage | None = self._session.pictures.image(key) if key is not None else None
        self.picture.setVisible(key is not None)
        mark = image.cacheKey() if image is not None else 0
        if mark == self._mark:
            return
        self._mark = mark
        if image is None:
            self.picture.clear()
            return
        self.picture.setPixmap(fitted(image, self.picture.size(), self))

    def _member(self) -> CastMember | None:
        cast = self._session.panel.outside.cast
        return cast[self._number] if self._number < len(cast) else None

    def _choose(self, name: str) -> None:
        """Another character comes in its pinned, else its newest version; the one that is there stays."""
        member = self._member()
        if member is None or member.name != name:
            self._change(name, self._session.panel.outside.characters.usual(name))

    def _change(self, name: str, version: int) -> None:
        self._session.commands.change_cast(self._number, name, version)


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
        names = (
            ""
            if outside.takes_cast or not outside.cast
            else ", ".join(member.name for member in outside.cast)
        )
        message = f"The chosen model takes no characters: {names} is kept here and not sent." if names else ""
        self.said.say(message or (outside.characters.said() if wanted else ""), style.quiet(self))

    def show_pictures(self) -> None:
        """Show the small pictures that have come."""
        for slot in self.slots:
            slot.show_picture()
