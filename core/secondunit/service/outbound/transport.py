"""The transport of one provider of one show: no call passes without a verdict that covers it.

A call for a job passes on the verdict of that job's clearance; a call for no job is a question what there is,
and passes on the show's greeting with nothing of the show in it. While a call is made, and only then, the
network guard lets this thread through to the hosts of that verdict. It knows no provider and no rule.
"""

from __future__ import annotations

import contextlib
import math
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from secondunit.ground.addresses import is_loopback, literal
from secondunit.providers.door import Answer, Call
from secondunit.providers.http import HttpDoor
from secondunit.providers.message import Message, open_message
from secondunit.rights.clock import utc_now
from secondunit.rights.guard import going_out, require
from secondunit.wire.errors import BadInput, Refused
from secondunit.wire.rights import Verdict

from .contents import Contents, contents, decoded
from .relay import Over, relayed

#: The most text that may go with a question what there is, in bytes.
MOST_ASKED = 64 * 1024
#: The longest address with headers, in characters: words of the protocol, and no picture.
LONGEST_ADDRESS = 16 * 1024
#: What helps where a provider's own code asks for what no provider may.
_FAULT = "Tell whoever looks after this provider: its package is at fault."
#: The most that a listener may say over a line, in bytes: a greeting, and a sign of life now and then.
MOST_OVER_A_LINE = 1024 * 1024
#: How long an errand is known after the last block that had it out, in seconds.
LINGERS = 90.0
#: Letters of an address: no space, no control, no backslash, nothing that is not ASCII.
_PLAIN = re.compile(r"[!-\[\]-~]+")
_SCHEMES = frozenset({"http", "https", "ws", "wss", "tcp"})
_LOOK = frozenset({"GET", "HEAD", "CONNECT"})


class OpenErrand(Protocol):
    """What stands behind an errand's key: a piece of a job that is out."""

    def pass_out(self, message: Message, host: str, carried: Contents, account: str | None) -> Verdict:
        """The verdict that lets a call of an account out, its row in the ledger; raises `Refused`."""

    def line_ended(self, host: str, over: Over) -> None:
        """What went out over a line, for the ledger."""


@dataclass(frozen=True)
class _Out:
    errand: OpenErrand
    blocks: int
    until: float


