"""Files that are either whole or not there: written under a temporary name, flushed, then renamed.

It knows the operating system's errors and turns them into ours; it does not know what is in the file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from ..wire.errors import BadName, DiskFull, NoRights, NotFound, SecondUnitError, StorageError

#: Part of every temporary name, so that a sweep finds what a killed process left.
MARK = ".tmp-"

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RIGHTS = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextlib.contextmanager
def whole_file(path: Path | str) -> Iterator[Path]:
    """Give a temporary path in the same directory; rename it to `path` when the block ends well.

    The directory is made where it is missing. The temporary file ends in the suffix of `path`. When the block
    raises, the temporary file is removed and `path` is as it was. Raises `DiskFull`, `NoRights`, `BadName`.
    """
    path = named(path)
    temporary = path.with_name(f".{path.stem[:40]}{MARK}{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Asked first, so that lack of rights is told apart from what an image library may say of it.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield temporary
        with temporary.open("r+b") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def named(path: Path | str) -> Path:
    """The path, if its name is text that every library can take; raises `BadName`."""
    try:
        if "\0" in str(path):
            raise ValueError
        str(path).encode()
    except ValueError:
        shown = str(path).encode(errors="replace").decode().replace("\0", "?")
        raise BadName("This file name is not readable text (UTF-8).", where=shown) from None
    return Path(path)


def storage_error(problem: OSError, path: Path | str) -> SecondUnitError:
    """The error of our tree for an error of the operating system."""
    where = str(path)
    if problem.errno in _FULL:
        return DiskFull("The disk is full, or the quota is used up.", where=where)
    if problem.errno in _RIGHTS:
        return NoRights("This place may not be read or written.", where=where)
    if problem.errno in (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL):
        return BadName("The disk cannot hold a file of this name.", where=where)
    if problem.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return NotFound("There is no such file or directory.", where=where)
    return StorageError(f"The disk answered: {problem.strerror or problem}.", where=where)


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
