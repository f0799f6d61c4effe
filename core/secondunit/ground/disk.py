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
    with _draft(path, mode) as temporary:
        yield temporary
        _flush(temporary)
        temporary.replace(path)


@contextlib.contextmanager
def _draft(path: Path, mode: int) -> Iterator[Path]:
    """Give an empty temporary file in the directory of `path`, and remove it where it still is."""
    temporary = path.with_name(f".{path.stem[:40]}{MARK}{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        # Asked first, so that lack of rights is told apart from what a library may say of it.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file whole or not at all; raises `OSError`."""
    with whole_file(path, mode) as temporary:
        temporary.write_bytes(data)


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file whole under a name that nothing has; raises `FileExistsError`, `OSError`."""
    with _draft(path, mode) as temporary:
        temporary.write_bytes(data)
        _flush(temporary)
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without links: the name is claimed by an empty file
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
            try:
                temporary.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                raise


def _flush(path: Path) -> None:
    with path.open("r+b") as handle:
        os.fsync(handle.fileno())
