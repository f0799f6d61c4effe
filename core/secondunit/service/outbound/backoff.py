"""Backoff: how long is waited for a provider, how often it is asked, and by which clock.

Only the steady clock counts: a wall clock that jumps changes nothing. Whoever waits is asleep.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from secondunit.engines import Stop
from secondunit.wire.errors import RateLimited


def asleep(stop: Stop, seconds: float) -> None:
    """Wait so long, or until told; raises nothing."""
    alarm = threading.Event()
    forget = stop.when_told(alarm.set)
    try:
        alarm.wait(seconds)
    finally:
        forget()


#: Nothing is asked again sooner than this, whatever is set: nobody spins.
FLOOR = 0.1


@dataclass(frozen=True)
class Backoff:
    """Every time in seconds."""

    steady: Callable[[], float] = time.monotonic
    wait: Callable[[Stop, float], None] = asleep
    #: Between two questions about one job at least, whatever the provider asks for.
    least: float = 0.5
    #: After the first failure, and at most, doubling in between.
    first: float = 2.0
    longest: float = 60.0
    #: The longest pause that a provider is granted, whatever it asks for.
    granted: float = 3600.0
    #: How long a provider that does not answer is asked again before the job fails.
    silence: float = 1800.0
    #: How long it is tried to hand a job to a provider that is absent or busy.
    busy: float = 1800.0
    #: How old the gate's word may be when something goes on outside.
    still: float = 10.0
    #: How long a job that was asked to stop is watched.
    cancel: float = 20.0
    #: How often a cancel is tried.
    tries: int = 3

    def pause(self, failures: int, error: Exception | None = None) -> float:
        """How long to wait after so many failures in a row; never less than the provider asked for."""
        pause = min(self.longest, self.first * 2.0 ** min(failures - 1, 16))
        return max(pause, self.until_next(error.retry_after)) if isinstance(error, RateLimited) else pause

    @property
    def word(self) -> float:
        """How long the gate's word is as good as a new one."""
        return max(FLOOR, self.still)

    def until_next(self, asked: float) -> float:
        """How long to wait where the provider asks for so many seconds."""
        return min(self.granted, max(FLOOR, self.least, asked))
