"""Reference pictures: added by dialog or by drop, each with its role and strength."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.host.choosing import role_label, roles_of, stands, takes_passes, takes_windows
from secondunit.wire.footage import MOVIES, STILLS, file_filter
from secondunit.wire.plate import PASS
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .entries import Choice, TextEntry, Wrapped, tight
from .slider import Scale, Slider

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Reference

PICTURES = file_filter("Pictures", *STILLS, ".webp")
FOOTAGE = file_filter("Footage", *STILLS, *MOVIES)


class ReferenceCard(QtWidgets.QFrame):
    """One reference: what it looks like, what it is for, how much it counts, and how to take it away."""

    def __init__(
        self, session: Session, number: int, reference: Reference, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._number, self.reference = session, number, reference
        line = QtWidgets.QHBoxLayout(self)
        tight(line, style.em(self, 0.5))
        picture = QtWidgets.QLabel(self)
        picture.setFixedSize(style.em(self, 4.6), style.em(self, 2.6))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pixmap = thumbnail(reference.path, picture.size(), self.devicePixelRatioF())
        if pixmap is not None:
            picture.setPixmap(pixmap)
        else:
            picture.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
            picture.setText(visible(Path(reference.path).suffix.lstrip(".").upper()) or "?")
        name = visible(Path(reference.path).name)
        self._name = name
        self.title = QtWidgets.QLabel(self)
        self.title.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
        self.title.setMinimumHeight(self.fontMetrics().height())
        self.title.setToolTip(visible(reference.path))
        self.role = Choice(self)
        self.show_roles()
        self.role.setAccessibleName(f"Role of {name}")
        self.role.chosen.connect(lambda role: self._change(role, self.reference.strength))
        self.strength = Slider(Scale(0.0, 1.0, 1.0), 1.0, self)
        self.strength.show_value(reference.strength, True)
        self.strength.setToolTip("How much it counts")
        self._wanted = reference.strength
        self.strength.moved.connect(self._remember)
        self.strength.released.connect(lambda: self._change(self.reference.role, round(self._wanted, 2)))
        self.moment = TextEntry(self)
        self.moment.setAccessibleName(f"Frame of {name}")
        self.moment.given.connect(self._stand)
        self.show_moment()
        self.away = QtWidgets.QToolButton(self)
        self.away.setText("\u00d7")
        self.away.setAutoRaise(True)
        self.away.setAccessibleName(f"Remove {name}")
        self.away.setToolTip("Remove this reference")
        self.away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.away.clicked.connect(lambda: self._session.commands.remove_reference(self._number))
        words = QtWidgets.QVBoxLayout()
        tight(words, style.em(self, 0.15))
        below = QtWidgets.QHBoxLayout()
        tight(below, style.em(self, 0.4))
        below.addWidget(self.role)
        below.addWidget(self.strength, 1)
        below.addWidget(self.moment, 1)
        words.addWidget(self.title)
        words.addLayout(below)
        line.addWidget(picture)
        line.addLayout(words, 1)
        line.addWidget(self.away)

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key stops at, in order."""
        moment = [self.moment] if self.moment.isVisibleTo(self) else []
        return [self.role, *moment, self.away]

    def show_roles(self) -> None:
        """Offer what a reference may be to the chosen model; a role that it does not know stays seen."""
        roles = roles_of(self._session.panel.capability)
        own = self.reference.role
        extra = () if own in roles else ((own, f"{role_label(own)} (not taken)", ""),)
        self.role.offer((*((role, role_label(role), "") for role in roles), *extra))
        self.role.show_value(own)

    def show_moment(self) -> None:
        """Ask a key frame where it stands, in the place of how much it counts."""
        capability = self._session.panel.capability
        here = stands(self.reference, capability)
        self.moment.setVisible(here)
        self.strength.setVisible(not here)
        self.moment.show_text(self.reference.moment)
        window = takes_windows(capability)
        begins = self.reference.role == PASS
        self.moment.setPlaceholderText(
            "begins at" if begins else "1024 or 1024:1010-1040" if window else "1024"
        )
        tip = "The frame of the shot that this picture stands at"
        if begins:
            tip = "The frame of the shot at which this pass begins; empty: by the numbers of its files"
        more = "; behind a colon the frames that may change, in whole seconds of the clip"
        self.moment.setToolTip(tip + (more if window else ""))

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - style.em(self, 4.6 + 0.5 + 0.5) - self.away.sizeHint().width()
        self.title.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, room))

    def _remember(self, value: float) -> None:
        self._wanted = value

    def _stand(self, moment: str) -> None:
        problem = self._session.commands.change_reference(self._number, moment=moment)
        if problem is not None:
            self.show_moment()

    def _change(self, role: str, strength: float) -> None:
        self._session.commands.change_reference(self._number, role, strength)


