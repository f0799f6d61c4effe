"""A door for vendors' SDKs that speak `httpx`: a transport that sends every request through ours.

It knows `httpx` and the door; it knows no vendor. A request names its job in the header `ERRAND`, which stays
here. Only for providers whose SDK brings `httpx`.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from .door import Answer, Call, Door

#: The header that names the job of a request; taken off before the request leaves.
ERRAND = "x-secondunit-errand"
#: Headers that belong to one connection, and are the door's own business.
_OURS = {ERRAND, "host", "connection", "content-length", "transfer-encoding", "accept-encoding"}
#: What generated SDKs tell of this machine, its system and its Python: nobody's business.
_TELLTALE = "x-stainless-"
_UNPACKED = {"content-encoding", "content-length", "transfer-encoding"}


class DoorTransport(httpx.BaseTransport):
    """Sends through a door; errors of the door come out as they are, for the caller to unwrap."""

    def __init__(self, door: Door, timeout: float) -> None:
        self._door, self._timeout = door, timeout

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, once."""
        headers = tuple(
            (name, value)
            for name, value in request.headers.items()
            if name not in _OURS and not name.startswith(_TELLTALE)
        )
        errand = request.headers.get(ERRAND, "")
        body = request.read()
        answer = self._door.send(
            Call(request.method, str(request.url), errand, headers, body, timeout=self._timeout)
        )
        # The door has unpacked the body already.
        plain_headers = [
            (name, value) for name, value in answer.headers.items() if name.lower() not in _UNPACKED
        ]
        return httpx.Response(answer.status, headers=plain_headers, stream=_Body(answer), request=request)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.chunks()

    def close(self) -> None:
        self._answer.close()
