"""Sending for botocore: each request it has signed goes out through the door, and nothing by itself.

botocore asks a hook before it sends; ours always answers, so that its own connections are never made. The job
a call is for is known by context and never written into the request: the signature stays as it was made.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from secondunit.wire.errors import ProviderDenied

from ..door import MOST_IN_MEMORY, Answer, Call, Door, read

#: Headers that belong to one connection, and are the door's own business.
_OURS = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect"}
_UNPACKED = {"content-encoding", "content-length", "transfer-encoding"}
_errand: ContextVar[str] = ContextVar("errand", default="")


@contextlib.contextmanager
def on_errand(key: str) -> Iterator[None]:
    """Every call of this thread within the block is for the job with this key."""
    before = _errand.set(key)
    try:
        yield
    finally:
        _errand.reset(before)


class Sending:
    """The hook for `before-send`. `homes` holds the host of each service that is pinned to one."""

    def __init__(self, door: Door, timeout: float, patience: float) -> None:
        self._door, self._timeout, self._patience = door, timeout, patience
        self.homes: dict[str, str] = {}

    def __call__(self, request: AWSPreparedRequest, event_name: str, **_: object) -> AWSResponse:
        """Send once; errors of the door come out as they are. `event_name` ends in service and operation."""
        service, operation = event_name.split(".", 2)[1:]
        self._at_home(service, str(request.url))
        plain: Any = request.headers
        headers = tuple(
            (_text(name), _text(value)) for name, value in plain.items() if _text(name).lower() not in _OURS
        )
        timeout = self._patience if operation == "InvokeModel" else self._timeout
        answer = self._door.send(
            Call(
                str(request.method), str(request.url), _errand.get(), headers, _body(request), timeout=timeout
            )
        )
        packed = "content-encoding" in {name.lower() for name in answer.headers}
        # The door has unpacked the body already.
        plain_headers: Any = {
            name: value
            for name, value in answer.headers.items()
            if not packed or name.lower() not in _UNPACKED
        }
        streams = operation == "GetObject" and answer.status < 300
        raw: Any = _Stream(answer) if streams else _Held(read(answer, MOST_IN_MEMORY))
        return AWSResponse(str(request.url), answer.status, plain_headers, raw)

    def _at_home(self, service: str, url: str) -> None:
        home, host = self.homes.get(service), urlsplit(url).hostname or ""
        if home is not None and host != home and not host.endswith(f".{home}"):
            raise ProviderDenied(
                f"A call for {service} would go to {host}, which is not where it was set to go.",
                remedy="Set the region of the bucket, or endpoint." + service + ".",
            )


class _Held:
    """A body that is in memory, as botocore reads one."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def read(self, amt: int | None = None, **_: object) -> bytes:
        end = len(self._body) if amt is None else self._at + amt
        piece, self._at = self._body[self._at : end], min(end, len(self._body))
        return piece

    def stream(self, amt: int = 0, **_: object) -> Iterator[bytes]:
        yield self.read()

    def close(self) -> None:
        """Nothing is open."""


class _Stream:
    """A body that is read as it comes, as botocore reads one."""

    def __init__(self, answer: Answer) -> None:
        self._answer, self._chunks, self._rest = answer, answer.chunks(), b""

    def read(self, amt: int | None = None, **_: object) -> bytes:
        if amt is None:
            return b"".join((self._rest, *self._chunks))
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        piece, self._rest = self._rest[:amt], self._rest[amt:]
        return piece

    def stream(self, amt: int = 0, **_: object) -> Iterator[bytes]:
        yield from self._chunks

    def close(self) -> None:
        self._answer.close()


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _body(request: AWSPreparedRequest) -> bytes:
    body: Any = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, (bytes, bytearray)) else bytes(body.read())
