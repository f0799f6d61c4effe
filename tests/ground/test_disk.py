"""Files are written whole or are not there, and a refusal of the disk has one name wherever it happens."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements.cache import write_stored
from secondunit.ground.disk import write_new
from secondunit.media.whole import whole_file
from secondunit.qt.desk.document import Document, Shelf
from secondunit.rights.keys import show_key
from secondunit.service.credentials import identity, token
from secondunit.service.home import Home
from secondunit.wire import SecondUnitError
from secondunit.wire.errors import DiskFull, NoRights, StorageError

Writer = Callable[[Path], object]


def picture(folder: Path) -> None:
    with whole_file(folder / "picture.bin") as temporary:
        temporary.write_bytes(b"x" * 100)


def volume(folder: Path) -> None:
    write_stored(folder / "volume.su", {}, {"density": np.zeros((2, 2), np.float32)}, packed=False)


def document(folder: Path) -> None:
    Shelf(str(folder)).write(Document("show"))


WRITERS: dict[str, Writer] = {
    "a picture": picture,
    "a cache file": volume,
    "the desk's document": document,
    "a show's key": lambda folder: show_key(folder, "S"),
    "the service's token": lambda folder: token(Home(folder)),
    "the service's name": lambda folder: identity(Home(folder)),
}


@pytest.fixture
def broken_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """From now on nothing that is written reaches the disk, for the reason given."""

    def broken(reason: int) -> None:
        def refuse(handle: int) -> None:
            raise OSError(reason, os.strerror(reason))

        monkeypatch.setattr(os, "fsync", refuse)

    return broken


@pytest.mark.parametrize("reason, kind", [
    (errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, NoRights), (errno.EIO, StorageError),
])  # fmt: skip
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_what_cannot_be_written_leaves_nothing_and_says_why(
    tmp_path: Path, broken_disk: Callable[[int], None], writer: Writer, reason: int, kind: type[StorageError]
) -> None:
    broken_disk(reason)
    with pytest.raises(SecondUnitError) as caught:
        writer(tmp_path)
    assert type(caught.value) is kind
    assert caught.value.problem.where.startswith(str(tmp_path))
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]
    assert left == [], "a private key among them would lie there for good"


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_takes_no_name_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def no_links(_one: object, _other: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    write_new(tmp_path / "a.json", b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.json", b"second")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.json": b"first"}


def test_a_name_is_free_again_where_the_file_could_not_be_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_one: object, _other: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OSError, match="Input/output"):
        write_new(tmp_path / "a.json", b"first")
    assert list(tmp_path.iterdir()) == []