class GatedTransport:
    """A `Door` with the gate in it. `greet` gives the verdict for questions, with True where they leave.

    `account` is whose terms hold, `home` are the hosts of the provider itself, `note` writes down what a
    question says, `folder` holds the private copies of what is sent, `declared` are the addresses of this
    machine that are declared local; `before` is the transport that this one follows: jobs that were out by
    that one are out by this one too, and the other way round.
    """

    def __init__(
        self,
        greet: Callable[[bool], Verdict],
        home: tuple[str, ...] = (),
        *,
        account: str | None = None,
        proxies: bool = False,
        before: GatedTransport | None = None,
        note: Callable[[str, Message], None] = lambda host, message: None,
        folder: Path | None = None,
        declared: tuple[str, ...] = (),
    ) -> None:
        self._declared = frozenset(_port(address) for address in declared)
        self._folder = folder
        self._relays: list[threading.Thread] = []
        self._account, self._note = account, note
        self._greet = greet
        self._http = HttpDoor(_guarded, proxies=proxies)
        self._lock: threading.Lock = before._lock if before else threading.Lock()
        self._errands: dict[str, _Out] = before._errands if before else {}
        self._home: set[str] = {_site(host) for host in home}
        self._keys: set[str] = before._keys if before else set()

    # ---- the door ----

    def send(self, call: Call) -> Answer:
        """One call on its verdict; raises `Refused`, `ProviderAbsent`, `ProviderSilent`, `BadInput`."""
        with open_message(call, folder=self._folder) as message, going_out(self._judged(message)):
            return self._http.send_message(message)

    def connect(self, host: str, port: int, errand: str, timeout: float) -> socket.socket:
        """A connected socket on the errand's verdict; raises `Refused`, `ProviderAbsent`."""
        address = f"[{host}]" if ":" in host else host
        verdict = self.permit(Call("CONNECT", f"tcp://{address}:{port}", errand))
        with going_out(verdict):
            connection = self._http.connect(host, port, errand, timeout)
        with self._lock:
            standing = self._errands.get(errand)
        if standing is None or not verdict.rule:  # it does not leave this machine
            return connection
        near, relay = relayed(connection, MOST_OVER_A_LINE, partial(standing.errand.line_ended, host))
        with self._lock:
            self._relays = [*(thread for thread in self._relays if thread.is_alive()), relay]
        return near

    def permit(self, call: Call) -> Verdict:
        """The verdict that a call goes out on; raises `Refused`, `BadInput`."""
        with open_message(call, folder=self._folder) as message:
            return self._judged(message)

    def _judged(self, message: Message) -> Verdict:
        """What is judged is the message that was read, and nothing that could be another when it is sent."""
        call = message.call
        host = _host(call)
        with self._lock:
            standing = self._errands.get(call.errand)
        errand = standing.errand if standing and standing.until > time.monotonic() else None
        if call.errand and errand is None:
            raise Refused(
                "The job that this call is for is not out: the gate was not asked.",
                remedy=_FAULT,
                kept="Nothing was sent.",
                where=host,
            )
        if any(name.lower() == "host" for name, _ in call.headers):
            raise BadInput(
                "A call names its host in its address and nowhere else.", remedy=_FAULT, where=host
            )
        if len(call.url) + sum(len(name) + len(value) for name, value in call.headers) > LONGEST_ADDRESS:
            raise Refused("No address and no header of a call is as long as this.", remedy=_FAULT, where=host)
        carried = contents(message)
        if is_loopback(host):
            verdict = self._passed(errand, message, host, carried)
            if not verdict.rule:
                self._only_declared(call, host)
            return verdict
        self._only_home(call, host, carried)
        verdict = self._passed(errand, message, host, carried)
        with self._lock:
            if not self._home:  # the first place that the gate lets it speak to is its own
                self._home.add(_site(host))
        return verdict

    def _passed(self, errand: OpenErrand | None, message: Message, host: str, carried: Contents) -> Verdict:
        if errand is None:
            return self._question(host, message, carried)
        return errand.pass_out(message, host, carried, self._account)

    def close(self) -> None:
        """Let go of every connection that is kept open, and see what went over lines on record."""
        self._http.close()
        for relay in self._relays:
            relay.join(1.0)

    # ---- who is out ----

    @contextlib.contextmanager
    def out(self, key: str, errand: OpenErrand) -> Iterator[None]:
        """Let calls with this key out on the errand's verdict while the block runs, and a little longer.

        Longer, because a provider may listen between two questions; each call is held against the verdict.
        """
        with self._lock:
            before = self._errands.get(key)
            blocks = 1 + (before.blocks if before else 0)
            self._errands[key] = _Out(errand, blocks, math.inf)
        try:
            yield
        finally:
            now = time.monotonic()
            with self._lock:
                blocks = self._errands[key].blocks - 1
                self._errands[key] = _Out(errand, blocks, math.inf if blocks else now + LINGERS)
                for stale_key in [key for key, entry in self._errands.items() if entry.until < now]:
                    del self._errands[stale_key]

    def guard_key(self, key: str) -> str:
        """Remember a key of this provider, which from now on goes to its home only; gives it back."""
        if len(key) >= 6:
            with self._lock:
                self._keys.add(key)
        return key

    # ---- what may pass ----

    def _question(self, host: str, message: Message, carried: Contents) -> Verdict:
        if message.call.method == "CONNECT" and not is_loopback(host):
            raise Refused("A line is opened for a job, and for nothing else.", remedy=_FAULT, where=host)
        if carried.hashes:
            raise Refused(
                "No file leaves without a job that the gate was asked about.", remedy=_FAULT, where=host
            )
        if len(carried.words) > MOST_ASKED:
            raise Refused("A question to a provider is shorter than this.", remedy=_FAULT, where=host)
        verdict = self._greet(not is_loopback(host))
        reason = verdict.why_not(now=utc_now(), host=host)
        if reason:
            raise Refused(reason, remedy="Ask whoever keeps the show's rights.toml.", where=host)
        if verdict.rule:  # it leaves
            self._note(host, message)
        return verdict

    def _only_declared(self, call: Call, host: str) -> None:
        """What is declared local is at the addresses of the claim; another port may be anybody's tunnel."""
        port = _port(call.url)
        if self._declared and port not in self._declared:
            raise Refused(
                f"Port {port} of this machine is no address that its table of providers.toml names.",
                remedy="Name it there where it is the provider's, or write a rule for the host.",
                where=host,
            )

    def _only_home(self, call: Call, host: str, carried: Contents) -> None:
        """Results may lie elsewhere; what is sent, and the key, go to the provider's own place only."""
        site = _site(host)
        with self._lock:
            if not self._home or site in self._home:
                return
            keyed = any(key in text for text in _told(call) for key in self._keys)
        if call.method.upper() not in _LOOK or carried.any or keyed:
            subject = "The key goes" if keyed else "What is sent goes"
            raise Refused(
                f"{subject} to the provider's own address only, not to {host}.",
                remedy="If that is the provider's too, add it to homes in its table of providers.toml.",
                where=host,
            )


def _port(url: str) -> int:
    """The port of an address."""
    at = urlsplit(url)
    return at.port or {"https": 443, "wss": 443}.get(at.scheme, 80)


def _guarded(call: Call) -> None:
    """The inner door opens only where a verdict is in hand."""
    require(_host(call))


def _host(call: Call) -> str:
    """The host of an address that every program reads in the same way; raises `BadInput`."""
    try:
        at = urlsplit(call.url)
        host, _ = at.hostname, at.port
        plain = _PLAIN.fullmatch(call.url) and at.username is None and at.password is None
        if host and plain and at.scheme in _SCHEMES:
            return host
    except ValueError:
        pass
    address = call.url.rsplit("@", 1)[-1][:100]
    raise BadInput(
        "This is not the plain address of a server.", where=address.encode("ascii", "replace").decode()
    )


def _site(host: str) -> str:
    """The last two labels of a name, which belong to one owner; an address stands for itself."""
    bare = host.rstrip(".").lower()
    address = literal(bare)
    return ".".join(bare.split(".")[-2:]) if address is None else str(address)


def _told(call: Call) -> Iterator[str]:
    """Every text of a call as it stands, without percent signs, and what of it is base 64."""
    texts = [call.url, *(value for _, value in call.headers), *(value for _, value in call.form)]
    for text in [*texts, call.body.decode("latin-1")]:
        bare = unquote(text)
        yield text
        yield bare
        for word in re.findall(r"[A-Za-z0-9+/_-]{8,}", text) + re.findall(r"[A-Za-z0-9+/_-]{8,}", bare):
            yield decoded(word).decode("latin-1")
