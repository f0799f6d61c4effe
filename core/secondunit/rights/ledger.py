"""The ledger: one line a thing that happened, each holding the hash of the one before, none ever changed.

A line is JSON that begins with `prev` and ends with `hash`: the SHA-256 of everything before `hash` in that
very line. So whoever has the file can check it with nothing but a hash. Beside the file lies its head: how
many rows there are and how the last one hashes, so that rows cut off the end are missed. It is written to the
disk before `append` returns; several processes may append. `chain` reads and verifies.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import dumps, encode, loads
from secondunit.wire.errors import LedgerTampered, OutOfRange, SecondUnitError, WrongType

from .clock import utc_now
from .locked import locked
from .secret import scrubbed

#: What the first row holds in the place of a hash before it.
START = "0" * 64
#: `,"hash":"` and 64 digits and `"}`.
TAIL = 9 + 64 + 2
HEAD_SUFFIX = ".head"
#: The longest line, in bytes.
LONGEST = 1 << 20

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Head:
    """Where a ledger ends: its rows, the hash of the last, the file's size in bytes, and who vouches for it.

    `signature` is the show's key over `statement`, in hexadecimal; empty where the ledger has no key.
    """

    rows: int = 0
    hash: str = START
    size: int = 0
    when: str = ""
    signature: str = ""

    @property
    def statement(self) -> bytes:
        """What is signed."""
        return f"secondunit ledger head {self.rows} {self.hash} {self.size} {self.when}".encode()


@dataclass(frozen=True)
class Row:
    """One row: its number from 1, when, what kind of thing, who did it, and what there is to say of it."""

    number: int
    when: str
    kind: str
    who: str
    body: Mapping[str, object]
    previous: str
    hash: str


class Ledger:
    """A show's ledger; `sign` vouches for its head, `anchor` is a second place that keeps a copy of the head.

    An anchor that this account may write but not replace (a share with versions) is what makes a cut visible
    even to somebody who holds the key.
    """

    def __init__(self, path: Path, *, sign: Sign | None = None, anchor: Path | None = None) -> None:
        self.path, self.anchor = path, anchor
        self.head_path = path.with_name(path.name + HEAD_SUFFIX)
        self._lock = path.with_name(f".{path.name}.lock")
        self._sign = sign
        #: The furthest end that this very object wrote or met: a ledger only grows.
        self._furthest = Head()

    def append(self, kind: str, who: str, body: object) -> Row:
        """Write a row and return when it is on the disk.

        `body` is a wire value or plain JSON. Raises `LedgerTampered` when the file does not end as its head
        says: then nothing is written, and what was about to happen must not. Also `DiskFull`, `NoRights`.
        """
        said = _without_secrets(encode(body))
        if not isinstance(said, dict):
            raise WrongType("A row of the ledger says something by name.", where="body")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self._lock):
                return self._append(kind, _whole(who), said)
        except OSError as problem:
            raise storage_error(problem, self.path) from problem

    def head(self) -> Head:
        """Where the ledger says it ends; raises `LedgerTampered` when that cannot be read."""
        return read_head(self.head_path)

    def _append(self, kind: str, who: str, body: Mapping[str, object]) -> Row:
        head = self.head()
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self.path, flags, 0o600), "r+b") as file:
            caught_up = self._caught_up(head, file)
            self._require_grown(caught_up)
            if caught_up != head:
                self._write_head(caught_up)
                said = {"said": "The service ended between writing the row before this one and the head."}
                head = self._write(file, caught_up, "recovered", "secondunit", said)[1]
            row, self._furthest = self._write(file, head, kind, who, body)
            return row

    def _require_grown(self, head: Head) -> None:
        """Raise `LedgerTampered` where this end comes before one that was seen here or is the anchor's."""
        for known in (self._furthest, read_head(self.anchor) if self.anchor is not None else Head()):
            if head.rows < known.rows or (head.rows == known.rows and head.hash != known.hash):
                text = f"The ledger had {known.rows:,} rows, and these {head.rows:,} are not what it was."
                raise LedgerTampered(text, where=str(self.path))

    def _caught_up(self, head: Head, file: BinaryIO) -> Head:
        """The head of a file that may hold what a service that died had begun.

        Rows are written before the head: one whole row may be there that the head does not know, or a torn
        one, which nobody was told of and which is cut away.
        """
        size = file.seek(0, os.SEEK_END)
        if size == head.size:
            return head
        if size < head.size:
            text = f"The ledger is {size:,} bytes, and its head says {head.size:,}: rows were cut off."
            raise LedgerTampered(text, where=str(self.path))
        file.seek(head.size)
        line, rest = file.readline(LONGEST), file.read(1)
        row = parse_row(line) if line.endswith(b"\n") else None
        if row is None or row.previous != head.hash or row.number != head.rows + 1:
            file.truncate(head.size)
            return head
        if rest.startswith(b"{"):
            text = f"After row {head.rows:,} the ledger holds rows that its head does not vouch for."
            raise LedgerTampered(text, where=str(self.path))
        file.truncate(head.size + len(line))
        return Head(row.number, row.hash, head.size + len(line), row.when)

    def _write(self, file: BinaryIO, head: Head, kind: str, who: str,
               body: Mapping[str, object]) -> tuple[Row, Head]:  # fmt: skip
        when = utc_now()
        line = line_of(head.hash, head.rows + 1, when, kind, who, body)
        if len(line) > LONGEST:
            raise OutOfRange(f"A row of the ledger is at most {LONGEST:,} bytes.", where="body")
        found = line[-TAIL - 1 + 9 : -3].decode()
        try:
            file.seek(head.size)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
            after = self._write_head(Head(head.rows + 1, found, head.size + len(line), when))
        except BaseException:
            with contextlib.suppress(OSError):
                file.truncate(head.size)
            raise
        return Row(head.rows + 1, when, kind, who, body, head.hash, found), after

    def _write_head(self, head: Head) -> Head:
        if self._sign is not None:
            signature = self._sign(head.statement).hex()
            head = Head(head.rows, head.hash, head.size, head.when, signature)
        text = dumps(head) + "\n"
        for path in (self.head_path, self.anchor):
            if path is not None:
                with whole_file(path) as temporary:
                    temporary.write_text(text, "utf-8")
        return head


