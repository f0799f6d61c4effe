"""Items that are not where they were: sought on all tracks, a piece at a time, so that no look takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .bridge import Bridge
from .seen import TimelineSeen

#: So many items are asked for their id in one go.
PIECE = 200
#: What was not found is sought again after this long (s): most such takes were deleted.
AGAIN = 20.0


class Seek:
    """One search of the open timeline; a new item to seek begins another."""

    def __init__(self, bridge: Bridge, clock: Callable[[], float]) -> None:
        self._bridge, self._clock = bridge, clock
        self._running: Iterator[tuple[int, Any]] | None = None
        self._timeline = ""
        self._sought: frozenset[str] = frozenset()
        self._due = float("-inf")

    def on(
        self, timeline: TimelineSeen, ids: frozenset[str], count: int, places: dict[str, tuple[int, int]]
    ) -> None:
        """Go on seeking these items; where they are is written into `places` (track, first frame)."""
        other = timeline.id != self._timeline or not ids <= self._sought
        if other or (self._running is None and self._clock() >= self._due):
            self._timeline, self._sought = timeline.id, ids
            self._running = iter(
                [(track, raw) for track in range(count, 0, -1) for raw in self._bridge.list(timeline, track)]
            )
        for _ in range(PIECE if self._running is not None else 0):
            assert self._running is not None
            track, raw = next(self._running, (0, None))
            if raw is None:
                self._running, self._due = None, self._clock() + AGAIN
                return
            id = self._bridge.id_of(raw)
            if id in ids:
                places[id] = (track, self._bridge.first_of(raw))
