"""The newest versions of a character as small pictures in a row: one click names that version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secondunit.wire import CastMember, version_text

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal
from .entries import tight

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: How many versions have a picture here; the others are in the chooser.
MOST = 5


class VersionStrip(QtWidgets.QWidget):
    """Small pictures of versions that can be used, newest first; `chosen` gives a version's number."""

    chosen = Signal(int)

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._members: tuple[CastMember, ...] = ()
        self._marks: list[int] = []
        self.buttons: list[QtWidgets.QToolButton] = []
        self._row = QtWidgets.QHBoxLayout(self)
        tight(self._row, style.em(self, 0.2))
        self._row.addStretch(1)

    def show_versions(self, member: CastMember | None) -> None:
        """Show the versions of a character, the one that is named pressed; none where there is only one."""
        characters = self._session.panel.outside.characters
        versions = characters.versions(member.name) if member is not None else ()
        usable = [number for number, _, problem in versions if not problem][:MOST]
        members: tuple[CastMember, ...] = ()
        if member is not None and len(usable) > 1:
            members = tuple(CastMember(member.name, number) for number in usable)
        if members != self._members:
            self._members = members
            self._rebuild()
        self.setVisible(bool(members))
        pinned = characters.pinned(member.name) if member is not None else 0
        for button, shown in zip(self.buttons, members, strict=True):
            button.setChecked(member is not None and shown.version == member.version)
            text = version_text(shown.version)
            button.setText(f"{text} \u2022" if shown.version == pinned else text)
            words = (f"{text} of {shown.name}", characters.appearance(shown))
            about = ", ".join(word for word in words if word)
            button.setToolTip(about + ("; pinned here" if shown.version == pinned else ""))
            button.setAccessibleName(about)
        self.show_pictures()

    def show_pictures(self) -> None:
        """Show the pictures that have come."""
        for number, (button, member) in enumerate(zip(self.buttons, self._members, strict=True)):
            key = self._session.panel.outside.characters.picture(member)
            image: QtGui.QImage | None = self._session.pictures.image(key) if key is not None else None
            mark = image.cacheKey() if image is not None else 0
            if image is not None and mark != self._marks[number]:
                button.setIcon(QtGui.QIcon(fitted(image, button.iconSize(), self)))
            self._marks[number] = mark

    def _rebuild(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(member) for member in self._members]
        self._marks = [0] * len(self.buttons)
        for place, button in enumerate(self.buttons):
            self._row.insertWidget(place, button)

    def _button(self, member: CastMember) -> QtWidgets.QToolButton:
        button = QtWidgets.QToolButton(self)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the chooser of the version is what the keyboard reaches
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QtCore.QSize(style.em(self, 2), style.em(self, 2)))
        button.clicked.connect(partial(self._choose, member.version))
        return button

    def _choose(self, version: int, _checked: bool = False) -> None:
        self.chosen.emit(version)


def fitted(image: QtGui.QImage, size: QtCore.QSize, widget: QtWidgets.QWidget) -> QtGui.QPixmap:
    """An image within a size in logical pixels, sharp on the widget's screen."""
    ratio = widget.devicePixelRatioF()
    pixmap = QtGui.QPixmap.fromImage(
        image.scaled(
            size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    )
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
