"""Files that are either whole or not there, with the disk's refusals as errors of ours.

It does not know what is in the file.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ..ground import disk
from ..ground.disk import MARK as MARK
from ..wire.errors import BadName
from ..wire.storage import storage_error as storage_error


@contextlib.contextmanager
def whole_file(path: Path | str) -> Iterator[Path]:
    """Give a temporary path in the same directory; rename it to `path` when the block ends well.

    The directory is made where it is missing. The temporary file ends in the suffix of `path`. When the block
    raises, the temporary file is removed and `path` is as it was. Raises `DiskFull`, `NoRights`, `BadName`.
    """
    path = named(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with disk.whole_file(path) as temporary:
            yield temporary
    except OSError as problem:
        raise storage_error(problem, path) from problem


def named(path: Path | str) -> Path:
    """The path, if its name is text that every library can take; raises `BadName`."""
    try:
        if "\0" in str(path):
            raise ValueError
        str(path).encode()
    except ValueError:
        label = str(path).encode(errors="replace").decode().replace("\0", "?")
        raise BadName("This file name is not readable text (UTF-8).", where=label) from None
    return Path(path)


def why_not_written(path: Path) -> OSError | None:
    """Ask the disk what is wrong with `path`, for libraries that keep the reason to themselves."""
    try:
        with path.open("ab") as probe:
            probe.write(bytes(1 << 20))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as problem:
        return problem
    return None