class References(QtWidgets.QWidget):
    """The references of the brief, and the place to drop more."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._display: tuple[Reference, ...] | None = None
        self.setAcceptDrops(True)
        self.cards: list[ReferenceCard] = []
        self._box = QtWidgets.QVBoxLayout(self)
        tight(self._box, style.em(self, 0.4))
        self.said = Wrapped("Drop pictures here, or", self)
        self.add = QtWidgets.QPushButton("&Add pictures...", self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._choose)
        foot = QtWidgets.QHBoxLayout()
        tight(foot, style.em(self, 0.5))
        foot.setContentsMargins(0, 0, style.em(self, 1.2) + style.em(self, 0.5), 0)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.add)
        self._box.addLayout(foot)

    def show_references(self) -> None:
        """Show the references as the model has them."""
        panel = self._session.panel
        takes = most_references(self._session)
        self.add.setEnabled(takes > len(panel.references))
        passes = takes_passes(panel.capability)
        things = "passes" if passes else "pictures"
        self.add.setText(f"&Add {things}...")
        left = len(panel.references) - len(panel.used_references)
        for card in self.cards:
            card.show_roles()
            card.show_moment()
        fewer = len(panel.references) <= takes
        if takes == 0:
            sentence = "The chosen model takes no reference pictures."
            if left:
                sentence += f" {'They are' if left > 1 else 'It is'} kept here and not sent."
        elif left and fewer:
            sentence = "One whose role the chosen model does not take is not sent: choose another role."
        elif left:
            sentence = (
                f"The chosen model takes {takes}: the {'others are' if left > 1 else 'last is'} not sent."
            )
        elif takes == len(panel.references):
            sentence = f"The chosen model takes {takes}."
        else:
            sentence = f"Drop {things} here; the chosen model takes {takes}."
        self.said.say(sentence, style.quiet(self))
        if panel.references == self._display:
            return
        self._display = panel.references
        for card in self.cards:
            self._box.removeWidget(card)
            card.deleteLater()
        self.cards = [
            ReferenceCard(self._session, number, reference, self)
            for number, reference in enumerate(panel.references)
        ]
        for number, card in enumerate(self.cards):
            self._box.insertWidget(number, card)

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.add.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        self._take([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _choose(self) -> None:
        passes = takes_passes(self._session.panel.capability)
        title, kinds = ("Add passes", FOOTAGE) if passes else ("Add reference pictures", PICTURES)
        paths, _ = QtWidgets.QFileDialog.getOpenFileNames(self, title, "", kinds)
        self._take(paths)

    def _take(self, paths: list[str]) -> None:
        role = roles_of(self._session.panel.capability)[0]
        for path in paths:
            self._session.commands.add_reference(path, role, 1.0)


def most_references(session: Session) -> int:
    """How many reference pictures the chosen model takes."""
    capability = session.panel.capability
    return capability.references if capability is not None else 0


def thumbnail(path: str, room: QtCore.QSize, scale: float) -> QtGui.QPixmap | None:
    """The picture fitted into `room` (logical px), or None where Qt cannot read the file."""
    reader = QtGui.QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        return None
    reader.setScaledSize(size.scaled(room * scale, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    pixmap = QtGui.QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(scale)
    return pixmap
