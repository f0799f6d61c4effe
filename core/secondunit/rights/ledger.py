"""The ledger: one line a thing that happened, each holding the hash of the one before, none ever changed.

A line is JSON that begins with `prev` and ends with `hash`: the SHA-256 of everything before `hash` in that
very line. So whoever has the file can check it with nothing but a hash. Beside the file lies its head: how
many rows there are and how the last one hashes, so that rows cut off the end are missed. It is written to the
disk before `append` returns; several processes may append. What was not verified yet is, before anything is
added: nothing is put on record, and so nothing leaves, on a ledger that does not hold.
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

from secondunit.ground.locks import locked
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import dumps, encode, loads
from secondunit.wire.errors import LedgerTampered, OutOfRange, SecondUnitError, WrongType

from .clock import utc_now
from .secret import scrubbed

#: What the first row holds in the place of a hash before it.
START = "0" * 64
#: `,"hash":"` and 64 digits and `"}`.
TAIL = 9 + 64 + 2
HEAD_SUFFIX = ".head"
#: The longest line, in bytes.
LONGEST = 1 << 20

#: A ledger up to this size, in bytes, is read whole when another hand touched it; of a longer one, once this
#: process has read it, only what is new.
SMALL = 8 * 1024 * 1024

Sign = Callable[[bytes], bytes]
Vouched = Callable[[bytes, bytes], bool]


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
    """A show's ledger; `sign` vouches for its head, `vouched` says whether a signature is the show's.

    `anchor` is a second place that keeps a copy of the head: what comes before it is a copy of an earlier
    day. `name` is the show's, for what helps.
    """

    def __init__(self, path: Path, *, sign: Sign | None = None, vouched: Vouched | None = None,
                 anchor: Path | None = None, name: str = "SHOW") -> None:  # fmt: skip
        self.path, self.anchor, self._name = path, anchor, name
        self.head_path = path.with_name(path.name + HEAD_SUFFIX)
        self._lock = path.with_name(f".{path.name}.lock")
        self._sign, self._vouched = sign, vouched
        #: The furthest end that this very object wrote or verified: a ledger only grows.
        self._furthest = Head()
        #: The file as it was then: another hand shows.
        self._read_facts: tuple[int, ...] = ()

    def append(self, kind: str, author: str, body: object) -> Row:
        """Write a row and return when it is on the disk.

        `body` is a wire value or plain JSON. Raises `LedgerTampered` when the ledger is not as it was
        written: then nothing is added, and what was about to happen must not. Also `DiskFull`, `NoRights`.
        """
        content = _without_secrets(encode(body))
        if not isinstance(content, dict):
            raise WrongType("A row of the ledger says something by name.", where="body")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self._lock):
                return self._append(kind, _whole(author), content)
        except OSError as problem:
            raise storage_error(problem, self.path) from problem

    def head(self) -> Head:
        """Where the ledger says it ends; raises `LedgerTampered` when that cannot be read."""
        return read_head(self.head_path)

    def check(self) -> int:
        """Verify what was not verified yet, all of it the first time; the number of rows that were read.

        Raises `LedgerTampered`, `NoRights`. To be asked before something leaves that makes no row by itself.
        """
        if not self._known().rows and not self.path.exists() and not self.head_path.exists():
            return 0
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self._lock), self._open() as file:
                head = self.head()
                return self._verified(head, self._caught_up(head, file), file)
        except OSError as problem:
            raise storage_error(problem, self.path) from problem

    def accept(self, author: str, why: str) -> Row:
        """Go on from a ledger that comes before the one that is known: a backup that was put back; recorded.

        What is there has to hold in itself. Raises `LedgerTampered`, `DiskFull`, `NoRights`.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self._lock):
                end = self._known()
                self._furthest, self._read_facts = Head(), ()
                body = {"lost": {"rows": end.rows, "hash": end.hash}, "why": _whole(why)}
                return self._append("accepted", _whole(author), body, anchored=False)
        except OSError as problem:
            raise storage_error(problem, self.path) from problem

    def _append(self, kind: str, author: str, body: Mapping[str, object], *, anchored: bool = True) -> Row:
        head = self.head()
        with self._open() as file:
            caught_up = self._caught_up(head, file)
            self._verified(head, caught_up, file, anchored=anchored)
            if caught_up != head:
                self._write_head(caught_up)
                remark = {"said": "The service ended between writing the row before this one and the head."}
                head = self._write(file, caught_up, "recovered", "secondunit", remark)[1]
            row, self._furthest = self._write(file, head, kind, author, body)
            self._read_facts = _facts(file)
            return row

    def _open(self) -> BinaryIO:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self.path, flags, 0o600), "r+b")

    def _known(self, *, anchored: bool = True) -> Head:
        """The furthest end that was seen here or in the second place."""
        anchor = read_head(self.anchor) if self.anchor is not None and anchored else Head()
        return max(self._furthest, anchor, key=lambda head: head.rows)

    def _verified(self, stored: Head, head: Head, file: BinaryIO, *, anchored: bool = True) -> int:
        """Hold a file against what is known of it; how many rows were read. Raises `LedgerTampered`.

        `stored` is the head as it lies beside the file, `head` the one that a whole last row makes of it.
        """
        end, facts = self._known(anchored=anchored), _facts(file)
        if head.rows < end.rows or (head.rows == end.rows and head.hash != end.hash):
            raise LedgerTampered(
                f"The ledger had {end.rows:,} rows, and these {head.rows:,} are not what it was.",
                remedy="Keep the files and tell whoever looks after the show's security. Where a backup was "
                f"put back, that is said by: secondunit ledger accept --show {self._name} --why WHY",
                where=str(self.path),
            )
        if self._read_facts == facts and head.rows == self._furthest.rows == end.rows:
            return 0
        start = end if self._read_facts and head.size > SMALL else Head()
        file.seek(start.size)
        read, previous = 0, start.hash
        for number in range(start.rows + 1, head.rows + 1):
            previous, read = self._row(file.readline(LONGEST + 1), number, previous), read + 1
            if number == end.rows and previous != end.hash:
                raise self._tampered(number, "is not the one that was noted elsewhere")
        if previous != head.hash or file.tell() != head.size:
            raise self._tampered(head.rows, "is not the one that its head names")
        if stored.rows > end.rows and not self._is_vouched(stored):
            raise LedgerTampered(
                "The head of the ledger is not signed by the show's key.", where=str(self.path)
            )
        self._furthest, self._read_facts = head, facts
        return read

    def _is_vouched(self, head: Head) -> bool:
        return self._vouched is None or self._vouched(head.statement, from_hex(head.signature))

    def _row(self, line: bytes, number: int, previous: str) -> str:
        """The hash of a line that is as it was written; the fields before `when` have a fixed form."""
        digest = sha256(line[: -TAIL - 1]).hexdigest()
        if line[-TAIL - 1 :] != b',"hash":"%s"}\n' % digest.encode():
            raise self._tampered(number, "is not as it was written")
        if not line.startswith(b'{"prev":"%s","n":%d,"when":"' % (previous.encode(), number)):
            raise self._tampered(number, "does not follow the one before it")
        return digest

    def _tampered(self, number: int, fault: str) -> LedgerTampered:
        return LedgerTampered(f"Row {number:,} of the ledger {fault}.", where=str(self.path))

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

    def _write(self, file: BinaryIO, head: Head, kind: str, author: str,
               body: Mapping[str, object]) -> tuple[Row, Head]:  # fmt: skip
        when = utc_now()
        line = line_of(head.hash, head.rows + 1, when, kind, author, body)
        if len(line) > LONGEST:
            raise OutOfRange(f"A row of the ledger is at most {LONGEST:,} bytes.", where="body")
        digest = line[-TAIL - 1 + 9 : -3].decode()
        try:
            file.seek(head.size)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
            after = self._write_head(Head(head.rows + 1, digest, head.size + len(line), when))
        except BaseException:
            with contextlib.suppress(OSError):
                file.truncate(head.size)
            raise
        return Row(head.rows + 1, when, kind, author, body, head.hash, digest), after

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


def _facts(file: BinaryIO) -> tuple[int, ...]:
    """Which file this is and when it was last written or changed in any way."""
    facts = os.fstat(file.fileno())
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def from_hex(text: str) -> bytes:
    """The bytes of a signature; none where it is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


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


def line_of(
    previous: str, number: int, when: str, kind: str, author: str, body: Mapping[str, object]
) -> bytes:
    """A row as the line that stands in the file, with its line end."""
    start = {"prev": previous, "n": number, "when": when, "kind": kind, "who": author, "body": body}
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
