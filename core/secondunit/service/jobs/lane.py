"""The lane of jobs that providers make: they wait elsewhere, so only their number is counted.

The show with the least under way goes first; a provider that has enough lets the others pass.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class LaneEntry:
    """A provider's job in the lane; `at_once` is how many of them the provider is given at once."""

    job: str
    show: str
    provider: str
    at_once: int


class Lane:
    """The waiting jobs and those under way, at most `most`. Not safe for threads: its owner holds a lock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[tuple[str, str], deque[LaneEntry]] = {}
        self._under_way: dict[str, LaneEntry] = {}
        self._shows: Counter[str] = Counter()
        self._providers: Counter[tuple[str, str]] = Counter()
        self._served: dict[tuple[str, str], int] = {}
        self._turn = 0

    def join(self, entry: LaneEntry) -> None:
        """Wait behind the other jobs of the show for that provider."""
        self._waiting.setdefault((entry.show, entry.provider), deque()).append(entry)

    def leave(self, job: str) -> bool:
        """Stop waiting; False when the job did not wait."""
        for place, entries in self._waiting.items():
            for entry in entries:
                if entry.job == job:
                    entries.remove(entry)
                    if not entries:
                        del self._waiting[place]
                    return True
        return False

    def next(self) -> LaneEntry | None:
        """The job to set out now, which counts as under way from here on; None when none may."""
        if len(self._under_way) >= self._most:
            return None
        able = [
            place for place, entries in self._waiting.items() if self._providers[place] < entries[0].at_once
        ]
        if not able:
            return None
        place = min(able, key=lambda candidate: (self._shows[candidate[0]], self._served.get(candidate, 0)))
        entry = self._waiting[place].popleft()
        if not self._waiting[place]:
            del self._waiting[place]
        self._turn += 1
        self._served[place] = self._turn
        self._under_way[entry.job] = entry
        self._shows[entry.show] += 1
        self._providers[place] += 1
        return entry

    def done(self, job: str) -> None:
        """The job is no longer under way."""
        entry = self._under_way.pop(job, None)
        if entry is not None:
            self._shows[entry.show] -= 1
            self._providers[entry.show, entry.provider] -= 1

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(len(entries) for entries in self._waiting.values())

    @property
    def running(self) -> int:
        """How many jobs are under way."""
        return len(self._under_way)
