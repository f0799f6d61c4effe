"""Who else may do what was refused or failed: a button for each, which fills the form and sends nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secondunit.host.offers import offer_words

from .. import style
from ..binding import QtWidgets
from .entries import Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Offer


class Offers(QtWidgets.QWidget):
    """A line for each offer: what is said of it and its button."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._display: tuple[object, ...] = ()
        self.buttons: list[QtWidgets.QPushButton] = []
        self._lines: list[QtWidgets.QWidget] = []
        self._box = QtWidgets.QVBoxLayout(self)
        tight(self._box, style.em(self, 0.3))
        self.hide()

    def show_offers(self, offers: tuple[Offer, ...], job: str = "") -> None:
        """Show these, for a job or for the brief in the form."""
        if (offers, job) == self._display:
            return
        self._display = (offers, job)
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.buttons, self._lines = [], []
        for offer in offers:
            self._box.addWidget(self._line(offer, job))
        self.setVisible(bool(offers))

    def _line(self, offer: Offer, job: str) -> QtWidgets.QWidget:
        line = QtWidgets.QWidget(self)
        room = QtWidgets.QHBoxLayout(line)
        tight(room, style.em(self, 0.6))
        words = Wrapped(parent=line)
        words.say(f"Try {offer_words(offer)}. {offer.verdict}", style.text(self))
        button = QtWidgets.QPushButton("Fill in", line)
        button.setAutoDefault(False)
        button.setToolTip("Puts this into the form; nothing is sent before you press Generate")
        button.setAccessibleName(f"Fill in {offer_words(offer)}")
        button.clicked.connect(partial(self._take, offer.provider, offer.model, job))
        room.addWidget(words, 1)
        room.addWidget(button)
        self.buttons.append(button)
        self._lines.append(line)
        return line

    def _take(self, provider: str, model: str, job: str, *_: object) -> None:
        self._session.commands.take_offer(provider, model, job)
