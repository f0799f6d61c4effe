"""The door: who may talk to the service at all. It stands before every route, those that do not exist too.

A page in the artist's browser can send requests to loopback. It cannot know the token; and a request that a
browser made for another site, or that reached us under another name (DNS rebinding), is refused even with it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secondunit.wire.errors import SecondUnitError, WrongOrigin, WrongToken

from .answers import refusal, too_large, too_large_problem

#: The largest body of a request, in bytes, where its route says no other: a brief is a few kilobytes.
LARGEST_BODY = 1 << 20
NAMES = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """Lets a request through that comes to us by our own name, with the token, and is not huge."""

    def __init__(
        self, app: ASGIApp, *, token: str, port: int, larger: Mapping[str, int] | None = None
    ) -> None:
        """`larger` are the paths of routes that take larger bodies, each with its bound in bytes."""
        self._app = app
        self._larger = larger or {}
        self._token = token.encode()
        self._hosts = {f"{name}:{port}" for name in NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        error = self._refused(headers)
        if error is not None:
            await refusal(error)(scope, receive, send)
            return
        most = self._larger.get(scope["path"], LARGEST_BODY)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdecimal() or int(length) > most:
            await too_large(most)(scope, receive, send)
            return
        body = _Body(receive, most)
        await self._app(scope, body.receive, body.answering(send))

    def _refused(self, headers: Headers) -> SecondUnitError | None:
        if headers.get("host", "").lower() not in self._hosts:
            return WrongOrigin("The service answers to its own name only.")
        if any(origin.lower() not in self._origins for origin in headers.getlist("origin")):
            return WrongOrigin("A page of another site may not talk to the service.")
        if not {"none", "same-origin"}.issuperset(headers.getlist("sec-fetch-site")):
            return WrongOrigin("A page of another site may not talk to the service.")
        scheme, _, token = headers.get("authorization", "").partition(" ")
        key = token.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() != "bearer" or not hmac.compare_digest(key, self._token):
            return WrongToken(
                "The token is missing or wrong.", remedy="Read it from the file token in the state folder."
            )
        return None


class _Body:
    """Counts a body that did not say how long it is."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._count = 0
        self.over = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > self._most:
            self.over = True
            raise too_large_problem(self._most)
        return message

    def answering(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if self.over and message["type"] == "http.response.start":
                message = {**message, "status": 413}
            await send(message)

        return answer
