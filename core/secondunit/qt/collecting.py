"""Python's collection of garbage, put off for the second in which a panel is made.

All that is imported and made then stays, and a collection goes through all of it at once: 15 ms of a host's
main thread with the objects of a panel alone. It is the whole process's: never off for longer than `LONGEST`.
"""

from __future__ import annotations

import gc

from .binding import QtCore

#: The longest that it is put off, in milliseconds.
LONGEST = 3000


class Collecting(QtCore.QObject):
    """Puts collections off between `pause` and `resume`, unless somebody else has done so."""

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._paused = False
        self._latest = QtCore.QTimer(self)
        self._latest.setSingleShot(True)
        self._latest.timeout.connect(self.resume)
        parent.destroyed.connect(self.resume)

    def pause(self) -> None:
        """Collect nothing from now on."""
        if gc.isenabled():
            self._paused = True
            gc.disable()
            self._latest.start(LONGEST)

    def resume(self) -> None:
        """Collect as before; nothing happens where it was not paused here."""
        if self._paused:
            self._paused = False
            gc.enable()
