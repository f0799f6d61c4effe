"""The job list as a Qt model: it announces only the rows that changed, however fast jobs move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..binding import Qt, QtCore

if TYPE_CHECKING:
    from secondunit.host.queue import QueueRow
    from secondunit.host.session import Session

#: The role under which a row's `QueueRow` is found.
ROW = int(Qt.ItemDataRole.UserRole) + 1
Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex
_NOWHERE = QtCore.QModelIndex()


class QueueModel(QtCore.QAbstractListModel):
    """The rows of the session's queue, as of the last `follow`."""

    def __init__(self, session: Session, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: tuple[QueueRow, ...] = ()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return told(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}: {row.sentence} {row.fraction:.0%}"
        return None

    def follow(self) -> bool:
        """Take over the rows of the session; true when jobs came, went or changed places."""
        fresh, before = self._session.queue.rows(), self.rows
        if fresh is before:
            return False
        if [row.job for row in fresh] == [row.job for row in before]:
            self.rows = fresh
            for first, last in changed_runs(before, fresh):
                self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
            return False
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()
        return True

    def place_of(self, job: str) -> int:
        """The row a job stands in, or -1."""
        return next((number for number, row in enumerate(self.rows) if row.job == job), -1)


def changed_runs(before: tuple[QueueRow, ...], after: tuple[QueueRow, ...]) -> list[tuple[int, int]]:
    """The first and last number of every run of neighbouring rows that changed."""
    runs: list[tuple[int, int]] = []
    for number, (old, new) in enumerate(zip(before, after)):  # noqa: B905 - they are as long
        if old is new:
            continue
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def told(row: QueueRow) -> str:
    """Everything a row has to say, in sentences."""
    parts = [row.sentence]
    if row.problem is not None and not row.uncertain:
        # What to do about one that is uncertain its buttons say, in their own words.
        parts += [part for part in (row.problem.kept, row.problem.remedy) if part]
    credit = ", ".join(part for part in (row.maker, row.cost) if part)
    return " ".join(([f"{credit}."] if credit else []) + parts)
