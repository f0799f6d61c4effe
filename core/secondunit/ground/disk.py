"""Files that are either whole or not there: written under a temporary name, flushed, then renamed.

What the system refuses is raised as it says it (`OSError`); `wire.storage` has our words for that.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

#: Part of every temporary name, so that a sweep finds what a killed process left.
MARK = ".tmp-"


@contextlib.contextmanager
def whole_file(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """Give a temporary file in the directory of `path`; rename it to `path` when the block ends well.

    It is empty and ends in the suffix of `path`; `mode` is its permissions from the first moment on, less the
    user's mask. When the block raises, it is removed and `path` is as it was. Raises `OSError`.
    """
    temporary = path.with_name(f".{path.stem[:40]}{MARK}{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        # Asked first, so that lack of rights is told apart from what a library may say of it.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield temporary
        with temporary.open("r+b") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file whole or not at all; raises `OSError`."""
    with whole_file(path, mode) as temporary:
        temporary.write_bytes(data)
