"""The approval that is missing, given by one who may: up to which cost, and a second press to mean it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import style
from ..binding import QtWidgets
from .entries import NumberEntry, TextEntry, fixed, tight

if TYPE_CHECKING:
    from secondunit.wire import Money


class ApprovalForm(QtWidgets.QWidget):
    """A button; pressed, a ceiling and a note beside the one that approves. Hidden from all others.

    `text` and `tip` are the button's; `approve` is called with a ceiling and a note.
    """

    def __init__(
        self, text: str, tip: str, approve: Callable[[str, str], object], parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._approve = approve
        self._of: object = None
        self.ask = _button(text, tip, self)
        self.ask.clicked.connect(lambda: self._open(True))
        self.currency = QtWidgets.QLabel(self)
        self.title = QtWidgets.QLabel("Up to", self)
        self.ceiling = NumberEntry("", self)
        self.ceiling.setAccessibleName("Ceiling of the cost")
        fixed(self.ceiling, style.letters(self, 9))
        self.title.setBuddy(self.ceiling)
        self.note = TextEntry(self)
        self.note.setAccessibleName("Note to the approval")
        self.note.setPlaceholderText("Note (optional)")
        self.yes = _button("Approve", "Recorded in the ledger under your name; nothing is sent by it", self)
        self.yes.clicked.connect(lambda: self._approve(self.ceiling.text(), self.note.text()))
        self.no = _button("Not now", "Put this away", self)
        self.no.clicked.connect(lambda: self._open(False))
        self._parts = (self.title, self.ceiling, self.currency, self.note, self.yes, self.no)
        above, below = QtWidgets.QHBoxLayout(), QtWidgets.QHBoxLayout()
        for line in (above, below):
            tight(line, style.em(self, 0.4))
        for part in (self.title, self.ceiling, self.currency, self.note):
            above.addWidget(part)
        above.setStretchFactor(self.note, 1)
        below.addStretch(1)
        for button in (self.ask, self.yes, self.no):
            below.addWidget(button)
        box = QtWidgets.QVBoxLayout(self)
        tight(box, style.em(self, 0.3))
        box.addLayout(above)
        box.addLayout(below)
        self._open(False)
        self.hide()

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        return [self.ask, self.ceiling, self.note, self.yes, self.no]

    def show_approval(self, of: object, cost: Money | None, busy: bool) -> None:
        """Seen where there is a cost that this user may approve; folded again where it is `of` another.

        `busy` is while a yes is under way.
        """
        if of != self._of:
            self._of = of
            self._open(False)
            if cost is not None:
                self.currency.setText(cost.currency)
                self.ceiling.show_text(cost.amount)
        for button in (self.yes, self.ask):
            button.setEnabled(not busy)
        if self.isHidden() == (cost is not None):
            self.setVisible(cost is not None)

    def _open(self, opened: bool) -> None:
        self.ask.setVisible(not opened)
        for part in self._parts:
            part.setVisible(opened)
        if opened:
            self.ceiling.setFocus()
            self.ceiling.selectAll()


def _button(text: str, tip: str, parent: QtWidgets.QWidget) -> QtWidgets.QPushButton:
    button = QtWidgets.QPushButton(text, parent)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button
