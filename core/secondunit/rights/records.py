"""A folder of records, one readable JSON file each, never changed once written.

Whoever reads a show's rights without this program finds one file a consent, an approval or an input. Taking
one back is a second file beside the first. It knows nothing of what a record says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import dumps, loads
from secondunit.wire.errors import BadName, Conflict, NotFound, SecondUnitError

R = TypeVar("R")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_TAKEN_BACK = ".withdrawn"


@dataclass(frozen=True)
class Withdrawal:
    """That a record no longer holds: since when (UTC), by whom, and why."""

    when: str
    by: str
    why: str = ""


class Records(Generic[R]):
    """The records of one kind; every read asks the disk, so that what others wrote is seen at once."""

    def __init__(self, folder: Path, kind: type[R], word: str) -> None:
        self._folder, self._kind, self._word = folder, kind, word

    def add(self, name: str, record: R) -> R:
        """Write a new record; raises `Conflict` when there is one of this name that says something else."""
        path = self._path(name)
        try:
            if path.exists():
                if self.get(name) == record:
                    return record
                raise Conflict(f"There is already a {self._word} called {name}.", where=str(path))
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with whole_file(path) as temporary:
                temporary.chmod(0o600)
                temporary.write_text(dumps(record, indent=1) + "\n", "utf-8")
        except OSError as problem:
            raise storage_error(problem, path) from problem
        return record

    def get(self, name: str) -> R:
        """One record; raises `NotFound`, `BadValue` with the file in it."""
        path = self._path(name)
        try:
            return loads(self._kind, path.read_bytes())
        except FileNotFoundError:
            raise NotFound(f"There is no {self._word} called {name}.", where=str(path)) from None
        except OSError as problem:
            raise storage_error(problem, path) from problem
        except SecondUnitError as error:
            raise error.at(str(path)) from None

    def exists(self, name: str) -> bool:
        """Whether there is a record of this name, withdrawn or not."""
        try:
            return self._path(name).is_file()
        except OSError as problem:
            raise storage_error(problem, self._folder) from problem

    def find(self, name: str) -> R | None:
        """A record that is there and was not taken back."""
        try:
            return None if self.withdrawn(name) else self.get(name)
        except NotFound:
            return None

    def withdraw(self, name: str, withdrawal: Withdrawal) -> Withdrawal:
        """Take a record back, from now on; the first withdrawal stands. Raises `NotFound`."""
        self.get(name)
        first_withdrawal = self.withdrawn(name)
        if first_withdrawal is not None:
            return first_withdrawal
        path = self._path(name + _TAKEN_BACK)
        try:
            with whole_file(path) as temporary:
                temporary.chmod(0o600)
                temporary.write_text(dumps(withdrawal, indent=1) + "\n", "utf-8")
        except OSError as problem:
            raise storage_error(problem, path) from problem
        return withdrawal

    def withdrawn(self, name: str) -> Withdrawal | None:
        """Whether a record was taken back. A withdrawal that cannot be read counts as one."""
        path = self._path(name + _TAKEN_BACK)
        try:
            return loads(Withdrawal, path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, SecondUnitError, UnicodeDecodeError):
            return Withdrawal("", "", "The withdrawal cannot be read.")

    def names(self, start: str = "") -> Iterator[str]:
        """The name of every record that begins with `start`, sorted."""
        try:
            stems = sorted(path.stem for path in self._folder.glob(f"{start}*.json"))
        except OSError as problem:
            raise storage_error(problem, self._folder) from problem
        return (name for name in stems if not name.startswith(".") and not name.endswith(_TAKEN_BACK))

    def standing(self, start: str = "") -> Iterator[tuple[str, R]]:
        """Every record that was not taken back and whose name begins with `start`, with its name."""
        return ((name, self.get(name)) for name in self.names(start) if self.withdrawn(name) is None)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name.removesuffix(_TAKEN_BACK)):
            raise BadName(f"No {self._word} can be called {name[:64]!r}.", where=self._word)
        return self._folder / f"{name}.json"
