"""A match to the cast as a window: what would be tried, one yes to all of it, and which take is closest.

Draws the panel's `cast_matching`; it follows the panel while it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondunit.host import PanelTopic
from secondunit.host.cast_matching import TRIES
from secondunit.wire.cast_match import MOST_TRIES

from .. import style
from ..binding import Qt, QtCore, QtWidgets
from ..form.entries import NumberEntry, TextEntry, Wrapped, fixed, tight

if TYPE_CHECKING:
    from secondunit.host.cast_matching import CastTryRow
    from secondunit.host.session import Session

#: The columns.
TAKE, WHY, PRICE, STANDING = range(4)
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
#: The room above and below the words of a row together, in em.
ROOM = 0.4


class Roomy(QtWidgets.QStyledItemDelegate):
    """Draws a cell with room above and below its words."""

    def initStyleOption(self, option: Any, index: Any) -> None:
        """Leave the room above the words; what is left of it is below."""
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(0, style.em(option.widget, ROOM / 2), 0, 0)

    def sizeHint(self, option: Any, index: Any) -> QtCore.QSize:
        """What the words need, and the room."""
        size = super().sizeHint(option, index)
        return QtCore.QSize(size.width(), size.height() + style.em(option.widget, ROOM))


class CastMatchWindow(QtWidgets.QDialog):
    """The match that is looked at in one panel."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._offer: object = None
        self._rows: tuple[CastTryRow, ...] = ()
        self.setObjectName("castMatch")
        self.table = QtWidgets.QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(["Take", "What changes, and why", "Costs", "Result"])
        self.table.setAccessibleName("What is tried")
        self.table.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a long list is scrolled by keys, too
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        # Columns and rows are measured once after a change: a header that follows its contents by itself
        # measures all of them for each cell, 1.2 s for 200 tries.
        header.setSectionResizeMode(WHY, QtWidgets.QHeaderView.ResizeMode.Stretch)
        self._wrapping = QtCore.QTimer(self, singleShot=True)  # once all columns have their widths
        self._wrapping.timeout.connect(self.table.resizeRowsToContents)
        header.sectionResized.connect(self._wrap_again)
        self.table.setItemDelegate(Roomy(self.table))
        self.tries = QtWidgets.QSpinBox(self)
        self.tries.setRange(1, MOST_TRIES)
        self.tries.setValue(TRIES)
        self.tries.setAccessibleName("Tries for each take")
        self.tries.valueChanged.connect(self._ask_again)
        self.ceiling = NumberEntry("", self)
        self.ceiling.setAccessibleName("Ceiling of the cost of all tries")
        fixed(self.ceiling, style.letters(self, 9))
        self.currency = QtWidgets.QLabel(self)
        self.note = TextEntry(self)
        self.note.setPlaceholderText("Note (optional)")
        self.note.setAccessibleName("Note to the approval")
        self.yes = self._button(
            "&Approve all", "One yes to this very list, recorded under your name; it begins"
        )
        self.yes.clicked.connect(self._approve)
        self.halt = self._button("&Stop", "Begin nothing more; what runs is finished, and all takes stay")
        self.halt.clicked.connect(lambda: session.commands.stop_cast_match())
        self.closest = self._button("Show &closest", "Show the closest take on the canvas")
        self.closest.clicked.connect(self._show_closest)
        self.shut = self._button("Close", "A match goes on without this window")
        self.shut.clicked.connect(self.close)
        self.sentences = QtWidgets.QVBoxLayout()
        tight(self.sentences, style.em(self, 0.2))
        self._lines: list[Wrapped] = []
        self._lay_out()
        self._unsubscribe = session.panel.subscribe(self._heard)
        self.destroyed.connect(self._unsubscribe)
        self.setMinimumWidth(style.em(self, 36))
        self.resize(style.em(self, 52), style.em(self, 22))
        self.refresh()

    def ask(self, *takes: str, sequence: str = "") -> None:
        """Open for takes, or for the shots of a sequence that drift."""
        self._session.commands.offer_cast_match(*takes, tries=self.tries.value(), sequence=sequence)
        self.show()
        self.raise_()

    def refresh(self) -> None:
        """Draw the match as it is now."""
        matching = self._session.panel.cast_matching
        self.setWindowTitle(matching.title or "Match to the cast")
        self._show_rows(matching.rows())
        self._say(matching.lines())
        offer, running = matching.offer, matching.running
        if offer is not None and offer is not self._offer:
            self.ceiling.show_text(offer.most.amount)
            self.currency.setText(offer.most.currency)
        self._offer = offer
        for part in (
            self.tries,
            self.ceiling,
            self.note,
            self.currency,
            self._tries_label,
            self._ceiling_label,
        ):
            part.setVisible(matching.match is None)
        self.yes.setVisible(matching.match is None)
        self.yes.setEnabled(matching.may_approve)
        self.halt.setVisible(running)
        self.closest.setVisible(matching.match is not None)
        best, takes = matching.best(), self._session.panel.takes
        self.closest.setEnabled(bool(best) and not running and takes.get(best[0]) is not None)

    def _lay_out(self) -> None:
        self._tries_label = QtWidgets.QLabel("&Tries a take", self)
        self._tries_label.setBuddy(self.tries)
        self._ceiling_label = QtWidgets.QLabel("&Up to, in all", self)
        self._ceiling_label.setBuddy(self.ceiling)
        row = QtWidgets.QHBoxLayout()
        tight(row, style.em(self, 0.5))
        for part in (self._tries_label, self.tries, self._ceiling_label, self.ceiling, self.currency):
            row.addWidget(part)
        row.addWidget(self.note, 1)
        foot = QtWidgets.QHBoxLayout()
        tight(foot, style.em(self, 0.5))
        foot.addStretch(1)
        for button in (self.yes, self.halt, self.closest, self.shut):
            foot.addWidget(button)
        column = QtWidgets.QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addLayout(self.sentences)
        column.addLayout(row)
        column.addLayout(foot)

    def _show_rows(self, rows: tuple[CastTryRow, ...]) -> None:
        """Write the cells that changed; a match that is under way is looked at every second."""
        if rows == self._rows:
            return
        self.table.setRowCount(len(rows))
        changed = [n for n, row in enumerate(rows) if n >= len(self._rows) or row != self._rows[n]]
        for number in changed:
            row = rows[number]
            for column, text in enumerate((row.take, row.why, row.price, row.standing)):
                item = QtWidgets.QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(_TOP)
                self.table.setItem(number, column, item)
        self._rows = rows
        for column in (TAKE, PRICE, STANDING):
            self.table.resizeColumnToContents(column)
        for number in changed:
            self.table.resizeRowToContents(number)

    def _wrap_again(self, column: int, _before: int, _after: int) -> None:
        """Another width: the reasons need other heights."""
        if column == WHY:
            self._wrapping.start()

    def _say(self, lines: tuple[tuple[str, str], ...]) -> None:
        while len(self._lines) < len(lines):
            self._lines.append(Wrapped(parent=self))
            self.sentences.addWidget(self._lines[-1])
        for number, line in enumerate(self._lines):
            text, state = lines[number] if number < len(lines) else ("", "info")
            line.say(text, style.text(self) if state == "info" else style.state(self, state))

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        if self.isVisible() and changed & {PanelTopic.MATCH, PanelTopic.TAKES}:
            self.refresh()

    def _ask_again(self, tries: int) -> None:
        matching = self._session.panel.cast_matching
        wish = matching.wish
        if wish is not None and matching.match is None:
            self._session.commands.offer_cast_match(*wish.takes, tries=tries, sequence=wish.sequence)

    def _approve(self) -> None:
        self._session.commands.approve_cast_match(self.ceiling.text(), self.note.text())

    def _show_closest(self) -> None:
        best = self._session.panel.cast_matching.best()
        if best:
            self._session.gallery.choose(best[0])

    def _button(self, text: str, tip: str) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        return button
