"""The timer that brings in what the service said: it calls the session's pump on the host's main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .binding import QtCore

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: The shortest and the longest wait between two pumps, in milliseconds.
SHORTEST, LONGEST = 15, 1000


class Pumping(QtCore.QObject):
    """Calls `session.pump` for as long as it runs, each time after as many seconds as the last one named."""

    def __init__(self, session: Session, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._pump)

    def start(self) -> None:
        """Pump from now on."""
        self._timer.start(SHORTEST)

    def stop(self) -> None:
        """Pump no more."""
        self._timer.stop()

    @property
    def running(self) -> bool:
        """Whether another pump will come."""
        return self._timer.isActive()

    def _pump(self) -> None:
        wait = self._session.pump()
        self._timer.start(min(LONGEST, max(SHORTEST, round(wait * 1000))))
