"""What every engine offers: do one step of one job, say how far it is, stop when told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from secondunit.wire import Step, Work
from secondunit.wire.errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """How far a step is (0 to 1), what it does, and the frame it just finished, if it did."""

    fraction: float
    status: str = ""
    frame: int | None = None


Report = Callable[[Progress], None]


class Stop:
    """The wish that some work ends, told once by one thread and heard by others."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._lock = threading.Lock()
        self._actions: list[Callable[[], None]] = []

    def tell(self) -> None:
        """End the work: whoever waits on it wakes, every action runs once."""
        with self._lock:
            self._told.set()
            actions, self._actions = self._actions, []
        for action in actions:
            action()

    @property
    def told(self) -> bool:
        """Whether the work is to end."""
        return self._told.is_set()

    def when_told(self, action: Callable[[], None]) -> Callable[[], None]:
        """Run `action` when told, now if it was; the function returned takes it back."""
        with self._lock:
            if not self._told.is_set():
                self._actions.append(action)
                return lambda: self._forget(action)
        action()
        return lambda: None

    def check(self) -> None:
        """Raise `Cancelled` if the work is to end."""
        if self._told.is_set():
            raise Cancelled("The work was stopped.")

    def _forget(self, action: Callable[[], None]) -> None:
        with self._lock:
            if action in self._actions:
                self._actions.remove(action)


class Engine(Protocol):
    """A place where work runs."""

    @property
    def name(self) -> str: ...

    def prepare(self, work: Work) -> Path:
        """Make the job's folders and its work file; doing it twice is doing it once.

        Raises `NoRights`, `DiskFull`.
        """

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        """Do one step for `frames` and return when it is done.

        Frames that are there and whole are not made again. Raises `Cancelled` when stopped, `WorkerLost`,
        `FrameFailed` (its `where` is the frame), and whatever the work itself raises.
        """
