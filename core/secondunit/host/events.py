"""Server-sent events: read the stream in bursts, keep only what is still news, and give wire events.

For worker threads only. Of several events about one job in a burst, only the last is decoded: each carries
the whole job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from secondunit.wire import Event, SecondUnitError, decode

from .client import Client, lost

if TYPE_CHECKING:
    from http.client import HTTPResponse


class EventStream:
    """The service's events after a number. `heard` is the number of the last one that was given out."""

    def __init__(self, client: Client, after: int, *, show: str = "", pause: Callable[[], None]) -> None:
        self.heard = after
        self._response = client.open_events(after, show=show)
        self._pause = pause

    def bursts(self) -> Iterator[list[Event]]:
        """What arrived since the last burst, in order, one event a job at most; empty for a sign of life.

        Raises `ServiceLost` when the connection breaks off; ends when the service closes it.
        """
        data: list[bytes] = []
        for lines in read_lines(self._response):
            bodies = []
            for line in lines:
                if line.startswith(b"data:"):
                    data.append(line[5:].removeprefix(b" "))
                elif not line and data:
                    bodies.append(b"\n".join(data))
                    data = []
            yield self._decode(bodies)

    def close(self) -> None:
        """Break off the connection; a thread that waits in `bursts` returns."""
        from contextlib import suppress
        from socket import SHUT_RDWR

        raw: Any = getattr(getattr(self._response, "fp", None), "raw", None)
        with suppress(OSError, AttributeError):
            raw._sock.shutdown(SHUT_RDWR)

    def _decode(self, bodies: list[bytes]) -> list[Event]:
        latest: dict[str, dict[str, Any]] = {}
        for body in bodies:
            item = _parse(body)
            if item is None:
                continue
            key = _subject(item)
            latest.pop(key, None)
            latest[key] = item
            self._pause()
        events = []
        for item in latest.values():
            try:
                event = decode(Event, item)
            except SecondUnitError:
                # A newer service may speak of things this host has no name for.
                continue
            events.append(event)
            self._pause()
        for item in latest.values():
            number = item.get("number", 0)
            if isinstance(number, int):
                self.heard = max(self.heard, number)
        return events


def _parse(body: bytes) -> dict[str, Any] | None:
    import json

    try:
        item = json.loads(body)
    except ValueError:
        return None
    if not isinstance(item, dict):
        return None
    item.pop("schema", None)
    return item


def _subject(item: dict[str, Any]) -> str:
    """What an event is about: a later event on the same subject makes it old."""
    job = item.get("job")
    if isinstance(job, dict) and "take" not in item:
        return f"job {job.get('id')}"
    return f"number {item.get('number')}"


def read_lines(response: HTTPResponse) -> Iterator[list[bytes]]:
    """The lines of a stream as they arrive: all complete lines of each read, without their ends.

    Raises `ServiceLost` when the stream breaks off or is silent for too long; ends when it is closed.
    """
    from http.client import HTTPException

    rest = b""
    while True:
        try:
            block = response.read1(65_536)
        except (OSError, ValueError, HTTPException) as error:
            raise lost(error) from None
        if not block:
            return
        *lines, rest = (rest + block).split(b"\n")
        yield [line.rstrip(b"\r") for line in lines]
