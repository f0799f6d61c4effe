"""Several shots as a card: which take part, words of their own, one estimate, one progress.

Draws a `Batch` of the host side over the panel's brief; the brief itself is made in the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from secondunit.host import PanelTopic
from secondunit.host.batch import Batch, Entry
from secondunit.host.sentences import BAD
from secondunit.wire import PlacementKind
from secondunit.wire.errors import Problem, SecondUnitError

from . import style
from .binding import Qt, QtGui, QtWidgets
from .form.entries import Wrapped, outline

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Job

#: The columns: whether it takes part with its name, its frames, its own words.
SHOT, FRAMES, WORDS = 0, 1, 2


class Ticked(QtWidgets.QStyledItemDelegate):
    """Draws a cell's box with an outline: on a dark ground an empty one is not seen without."""

    def paint(self, painter: QtGui.QPainter, option: Any, index: Any) -> None:
        super().paint(painter, option, index)
        whole = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        view = option.widget
        box = view.style().subElementRect(
            QtWidgets.QStyle.SubElement.SE_ItemViewItemCheckIndicator, whole, view
        )
        outline(painter, view, box)


class BatchCard(QtWidgets.QFrame):
    """The batch of one session; hidden while none is open."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.batch = Batch(self._ask, session.panel.jobs.get, self.refresh)
        self.batch.on_job = self._made
        self._filling = False
        self.setObjectName("batch")
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self.table = QtWidgets.QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels(["Shot", "Frames", "Own words"])
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        words = self.table.horizontalHeaderItem(WORDS)
        assert words is not None
        words.setToolTip("What this shot is to be, in place of the brief's words")
        self.table.setItemDelegateForColumn(SHOT, Ticked(self.table))
        self.table.verticalHeader().setDefaultSectionSize(style.em(self, 1.7))
        self.table.setShowGrid(False)
        self.table.setColumnWidth(SHOT, style.em(self, 14))
        self.table.setColumnWidth(FRAMES, style.em(self, 7))
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName("Shots of the batch")
        self.table.setMinimumHeight(style.em(self, 6))
        self.table.setMaximumHeight(style.em(self, 14))
        self.table.itemChanged.connect(self._edited)
        self.wrong, self.sentence = Wrapped(parent=self), Wrapped(parent=self)
        self.bar = QtWidgets.QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.hide()
        self.estimate = self._button("Estimate all", self.ask_estimate)
        self.generate = self._button("Generate all", self.submit)
        self.place = self._button("Place what is done", self.place_done)
        self.shut = self._button("Close", self.hide)
        row = QtWidgets.QHBoxLayout()
        for button in (self.estimate, self.generate, self.place):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.shut)
        column = QtWidgets.QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addWidget(self.wrong)
        column.addWidget(self.sentence)
        column.addWidget(self.bar)
        column.addStretch(0)
        column.addLayout(row)
        self._placed: set[str] = set()
        self._stop = session.panel.subscribe(self._heard)
        self.destroyed.connect(self._stop)

    def open(self, entries: Sequence[Entry]) -> None:
        """Show these shots."""
        self._placed.clear()
        self.batch.open(entries)
        self.show()

    # Acts --------------------------------------------------------------------------------------------------

    def ask_estimate(self) -> None:
        """Have them all estimated with the panel's brief."""
        self._safely(lambda: self.batch.estimate(self.session.panel.brief(), self._handles()))

    def submit(self) -> None:
        """Make a job of each."""
        self._safely(lambda: self.batch.submit(self.session.panel.brief(), self._handles()))

    def place_done(self) -> None:
        """Put every finished take of the batch into the document, each once."""
        for take in self.batch.takes():
            if take in self._placed or self.session.panel.takes.get(take) is None:
                continue
            kind: PlacementKind = self.session.host.kinds()[0]
            if self.session.commands.place(take, kind) is not None:
                return
            self._placed.add(take)
        self.refresh()

    # Drawing -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw the batch as it is now."""
        self._fill()
        lines = self.batch.lines()
        problem = self.batch.problem
        wrong = [line.text for line in lines if line.tone == BAD]
        wrong += [str(problem)] if problem is not None else []
        plain = [line.text for line in lines if line.tone != BAD]
        if not plain and problem is None:
            plain = ["Write the brief below, then have the shots estimated."]
        self.wrong.say("\n".join(wrong), style.state(self, "error"))
        self.sentence.say("\n".join(plain), style.text(self))
        standing = self.batch.standing()
        self.bar.setVisible(bool(standing.shots))
        self.bar.setValue(round(standing.fraction * 1000))
        self.bar.setFormat(str(standing))
        is_full = bool(standing.shots) and standing.shots >= len(self.batch.wanted())
        self.generate.setEnabled(self.batch.allowed() and not is_full)
        self.place.setEnabled(bool(set(self.batch.takes()) - self._placed))

    def _fill(self) -> None:
        self._filling = True
        self.table.setRowCount(len(self.batch.entries))
        for row, entry in enumerate(self.batch.entries):
            self._set(row, SHOT, entry.label, entry.wanted and entry.problem is None)
            self._set(row, FRAMES, str(entry.frames))
            self._set(row, WORDS, entry.prompt)
            for column in (SHOT, FRAMES):
                item = self.table.item(row, column)
                assert item is not None
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                if entry.problem is not None:
                    item.setForeground(style.quiet(self))
                item.setToolTip(str(entry.problem) if entry.problem is not None else entry.shot)
        self._filling = False

    def _set(self, row: int, column: int, text: str, ticked: bool | None = None) -> None:
        item = self.table.item(row, column)
        if item is None:
            item = QtWidgets.QTableWidgetItem()
            self.table.setItem(row, column, item)
        if item.text() != text:
            item.setText(text)
        if ticked is not None:
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _edited(self, item: QtWidgets.QTableWidgetItem) -> None:
        if self._filling or item.row() >= len(self.batch.entries):
            return
        entry = self.batch.entries[item.row()]
        if item.column() == WORDS:
            self.batch.change(entry.id, prompt=item.text())
        elif item.column() == SHOT:
            self.batch.change(entry.id, wanted=item.checkState() == Qt.CheckState.Checked)

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        if self.isVisible() and changed & {PanelTopic.JOBS, PanelTopic.TAKES}:
            self.refresh()

    # Inside ------------------------------------------------------------------------------------------------

    def _ask(
        self,
        work: Callable[[Any], Any],
        then: Callable[[Any], None],
        otherwise: Callable[[Problem], None],
    ) -> None:
        self.session.panel.ask(work, then, otherwise=otherwise)

    def _made(self, job: Job) -> None:
        if job.id not in self.session.panel.own_jobs:
            self.session.panel.own_jobs.append(job.id)
        self.session.panel.put_job(job)
        self.session.store()

    def _handles(self) -> int:
        return int(float(self.session.panel.fields.value("handles")))

    def _safely(self, act: Callable[[], None]) -> None:
        try:
            act()
        except SecondUnitError as error:
            self.session.panel.say(error.problem)
        self.refresh()

    def _button(self, text: str, act: Callable[[], object]) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda checked=False: act())
        return button
