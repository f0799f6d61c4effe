"""Which jobs of this document took long and ended just now: whoever asked for them may look elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .queue import QueueRow

#: A job that took less is looked at anyway, in seconds.
LONG = 60.0


class LongJobs:
    """Watches the rows of a queue; `rows` gives them as they are now."""

    def __init__(
        self, rows: Callable[[], tuple[QueueRow, ...]], *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._rows, self._clock = rows, clock
        self._since: dict[str, float] = {}

    def follow(self) -> tuple[QueueRow, ...]:
        """The jobs of this document that ended since the last call, after a minute or more."""
        now, rows = self._clock(), self._rows()
        ended = []
        for row in rows:
            began = self._since.get(row.job)
            if began is not None and not row.active:
                del self._since[row.job]
                if now - began >= LONG:
                    ended.append(row)
        for row in rows:
            if row.active and row.own:
                self._since.setdefault(row.job, now)
        return tuple(ended)


def title(row: QueueRow) -> str:
    """`sh010/smoke is done`."""
    end = "failed" if row.problem is not None else "is done" if row.take else "has ended"
    return f"{row.label} {end}"
