"""Connections whose answers come to an end: a server that drips is cut off when its time is up.

A time limit on each wait does not bound the whole: a byte now and then keeps it going for days. It knows
`urllib3`; it knows no call and no provider.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse


@dataclass(order=True)
class _Due:
    """When something is to be cut, by the steady clock; nothing is cut where `cut` is None."""

    when: float
    number: int
    cut: Callable[[], None] | None = field(compare=False)


class _Watch:
    """One thread that cuts what is late, for every connection of the process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[_Due] = []
        self._numbers = itertools.count()
        self._spent = 0
        self._thread: threading.Thread | None = None

    def add(self, seconds: float, cut: Callable[[], None]) -> _Due:
        due = _Due(time.monotonic() + max(0.0, seconds), next(self._numbers), cut)
        with self._changed:
            heapq.heappush(self._due, due)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="late answers", daemon=True)
                self._thread.start()
            elif self._due[0] is due:
                self._changed.notify()
        return due

    def forget(self, due: _Due) -> None:
        with self._changed:
            due.cut = None
            self._spent += 1
            if self._spent > 64 and 2 * self._spent > len(self._due):  # an hour is long to keep what is done
                self._due = [deadline for deadline in self._due if deadline.cut is not None]
                heapq.heapify(self._due)
                self._spent = 0

    def _run(self) -> None:
        while True:
            with self._changed:
                wait = self._due[0].when - time.monotonic() if self._due else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                cut = heapq.heappop(self._due).cut
                if cut is not None:  # with the lock held: what was forgotten is not cut any more
                    cut()


_watch = _Watch()


@contextlib.contextmanager
def cut_after(seconds: float, closer: Callable[[], object]) -> Iterator[threading.Event]:
    """Call `closer` when the block has not ended in time; gives an event that is set from then on."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with contextlib.suppress(
            Exception
        ):  # it may be gone this very moment, and that is all that is wanted
            closer()

    due = _watch.add(seconds, cut)
    try:
        yield late
    finally:
        _watch.forget(due)


class _Timed:
    """A connection whose answer begins in time: its head is whole before the read's time limit is over."""

    sock: Any
    timeout: Any

    def getresponse(self) -> HTTPResponse:
        socket, limit = self.sock, self.timeout
        if not isinstance(limit, (int, float)):
            limit = 3600.0
        with cut_after(limit, lambda: socket.shutdown(2)) as late:
            response: HTTPResponse = super().getresponse()  # type: ignore[misc]
        if late.is_set():
            raise TimeoutError("the head of the answer was not whole in time")
        return response


class _Plain(_Timed, HTTPConnection):  # type: ignore[misc]
    pass


class _Safe(_Timed, HTTPSConnection):  # type: ignore[misc]
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _Safe


class TimedAdapter(HTTPAdapter):
    """An adapter of `requests` with such connections."""

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}

    def proxy_manager_for(self, proxy: Any, **named: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}
        return manager
