"""The door: the one way out of this process for every provider, and the values that pass through it.

A provider is handed a `Door` and opens nothing itself. Each call names the job it belongs to (`errand`), so
that whoever keeps the door can ask for a verdict before a byte leaves. It knows no provider and no rule.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from secondunit.wire.errors import BadDownload, BadInput, ProviderBroken, RateLimited

#: The longest answer that is read into memory, in bytes; results are streamed to disk instead.
MOST_IN_MEMORY = 32 * 2**20


@dataclass(frozen=True)
class Part:
    """One file of a body, read from disk as it is sent; `sha256` (hex) is of its bytes.

    A single part without a `field` is the whole body; all others make it multipart.
    """

    field: str
    name: str
    path: Path
    media_type: str
    sha256: str = ""


@dataclass(frozen=True)
class Call:
    """One HTTP call. `errand` is the key of the job it is for, empty for what concerns no job.

    With `parts` the body is multipart, `form` first, then the files; one part without a field is the body.
    `timeout` bounds each wait for the other side, `within` the whole answer, both in seconds. A method of
    `CONNECT` stands for a socket.
    """

    method: str
    url: str
    errand: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    form: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    timeout: float = 30.0
    within: float = 3600.0


class Answer(Protocol):
    """What came back: the status and headers at once, the body as it is read."""

    status: int
    headers: Mapping[str, str]

    def chunks(self) -> Iterator[bytes]:
        """The body piece by piece; raises `ProviderSilent` if it stalls, `BadDownload` if it breaks off."""

    def close(self) -> None:
        """Let go of the connection; may be called twice."""


class Door(Protocol):
    """The only way out. Each method raises `Refused` where no verdict covers the call.

    `send` raises `ProviderAbsent` when the call surely never left, `ProviderSilent` when it may have arrived.
    It follows no redirect and repeats nothing.
    """

    def send(self, call: Call) -> Answer: ...

    def connect(self, host: str, port: int, errand: str, timeout: float) -> socket.socket: ...


#: Asked before every call; raises `Refused` with the rule's sentence to keep it in.
Permit = Callable[[Call], None]


def json_call(method: str, url: str, errand: str, value: object, **more: Any) -> Call:
    """A call whose body is `value` as JSON."""
    return Call(
        method, url, errand, (("Content-Type", "application/json"),), json.dumps(value).encode(), **more
    )


def read(answer: Answer, most: int = MOST_IN_MEMORY) -> bytes:
    """The whole body; closes the answer. Raises `ProviderBroken` for one longer than `most` bytes."""
    body = bytearray()
    try:
        for chunk in answer.chunks():
            body += chunk
            if len(body) > most:
                raise ProviderBroken(
                    f"It answered with more than {most:,} bytes where a short answer belongs."
                )
    finally:
        answer.close()
    return bytes(body)


def read_object(answer: Answer, most: int = MOST_IN_MEMORY) -> dict[str, Any]:
    """The body as a JSON object; closes the answer. Raises `ProviderBroken` for anything else."""
    try:
        value = json.loads(read(answer, most))
    except (ValueError, RecursionError):
        raise ProviderBroken("Its answer is not JSON, or only a part of it.") from None
    if not isinstance(value, dict):
        raise ProviderBroken("Its answer is JSON of another shape than agreed.")
    return value


def busy(name: str, answer: Answer) -> RateLimited:
    """The error for a 429 or 503, with the wait that the answer asks for; closes the answer.

    `Retry-After` as a date is taken relative to the answer's own `Date`, so that this machine's clock does
    not matter (RFC 9110, 10.2.3).
    """
    answer.close()
    wait = retry_after(answer.headers)
    return RateLimited(f"{name} asks for a pause of {wait:.0f} s.", retry_after=wait)


def retry_after(headers: Mapping[str, str], default: float = 10.0) -> float:
    """How long the headers ask us to wait, in seconds, from 0 to a day."""
    from email.utils import parsedate_to_datetime

    text = headers.get("Retry-After", "").strip()
    try:
        wait = float(text)
    except ValueError:
        try:
            until, now = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("Date", ""))
            wait = (until - now).total_seconds()
        except (TypeError, ValueError):
            wait = default
    return min(max(wait, 0.0), 86_400.0) if wait == wait else default


def length_of(answer: Answer) -> int | None:
    """How long an answer says it is, in bytes; None where it does not say. Raises `BadDownload`."""
    text = answer.headers.get("Content-Length", "")
    if len(text) > 18:
        raise BadDownload("The answer says that it is longer than any file.")
    return int(text) if text.isascii() and text.isdecimal() else None


def require_plain(call: Call) -> None:
    """Raise `BadInput` for an address that two readers could read in two ways, or that hides something.

    Whoever judges a call must name the very host that is connected to: so nothing but plain signs, no user,
    no second name for the host in a header.
    """
    at = call.url
    if not (at.isascii() and at.isprintable()) or any(sign in at for sign in ' \\"<>^`{|}'):
        raise BadInput("The address of a server is written in plain signs.")
    try:
        parts = urlsplit(at)
        sane = parts.scheme in ("http", "https", "tcp") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sane = False
    if not sane or "%" in parts.netloc.partition("]")[2 if "]" in parts.netloc else 0]:
        raise BadInput("This is not the address of a server.")
    if "@" in parts.netloc:
        raise BadInput("A name or password has no place in an address.", where=parts.hostname or "")
    if any(name.strip().lower() == "host" for name, _ in call.headers):
        raise BadInput("The host of a call is the one in its address.", where=parts.hostname or "")
