"""Files of takes as answers: read in pieces by threads that may be left behind."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from starlette.responses import Response, StreamingResponse

from secondunit.media.foreign import asking, open_file
from secondunit.media.whole import storage_error
from secondunit.wire import Take
from secondunit.wire.errors import NotFound

from ..inside import require_inside
from ..reads import Reads

PIECE = 1 << 20


@dataclass(frozen=True)
class _Open:
    path: Path
    file: BinaryIO
    size: int
    whole: bytes | None = None

    def read(self) -> bytes:
        with asking(self.path):
            return self.file.read(PIECE)


async def stored(reads: Reads, take: Take, root: Path, name: str, kind: str) -> Response:
    """The file `name` of a take, which lies below `root`, as an answer of media type `kind`.

    Raises `NotFound`, `OutsideShow`, `NotAFile`, `StorageSilent`.
    """
    held = await reads.ask(lambda: _opened(take, root, name))
    if held.whole is not None:
        return Response(held.whole, media_type=kind)

    async def pieces() -> AsyncIterator[bytes]:
        try:
            while piece := await reads.ask(held.read):
                yield piece
        finally:
            reads.start(held.file.close)  # which would wait for a read that was left behind

    return StreamingResponse(pieces(), headers={"Content-Length": str(held.size)}, media_type=kind)


def _opened(take: Take, root: Path, name: str) -> _Open:
    path = Path(take.folder, name)
    if not name:
        raise NotFound(f"{take.label} has no such preview.")
    require_inside(path, root)
    try:
        file = open_file(path)
        size = os.fstat(file.fileno()).st_size
        if size > PIECE:
            return _Open(path, file, size)
        with file:
            return _Open(path, file, size, file.read())
    except FileNotFoundError:
        raise NotFound(f"{take.label} has no such preview.", where=str(path)) from None
    except OSError as error:
        raise storage_error(error, path) from error
