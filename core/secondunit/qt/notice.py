"""A notice of the desktop when a long job ends: a message of the tray, else the window asks for heed.

Nothing is said while the panel's window is the active one: who looks at it sees it. Off and on is the user's
own setting.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from secondunit.host.long_jobs import LongJobs, title

from .binding import QtCore, QtWidgets

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: Where the user's setting is kept.
SETTING = "notices"


def settings() -> QtCore.QSettings:
    """This user's settings of the panel."""
    return QtCore.QSettings("Second Unit", "Panel")


def notices_on() -> bool:
    """Whether this user wants notices."""
    return str(settings().value(SETTING, "on")) != "off"


def turn_notices(on: bool) -> None:
    """Give notices, or none."""
    settings().setValue(SETTING, "on" if on else "off")


class Notices(QtCore.QObject):
    """Watches the queue of a session for jobs of this document that end."""

    def __init__(
        self,
        session: Session,
        window: QtWidgets.QWidget,
        *,
        clock: Callable[[], float] = monotonic,
        send: Callable[[str, str], None] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._send = send or self._say
        self._jobs = LongJobs(session.queue.rows, clock=clock)
        self._tray: QtWidgets.QSystemTrayIcon | None = None

    def follow(self) -> None:
        """The jobs changed: say which of those that took long ended."""
        for row in self._jobs.follow():
            if notices_on() and not self._window.isActiveWindow():
                self._send(title(row), row.sentence)

    def _say(self, heading: str, sentence: str) -> None:
        tray = QtWidgets.QSystemTrayIcon
        if tray.isSystemTrayAvailable() and tray.supportsMessages():
            if self._tray is None:
                icon = self._window.windowIcon()
                if icon.isNull():
                    icon = self._window.style().standardIcon(QtWidgets.QStyle.StandardPixmap.SP_MediaPlay)
                self._tray = tray(icon, self._window)
                self._tray.messageClicked.connect(self._window.raise_)
            self._tray.show()
            self._tray.showMessage(heading, sentence)
        else:
            QtWidgets.QApplication.alert(self._window.window())
