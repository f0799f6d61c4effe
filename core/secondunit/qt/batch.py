"""Several shots as a card: which take part, who wears what, one estimate, one approval, one progress.

Draws a `Batch` of the host side over the panel's brief; the brief itself is made in the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from secondunit.host import PanelTopic
from secondunit.host.batch import Batch, Entry
from secondunit.host.sentences import BAD, WARNING
from secondunit.host.terms import leaving
from secondunit.wire import PlacementKind
from secondunit.wire.errors import OutOfRange, Problem, SecondUnitError

from . import style
from .binding import Qt, QtGui, QtWidgets
from .form.approval import ApprovalForm
from .form.entries import Wrapped, outline

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import CastMember, Job

#: The columns: whether it takes part with its name, its frames, its characters, its own words.
SHOT, FRAMES, CAST, WORDS = range(4)
#: What is drawn anew at each of these.
TOPICS = {PanelTopic.JOBS, PanelTopic.TAKES, PanelTopic.REFERENCES, PanelTopic.CAPABILITIES}


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
        panel = session.panel
        self.batch = Batch(
            self._ask, panel.jobs.get, self.refresh, self._wardrobe,
            lambda brief: leaving(brief, panel.capability),
        )  # fmt: skip
        self.batch.on_job = self._made
        self._filling = False
        self.setObjectName("batch")
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self.table = QtWidgets.QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(["Shot", "Frames", "Characters", "Own words"])
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        words = self.table.horizontalHeaderItem(WORDS)
        assert words is not None
        words.setToolTip("What this shot is to be, in place of the brief's words")
        self.table.setItemDelegateForColumn(SHOT, Ticked(self.table))
        self._row = style.em(self, 1.7)
        self.table.verticalHeader().setDefaultSectionSize(self._row)
        self.table.setShowGrid(False)
        self.table.setColumnWidth(SHOT, style.em(self, 14))
        for number in (FRAMES, CAST):
            header.setSectionResizeMode(number, QtWidgets.QHeaderView.ResizeMode.ResizeToContents)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName("Shots of the batch")
        self.table.setMinimumHeight(style.em(self, 6))
        self.table.setMaximumHeight(style.em(self, 14))
        self.table.itemChanged.connect(self._edited)
        self.wrong, self.remarks, self.sentence = (Wrapped(parent=self) for _ in range(3))
        self.bar = QtWidgets.QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.hide()
        self.estimate = self._button("Estimate all", self.ask_estimate)
        self.generate = self._button("Generate all", self.submit)
        self.place = self._button("Place what is done", self.place_done)
        self.continuity = self._button("Continuity", self.show_continuity)
        self.continuity.setToolTip("Every shot of the sequence: faces, distances, what to look at")
        self.shut = self._button("Close", self.hide)
        self.approval = ApprovalForm(
            "Approve &list...", "One yes to these very briefs, up to a cost in all", self.approve, self
        )
        row, after = QtWidgets.QHBoxLayout(), QtWidgets.QHBoxLayout()
        for button in (self.estimate, self.generate):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.shut)
        for button in (self.place, self.continuity):
            after.addWidget(button)
        after.addStretch(1)
        column = QtWidgets.QVBoxLayout(self)
        column.addWidget(self.table, 1)
        for line in (self.wrong, self.remarks, self.sentence, self.approval, self.bar):
            column.addWidget(line)
        column.addStretch(0)
        column.addLayout(row)
        column.addLayout(after)
        self._placed: set[str] = set()
        self._stop = session.panel.subscribe(self._heard)
        self.destroyed.connect(self._stop)

    def open(self, entries: Sequence[Entry]) -> None:
        """Show these shots."""
        self._placed.clear()
        outside = self.session.panel.outside
        if outside.takes_cast:
            outside.characters.ask()  # what is pinned may be another by now
        self.batch.open(entries)
        self.table.setColumnWidth(SHOT, min(self.table.sizeHintForColumn(SHOT), style.em(self, 14)))
        self.show()

    # Acts --------------------------------------------------------------------------------------------------

    def ask_estimate(self) -> None:
        """Have them all estimated with the panel's brief."""
        self._safely(lambda: self.batch.estimate(self.session.panel.brief(), self._handles()))

    def approve(self, ceiling: str, note: str) -> None:
        """Say yes to all of them as they were estimated, up to a cost in all."""
        panel = self.session.panel
        self._safely(lambda: self.batch.approve(panel.brief(), self._handles(), ceiling, panel.user, note))

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

    def show_continuity(self) -> None:
        """Open the continuity of the sequence that the shots are of."""
        self.session.continuity.show_shot(self.batch.cast_shot)

    # Drawing -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw the batch as it is now."""
        self._fill()
        lines = self.batch.lines()
        problem = self.batch.problem
        wrong = [line.text for line in lines if line.tone == BAD]
        wrong += [str(problem)] if problem is not None else []
        heed = [line.text for line in lines if line.tone == WARNING]
        user, approval = self.session.panel.user, self.batch.approval
        heed += [approval.sentence(user)] if approval.lacking else []
        price = None
        try:
            price = approval.price if user in approval.approvers else None
        except OutOfRange as error:
            wrong.append(str(error.problem))
        plain = [line.text for line in lines if line.tone not in (BAD, WARNING)]
        if not plain and problem is None:
            plain = ["Write the brief below, then have the shots estimated."]
        self.wrong.say("\n".join(wrong), style.state(self, "error"))
        self.remarks.say("\n".join(heed), style.state(self, "warning"))
        self.sentence.say("\n".join(plain), style.text(self))
        self.approval.show_approval(approval.digests, price, self.batch.approving)
        standing = self.batch.standing()
        self.bar.setVisible(bool(standing.shots))
        self.bar.setValue(round(standing.fraction * 1000))
        self.bar.setFormat(str(standing))
        is_full = bool(standing.shots) and standing.shots >= len(self.batch.wanted())
        self.generate.setEnabled(self.batch.allowed() and not is_full)
        self.place.setEnabled(bool(set(self.batch.takes()) - self._placed))
        # What comes after takes no room before.
        self.place.setVisible(bool(standing.shots))
        self.continuity.setVisible(bool(standing.shots and (self._cast() or self.batch.cast_shot)))
        self.continuity.setEnabled(bool(self.batch.cast_shot))

    def _fill(self) -> None:
        self._filling = True
        cast = self._cast()
        self.table.setColumnHidden(CAST, not cast)
        self.table.setRowCount(len(self.batch.entries))
        for row, entry in enumerate(self.batch.entries):
            self._set(row, SHOT, entry.label, entry.wanted and entry.problem is None)
            self._set(row, FRAMES, str(entry.frames))
            worn = self.batch.wears(entry, cast)
            self._set(row, CAST, worn)
            # A character a line.
            self.table.setRowHeight(row, self._row + worn.count("\n") * self.fontMetrics().lineSpacing())
            self._set(row, WORDS, entry.prompt)
            for column in (SHOT, FRAMES, CAST):
                item = self.table.item(row, column)
                assert item is not None
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                if entry.problem is not None:
                    item.setForeground(style.quiet(self))
                tip = worn if column == CAST else entry.shot
                item.setToolTip(str(entry.problem) if entry.problem is not None else tip)
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
        if self.isVisible() and changed & TOPICS:
            self.refresh()

    # Inside ------------------------------------------------------------------------------------------------

    def _ask(
        self,
        work: Callable[[Any], Any],
        then: Callable[[Any], None],
        otherwise: Callable[[Problem], None],
    ) -> None:
        self.session.panel.ask(work, then, otherwise=otherwise)

    def _cast(self) -> tuple[CastMember, ...]:
        outside = self.session.panel.outside
        return outside.cast if outside.takes_cast else ()

    def _wardrobe(self, shot: str) -> tuple[CastMember, ...] | None:
        known = self.session.panel.outside.characters.known
        return known.wardrobe(shot) if known is not None else None

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
