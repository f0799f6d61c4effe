"""Locks between processes and threads: held by a file, let go by the system however a process ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path


class FileLock:
    """The lock of a file, which is made where it is missing, readable by its owner alone.

    The file stays when the lock is let go: removing it would let two in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        """Take the lock; false where another has it, unless `wait` says to wait for it.

        `shared` goes together with others that share it. Raises `OSError` where the file cannot be made, or
        its disk has no locks.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        success = False
        try:
            success = _lock(handle, shared, wait)
        finally:
            if not success:
                os.close(handle)
        if success:
            self._handle = handle
        return success

    def release(self) -> None:
        """Let go; may be called twice."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = None


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of `path` alone while the block runs, waiting for whoever has it; raises `OSError`."""
    lock = FileLock(path)
    lock.take(wait=True)
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    #: What Windows says of a byte that is locked: at once, and after the ten seconds that it waits.
    _HELD = (errno.EACCES, errno.EDEADLK)

    def _lock(handle: int, shared: bool, wait: bool) -> bool:
        if shared:  # a byte cannot be shared here; those who share do not disturb each other
            return True
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if error.errno not in _HELD:
                    raise
                if wait:
                    continue
                return False
            return True
else:
    import fcntl

    def _lock(handle: int, shared: bool, wait: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
