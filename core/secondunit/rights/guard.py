"""The network guard: no socket of this process leaves the machine without a verdict that names the host.

Once installed it cannot be taken out again by Python code: it is an audit hook, which the interpreter asks
before it looks a name up, connects or sends to an address. Code in C that opens sockets by itself (FFmpeg,
for one) is not seen by it; for that a network namespace without a route is the proof.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from typing import Any, ParamSpec, TypeVar

from secondunit.wire.errors import NoVerdict, Refused
from secondunit.wire.rights import Verdict, host_named

from .clock import utc_now

P = ParamSpec("P")
T = TypeVar("T")

#: The verdicts that the code running here may go out on.
_open: ContextVar[tuple[Verdict, ...]] = ContextVar("secondunit_verdicts", default=())
_lock = threading.Lock()
_hosts: dict[tuple[str, ...], int] = {}
_addresses: dict[str, set[str]] = {}
_installed = False


def install() -> None:
    """Guard this process from now on; a second time changes nothing."""
    global _installed
    with _lock:
        if _installed:
            return
        _installed = True
        _remember_addresses()
        sys.addaudithook(_asked)


def installed() -> bool:
    """Whether this process is guarded."""
    return _installed


@contextlib.contextmanager
def going_out(verdict: Verdict) -> Iterator[None]:
    """Let the code within this block, and nothing else, speak to the hosts that a verdict names.

    A thread started within does not inherit that; give it `carried`. Raises `Refused` with the verdict's
    reason when it allows nothing, was changed, or has lapsed.
    """
    reason = verdict.why_not(now=utc_now())
    if reason:
        raise Refused(reason, remedy="Ask the gate again; nothing was sent.")
    token = _open.set((*_open.get(), verdict))
    with _lock:
        _hosts[verdict.hosts] = _hosts.get(verdict.hosts, 0) + 1
    try:
        yield
    finally:
        _open.reset(token)
        with _lock:
            _hosts[verdict.hosts] -= 1
            if not _hosts[verdict.hosts]:
                del _hosts[verdict.hosts]


def carried(function: Callable[P, T]) -> Callable[P, T]:
    """A function that goes out, in whatever thread, on the verdicts of the code that calls this."""
    context = copy_context()

    def call(*arguments: P.args, **named: P.kwargs) -> T:
        return context.copy().run(function, *arguments, **named)

    return call


def require(host: str) -> None:
    """Raise `NoVerdict` unless the code running here may connect to a host or address now."""
    if _is_here(host):
        return
    now = utc_now()
    standing = [verdict for verdict in _open.get() if not verdict.why_not(now=now)]
    names = _addresses.get(host, set()) | {host}
    for verdict in standing:
        if any(host_named(name, verdict.hosts) for name in names):
            return
    shown = ", ".join(sorted(names))
    if standing:
        named = ", ".join(dict.fromkeys(name for verdict in standing for name in verdict.hosts))
        raise NoVerdict(f"The verdict in hand names {named}, not {shown}.", where=host)
    raise NoVerdict(f"Something tried to reach {shown} without the gate's verdict.", where=host)


def _asked(event: str, arguments: tuple[Any, ...]) -> None:
    """What the interpreter tells before it does it; raising keeps it from being done."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        made, address = arguments[0], arguments[1]
        if made.family not in (socket.AF_INET, socket.AF_INET6):
            if made.family != getattr(socket, "AF_UNIX", None):
                raise NoVerdict("Something tried to leave by a way that is not the internet.")
        elif address is not None:  # a connected socket's own
            require(_text(address[0]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        if host is not None:
            _require_name(_text(host))
    elif event == "socket.gethostbyaddr":
        require(_text(arguments[0]))


def _require_name(host: str) -> None:
    """Names are looked up in threads of the event loop's own: any verdict open in this process will do."""
    if _is_here(host):
        return
    with _lock:
        open_hosts = list(_hosts)
    if not any(host_named(name, hosts) for hosts in open_hosts for name in _addresses.get(host, {host})):
        raise NoVerdict(f"Something looked up {host} without the gate's verdict.", where=host)


def _is_here(host: str) -> bool:
    bare = host.partition("%")[0].strip("[]")
    if bare.lower() in ("", "localhost", "localhost.localdomain", "<broadcast>"):
        return bare != "<broadcast>"
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or bool(mapped and mapped.is_loopback)


def _remember_addresses() -> None:
    """Note under which name each address was looked up, so that a connection to it can be told by name."""
    found = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        answers = found(host, *arguments, **named)
        if host is not None and not _is_here(_text(host)):
            with _lock:
                for answer in answers:
                    _addresses.setdefault(str(answer[4][0]), set()).add(_text(host))
        return answers

    socket.getaddrinfo = getaddrinfo


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else str(host)
