"""What the system says of a file or folder, in our words."""

from __future__ import annotations

import errno
from pathlib import Path

from .errors import BadName, DiskFull, NoRights, NotFound, SecondUnitError, StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RIGHTS = {errno.EACCES, errno.EPERM, errno.EROFS}
_NAME = {errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL}
_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


def storage_error(problem: OSError, path: Path | str, remedy: str = "") -> SecondUnitError:
    """The error of our tree for an error of the operating system; without a remedy it has its kind's own."""
    where = str(path)
    if problem.errno in _FULL:
        return DiskFull("The disk is full, or the quota is used up.", remedy=remedy, where=where)
    if problem.errno in _RIGHTS:
        return NoRights("This place may not be read or written.", remedy=remedy, where=where)
    if problem.errno in _NAME:
        return BadName("The disk cannot hold a file of this name.", remedy=remedy, where=where)
    if problem.errno in _ABSENT:
        return NotFound("There is no such file or directory.", remedy=remedy, where=where)
    return StorageError(
        f"The disk answered: {problem.strerror or problem}.",
        remedy=remedy or "Check the disk, then try again.",
        where=where,
    )
