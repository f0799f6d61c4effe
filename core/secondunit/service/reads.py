"""Work on files of somebody else, in threads that may be left behind.

A request never waits in a thread that it shares with others for a file that a client named: such work has a
thread of its own, which ends with the process whatever it waits for. Whoever asked hears in seconds that a
disk or server does not answer; the thread stays where it is until it does. It does not know what the work is.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from secondunit.media.foreign import Watch, watched
from secondunit.wire.errors import SecondUnitError, StorageSilent

T = TypeVar("T")

#: How long the system may take to answer for one file, and how long work may show no sign of life (seconds).
#: A host gives most questions 10 seconds.
REACH, SILENCE = 8.0, 60.0
#: How many reads go on at once, and how many are left behind before nothing more is begun.
AT_ONCE, LEFT = 32, 64
LOOK = 0.1
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long is waited (seconds), and how many threads there may be."""

    reach: float = REACH
    silence: float = SILENCE
    at_once: int = AT_ONCE
    left: int = LEFT


PATIENCE = Patience()


@dataclass(eq=False)
class _Read(Generic[T]):
    """Work with the thread that does it, once it has one."""

    work: Callable[[], T]
    watch: Watch
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    future: Future[T] = field(default_factory=Future)
    asked: float = field(default_factory=time.monotonic)
    begun: bool = False
    ended: bool = False
    left: bool = False


class Reads:
    """Does work in threads of its own, at most so many at once; safe to use from any thread."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or PATIENCE
        self._lock = threading.Lock()
        self._queue: deque[_Read[Any]] = deque()
        self._working = 0
        self._left: set[_Read[Any]] = set()

    async def ask(self, work: Callable[[], T]) -> T:
        """What `work` gives, or what it raises; raises `StorageSilent` once it is left behind."""
        read = self._begin(work)
        future = asyncio.wrap_future(read.future)
        future.add_done_callback(_heard)
        try:
            while not future.done():
                await asyncio.wait({future}, timeout=LOOK)
                if not future.done():
                    self._require_life(read)
            return future.result()
        finally:
            self._leave(read)

    def call(self, work: Callable[[], T]) -> T:
        """As `ask`, for a thread that may wait."""
        read = self._begin(work)
        try:
            while True:
                try:
                    return read.future.result(timeout=LOOK)
                except TimeoutError:
                    if read.future.done():  # the work itself raised one
                        raise
                    self._require_life(read)
        finally:
            self._leave(read)

    def start(self, work: Callable[[], object]) -> None:
        """Have `work` done and hear nothing of it."""

        def watch_over() -> None:
            with contextlib.suppress(SecondUnitError):
                self.call(work)

        threading.Thread(target=watch_over, name="watch", daemon=True).start()

    @property
    def left(self) -> int:
        """How many reads were left behind and still wait."""
        with self._lock:
            return len(self._left)

    def _begin(self, work: Callable[[], T]) -> _Read[T]:
        read = _Read(work, Watch(self._require_answering))
        with self._lock:
            if len(self._left) >= self._patience.left:
                places = sorted(
                    {
                        str(Path(straggler.watch.place).parent)
                        for straggler in self._left
                        if straggler.watch.place
                    }
                )
                raise StorageSilent(
                    f"{len(self._left)} files are waited for that do not answer; no more is begun.",
                    remedy="Mount what is away, or stop the service and start it anew.",
                    where=", ".join(places)[:500],
                )
            self._queue.append(read)
        self._fill()
        return read

    def _fill(self) -> None:
        with self._lock:
            while self._queue and self._working < self._patience.at_once:
                read = self._queue.popleft()
                if read.ended:
                    continue
                self._working += 1
                read.begun = True
                # A daemon: no thread that waits for a disk keeps the process from ending.
                threading.Thread(target=self._do, args=(read,), name="read", daemon=True).start()

    def _do(self, read: _Read[Any]) -> None:
        try:
            with watched(read.watch):
                result = read.context.run(read.work)
        except BaseException as error:  # whoever asked is told all of it
            self._over(read)
            _set(read.future.set_exception, error)
        else:
            self._over(read)
            _set(read.future.set_result, result)

    def _over(self, read: _Read[Any]) -> None:
        with self._lock:
            read.ended = True
            if read.left:
                self._left.discard(read)
            else:
                self._working -= 1
        self._fill()

    def _leave(self, read: _Read[Any]) -> None:
        """Wait for it no longer: its place is another's, its thread stays until it is answered."""
        with self._lock:
            if read.ended or read.left:
                return
            if not read.begun:
                read.ended = True
                return
            read.left = True
            self._left.add(read)
            self._working -= 1
        self._fill()

    def _require_life(self, read: _Read[Any]) -> None:
        patience, watch = self._patience, read.watch
        if not read.begun:
            if time.monotonic() - read.asked > patience.silence:
                raise StorageSilent("The service is still busy with files that others asked for.")
            return
        place = watch.place
        if place and watch.waiting() > patience.reach:
            log.warning("left behind: %s does not answer", place)
            raise _silent(place)
        if watch.silent() > patience.silence:
            log.warning("left behind: no sign of life for %d s", patience.silence)
            raise StorageSilent("A file is being read for very long; its disk or server may be away.")

    def _require_answering(self, place: str) -> None:
        """Raise where another was left behind in the same folder, and still waits."""
        folder = Path(place).parent
        with self._lock:
            waited = [straggler.watch.place for straggler in self._left]
        if any(path and Path(path).parent == folder for path in waited):
            raise _silent(place)


def _silent(place: str) -> StorageSilent:
    return StorageSilent(f"{Path(place).name} is on a disk or server that does not answer.", where=place)


def _heard(future: asyncio.Future[Any]) -> None:
    """What is raised after everybody has gone is nobody's to hear."""
    if not future.cancelled():
        future.exception()


def _set(give: Callable[[Any], None], value: object) -> None:
    try:
        give(value)
    except InvalidStateError:  # whoever asked has gone: nobody waits for this
        return
