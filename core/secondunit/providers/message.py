"""A call as it goes over the wire: the HTTP message whole, its files in a private copy, hashed as it is made.

Whoever judges a call judges this, and this is what is sent: a file that is overwritten after it was read, or
an object that says something else when it is asked again, changes nothing. It opens no connection.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from secondunit.media.whole import storage_error
from secondunit.wire.errors import BadInput
from secondunit.wire.rights import FileSent

from .door import Call, Part

_CHUNK = 256 * 1024


class Message:
    """One call, read once. `files` are its parts in their order, `size` the bytes of its body.

    `head` is the start line and every header that is sent, in order; `sha256` (hex) is of the body.
    """

    def __init__(self, call: Call, body: IO[bytes] | None, size: int, digest: str,
                 files: tuple[FileSent, ...], head: tuple[tuple[str, str], ...]) -> None:  # fmt: skip
        self.call, self.size, self.sha256, self.files, self.head = call, size, digest, files, head
        self._body = body

    @property
    def looks(self) -> bool:
        """Whether it only asks: it has no body, and its method is one of those that change nothing."""
        return not self.size and self.call.method.upper() in ("GET", "HEAD")

    def __len__(self) -> int:
        """The bytes of the body, as whoever sends it asks."""
        return self.size

    def read(self, most: int = -1) -> bytes:
        """The next bytes of the body, at most `most`; empty at the end."""
        return b"" if self._body is None else self._body.read(_CHUNK if most < 0 else most)

    def wire(self, without: frozenset[str] = frozenset()) -> bytes:
        """Start line and headers as they are sent, but for the values of the headers `without` (in small)."""
        lines = [f"{self.call.method} {target(self.call.url)} HTTP/1.1"]
        for name, value in self.head:
            lines.append(f"{name}: {'' if name.lower() in without else value}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


@contextmanager
def open_message(call: Call, *, agent: str = "secondunit", folder: Path | None = None) -> Iterator[Message]:
    """Read a call into a message; its files lie in a file without a name in `folder` while the block runs.

    Raises `BadInput` for what is no call, `NotFound`, `NoRights`, `DiskFull`.
    """
    call = plain(call)
    if not call.parts:
        digest, size = sha256(call.body).hexdigest(), len(call.body)
        yield Message(call, None, size, digest, (), _head(call, agent, "", size))
        return
    with _nameless(folder) as sealed:
        kind, digest, files = _written(call, sealed)
        size = sealed.tell()
        sealed.seek(0)
        yield Message(call, sealed, size, digest, files, _head(call, agent, kind, size))


def plain(call: Call) -> Call:
    """The same call of nothing but plain text and bytes, whatever classes of their own say."""
    try:
        return Call(
            str.__str__(call.method), str.__str__(call.url), str.__str__(call.errand), _pairs(call.headers),
            memoryview(call.body).tobytes(), _pairs(call.form),
            tuple(
                Part(str.__str__(part.field), str.__str__(part.name), part.path,
                     str.__str__(part.media_type), str.__str__(part.sha256))
                for part in tuple.__iter__(call.parts)
            ),
            float(call.timeout), float(call.within),
        )  # fmt: skip
    except (TypeError, ValueError, AttributeError):
        raise BadInput("This is no call: its parts are not text, bytes and files.") from None


def target(url: str) -> str:
    """What of an address stands in the start line."""
    at = urlsplit(url)
    return (at.path or "/") + (f"?{at.query}" if at.query else "")


def _nameless(folder: Path | None) -> IO[bytes]:
    """A file that nobody else can open: it has no name."""
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError as problem:
        raise storage_error(problem, folder or tempfile.gettempdir()) from problem


def _pairs(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((str.__str__(name), str.__str__(value)) for name, value in tuple.__iter__(pairs))


def _head(call: Call, agent: str, kind: str, size: int) -> tuple[tuple[str, str], ...]:
    """Every header that is sent: one a name, the last that was given, and those of the connection."""
    at = urlsplit(call.url)
    usual = {"http": ":80", "https": ":443"}.get(at.scheme, ":")
    headers = {"host": ("Host", at.netloc.removesuffix(usual)), "user-agent": ("User-Agent", agent),
             "accept-encoding": ("Accept-Encoding", "identity")}  # fmt: skip
    headers |= {name.lower(): (name, value) for name, value in call.headers if name.lower() != "host"}
    if kind:
        headers["content-type"] = ("Content-Type", kind)
    if size or call.method.upper() not in ("GET", "HEAD"):
        headers["content-length"] = ("Content-Length", str(size))
    else:
        headers.pop("content-length", None)
    return tuple(headers.values())


def _written(call: Call, into: IO[bytes]) -> tuple[str, str, tuple[FileSent, ...]]:
    """Write the body of a call with files; its content type, its SHA-256 (hex), its files."""
    whole = sha256()

    def write(data: bytes) -> None:
        whole.update(data)
        try:
            into.write(data)
        except OSError as problem:
            raise storage_error(problem, tempfile.gettempdir()) from problem

    def copy(part: Part) -> FileSent:
        own, count = sha256(), 0
        try:
            with open(part.path, "rb") as file:  # noqa: PTH123 - once, whatever the path's class does
                while chunk := file.read(_CHUNK):
                    own.update(chunk)
                    count += len(chunk)
                    write(chunk)
        except OSError as problem:
            raise storage_error(problem, Path(str(part.path))) from problem
        return FileSent(part.name, own.hexdigest(), count)

    if len(call.parts) == 1 and not call.parts[0].field:
        files: tuple[FileSent, ...] = (copy(call.parts[0]),)
        return call.parts[0].media_type, whole.hexdigest(), files
    boundary = uuid.uuid4().hex
    for name, value in call.form:
        write(f"--{boundary}\r\n{_disposition(name)}\r\n\r\n{value}\r\n".encode())
    copied = []
    for part in call.parts:
        head = f"{_disposition(part.field, part.name)}\r\nContent-Type: {part.media_type}"
        write(f"--{boundary}\r\n{head}\r\n\r\n".encode())
        copied.append(copy(part))
        write(b"\r\n")
    write(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", whole.hexdigest(), tuple(copied)


def _disposition(field: str, name: str | None = None) -> str:
    """The header of one part of multipart/form-data (RFC 7578)."""
    quoted = "" if name is None else '; filename="' + name.replace("\\", "_").replace('"', "%22") + '"'
    return f'Content-Disposition: form-data; name="{field}"{quoted}'.replace("\r", "").replace("\n", "")
