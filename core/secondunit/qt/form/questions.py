"""What only the artist can decide, as a card at the head of the form; gone once it is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.wire.visible import visible

from .. import style
from ..binding import QtWidgets
from .entries import Choice, Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host import Question
    from secondunit.host.session import Session

#: With more choices than this they are a list, not buttons.
MOST_BUTTONS = 4
#: How wide a row of buttons may be, in heights of the font: a docked panel has no more room.
ROW = 19


class QuestionCard(QtWidgets.QFrame):
    """One question with its choices."""

    def __init__(self, session: Session, question: Question, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.question = question
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        box = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.6)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(style.em(self, 0.4))
        text = Wrapped(question.text, self)
        font = text.font()
        font.setBold(True)
        text.setFont(font)
        box.addWidget(text)
        if question.help:
            help = Wrapped(parent=self)
            help.say(question.help, style.quiet(self))
            box.addWidget(help)
        self.buttons: list[QtWidgets.QPushButton] = []
        if len(question.choices) <= MOST_BUTTONS:
            for value, label in question.choices:
                self._button(label).clicked.connect(
                    lambda *_, v=value: session.commands.answer(question.id, v)
                )
            for row in self._rows():
                line = self._line(box)
                for button in row:
                    line.addWidget(button)
                line.addStretch(1)
        else:
            choice = Choice(self)
            choice.setAccessibleName(visible(question.text))
            choice.offer(tuple((value, label, "") for value, label in question.choices))
            line = self._line(box)
            line.addWidget(choice, 1)
            line.addWidget(self._button("Use"))
            self.buttons[0].clicked.connect(
                lambda: session.commands.answer(question.id, str(choice.currentData()))
            )

    def _button(self, label: str) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(visible(label), self)
        button.setAutoDefault(False)
        button.setAccessibleDescription(visible(self.question.text))
        self.buttons.append(button)
        return button

    def _line(self, box: QtWidgets.QVBoxLayout) -> QtWidgets.QHBoxLayout:
        line = QtWidgets.QHBoxLayout()
        tight(line, style.em(self, 0.4))
        box.addLayout(line)
        return line

    def _rows(self) -> list[list[QtWidgets.QPushButton]]:
        """The buttons in rows that a narrow panel has room for."""
        rows: list[list[QtWidgets.QPushButton]] = [[]]
        room, gap = style.em(self, ROW), style.em(self, 0.4)
        used = 0
        for button in self.buttons:
            used += button.sizeHint().width() + gap
            if rows[-1] and used - gap > room:
                rows.append([])
                used = button.sizeHint().width() + gap
            rows[-1].append(button)
        return rows


class Questions(QtWidgets.QWidget):
    """The open questions, one card each; `asked` says which they are now."""

    def __init__(
        self, session: Session, parent: QtWidgets.QWidget, asked: Callable[[], tuple[Question, ...]]
    ) -> None:
        super().__init__(parent)
        self._session, self._asked = session, asked
        self.cards: list[QuestionCard] = []
        self._display: tuple[Question, ...] = ()
        self._box = QtWidgets.QVBoxLayout(self)
        tight(self._box, style.em(self, 0.4))
        self._box.setContentsMargins(0, style.em(self, 0.4), 0, style.em(self, 0.4))
        self.hide()

    def show_questions(self) -> None:
        """Show what is asked now."""
        questions = self._asked()
        if questions == self._display:
            return
        self._display = questions
        for card in self.cards:
            self._box.removeWidget(card)
            card.deleteLater()
        self.cards = [QuestionCard(self._session, question, self) for question in questions]
        for card in self.cards:
            self._box.addWidget(card)
        self.setVisible(bool(self.cards))
