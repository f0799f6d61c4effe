"""Who makes the pixels: provider and model, what they take, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtWidgets
from .entries import Choice, Wrapped, fixed

if TYPE_CHECKING:
    from secondunit.host.session import Session


class Provider(QtWidgets.QWidget):
    """Two choices, and beneath them in sentences where it works, on what terms and within which limits."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session, self._width = session, width
        self._grid = QtWidgets.QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.em(self, 0.5))
        self._grid.setVerticalSpacing(style.em(self, 0.28))
        self._grid.setColumnStretch(1, 1)
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        self._grid.addWidget(room, 0, 2)
        self._labels: list[QtWidgets.QLabel] = []
        self.provider, self.model = Choice(self), Choice(self)
        self.provider.chosen.connect(lambda value: self._session.set("provider", value))
        self.model.chosen.connect(lambda value: self._session.set("model", value))
        self.where, self.terms = Wrapped(parent=self), Wrapped(parent=self)
        self._line(0, "Provider", self.provider)
        self._line(1, "Model", self.model)
        self._grid.addWidget(self.where, 2, 1)
        self._grid.addWidget(self.terms, 3, 1)

    def set_label_width(self, width: int) -> None:
        """Keep the labels in line with those of the rows (logical px)."""
        for label in self._labels:
            label.setFixedWidth(width)

    def show_provider(self) -> None:
        """Show the choice as the model has it."""
        panel = self._session.panel
        fields = panel.fields
        for name, choice in (("provider", self.provider), ("model", self.model)):
            values = fields[name].choices
            choice.offer(tuple((value, fields.choice_label(name, value), "") for value in values))
            choice.show_value(str(fields.value(name)))
        chosen = panel.capability
        lines = panel.terms() or ("What it takes is known once the service answers.",)
        leaves = chosen is not None and chosen.leaves
        self.where.say(lines[0], style.state(self, "warning") if leaves else style.text(self))
        self.terms.say("\n".join(lines[1:]), style.quiet(self))
        several = len(fields["model"].choices) > 1 or bool(chosen and chosen.model)
        for column in (0, 1):
            item = self._grid.itemAtPosition(1, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(several)

    def _line(self, row: int, text: str, widget: QtWidgets.QWidget) -> None:
        label = QtWidgets.QLabel(text, self)
        self._labels.append(label)
        fixed(label, self._width)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setBuddy(widget)
        widget.setAccessibleName(text)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)
