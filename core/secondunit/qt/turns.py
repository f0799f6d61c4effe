"""Work in pieces: a short while of it, and the next turn of the loop for what it has Qt lay out and paint.

Whatever comes up together, a host's main thread is held for one of the two and never for both.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from .binding import QtCore

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
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def add(self, step: Step) -> None:
        """Have a step taken, after those that were added before it."""
        self._steps.append(step)

    def start(self) -> None:
        """There is something to do: take steps from the next turn on."""
        if not self._timer.isActive():
            self._timer.start()

    def urge(self, act: Callable[[], object]) -> None:
        """Do this next: at once where no steps are taken, else as the next piece."""
        if not self._timer.isActive():
            act()
        else:
            self._urgent = act

    def _turn(self) -> None:
        self._rests = not self._rests
        if self._rests:
            return
        urgent, self._urgent = self._urgent, None
        if urgent is not None:
            urgent()
            return
        end = perf_counter() + TURN
        while any(step() for step in self._steps):
            if perf_counter() > end:
                return
        self._timer.stop()
