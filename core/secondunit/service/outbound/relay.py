"""A relay: a line to another machine goes through here, so that what goes out over it is counted and ends.

Whoever listens holds one end of a connection within this machine; the other machine's stays in here.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from secondunit.wire.errors import ProviderAbsent

_CHUNK = 64 * 1024
#: How long one side may take to accept what came from the other, in seconds.
_STALL = 60.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Over:
    """What went out over a line: bytes, their SHA-256 (hex), and whether it was cut for going on too long."""

    bytes: int
    sha256: str
    cut: bool = False


def relayed(
    out: socket.socket, most: int, ended: Callable[[Over], None]
) -> tuple[socket.socket, threading.Thread]:
    """A socket that speaks to `out` for at most `most` bytes, and who carries between them.

    `ended` is told what went out, once, before the thread ends.

    Raises `ProviderAbsent` where this machine cannot connect to itself.
    """
    try:
        near, far = _pair()
    except OSError:
        out.close()
        raise ProviderAbsent("This machine cannot connect to itself.") from None
    thread = threading.Thread(target=_carry, args=(far, out, most, ended), name="relay", daemon=True)
    thread.start()
    return near, thread


def _pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of one connection on loopback, which nobody else can have taken."""
    with socket.create_server(("127.0.0.1", 0), backlog=1) as listening:
        near = socket.create_connection(listening.getsockname(), 5.0)
        listening.settimeout(5.0)
        while True:
            far, peer = listening.accept()
            if peer == near.getsockname():
                near.settimeout(None)
                return near, far
            far.close()


def _carry(near: socket.socket, out: socket.socket, most: int, ended: Callable[[Over], None]) -> None:
    went, count, cut = sha256(), 0, False
    with near, out, selectors.DefaultSelector() as ready, contextlib.suppress(OSError):
        for side in (near, out):
            side.settimeout(_STALL)
            ready.register(side, selectors.EVENT_READ)
        while ready.get_map():
            # Once nobody listens here any more the other machine has a while to hang up.
            events = ready.select(None if near in ready.get_map() else _STALL)
            if not events:
                break
            for key, _ in events:
                source = near if key.fileobj is near else out
                data = source.recv(_CHUNK)
                if source is near and count + len(data) > most:
                    cut = True
                    raise OSError
                if source is near:
                    went.update(data)
                    count += len(data)
                other = out if source is near else near
                if data:
                    other.sendall(data)
                else:
                    ready.unregister(source)
                    with contextlib.suppress(OSError):
                        other.shutdown(socket.SHUT_WR)
                if source is out and not data:  # the other machine hung up: nothing more is to be said to it
                    raise OSError
    try:
        ended(Over(count, went.hexdigest(), cut))
    except Exception:
        log.exception("what went over a line is not on record: %d bytes, %s", count, went.hexdigest())
