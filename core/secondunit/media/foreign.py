"""Files of somebody else: looked at before they are opened, and told to whoever waits for them.

A path may lead to a pipe that nobody writes into, to a device, or to a server that is away, and whoever opens
it may wait for ever. It knows the operating system; it does not know pictures, or what becomes of a late one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from ..wire.errors import BadSettings, NotAFile
from .whole import storage_error

_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)
#: Opening returns at once, whatever stands there by then.
_HOW = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_CHUNK = 1 << 20
LARGEST_SETTINGS = 1 << 20
_thread = threading.local()


class Watch:
    """What one thread waits for: the file that it asked the system for, and since when."""

    def __init__(self, refused: Callable[[str], None] = lambda place: None) -> None:
        self._refused = refused
        self._waiting: tuple[str, float] | None = None
        self._sign = time.monotonic()

    def begin(self, place: str) -> None:
        """The thread asks for `place` now; raises what the watch says of that place."""
        self._refused(place)
        self._sign = time.monotonic()
        self._waiting = place, self._sign

    def end(self) -> None:
        """It got its answer."""
        self._sign = time.monotonic()
        self._waiting = None

    def move(self) -> None:
        """It goes on with what it has."""
        self._sign = time.monotonic()

    @property
    def place(self) -> str:
        """The file that the thread waits for; empty where it waits for none."""
        waiting = self._waiting
        return waiting[0] if waiting is not None else ""

    def waiting(self) -> float:
        """For how long it has waited for one file, in seconds."""
        waiting = self._waiting
        return time.monotonic() - waiting[1] if waiting is not None else 0.0

    def silent(self) -> float:
        """How long ago it last began or got something, in seconds."""
        return time.monotonic() - self._sign


@contextlib.contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Have this thread tell `watch` what it waits for."""
    before = getattr(_thread, "watch", None)
    _thread.watch = watch
    try:
        yield
    finally:
        _thread.watch = before


@contextlib.contextmanager
def asking(path: Path | str) -> Iterator[None]:
    """Tell this thread's watch, if it has one, that the system is asked for `path`."""
    watch: Watch | None = getattr(_thread, "watch", None)
    if watch is None:
        yield
        return
    watch.begin(str(path))
    try:
        yield
    finally:
        watch.end()


def go_on() -> None:
    """Tell this thread's watch that long work moves: one more packet, one more frame."""
    watch: Watch | None = getattr(_thread, "watch", None)
    if watch is not None:
        watch.move()


def stat_of(path: Path | str) -> os.stat_result:
    """What the system says of a path, without a word to anybody; raises `OSError`."""
    return Path(path).stat()


def facts_of(path: Path | str) -> os.stat_result:
    """What the system says of a path; raises `OSError`."""
    with asking(path):
        return stat_of(path)


def open_file(path: Path | str) -> BinaryIO:
    """A file, opened to be read, whose first bytes are there; raises `OSError`, and `NotAFile` for a pipe."""
    with asking(path):
        _require_file(stat_of(path), path)  # some devices do something when they are opened
        handle = os.open(path, _HOW)
        try:
            _require_file(os.fstat(handle), path)
            file = os.fdopen(handle, "rb")
        except BaseException:
            os.close(handle)
            raise
        try:
            file.peek(1)
        except BaseException:
            file.close()
            raise
        return file


def settings_of(path: Path | str) -> bytes:
    """The text of a file of settings, whole.

    Raises `FileNotFoundError`, `NotAFile` for a pipe, `BadSettings` for one that is too large, and what
    storage says (`NoRights`, `StorageError`).
    """
    try:
        with open_file(path) as file:
            text = file.read(LARGEST_SETTINGS + 1)
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise storage_error(problem, path) from problem
    if len(text) > LARGEST_SETTINGS:
        raise BadSettings(f"{Path(path).name} is larger than settings are.", where=str(path))
    return text


def require_file(path: Path | str) -> None:
    """Make sure that a library may open `path`: it is a file, and answers.

    Raises `NotFound`, `NoRights`, `NotAFile`, `StorageError`.
    """
    try:
        open_file(path).close()
    except OSError as problem:
        raise storage_error(problem, path) from problem


def require_regular(path: Path | str) -> None:
    """Make sure that no pipe or device stands where a file may be; raises `NotAFile`, `OSError`."""
    with contextlib.suppress(FileNotFoundError), asking(path):
        _require_file(stat_of(path), path)


def digest_of(path: Path | str) -> str:
    """The SHA-256 (hex) of a file's content; raises as `open_file`."""
    digest = hashlib.sha256()
    with open_file(path) as file:
        while True:
            with asking(path):
                chunk = file.read(_CHUNK)
            if not chunk:
                return digest.hexdigest()
            digest.update(chunk)


def _require_file(facts: os.stat_result, path: Path | str) -> None:
    if stat.S_ISREG(facts.st_mode):
        return
    if stat.S_ISDIR(facts.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    kind = next((word for is_kind, word in _KINDS if is_kind(facts.st_mode)), "special entry")
    raise NotAFile(f"{Path(path).name} is a {kind}, not a file.", where=str(path))
