"""Progress on its way to the store: at most five times a second for each job, and the last word always.

Reports come as fast as frames do; whoever reports never waits for the disk.
"""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

#: The least time between two stored reports of a job, in seconds.
INTERVAL = 0.2
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """How far a job is: 0 to 1, a phrase, and the frames that are done."""

    progress: float
    status: str
    frames_done: int


class Meter:
    """Passes readings on to `write`, which must not wait."""

    def __init__(self, write: Callable[[str, Reading], Future[Any]], interval: float = INTERVAL) -> None:
        self._write = write
        self._interval = interval
        self._next: dict[str, float] = {}
        self._held: dict[str, Reading] = {}
        self._due: list[tuple[float, str]] = []
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="progress", daemon=True)
        self._thread.start()

    def note(self, job: str, reading: Reading) -> None:
        """Take a reading: passed on now, or when the job's interval is over, whichever is later."""
        moment = time.monotonic()
        with self._wake:
            if self._closed:
                return
            due = self._next.get(job, 0.0)
            if moment >= due and job not in self._held:
                self._next[job] = moment + self._interval
            else:
                if job not in self._held:
                    heapq.heappush(self._due, (due, job))
                    self._wake.notify()
                self._held[job] = reading
                return
        self._pass_on(job, reading)

    def drop(self, job: str, *, ended: bool = False) -> None:
        """Forget what is held of a job: its state is about to change and says more than a late percentage."""
        with self._wake:
            self._held.pop(job, None)
            if ended:
                self._next.pop(job, None)

    def close(self) -> None:
        """Stop; what is held is dropped."""
        with self._wake:
            self._closed = True
            self._held.clear()
            self._wake.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._wake:
                if self._closed:
                    return
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is None or wait > 0:
                    self._wake.wait(wait)
                    continue
                _, job = heapq.heappop(self._due)
                reading = self._held.pop(job, None)
                if reading is None:
                    continue
                self._next[job] = time.monotonic() + self._interval
            self._pass_on(job, reading)

    def _pass_on(self, job: str, reading: Reading) -> None:
        try:
            self._write(job, reading).add_done_callback(_log_failure)
        except Exception:
            log.exception("progress could not be stored")


def _log_failure(future: Future[Any]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        log.warning("progress could not be stored: %s", error)
