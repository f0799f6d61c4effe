"""Connections as they come in: bounded in number, and closed when they say nothing.

uvicorn bounds how long a connection rests between requests, and not how long a request takes to arrive
(uvicorn 0.54: `timeout_keep_alive` begins with the end of a response). It does not know what is asked.
"""

from __future__ import annotations

import asyncio
import time

from uvicorn.protocols.http.h11_impl import H11Protocol

from secondunit.wire import Problem, dumps

#: How long a request may take to arrive whole, its first byte included, in seconds.
ARRIVAL = 10.0
#: How many connections there may be, and how many of them whose request has not arrived.
MOST, MOST_SILENT = 256, 64


class BoundedConnection(H11Protocol):
    """A connection of HTTP/1.1; where there are too many, the one that is silent longest goes first."""

    _alarm: asyncio.TimerHandle | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection in, or answer 503."""
        super().connection_made(transport)
        self._watch()
        silent = [
            connection
            for connection in self.connections
            if isinstance(connection, BoundedConnection) and connection._alarm
        ]
        if len(silent) > MOST_SILENT:
            min(silent, key=lambda connection: connection._since)._drop()
        if len(self.connections) > MOST:
            transport.write(_BUSY)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; the clock runs until a request is whole."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """The next request, of which a part may be there, has its own time."""
        super().on_response_complete()
        self._look()

    def _look(self) -> None:
        cycle = self.cycle
        resting = cycle is not None and cycle.response_complete and not self.conn.trailing_data[0]
        whole = cycle is not None and not cycle.response_complete and not cycle.more_body
        if resting or whole:
            self._settle()
        elif self._alarm is None:
            self._watch()

    def _watch(self) -> None:
        self._since = time.monotonic()
        self._alarm = self.loop.call_later(ARRIVAL, self._drop)

    def _settle(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _drop(self) -> None:
        self._settle()
        self.connections.discard(self)  # now: many may come before the loop hears that it is gone
        self.transport.abort()


def _answer(status: str, problem: Problem) -> bytes:
    body = dumps(problem).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Retry-After: 5\r\nConnection: close\r\n\r\n".encode() + body


_BUSY = _answer(
    "503 Service Unavailable",
    Problem(
        "service.bad",
        "The service has as many connections as it takes.",
        remedy="Try again in a moment; close what has many of them open.",
    ),
)
