"""The bench: as many places as local work of providers' jobs may take at once; who waits, waits asleep."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from secondunit.engines import Stop


class Bench:
    """`places` jobs work here at once; the others wait their turn."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._room = threading.Condition()

    @contextlib.contextmanager
    def place(self, stop: Stop) -> Iterator[None]:
        """A place while the block runs; raises `Cancelled` where the wait for it is told to end."""
        forget = stop.when_told(self._wake)
        try:
            with self._room:
                while self._free < 1:
                    stop.check()
                    self._room.wait()
                stop.check()
                self._free -= 1
        finally:
            forget()
        try:
            yield
        finally:
            with self._room:
                self._free += 1
                self._room.notify()

    def _wake(self) -> None:
        with self._room:
            self._room.notify_all()
