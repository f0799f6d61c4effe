"""Files of takes as answers, whole or in part: read in pieces by threads that may be left behind."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from starlette.responses import Response, StreamingResponse

from secondunit.media.foreign import asking, open_file
from secondunit.media.whole import storage_error
from secondunit.wire import Take
from secondunit.wire.errors import NotFound, OutOfRange

from ..inside import require_inside
from ..reads import Reads
from .answers import refusal

PIECE = 1 << 20
_RANGE = re.compile(r"\s*bytes\s*=[\s,]*([0-9]*)-([0-9]*)[\s,]*", re.IGNORECASE)


@dataclass(frozen=True)
class FilePart:
    """Which bytes of a file are asked for: the headers `Range` and `If-Range`, empty for none.

    RFC 9110, sections 13.1.5 and 14.2: one part is given; what is no range, or several, means the whole file.
    """

    header: str = ""
    if_range: str = ""

    def of(self, size: int, etag: str) -> range | None:
        """The places of its bytes in a file of `size` bytes and that ETag: None for all, empty for none."""
        match = _RANGE.fullmatch(self.header)
        if match is None or self.if_range not in ("", etag):
            return None
        first, last = (int(text) if text else None for text in match.groups())
        if first is None:
            return None if last is None else range(max(size - last, 0), size)
        if last is None:
            return range(min(first, size), size)
        return range(min(first, size), min(last + 1, size)) if first <= last else None


@dataclass
class _Open:
    """An open file and the bytes of it that are still to be read; `content` holds a small one's."""

    path: Path
    file: BinaryIO
    size: int
    etag: str
    part: range | None
    left: int = 0
    content: bytes | None = None

    def read(self) -> bytes:
        """The next piece; empty at the end."""
        with asking(self.path):
            piece = self.file.read(min(PIECE, self.left))
        self.left -= len(piece)
        return piece


async def stored(reads: Reads, take: Take, root: Path, name: str, kind: str, part: FilePart) -> Response:
    """A part of the file `name` of a take, which lies below `root`, as an answer of media type `kind`.

    Raises `NotFound`, `OutsideShow`, `NotAFile`, `StorageSilent`.
    """
    source = await reads.ask(lambda: _opened(take, root, name, part))
    if source.part is not None and not source.part:
        error = OutOfRange(
            f"The file has {source.size:,} bytes, and not those.",
            remedy="Ask for bytes that it has.",
            where="Range",
        )
        answer = refusal(error, 416)
        answer.headers["Content-Range"] = f"bytes */{source.size}"
        return answer
    headers = {"Accept-Ranges": "bytes", "ETag": source.etag}
    if source.part is not None:
        headers["Content-Range"] = f"bytes {source.part.start}-{source.part.stop - 1}/{source.size}"
    status = 200 if source.part is None else 206
    if source.content is not None:
        return Response(source.content, status, headers, media_type=kind)

    async def pieces() -> AsyncIterator[bytes]:
        try:
            while piece := await reads.ask(source.read):
                yield piece
        finally:
            reads.start(source.file.close)  # which would wait for a read that was left behind

    headers["Content-Length"] = str(source.left)
    return StreamingResponse(pieces(), status, headers, media_type=kind)


def _opened(take: Take, root: Path, name: str, part: FilePart) -> _Open:
    path = Path(take.folder, name)
    if not name:
        raise NotFound(f"{take.label} has no such preview.")
    require_inside(path, root)
    try:
        file = open_file(path)
        facts = os.fstat(file.fileno())
        # A file is never written to in its place: what replaced it has another number, or another time.
        etag = f'"{facts.st_ino:x}-{facts.st_mtime_ns:x}-{facts.st_size:x}"'
        places = part.of(facts.st_size, etag)
        if places:
            file.seek(places.start)
        source = _Open(path, file, facts.st_size, etag, places)
        source.left = facts.st_size if places is None else len(places)
        if source.left <= PIECE:
            with file:
                source.content = source.read()
        return source
    except FileNotFoundError:
        raise NotFound(f"{take.label} has no such preview.", where=str(path)) from None
    except OSError as error:
        raise storage_error(error, path) from error
