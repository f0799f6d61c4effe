"""Landing: what a provider made comes into a folder whole, under safe names, or not at all.

It knows folders and names; it does not know where the bytes come from.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Self

from secondunit.media.whole import MARK, storage_error
from secondunit.wire.errors import BadDownload, Conflict

#: The most one job may bring, in bytes: past it something is wrong at the other end.
MOST_BYTES = 64 * 2**30

#: The longest name of a file, in bytes of UTF-8, with room for what is put before and after it.
LONGEST_NAME = 180

#: What is called between two parts of a file that comes, in this thread: what it raises ends the fetch.
_HEED: ContextVar[Callable[[], None] | None] = ContextVar("heed", default=None)
_UNSAFE = re.compile(r"[^\w.\- ]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


@contextlib.contextmanager
def heeding(check: Callable[[], None]) -> Iterator[None]:
    """Have `check` called between the parts of what lands while the block runs; what it raises ends it."""
    token = _HEED.set(check)
    try:
        yield
    finally:
        _HEED.reset(token)


class Landing:
    """A context that takes files in a hidden folder beside `into` and renames it when the block ends well.

    When the block raises, nothing is left. `paths` are the files' final places, in the order they came.
    Raises `Conflict` where `into` holds something already, `DiskFull`, `NoRights`.
    """

    def __init__(self, into: Path, most: int = MOST_BYTES) -> None:
        self.into = into
        self.paths: list[Path] = []
        self._left = most
        self._staged = into.with_name(f".{into.name[:40]}{MARK}{uuid.uuid4().hex[:12]}")

    def __enter__(self) -> Self:
        try:
            if self.into.exists() and (not self.into.is_dir() or any(self.into.iterdir())):
                raise Conflict(
                    "The folder for the provider's files is not empty.",
                    remedy="Fetch into a new folder.",
                    where=str(self.into),
                )
            self._staged.mkdir(parents=True)
        except OSError as problem:
            raise storage_error(problem, self.into) from problem
        return self

    @property
    def staged(self) -> list[Path]:
        """Where the files that have come lie until the block ends."""
        return [self._staged / path.name for path in self.paths]

    def take(self, name: str, chunks: Iterable[bytes], size: int | None = None) -> Path:
        """Write one file; `size` is how long the sender says it is. Raises `BadDownload` when it is not."""
        safe = self._free(safe_name(name))
        total, check = 0, _HEED.get()
        try:
            with (self._staged / safe).open("xb") as file:
                for chunk in chunks:
                    if check is not None:
                        check()
                    total += len(chunk)
                    if size is not None and total > size:
                        raise BadDownload(f"What came for {safe} is longer than it was said to be.")
                    if total > self._left:
                        raise BadDownload(f"What came for {safe} is larger than any job's result may be.")
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise storage_error(problem, self.into / safe) from problem
        if size is not None and total != size:
            raise BadDownload(
                f"{safe} stopped at {total:,} of {size:,} bytes.", kept="Nothing of it was kept."
            )
        if not total:
            raise BadDownload(f"{safe} came without a single byte.", kept="Nothing of it was kept.")
        self._left -= total
        path = self.into / safe
        self.paths.append(path)
        return path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                if not self.paths:
                    raise BadDownload(
                        "The provider has no file for this job, though it says that it is done."
                    )
                with contextlib.suppress(FileNotFoundError):
                    self.into.rmdir()
                self._staged.rename(self.into)
        except OSError as problem:
            raise storage_error(problem, self.into) from problem
        finally:
            shutil.rmtree(self._staged, ignore_errors=True)

    def _free(self, name: str) -> str:
        names = {path.name.lower() for path in self.paths}
        free, number = name, 1
        while free.lower() in names:
            number += 1
            free = f"{Path(name).stem}-{number}{Path(name).suffix}"
        return free


def safe_name(name: str) -> str:
    """A file name that every system holds and that stays in its folder, as near to `name` as can be."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", last)).strip(" .")[-100:]
    # Disks count bytes, not letters.
    safe = plain.encode()[-LONGEST_NAME:].decode(errors="ignore").strip(" .") or "result"
    return f"_{safe}" if safe.split(".")[0].lower() in _RESERVED else safe
