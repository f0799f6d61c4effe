"""Connections whose answers come to an end: a server that drips is cut off when its time is up.

A time limit on each wait does not bound the whole: a byte now and then keeps it going for days. It knows
`urllib3`; it knows no call and no provider.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse


@contextlib.contextmanager
def cut_after(seconds: float, shut: Callable[[], object]) -> Iterator[threading.Event]:
    """Call `shut` when the block has not ended in time; gives an event that is set from then on."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with contextlib.suppress(
            Exception
        ):  # it may be gone this very moment, and that is all that is wanted
            shut()

    watch = threading.Timer(max(0.0, seconds), cut)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()


class _Timed:
    """A connection whose answer begins in time: its head is whole before the read's time limit is over."""

    sock: Any
    timeout: Any

    def getresponse(self) -> HTTPResponse:
        held, limit = self.sock, self.timeout
        if not isinstance(limit, (int, float)):
            limit = 3600.0
        with cut_after(limit, lambda: held.shutdown(2)) as late:
            made: HTTPResponse = super().getresponse()  # type: ignore[misc]
            if late.is_set():
                raise TimeoutError("the head of the answer was not whole in time")
        return made


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
        made = super().proxy_manager_for(proxy, **named)
        made.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}
        return made
