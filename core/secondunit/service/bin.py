"""The bin of takes: a take's folder is moved aside on its disk by one rename, and back. Nothing is deleted.

The store is told before a folder goes and after it is back: whatever dies in between, both can be done again.
A take is moved by one caller at a time, and where a move failed the disk says where its folder is.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from secondunit.engines.names import binned_folder
from secondunit.media.foreign import asking
from secondunit.media.whole import storage_error
from secondunit.wire import BinnedTake, Take
from secondunit.wire.errors import Conflict, NotFound

from .inside import require_inside
from .store import Store, binned

_lock = threading.Lock()
#: The folders of takes that are being moved just now.
_moving: set[Path] = set()


def put_in_bin(store: Store, take: Take, root: Path, user: str) -> BinnedTake:
    """Move a take's folder aside, whole; `root` is what it lies below.

    One that is in the bin stays there. Raises `Conflict` for an accepted take, for one that is being moved
    and where another folder took its place, `NotFound` where there is none, `OutsideShow`, `StorageError`.
    """
    home = require_inside(Path(take.folder), root)
    with _alone(take, home):
        return _put(store, take, home, user)


def _put(store: Store, take: Take, home: Path, user: str) -> BinnedTake:
    aside = binned_folder(home)
    with asking(home):
        present, away = home.is_dir(), aside.is_dir()
    if present and away:
        raise _taken(home, "Nothing was moved.")
    if not present and not away:
        raise NotFound(f"The folder of {take.label} is not there.", where=str(home))
    entry = store.write(lambda transaction: binned.reserve(transaction, take, str(aside), user))
    try:
        if present:
            size = _size(home)
            _move(home, aside)
        else:
            size = _size(aside)
    except BaseException:
        # A server may have done what it says that it refused: what lies aside stays written down.
        if not os.path.lexists(aside):
            store.write(lambda transaction: binned.forget(transaction, take, restored=False))
        raise
    whole = replace(entry, folder=str(aside), bytes=size)
    return store.write(lambda transaction: binned.settle(transaction, whole))


def take_back(store: Store, take: Take, root: Path) -> Take:
    """Move a take's folder back where it lay; one that is not in the bin stays where it is.

    A folder that lies aside comes back even where the store knows nothing of it. Raises `Conflict` where
    another folder is there by now or the take is being moved, `NotFound` where it is not in the bin any more.
    """
    home = require_inside(Path(take.folder), root)
    with _alone(take, home):
        return _take_back(store, take, home)


def _take_back(store: Store, take: Take, home: Path) -> Take:
    aside = binned_folder(home)
    known = store.read(lambda connection: binned.holds(connection, take.id))
    with asking(home):
        present, away = os.path.lexists(home), aside.is_dir()
    if not known and (present or not away):
        return take
    if away and present:
        raise _taken(home, "The take is in the bin, whole.")
    if not away and not present:
        raise NotFound(f"{take.label} is not in the bin any more.", where=str(aside))
    if away:
        _move(aside, home)
    store.write(lambda transaction: binned.forget(transaction, take, restored=True))
    return take


@contextlib.contextmanager
def _alone(take: Take, home: Path) -> Iterator[None]:
    """Keep everybody else from moving the take meanwhile; raises `Conflict` where somebody does."""
    with _lock:
        if home in _moving:
            raise Conflict(f"{take.label} is being moved just now.", remedy="Try again in a moment.")
        _moving.add(home)
    try:
        yield
    finally:
        with _lock:
            _moving.discard(home)


def _taken(home: Path, kept: str) -> Conflict:
    return Conflict(
        f"{home.name} is there again: another folder took its place.",
        remedy="Move that folder away first.", kept=kept, where=str(home),
    )  # fmt: skip


def _move(folder: Path, target: Path) -> None:
    """Rename a folder; raises `Conflict` for a target with files in it, `NoRights`, `StorageError`."""
    if os.path.lexists(target):
        raise Conflict(f"{target.name} is there already.", kept="Nothing was moved.", where=str(target))
    try:
        folder.rename(target)
    except OSError as error:
        raise storage_error(error, folder) from error


def _size(folder: Path) -> int:
    """The bytes of all files below a folder; what a link points to is not counted."""
    total, folders = 0, [folder]
    try:
        while folders:
            with asking(folders[-1]), os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(Path(entry.path))
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise storage_error(error, folder) from error
    return total
