"""Editors that choose: a file by the host's dialog, and obstacles in a table of their own.

The text stays the field's value, and can be typed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.host.obstacle_rows import COLUMNS, FORMS, fresh_row, rows_of, text_of

from .. import style
from ..binding import Qt, QtWidgets, Signal
from .editors import TextEditor
from .entries import Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host import Field
    from secondunit.host.obstacle_rows import ObstacleRow

#: A number of a frame in a file's name, before its ending.
_NUMBERED = re.compile(r"^(.*?)(\d{3,})(\.\w+)$")
#: A table is filled with at most so many; the service says how many it takes.
MOST = 64


class FileEditor(TextEditor):
    """A path, and a button that opens the host's dialog for files."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self.button = QtWidgets.QPushButton("Choose...", self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(f"Choose {control.label.lower()}")
        self.button.clicked.connect(self._choose)
        self._line.addWidget(self.button)

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.entry, self.button)

    def _choose(self) -> None:
        before = str(Path(self.entry.text()).parent) if self.entry.text() else ""
        path, _ = QtWidgets.QFileDialog.getOpenFileName(
            self, f"Choose {self.control.label.lower()}", before, f"{self.control.files};;All files (*)"
        )
        if path:
            self.given.emit(pattern_of(path))


class ObstacleEditor(TextEditor):
    """Obstacles as a text, and a button that opens them as a table."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self.button = QtWidgets.QPushButton("List...", self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName("Obstacles as a list")
        self.button.clicked.connect(self.open_list)
        self._line.addWidget(self.button)
        self.list: ObstacleList | None = None

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.entry, self.button)

    def show_value(self, value: object, strong: bool) -> None:
        super().show_value(value, strong)
        if self.list is not None and self.list.isVisible():
            self.list.show_text(str(value))

    def open_list(self) -> None:
        """Show the table, in front."""
        if self.list is None:
            self.list = ObstacleList(self)
            self.list.given.connect(self.given.emit)
        self.list.show_text(self.entry.text())
        self.list.show()
        self.list.raise_()


class ObstacleList(QtWidgets.QDialog):
    """A row an obstacle; `given` carries the text of all whenever one is changed."""

    given = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Obstacles")
        self._rows: tuple[ObstacleRow, ...] = ()
        self.table = QtWidgets.QTableWidget(0, 1 + len(COLUMNS), self)
        self.table.setHorizontalHeaderLabels(
            ["Form", "Right", "Up", "Near", "Width", "Height", "Depth", "Turn"]
        )
        self.table.setAccessibleName("Obstacles")
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._edited)
        self.said = Wrapped("In metres about the source's foot: right of frame, up, toward the camera.", self)
        foot = QtWidgets.QHBoxLayout()
        tight(foot, style.em(self, 0.5))
        self.adders: dict[str, QtWidgets.QPushButton] = {}
        for form in FORMS:
            button = self.adders[form] = QtWidgets.QPushButton(f"Add {form}", self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda checked=False, form=form: self._add(form))
            foot.addWidget(button)
        self.remove = QtWidgets.QPushButton("Remove", self)
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        whole = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.8)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.addWidget(self.said)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        self.resize(style.em(self, 42), style.em(self, 20))

    def show_text(self, text: str) -> None:
        """Show the obstacles of a text; one that cannot be read is left to be mended where it is typed."""
        rows = rows_of(text)
        for widget in (self.table, self.remove, *self.adders.values()):
            widget.setEnabled(rows is not None)
        self.said.say(
            "In metres about the source's foot: right of frame, up, toward the camera."
            if rows is not None
            else "A part of the text is no obstacle: mend it there first."
        )
        if rows is not None and (rows != self._rows or not self.table.rowCount()):
            self._rows = rows[:MOST]
            self._fill()

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._rows))
        for number, row in enumerate(self._rows):
            for place, text in enumerate((row.form, *map(row.number, COLUMNS))):
                item = QtWidgets.QTableWidgetItem(text)
                if not place or COLUMNS[place - 1] not in FORMS[row.form]:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(number, place, item)
        self.table.blockSignals(False)

    def _edited(self, item: QtWidgets.QTableWidgetItem) -> None:
        row, column = self._rows[item.row()], COLUMNS[item.column() - 1]
        if item.text().strip():
            self._use(
                (*self._rows[: item.row()], row.updated(column, item.text()), *self._rows[item.row() + 1 :])
            )
        else:
            self._fill()

    def _add(self, form: str) -> None:
        self._use((*self._rows, fresh_row(form)))
        self.table.selectRow(len(self._rows) - 1)

    def _remove(self) -> None:
        chosen = {index.row() for index in self.table.selectedIndexes()}
        self._use(tuple(row for number, row in enumerate(self._rows) if number not in chosen))

    def _use(self, rows: tuple[ObstacleRow, ...]) -> None:
        self._rows = rows
        self._fill()
        self.given.emit(text_of(rows))


def pattern_of(path: str) -> str:
    """A file's path, or that of its sequence where others of its numbering lie beside it: `car.####.exr`."""
    place = Path(path)
    match = _NUMBERED.match(place.name)
    if match is None:
        return path
    head, digits, tail = match.groups()
    try:
        beside = any(
            (other := _NUMBERED.match(entry.name)) is not None
            and (other[1], other[3]) == (head, tail) and entry.name != place.name
            for entry in place.parent.iterdir()
        )  # fmt: skip
    except OSError:
        return path
    return str(place.with_name(head + "#" * len(digits) + tail)) if beside else path


__all__ = ["FileEditor", "ObstacleEditor", "ObstacleList", "pattern_of"]
