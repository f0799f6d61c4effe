"""What files a call would carry out of this process: those of a multipart body, and those written into text.

It reads a call and nothing else; it decides nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from secondunit.providers.message import Message
from secondunit.wire.rights import FileSent

#: A text shorter than this holds no file, in characters; one that is longer and begins as files of a kind do
#: is one, which for kinds that show themselves by two bytes alone takes a little more to believe.
SHORTEST, SHORT = 16, 256
#: A text of nothing but base 64 that is longer than this is a file, whatever it begins with.
LONG = 4096
_DATA = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
#: What pictures, movies and archives begin with.
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"v/1\x01", b"PK\x03\x04",
    b"\x1aE\xdf\xa3", b"\0\0\0\x0cjP",
)  # fmt: skip
_TWO_BYTES = (b"BM", b"\x1f\x8b")


@dataclass(frozen=True)
class Contents:
    """Every file a call carries, and the text of its body; a file that is written into text has no name."""

    files: tuple[FileSent, ...] = ()
    words: bytes = b""

    @property
    def hashes(self) -> tuple[str, ...]:
        """The SHA-256 (hex) of every file, each once."""
        return tuple(dict.fromkeys(file.sha256 for file in self.files))

    @property
    def any(self) -> bool:
        """Whether anything at all goes out beside the address."""
        return bool(self.files or self.words)


def contents(message: Message) -> Contents:
    """What a message carries."""
    call, payloads = message.call, []
    words = "\n".join(f"{name}={value}" for name, value in call.form).encode()
    for _, value in call.form:
        payloads += _written_into(value)
    if call.body and not call.parts:
        text = _text(call.body)
        if text is None:
            payloads.append(call.body)
        else:
            words += call.body
            payloads += _in_text(text)
    embedded = [FileSent("", sha256(data).hexdigest(), len(data)) for data in payloads]
    return Contents((*message.files, *embedded), words)


def _text(body: bytes) -> str | None:
    """The body as text, None where it is no text but a file."""
    if _is_file(body[:16]) or b"\0" in body:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _in_text(text: str) -> Iterator[bytes]:
    try:
        values = list(_strings(json.loads(text)))
    except (ValueError, RecursionError):
        values = [text, *re.split(r"[\s\"'<>&=]+", unquote(text))]
    for value in values:
        yield from _written_into(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _written_into(text: str) -> list[bytes]:
    """The files that a text holds in base 64: the whole of it, or behind each `data:...;base64,`."""
    payloads = []
    for start in _DATA.finditer(text):
        coded = _BASE64.match(text, start.end())
        if coded is not None and (data := decoded(coded[0])):
            payloads.append(data)
    joined = _joined(text)
    if payloads or len(joined) < SHORTEST or not _BASE64.fullmatch(joined):
        return payloads
    data = decoded(joined)
    if data and (len(joined) > LONG or _is_file(data[:16], sure=len(joined) < SHORT)):
        payloads.append(data)
    return payloads


def _joined(text: str) -> str:
    """A text that was broken into lines of one length, as mail has it (RFC 2045, 6.8), in one."""
    lines = text.split()
    even = len(lines) > 1 and len({len(line) for line in lines[:-1]}) == 1 and len(lines[0]) >= 32
    return "".join(lines) if even else text


def decoded(text: str) -> bytes:
    """The bytes that a text is base 64 of, whichever alphabet; none where it is not."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_file(start: bytes, sure: bool = False) -> bool:
    if start.startswith(_MAGIC) or start[4:8] == b"ftyp":
        return True
    return not sure and start.startswith(_TWO_BYTES)
