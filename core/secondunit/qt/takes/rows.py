"""The gallery's takes as a Qt model: the rows of the session's gallery, and how each one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from secondunit.host.comp_check import STATES, check_line
from secondunit.host.drift_lines import drift_lines
from secondunit.host.pictures import PictureKey
from secondunit.host.signoffs import LABELS, decision_lines
from secondunit.host.whose_picture import whose_lines

from ..binding import Qt, QtCore
from .drag import take_data
from .signoff import decision_state
from .times import when_short

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from secondunit.host.session import Session
    from secondunit.wire import Take

    Index: TypeAlias = QtCore.QModelIndex | QtCore.QPersistentModelIndex

#: The role under which a cell finds its `TakeRow`.
TAKE = int(Qt.ItemDataRole.UserRole) + 1
FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
#: The width of a thumbnail as it is asked for, in pixels.
THUMBNAIL_WIDTH = 384


@dataclass(frozen=True)
class TakeRow:
    """A take as its cell shows it; `standing` is a word and the state whose colour it has."""

    take: Take
    key: PictureKey
    side: str
    notes: int
    standing: tuple[str, str]
    #: The last decision about it and the state whose colour it has; both empty where none is known.
    decision: tuple[str, str]
    line: str
    star: bool = False
    #: The state whose colour its comp check or its drift has where that is amber or red; empty else.
    check: str = ""

    @property
    def mark(self) -> tuple[object, ...]:
        """Everything that is written in the cell."""
        take = self.take
        return (
            take.element,
            take.version,
            self.side,
            self.notes,
            self.standing,
            self.decision,
            self.line,
            self.star,
            self.check,
        )


class GalleryRows(QtCore.QAbstractListModel):
    """The rows of `session.gallery`, made into cells when they are painted."""

    def __init__(self, session: Session, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._rows: tuple[Take, ...] = ()
        self._place: dict[str, int] = {}
        self._display: dict[int, TakeRow] = {}
        self._day = 0

    def begin(self) -> None:
        """A paint begins: on another day the cells say other dates."""
        day = date.today().toordinal()
        if day != self._day:
            self._day = day
            self._display.clear()

    def shown(self, number: int) -> TakeRow | None:
        """The row of that number as it stood when last refreshed; None where there is none."""
        row = self._display.get(number)
        if row is None and 0 <= number < len(self._rows):
            row = self._display[number] = self.row(self._rows[number])
        return row

    def refresh(self) -> bool:
        """Take up the session's rows and how they stand; true when they are others than before."""
        self._display.clear()
        rows = self.session.gallery.rows()
        if rows is self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self._place = {take.id: number for number, take in enumerate(rows)}
        self.endResetModel()
        return True

    def take(self, index: Index) -> Take | None:
        """The take of an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, take: str) -> QtCore.QModelIndex:
        """The index of a take; an invalid one where it is not among the rows."""
        return self.index(self._place[take]) if take in self._place else QtCore.QModelIndex()

    def rowCount(self, parent: Index = QtCore.QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many takes there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The cell, its label, its tool tip and what a screen reader says."""
        take = self.take(index)
        if take is None:
            return None
        if role == TAKE:
            return self.row(take)
        if role == int(Qt.ItemDataRole.DisplayRole):
            return take.label
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return _tip(self.session, take)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(take)
            word = ", ".join(filter(None, (row.standing[0], "starred" if row.star else "")))
            return f"{take.label}{', ' + word if word else ''}, {_tip(self.session, take)}"
        return None

    def row(self, take: Take) -> TakeRow:
        """How a take stands now."""
        session = self.session
        side = {session.viewer.a: "A", session.viewer.b: "B"}.get(take.id, "")
        if side == "A" and not session.viewer.b:
            side = ""
        return TakeRow(
            take,
            PictureKey(take=take.id, width=THUMBNAIL_WIDTH, what="thumbnail"),
            side,
            session.gallery.note_count(take.id),
            standing(session, take),
            decision(session, take),
            "  ".join(filter(None, (take.choice, str(take.frames), when_short(take.created)))),
            session.panel.marks.star(take.id),
            _warning(take),
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Chosen and dragged out, never dropped on."""
        return FLAGS

    def mimeData(self, indexes: Sequence[QtCore.QModelIndex]) -> QtCore.QMimeData:
        """The first of the takes, as what is dragged out."""
        take = self.take(indexes[0]) if indexes else None
        return take_data(take) if take is not None else QtCore.QMimeData()

    def supportedDragActions(self) -> Qt.DropAction:
        """Dragging a take out copies it."""
        return Qt.DropAction.CopyAction


def standing(session: Session, take: Take) -> tuple[str, str]:
    """`placed`, `newest` or nothing, and the state whose colour the word has."""
    newest = session.gallery.newest(take)
    if any(placed.placement.take == take.id for placed in session.panel.placed):
        return ("placed", "good" if newest else "warning")
    return ("newest", "info") if newest else ("", "info")


def decision(session: Session, take: Take) -> tuple[str, str]:
    """The last decision about a take, and the state whose colour it has; both empty for none."""
    newest = session.panel.take_signoffs.newest(take.id)
    if newest is None:
        return "", "info"
    of_others = session.panel.signoffs(take.id).stands(newest) is False
    word = LABELS[newest.decision.value][0] + (" (old files)" if of_others else "")
    return word, decision_state(session, newest)


def _warning(take: Take) -> str:
    """The state of a comp check, a drift or a near copy that somebody should look at."""
    state = STATES[take.check.light.value] if take.check is not None else ""
    if state in ("warning", "error"):
        return state
    copied = take.copies is not None and bool(take.copies.copies)
    return "warning" if copied or any(drift.amber for drift in take.drift) else ""


def _tip(session: Session, take: Take) -> str:
    of_run = f", {take.choice} of one run" if take.choice else ""
    lines = [f"{take.show} / {take.label}{of_run}", take.prompt, f"seed {take.seed}, {take.made_by}"]
    if take.check is not None:
        lines.append(check_line(take.check)[0])
    lines += drift_lines(take.drift)
    lines += whose_lines(take)
    lines += decision_lines(session.panel.signoffs(take.id))
    return "\n".join(line for line in lines if line)
