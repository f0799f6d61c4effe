"""The network guard: no socket of this process leaves the machine without a verdict that names the host.

Once installed it cannot be taken out again by Python code: it is an audit hook, which the interpreter asks
before it looks a name up, connects, sends to an address or listens. That holds for Unix sockets, abstract
ones as well: another program stands behind each. The C library's own functions for sockets are not given out
by `ctypes`, however it was loaded. Not seen are: code in C that opens sockets by itself (FFmpeg, libpq, an
extension module of somebody's own), `cffi`, what calls a function by its address, and other programs; for
those a network namespace without a route is the proof. It stops mistakes, and of code that means harm what
uses sockets plainly: whatever runs in this process can hand itself a verdict.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from typing import Any, ParamSpec, TypeVar

from secondunit.ground.addresses import is_loopback, is_reserved
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
#: Whose code is running, where it is not ours.
_guest: ContextVar[str] = ContextVar("secondunit_guest", default="")
#: The kind of a socket as the system knows it, whatever a class of its own says.
_family: Any = socket.SocketType.__dict__["family"]
#: Ways of one program to start another, or to load code that opens sockets by itself.
_PROGRAMS = frozenset({
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.startfile/2", "os.fork", "os.forkpty", "pty.spawn", "ctypes.dlopen",
})  # fmt: skip
#: Functions of the C library, and of Windows', that open, name or use sockets, or lead to those that do.
_SOCKETS = frozenset({
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "send", "sendto", "sendmsg",
    "sendmmsg", "sendfile", "getaddrinfo", "gethostbyname", "gethostbyname2", "gethostbyname_r",
    "getnameinfo", "res_query", "res_search", "syscall", "dlsym", "dlopen", "dlvsym", "__libc_dlopen_mode",
    "__libc_dlsym", "WSASocketA", "WSASocketW", "WSAConnect", "WSASend", "WSASendTo", "ConnectEx",
    "GetAddrInfoW", "InternetOpenA", "InternetOpenW", "WinHttpOpen", "URLDownloadToFileA",
    "URLDownloadToFileW", "GetProcAddress",
})  # fmt: skip
#: Whether code of ours may speak over Unix sockets just now: to the system's keyring.
_local: ContextVar[bool] = ContextVar("secondunit_unix_sockets", default=False)
#: What the system takes an empty host for.
_ANY = "0.0.0.0"
log = logging.getLogger(__name__)


def install() -> None:
    """Guard this process from now on; a second time changes nothing."""
    global _installed
    with _lock:
        if _installed:
            return
        _installed = True
        _remember_addresses()
        _ask_before_look_up()
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


@contextlib.contextmanager
def guest(name: str) -> Iterator[None]:
    """Note in the log, by this name, what the code within this block starts that the guard does not see."""
    token = _guest.set(name)
    try:
        yield
    finally:
        _guest.reset(token)


@contextlib.contextmanager
def unix_sockets() -> Iterator[None]:
    """Let the code within this block, ours and never a provider's, speak to programs over Unix sockets."""
    token = _local.set(True)
    try:
        yield
    finally:
        _local.reset(token)


def require(host: str) -> None:
    """Raise `NoVerdict` unless the code running here may connect to a host or address now."""
    if is_loopback(host):
        return
    host = host or _ANY
    now = utc_now()
    standing = [verdict for verdict in _open.get() if not verdict.why_not(now=now)]
    # A name may be made to mean any address by whoever keeps it: these have to be named themselves.
    names = {host} if is_reserved(host) else _addresses.get(host, set()) | {host}
    for verdict in standing:
        if any(host_named(name, verdict.hosts) for name in names):
            return
    target = ", ".join(sorted(names))
    if standing:
        named = ", ".join(dict.fromkeys(name for verdict in standing for name in verdict.hosts))
        raise NoVerdict(f"The verdict in hand names {named}, not {target}.", where=host)
    raise NoVerdict(f"Something tried to reach {target} without the gate's verdict.", where=host)


