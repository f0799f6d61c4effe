"""The stand: what a provider brings to the compliance suite, and the words in which the suite speaks to it.

It knows the protocol of providers and nothing of any test framework.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Protocol

from secondunit.providers import Provider, Request

from .guard import GuardedDoor


class Verb(Enum):
    """Which call of a provider something happens to."""

    SUBMIT = "submit"
    POLL = "poll"
    FETCH = "fetch"
    CANCEL = "cancel"


class Trouble(Enum):
    """What can meet a call on its way; each happens once, and the next call goes well."""

    #: The connection never stands: nothing is sent.
    ABSENT = "nobody opens"
    #: The call arrives and is acted on; the answer never comes.
    SILENT = "no answer comes"
    #: 429 with `Retry-After: 7`; nothing is done.
    BUSY = "429 with Retry-After"
    #: 500; nothing is done.
    BROKEN = "a server error"
    #: The call is acted on; the answer is cut off in the middle of its JSON.
    GARBLED = "malformed JSON"
    #: The download stops half way.
    TRUNCATED = "a truncated download"
    #: 401 or 403: the key or the origin is not accepted; nothing is done.
    DENIED = "a wrong key"
    #: The content rules refuse the request; nothing is done.
    MODERATED = "a refusal by content rules"


class DoesNotApply(Exception):
    """Raised by a far end for what cannot happen to it; the reason is printed in the report."""


class FarEnd(Protocol):
    """The service, played by the provider's author: a small server, recorded answers, or a value in memory.

    `run`, `finish`, `fail`, `moderate` and `expire` concern the job that was taken last.
    """

    #: What a finished job gives, file by file.
    results: tuple[bytes, ...]

    @property
    def guides(self) -> Sequence[tuple[str, bytes]]:
        """The guides of the job that was taken last, each by its kind (`depth`), with the bytes that came of
        it; a far end whose models take none gives none."""

    @property
    def taken(self) -> int:
        """How many jobs it has taken since it was made."""

    @property
    def asked(self) -> int:
        """How many submits arrived, taken or not."""

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        """Let the next call of this step meet this trouble, once."""

    def run(self, progress: float) -> None:
        """The job is being worked on and is this far, 0 to 1."""

    def finish(self) -> None:
        """The job is done and its results are held."""

    def fail(self, reason: str) -> None:
        """The job has failed."""

    def moderate(self) -> None:
        """The job has ended because the content rules refused its result."""

    def expire(self) -> None:
        """The results of the finished job are no longer held."""

    def forget(self) -> None:
        """It was started anew and knows no job of before."""


@dataclass
class Clock:
    """Two clocks for a provider: `steady` counts seconds and never jumps, `now` is the wall's."""

    seconds: float = 1000.0
    wall: datetime = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def steady(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return self.wall

    def pass_(self, seconds: float) -> None:
        """Let time go by on both."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)

    def jump(self, by: timedelta) -> None:
        """Set the wall clock, as a time server or a hand does."""
        self.wall += by


@dataclass
class Stand:
    """One provider in front of its far end, fresh for each clause.

    `provider` makes a new one with the same settings and the same far end, as after a crash. `door` is the
    door it was handed, None where it needs none. `secrets` are keys that must never be seen in a ticket.
    """

    provider: Callable[[], Provider]
    far: FarEnd
    request: Request
    folder: Path
    clock: Clock = field(default_factory=Clock)
    door: GuardedDoor | None = None
    secrets: tuple[str, ...] = ()
    close: Callable[[], None] = lambda: None
