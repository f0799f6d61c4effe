"""The timer that brings in what the service said: it calls the session's pump on the host's main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .binding import QtCore
from .turns import LoopTurns

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: The shortest and the longest wait between two pumps, in milliseconds.
SHORTEST, LONGEST = 15, 1000


class Pumping(QtCore.QObject):
    """Calls `session.pump` for as long as it runs, each time after as many seconds as the last one named.

    While `turns` has work a pump is a piece of it, so that no turn holds both.
    """

    def __init__(
        self, session: Session, parent: QtCore.QObject | None = None, turns: LoopTurns | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._turns, self._running = session, turns or LoopTurns(self), False
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)

    def start(self) -> None:
        """Pump from now on."""
        self._running = True
        self._timer.start(SHORTEST)

    def stop(self) -> None:
        """Pump no more."""
        self._running = False
        self._timer.stop()

    @property
    def running(self) -> bool:
        """Whether another pump will come."""
        return self._running

    def _due(self) -> None:
        self._turns.urge(self._pump)

    def _pump(self) -> None:
        if not self._running:
            return
        wait = self._session.pump()
        if self._running:
            self._timer.start(min(LONGEST, max(SHORTEST, round(wait * 1000))))