def _asked(event: str, arguments: tuple[Any, ...]) -> None:
    """What the interpreter tells before it does it; raising keeps it from being done."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
        endpoint, address = arguments[0], arguments[1]
        family = _family.__get__(endpoint)
        if family not in (socket.AF_INET, socket.AF_INET6):
            if family != getattr(socket, "AF_UNIX", None):
                raise NoVerdict("Something tried to leave by a way that is not the internet.")
            if address is not None:
                _require_unix(address)
        elif address is not None:  # a connected socket's own
            (_require_own if event == "socket.bind" else require)(_first(address))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        if host is not None:
            _require_name(_text(host))
    elif event == "socket.gethostbyaddr":
        require(_text(arguments[0]))
    elif event == "socket.getnameinfo":
        require(_first(arguments[0]))
    elif event in ("ctypes.dlsym", "ctypes.dlsym/handle"):
        name = arguments[-1]
        if isinstance(name, (str, bytes)) and _text(name) in _SOCKETS:
            sentence = f"Something asked the C library for {_text(name)}, around the guard."
            raise NoVerdict(sentence, where=_text(name))
    elif event in _PROGRAMS and _guest.get():
        _told(event, arguments)


def _require_unix(address: Any) -> None:
    """A Unix socket is named by its path, an abstract one by `@` and its name."""
    raw = _text(address) if isinstance(address, (str, bytes, bytearray)) else str(address)
    place = "unix:" + (f"@{raw[1:]}" if raw.startswith("\0") else raw)
    now = utc_now()
    if _local.get() or any(
        place in verdict.hosts and not verdict.why_not(now=now) for verdict in _open.get()
    ):
        return
    raise NoVerdict(
        f"Something tried to reach the program at {place} without the gate's verdict.", where=place
    )


def _require_own(host: str) -> None:
    """What listens answers unasked: beyond this machine it needs a verdict that names its own address."""
    if is_loopback(host):
        return
    place = host or _ANY
    now = utc_now()
    if not any(host_named(place, verdict.hosts) and not verdict.why_not(now=now) for verdict in _open.get()):
        raise NoVerdict(f"Something tried to take calls from other machines, at {place}.", where=place)


def _told(event: str, arguments: tuple[Any, ...]) -> None:
    """Say in the log what a guest starts, without its arguments: they may hold anything."""
    first = arguments[0] if arguments else None
    if event == "ctypes.dlopen" and first is None:  # this very program
        return
    action = "loaded a library" if event == "ctypes.dlopen" else "started another program"
    words = first.split() if isinstance(first, (str, bytes)) and event == "os.system" else [first]
    detail = "" if not words or words[0] is None else f": {_text(words[0])[:200]}"
    log.warning("%s %s, which the guard does not see%s", _guest.get(), action, detail)


def _require_name(host: str) -> None:
    """Names are looked up in threads of the event loop's own: any verdict open in this process will do."""
    if is_loopback(host):
        return
    with _lock:
        open_hosts = list(_hosts)
    if not any(host_named(name, hosts) for hosts in open_hosts for name in _addresses.get(host, {host})):
        label = host or "an empty name"
        raise NoVerdict(f"Something looked up {label} without the gate's verdict.", where=host)


def _remember_addresses() -> None:
    """Note under which name each address was looked up, so that a connection to it can be told by name."""
    lookup = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        answers = lookup(host, *arguments, **named)
        if host is not None and not is_loopback(_text(host)):
            with _lock:
                for answer in answers:
                    _addresses.setdefault(str(answer[4][0]), set()).add(_text(host))
        return answers

    socket.getaddrinfo = getaddrinfo


def _ask_before_look_up() -> None:
    """Ask about a name that is given to a socket, which looks it up before the hook hears of it."""
    for name in ("connect", "connect_ex", "sendto", "sendmsg", "bind"):
        method = getattr(socket.socket, name, None)
        if method is not None:
            setattr(socket.socket, name, _asking(method, name))


def _asking(method: Callable[P, T], name: str) -> Callable[P, T]:
    @functools.wraps(method)
    def asking(*arguments: P.args, **named: P.kwargs) -> T:
        endpoint, *rest = arguments
        at = {"sendto": len(rest) - 1, "sendmsg": 3}.get(name, 0)
        address = rest[at] if 0 <= at < len(rest) else None
        internet = _family.__get__(endpoint) in (socket.AF_INET, socket.AF_INET6)
        if internet and isinstance(address, tuple) and len(address):
            (_require_own if name == "bind" else require)(_first(address))
        return method(*arguments, **named)

    return asking


def _first(address: Any) -> str:
    """The host of a socket's address, whatever a class of its own says."""
    return _text(tuple.__getitem__(address, 0) if isinstance(address, tuple) else address[0])


def _text(host: object) -> str:
    """A host as the system will read it, whatever a class of its own says."""
    if isinstance(host, bytes):
        return bytes.decode(host, "ascii", "replace")
    if isinstance(host, bytearray):
        return bytearray.decode(host, "ascii", "replace")
    return str.__str__(host) if isinstance(host, str) else str(host)
