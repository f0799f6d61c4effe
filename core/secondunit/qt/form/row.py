"""One field as a row: its label, its editor, where its value comes from, and what is wrong with it.

The field says what the editor is: a number with a slider, a colour, a choice, on and off, a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host import CONTROLS

from .. import style
from ..binding import Qt, QtCore, QtWidgets
from .editor_of import editor_of
from .entries import Wrapped, fixed
from .origin import Origin

if TYPE_CHECKING:
    from secondunit.host import Field
    from secondunit.host.session import Session
    from secondunit.wire import Problem


class FieldRow(QtWidgets.QWidget):
    """A field of the session's panel; `show_field` brings it up to date and touches only what changed."""

    def __init__(self, session: Session, name: str, label_width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.name, self._session = name, session
        field: Field = session.panel.fields[name]
        self.field = field
        self._display: tuple[object, str, Problem | None] | None = None
        self.label = QtWidgets.QLabel(field.label, self)
        fixed(self.label, label_width)
        self.label.setMinimumHeight(style.em(self, 1.5))
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fields = session.panel.fields
        self.editor = editor_of(field, self, lambda choice: fields.choice_words(name, choice))
        self.editor.given.connect(self._given)
        self.editor.reset.connect(self._reset)
        self.origin = Origin(field.label, "the prompt" if name.startswith(CONTROLS) else "its default", self)
        self.origin.clicked.connect(self._reset)
        self.label.setBuddy(self.editor.focus_widget())
        self.error: Wrapped | None = None
        self._grid = QtWidgets.QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.em(self, 0.5))
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(self.label, 0, 0)
        self._grid.addWidget(self.editor, 0, 1)
        self._grid.addWidget(self.origin, 0, 2)
        self._grid.setColumnStretch(1, 1)
        self.label.installEventFilter(self)
        tip = field.help
        self.label.setToolTip(tip)
        self.editor.setToolTip(tip)
        for widget in self.editor.stops():
            widget.setAccessibleName(field.label)
            widget.setAccessibleDescription(tip)

    def set_label_width(self, width: int) -> None:
        """Keep the label in line with the others (logical px)."""
        self.label.setFixedWidth(width)

    def show_field(self) -> None:
        """Show the field as the model has it."""
        panel = self._session.panel
        value, origin, problem = (
            panel.fields.value(self.name), panel.fields.origin(self.name), panel.error(self.name)
        )  # fmt: skip
        if (value, origin, problem) == self._display:
            return
        self._display = (value, origin, problem)
        self.editor.waits = not panel.fields.kinds or not panel.looks.ready
        self.editor.show_value(value, origin != "default")
        self.origin.show_origin("default" if self.field.unmarked else origin)
        self._show_problem(problem)

    def suggest(self, value: str) -> None:
        """Show, quietly in an empty entry, what holds as long as nothing is typed."""
        entry = self.editor.focus_widget()
        if isinstance(entry, QtWidgets.QLineEdit) and entry.placeholderText() != value:
            entry.setPlaceholderText(value)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.MouseButtonDblClick and watched is self.label:
            self._reset()
            return True
        return False

    def _show_problem(self, problem: Problem | None) -> None:
        if self.error is None:
            if problem is None:
                return
            self.error = Wrapped(parent=self)
            self._grid.addWidget(self.error, 1, 1, 1, 2)
        text = f"{problem.message}\n{problem.remedy}".strip() if problem is not None else ""
        self.error.say(text, style.state(self, "error"))
        self.editor.show_wrong(problem is not None)
        for widget in self.editor.stops():
            widget.setAccessibleDescription(text or self.field.help)

    def _given(self, value: object) -> None:
        self._session.set(self.name, value)
        self._display = None
        self.show_field()

    def _reset(self) -> None:
        self._session.clear(self.name)
        self._display = None
        self.show_field()
