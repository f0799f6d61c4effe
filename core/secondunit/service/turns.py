"""Turns: one after the other while each is short; nobody waits long for one that is stuck."""

from __future__ import annotations

import threading
from types import TracebackType

#: How long a turn is waited for, in seconds.
LONGEST = 3.0


class Turns:
    """A lock out of courtesy: whoever has waited for `longest` seconds goes without it."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._lock = threading.Lock()
        self._longest = longest
        self._mine = threading.local()

    def __enter__(self) -> None:
        self._mine.taken = self._lock.acquire(timeout=self._longest)

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._mine.taken:
            self._lock.release()
