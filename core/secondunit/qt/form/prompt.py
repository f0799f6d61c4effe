"""The prompt: a text that shows what was understood of it, and says what was not.

Understood words are underlined with a line, words that were ignored with a wave. Typing is taken up when the
hands rest, so that nothing is asked for half a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from secondunit.host.choosing import NO_WORDS, PROMPTS, prompt_hint
from secondunit.host.prompt_words import places_of, understood_words, unread_words
from secondunit.wire import Task

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .chips import Chips
from .entries import Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Estimate

#: How long the hands rest before the text is taken up, in milliseconds.
REST = 180
Format = QtGui.QTextCharFormat


class PromptText(QtWidgets.QPlainTextEdit):
    """A few lines of plain text; Tab leaves it, Ctrl+Return is left to the panel."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Prompt")
        self.setPlaceholderText(PROMPTS[Task.ELEMENT])
        self.setFixedHeight(style.em(self, 4.4))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        returns = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in returns and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)


class Prompt(QtWidgets.QWidget):
    """The prompt's text and the two sentences beneath it."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._marked: tuple[object, ...] = ()
        self.text = PromptText(self)
        self.understood = Chips("Understood", self)
        self.ignored = Wrapped(parent=self)
        self.error = Wrapped(parent=self)
        box = QtWidgets.QVBoxLayout(self)
        tight(box, style.em(self, 0.2))
        box.setContentsMargins(0, 0, style.em(self, 1.2) + style.em(self, 0.5), 0)
        box.addWidget(self.text)
        for label in (self.understood, self.ignored, self.error):
            label.hide()
            box.addWidget(label)
        self._resting = QtCore.QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self.flush)
        self.text.textChanged.connect(lambda: self._resting.start(REST))
        self.text.installEventFilter(self)

    def flush(self) -> None:
        """Hand the text to the model now."""
        self._resting.stop()
        typed = self.text.toPlainText()
        if typed != self._session.panel.fields.value("prompt"):
            self._session.set("prompt", typed)

    def show_field(self) -> None:
        """Show the prompt as the model has it, unless somebody is typing."""
        panel = self._session.panel
        value = str(panel.fields.value("prompt"))
        if not self._resting.isActive() and self.text.toPlainText() != value:
            self.text.blockSignals(True)
            self.text.setPlainText(value)
            self.text.blockSignals(False)
        hint = prompt_hint(panel.fields.task, panel.capability)
        if self.text.placeholderText() != hint:
            self.text.setPlaceholderText(hint)
        problem = panel.error("prompt")
        # What an estimate says of another text is over; an empty one is no fault of anybody's yet.
        if problem is not None and "prompt" not in panel.fields.errors and panel.estimated_prompt != value:
            problem = None
        color = style.state(self, "error") if value.strip() else style.quiet(self)
        self.error.say(f"{problem.message} {problem.remedy}".strip() if problem else "", color)
        self._mark(panel.estimate)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.FocusOut and self._resting.isActive():
            self.flush()
        return False

    def _mark(self, estimate: Estimate | None) -> None:
        typed = self.text.toPlainText()
        panel = self._session.panel
        words = understood_words(estimate, panel.fields, typed)
        ignored = unread_words(estimate, typed)
        hint = prompt_hint(panel.fields.task, panel.capability)
        if (words, ignored, typed, hint) == self._marked:
            return
        self._marked = (words, ignored, typed, hint)
        self.understood.show_words(words)
        unsaid = f"Not understood: {', '.join(ignored)}" if ignored else ""
        if typed.strip() and hint == NO_WORDS:
            unsaid = "This model takes no words: they are kept here and not sent."
        self.ignored.say(unsaid, style.state(self, "warning"))
        good, wave = Format(), Format()
        good.setUnderlineStyle(Format.UnderlineStyle.SingleUnderline)
        good.setUnderlineColor(style.accent(self.text))
        wave.setUnderlineStyle(Format.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(style.state(self.text, "warning", self.text.palette().color(style.Role.Base)))
        selections = [*self._found((word.words for word in words), good), *self._found(ignored, wave)]
        self.text.setExtraSelections(selections)

    def _found(self, words: Iterable[str], how: Format) -> list[QtWidgets.QTextEdit.ExtraSelection]:
        selections = []
        for start, end in places_of(words, self.text.toPlainText()):
            selection = QtWidgets.QTextEdit.ExtraSelection()
            cursor = QtGui.QTextCursor(self.text.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QtGui.QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, how
            selections.append(selection)
        return selections