def _without_secrets(value: Any) -> Any:
    """JSON without any secret that this process has read."""
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, dict):
        return {_whole(name): _without_secrets(item) for name, item in value.items()}
    return [_without_secrets(item) for item in value] if isinstance(value, list) else value


def _whole(text: str) -> str:
    """A text without secrets and without halves of characters, which no file holds."""
    return scrubbed(text).encode(errors="replace").decode()


def line_of(previous: str, number: int, when: str, kind: str, who: str, body: Mapping[str, object]) -> bytes:
    """A row as the line that stands in the file, with its line end."""
    start = {"prev": previous, "n": number, "when": when, "kind": kind, "who": who, "body": body}
    text = json.dumps(start, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    bare = text[:-1].encode()
    return bare + b',"hash":"' + sha256(bare).hexdigest().encode() + b'"}\n'


def parse_row(line: bytes) -> Row | None:
    """The row of a line, None where the line is no row or does not hash as it says."""
    bare, hashed = line.rstrip(b"\n")[:-TAIL], line.rstrip(b"\n")[-TAIL + 9 : -2]
    try:
        if sha256(bare).hexdigest() != hashed.decode():
            return None
        read = json.loads(line)
        row = Row(
            read["n"], read["when"], read["kind"], read["who"], read["body"], read["prev"], read["hash"]
        )
    except (ValueError, KeyError, TypeError):
        return None
    return row if row.hash == hashed.decode() else None


def read_head(path: Path) -> Head:
    """The head in a file, an empty one where there is no file; raises `LedgerTampered`, `NoRights`."""
    try:
        return loads(Head, path.read_text("utf-8"))
    except FileNotFoundError:
        return Head()
    except OSError as problem:
        raise storage_error(problem, path) from problem
    except (SecondUnitError, UnicodeDecodeError):
        raise LedgerTampered("The head of the ledger is not what was written.", where=str(path)) from None
