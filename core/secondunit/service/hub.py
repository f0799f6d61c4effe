"""Events on their way to listeners: one ring of the newest for all of them, the store for whoever is behind.

Memory is bounded by the ring, whatever listeners do: a slow one falls off it and reads from the store.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from .store import Store, StoredEvent, events

RING = 4096
#: How often a shared store is asked for what other services wrote, in seconds.
LOOK_SECONDS = 0.5
PAGE = 500


class Hub:
    """Publishes what the store commits to any number of listeners of one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ring: deque[tuple[int, str, bytes]] = deque()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._woken = False
        self._closed = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="replay")
        store.listen(self._committed)
        #: Events up to this number may be missing from the ring.
        self._floor = self._last = store.read(events.last_number)
        self._tail: asyncio.Task[None] | None = None

    def attach(self) -> None:
        """Serve listeners of the running loop from now on."""
        self._loop = asyncio.get_running_loop()
        if self._store.shared:
            self._tail = self._loop.create_task(self._look_for_others())

    def close(self) -> None:
        """End every stream; callable from any thread."""
        self._closed = True
        self._pool.shutdown(wait=False)
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._ring_bell)

    @property
    def last(self) -> int:
        """The number of the newest event."""
        with self._lock:
            return self._last

    async def follow(self, after: int, show: str = "", *, wait: bool = True) -> AsyncIterator[list[bytes]]:
        """Every event above `after` as sent to clients, in batches; an empty batch after 10 s of silence.

        With `wait` off it ends once everything there is was given.
        """
        position = after
        while not self._closed:
            news = self._news
            batch, position, more = await self._since(position, show)
            if batch:
                yield batch
            if more:
                continue
            if not wait:
                return
            try:
                async with asyncio.timeout(10.0):
                    await news.wait()
            except TimeoutError:
                yield []

    async def _since(self, position: int, show: str) -> tuple[list[bytes], int, bool]:
        with self._lock:
            if position >= self._floor:
                fresh = []
                for item in reversed(self._ring):
                    if item[0] <= position:
                        break
                    fresh.append(item)
                fresh.reverse()
                batch = [data for _, of, data in fresh if not show or of in (show, "")]
                return batch, fresh[-1][0] if fresh else position, False
            floor = self._floor
        assert self._loop is not None
        # Listeners that replay take turns, so that many of them cannot crowd out the rest of the service.
        stored = await self._loop.run_in_executor(self._pool, self._read, position, show)
        if stored:
            return [sse(event) for event in stored], stored[-1].number, True
        # Nothing stored above the position: what lies between was pruned, and the ring has the rest.
        return [], floor, True

    def _read(self, position: int, show: str) -> list[StoredEvent]:
        return self._store.read(lambda connection: events.after(connection, position, show, PAGE))

    def _committed(self, fresh: list[StoredEvent]) -> None:
        """On the writer's thread, after each commit."""
        if self._store.shared:
            return
        self._add(fresh)

    def _add(self, fresh: list[StoredEvent]) -> None:
        items = [(event.number, event.show, sse(event)) for event in fresh]
        with self._lock:
            for item in items:
                if item[0] <= self._last:
                    continue
                self._ring.append(item)
                self._last = item[0]
            while len(self._ring) > RING:
                self._floor = self._ring.popleft()[0]
            loop = self._loop
            wake = loop is not None and not self._woken
            self._woken = self._woken or wake
        if wake and loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop ended while the last jobs did
                loop.call_soon_threadsafe(self._ring_bell)

    def _ring_bell(self) -> None:
        with self._lock:
            self._woken = False
        bell, self._news = self._news, asyncio.Event()
        bell.set()

    async def _look_for_others(self) -> None:
        assert self._loop is not None
        while not self._closed:
            fresh = await self._loop.run_in_executor(self._pool, self._read, self.last, "")
            if fresh:
                self._add(fresh)
            else:
                await asyncio.sleep(LOOK_SECONDS)


def sse(event: StoredEvent) -> bytes:
    """An event as one message of a `text/event-stream`."""
    return f"id: {event.number}\nevent: {event.topic}\ndata: {events.text(event)}\n\n".encode()
