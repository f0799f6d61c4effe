"""What was decided about the take that is shown, by whom and when, and the three decisions to give.

Draws what the panel knows of sign-offs; giving one is a command of the session.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secondunit.host.signoffs import LABELS, decision_lines
from secondunit.host.whose_picture import copies_line, training_line
from secondunit.wire import Decision

from .. import style
from ..binding import QtWidgets
from ..form.entries import TextEntry, Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import SignOff

#: The state whose colour a decision has.
STATES = {Decision.ACCEPTED: "good", Decision.CHANGES: "warning", Decision.REJECTED: "error"}
#: How many decisions are listed below the newest; the tool tip has all.
MOST_EARLIER = 2
TIPS = {
    Decision.ACCEPTED: "It stands as it is",
    Decision.CHANGES: "It is to come back changed: say how",
    Decision.REJECTED: "It is not gone on with: say why",
}


class SignOffPane(QtWidgets.QWidget):
    """The decisions on take A, newest first, and a button that opens the three to give."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self._take = ""
        self.setObjectName("signoff")
        self.newest, self.earlier = Wrapped(parent=self), Wrapped(parent=self)
        self.copies, self.training = Wrapped(parent=self), Wrapped(parent=self)
        self.copies.setAccessibleName("Near copies")
        self.training.setAccessibleName("What its model was trained on")
        self.ask = _button("Sign off...", "Put on record what you decide about this take", self)
        self.ask.clicked.connect(lambda: self.open(True))
        self.role, self.why = TextEntry(self), TextEntry(self)
        for entry, name, hint in (
            (self.role, "Your role", "Your role: supervisor, lead"),
            (self.why, "Reason", "Why; needed unless you accept"),
        ):
            entry.setAccessibleName(name)
            entry.setPlaceholderText(hint)
            entry.setMinimumWidth(style.letters(self, 6))
            entry.textChanged.connect(self._enable)
        self.decisions = {
            decision: _button(LABELS[decision.value][1], TIPS[decision], self) for decision in Decision
        }
        for decision, button in self.decisions.items():
            button.clicked.connect(partial(self._decide, decision))
        self.away = _button("Not now", "Put this away", self)
        self.away.clicked.connect(lambda: self.open(False))
        self._form = (self.role, self.why, *self.decisions.values(), self.away)
        above, entries, below = (QtWidgets.QHBoxLayout() for _ in range(3))
        for line in (above, entries, below):
            tight(line, style.em(self, 0.4))
        above.addWidget(self.newest, 1)
        above.addWidget(self.ask)
        entries.addWidget(self.role, 2)
        entries.addWidget(self.why, 3)
        below.addStretch(1)
        for button in (*self.decisions.values(), self.away):
            below.addWidget(button)
        box = QtWidgets.QVBoxLayout(self)
        tight(box, style.em(self, 0.25))
        box.addLayout(above)
        box.addWidget(self.copies)
        box.addWidget(self.training)
        box.addWidget(self.earlier)
        box.addLayout(entries)
        box.addLayout(below)
        self.earlier.hide()
        self.open(False)

    def refresh(self) -> None:
        """Another take is shown, or something was decided."""
        take = self.session.viewer.take_a
        self.setVisible(take is not None)
        if take is None:
            return
        if take.id != self._take:
            self._take = take.id
            self.why.clear()
            self.open(False)
        found, looked_at = copies_line(take)
        self.copies.say(found, style.state(self, "warning") if looked_at else style.quiet(self))
        self.training.say(training_line(take), style.quiet(self))
        lines = list(reversed(decision_lines(self.session.panel.signoffs(take.id))))
        newest = self.session.panel.signoffs(take.id).signoffs[-1:]
        color = style.state(self, decision_state(self.session, newest[0])) if newest else style.quiet(self)
        self.newest.say(lines[0] if lines else "Not signed off", color)
        earlier = lines[1 : 1 + MOST_EARLIER]
        if len(lines) > 1 + MOST_EARLIER:
            earlier.append(f"and {len(lines) - 1 - MOST_EARLIER} before")
        self.earlier.say("\n".join(earlier), style.quiet(self))
        for label in (self.newest, self.earlier):
            label.setToolTip("\n".join(lines))

    def open(self, opened: bool) -> None:
        """Show the decisions to give, or put them away."""
        self.ask.setVisible(not opened)
        for part in self._form:
            part.setVisible(opened)
        if opened:
            self.role.show_text(self.session.panel.role)
            self._enable()
            (self.why if self.role.text() else self.role).setFocus()

    def _enable(self) -> None:
        """A decision has a role, and a reason where it does not accept or the comp check is red."""
        role, why = bool(self.role.text().strip()), bool(self.why.text().strip())
        red = self._red()
        for decision, button in self.decisions.items():
            button.setEnabled(role and (why or (decision is Decision.ACCEPTED and not red)))
        self.why.setPlaceholderText("Why; its comp check is red" if red else "Why; needed unless you accept")

    def _red(self) -> bool:
        take = self.session.viewer.take_a
        return take is not None and take.check is not None and bool(take.check.red)

    def _decide(self, decision: Decision) -> None:
        why = self.why.text()
        if self.session.commands.sign_off(self._take, decision.value, self.role.text(), why) is None:
            self.why.clear()
            self.open(False)


def decision_state(session: Session, signoff: SignOff) -> str:
    """The state whose colour a decision has: one on other files than there are now is a warning."""
    stands = session.panel.signoffs(signoff.take).stands(signoff)
    return "warning" if stands is False else STATES[signoff.decision]


def _button(text: str, tip: str, parent: QtWidgets.QWidget) -> QtWidgets.QPushButton:
    button = QtWidgets.QPushButton(text, parent)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button
