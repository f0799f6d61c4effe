"""The guard: proves that a provider opens no connection but through the door it was handed.

It watches this process's sockets while a block runs; it knows no provider.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from secondunit.providers import Answer, Call, Door
from secondunit.wire.errors import Refused

_inside = threading.local()


class GuardedDoor:
    """A door that marks its thread while a call is in it, keeps what went through, and can be shut."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.shut = False
        self.calls: list[Call] = []

    def send(self, call: Call) -> Answer:
        """Pass the call on; raises `Refused` while shut."""
        self._check(call)
        with _through():
            return _GuardedAnswer(self._door.send(call))

    def connect(self, host: str, port: int, errand: str, timeout: float) -> socket.socket:
        """Pass the wish for a socket on; raises `Refused` while shut."""
        self._check(Call("CONNECT", f"tcp://{host}:{port}", errand))
        with _through():
            return self._door.connect(host, port, errand, timeout)

    def _check(self, call: Call) -> None:
        if self.shut:
            raise Refused("No rule allows this provider.", remedy="Ask for a rule.")
        self.calls.append(call)


class _GuardedAnswer:
    def __init__(self, answer: Answer) -> None:
        self.status: int = answer.status
        self.headers: Mapping[str, str] = answer.headers
        self._answer = answer

    def chunks(self) -> Iterator[bytes]:
        yield from self._answer.chunks()

    def close(self) -> None:
        self._answer.close()


@contextlib.contextmanager
def sockets_guarded() -> Iterator[list[str]]:
    """While the block runs, every connection outside a `GuardedDoor` raises and is noted."""
    addresses: list[str] = []
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: object) -> None:
        if not getattr(_inside, "depth", 0):
            addresses.append(str(address))
            raise PermissionError(f"a connection to {address} past the door")

    def guarded(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    _set(guarded, guarded_ex)
    try:
        yield addresses
    finally:
        _set(connect, connect_ex)


def _set(connect: object, connect_ex: object) -> None:
    for name, method in (("connect", connect), ("connect_ex", connect_ex)):
        setattr(socket.socket, name, method)


@contextlib.contextmanager
def _through() -> Iterator[None]:
    _inside.depth = getattr(_inside, "depth", 0) + 1
    try:
        yield
    finally:
        _inside.depth -= 1
