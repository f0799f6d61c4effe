"""Who is next: jobs wait by show, and the show with the least running goes first."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class LineEntry:
    """A job's place in the line; `memory` in bytes."""

    job: str
    show: str
    memory: int


class SlotLine:
    """The waiting jobs, and what runs. Not safe for threads: its owner holds a lock."""

    def __init__(self, slots: int, memory: int) -> None:
        self._slots = slots
        self._memory = memory
        self._waiting: dict[str, deque[LineEntry]] = {}
        self._running: dict[str, LineEntry] = {}
        self._served: dict[str, int] = {}
        self._turn = 0

    def join(self, ticket: LineEntry) -> None:
        """Wait behind the other jobs of the show."""
        self._waiting.setdefault(ticket.show, deque()).append(ticket)

    def leave(self, job: str) -> bool:
        """Stop waiting; False when the job did not wait."""
        for show, tickets in self._waiting.items():
            for ticket in tickets:
                if ticket.job == job:
                    tickets.remove(ticket)
                    if not tickets:
                        del self._waiting[show]
                    return True
        return False

    def next(self) -> LineEntry | None:
        """The job to start now, which counts as running from here on; None when nothing may start.

        The first in line is never overtaken by a smaller one: it would wait for ever. A job larger than the
        memory runs when it is alone.
        """
        if not self._waiting or len(self._running) >= self._slots:
            return None
        load: dict[str, int] = {}
        for ticket in self._running.values():
            load[ticket.show] = load.get(ticket.show, 0) + 1
        show = min(self._waiting, key=lambda name: (load.get(name, 0), self._served.get(name, 0)))
        first = self._waiting[show][0]
        memory = sum(ticket.memory for ticket in self._running.values())
        if self._running and memory + first.memory > self._memory:
            return None
        self._waiting[show].popleft()
        if not self._waiting[show]:
            del self._waiting[show]
        self._turn += 1
        self._served[show] = self._turn
        self._running[first.job] = first
        return first

    def done(self, job: str) -> None:
        """The job no longer runs."""
        self._running.pop(job, None)

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(len(tickets) for tickets in self._waiting.values())

    @property
    def running(self) -> int:
        """How many jobs run."""
        return len(self._running)
