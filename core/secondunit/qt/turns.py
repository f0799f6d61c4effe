"""Work in pieces: a short while of it, and the next turn of the loop for what it has Qt lay out and paint.

Whatever comes up together, a host's main thread is held for one of the two. Where the screen asks for
painting later than that turn, the piece that was to come then waits for the one after it, once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from .binding import QtCore, QtWidgets

#: Does a piece of its work; false when there is none to do now.
Step = Callable[[], bool]
#: How long pieces are done before the host's other events have their turn, in seconds.
TURN = 0.001


class LoopTurns(QtCore.QObject):
    """Takes the first of its steps that has something to do, again and again until none has."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self._urgent: Callable[[], object] | None = None
        self._rests = False
        #: Whether the window was painted in this turn, and whether a piece waited for that.
        self._painted = self._waited = False
        self._window: QtWidgets.QWidget | None = None
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def add(self, step: Step) -> None:
        """Have a step taken, after those that were added before it."""
        self._steps.append(step)

    def start(self) -> None:
        """There is something to do: take steps from the next turn on."""
        if not self._timer.isActive():
            self._watch()
            self._timer.start()

    def urge(self, act: Callable[[], object]) -> None:
        """Do this next: at once where no steps are taken, else as the next piece."""
        if not self._timer.isActive():
            act()
        else:
            self._urgent = act

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Take note of the window being painted."""
        if event.type() == QtCore.QEvent.Type.UpdateRequest:
            self._painted = True
        return False

    def _watch(self) -> None:
        """Look at the window that the work is for; it may be another one since."""
        parent = self.parent()
        window = parent.window() if isinstance(parent, QtWidgets.QWidget) else None
        if window is not self._window:
            self._leave()
            self._window = window
            if window is not None:
                window.installEventFilter(self)

    def _leave(self) -> None:
        if self._window is not None:
            # A window that a host took away is no object any more.
            with suppress(RuntimeError):
                self._window.removeEventFilter(self)
        self._window = None

    def _turn(self) -> None:
        painted, self._painted = self._painted, False
        self._rests = not self._rests
        if self._rests:
            return
        if painted and not self._waited:
            self._waited = self._rests = True
            return
        self._waited = False
        urgent, self._urgent = self._urgent, None
        if urgent is not None:
            urgent()
            return
        end = perf_counter() + TURN
        while any(step() for step in self._steps):
            if perf_counter() > end:
                return
        self._timer.stop()
        self._leave()
