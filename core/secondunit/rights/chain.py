"""Reading a ledger back: whether every row is as it was written, and an export that others can check.

It needs the file and its head, no key and no service; with the show's public key it also checks who vouches
for the head, and with a head that was kept elsewhere that nothing since then was rewritten.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from secondunit.ground.locks import locked
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire.errors import LedgerTampered, NotFound

from .ledger import HEAD_SUFFIX, LONGEST, START, TAIL, Head, Row, from_hex, parse_row, read_head

#: How much of a ledger is read at once on the way back, in bytes.
_BLOCK = 64 * 1024
Verify = Callable[[bytes, bytes], bool]


@dataclass(frozen=True)
class Checked:
    """What verification found: `rows` that hold, the hash of the last, and what there is to remark."""

    rows: int
    hash: str
    size: int
    #: Whether the head carries a signature that the given key made.
    signed: bool = False
    remark: str = ""


def verify(path: Path, *, anchors: tuple[Head, ...] = (), verified: Verify | None = None) -> Checked:
    """Check every row of a ledger against the one before and the end against its head.

    `anchors` are heads kept elsewhere; `verified` takes a statement and a signature. Raises `LedgerTampered`
    with the number of the first row that is wrong, `NotFound`, `NoRights`.
    """
    head, end = _end(path)
    wanted = {anchor.rows: anchor.hash for anchor in anchors}
    if wanted.setdefault(head.rows, head.hash) != head.hash:
        raise _tampered(path, head.rows, "is not the one that was noted elsewhere")
    signed = False
    if verified is not None:
        signed = verified(head.statement, from_hex(head.signature))
        if not signed and head.rows:
            raise LedgerTampered("The head of the ledger is not signed by the show's key.", where=str(path))
    rows, previous, size = _chained(path, wanted, end)
    if rows < head.rows or any(number > rows for number in wanted):
        most = max(wanted)
        raise LedgerTampered(
            f"The ledger ends at row {rows:,}, and it had {most:,}: rows were cut off.", where=str(path)
        )
    remark = ""
    if rows > head.rows:
        if rows - head.rows > 1:
            raise _tampered(path, head.rows + 1, "and those after it are not vouched for by the head")
        remark = f"Row {rows:,} is newer than the head: a service ended while it wrote."
    return Checked(rows, previous, size, signed, remark)


def _end(path: Path) -> tuple[Head, int]:
    """The head and the size of the file as they were at one moment; an auditor's copy needs no lock."""
    head_path = path.with_name(path.name + HEAD_SUFFIX)
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            stack.enter_context(locked(path.with_name(f".{path.name}.lock")))
        head = read_head(head_path)
        try:
            return head, path.stat().st_size
        except FileNotFoundError:
            if head.rows:
                raise LedgerTampered("The ledger is gone; its head is still here.", where=str(path)) from None
            raise NotFound("There is no ledger here.", where=str(path)) from None
        except OSError as problem:
            raise storage_error(problem, path) from problem


def _chained(path: Path, wanted: dict[int, str], end: int) -> tuple[int, str, int]:
    """Walk the lines, bytes against hashes; the number of rows, the hash of the last, the size.

    The fields before `when` are written in a fixed form, so that a row is checked without parsing it.
    """
    previous, number, size = START, 0, 0
    for line in _lines(path):
        if size >= end:
            break
        if not line.endswith(b"\n") and size + len(line) >= end:
            break  # torn when its service died: nobody was told of it
        number += 1
        digest = sha256(line[: -TAIL - 1]).hexdigest()
        if not line.startswith(b'{"prev":"%s","n":%d,"when":"' % (previous.encode(), number)):
            raise _tampered(path, number, "does not follow the one before it")
        if line[-TAIL - 1 :] != b',"hash":"%s"}\n' % digest.encode():
            raise _tampered(path, number, "is not as it was written")
        if wanted.get(number, digest) != digest:
            raise _tampered(path, number, "is not the one that was noted")
        previous, size = digest, size + len(line)
    return number, previous, size


def rows(path: Path) -> Iterator[Row]:
    """Every row, oldest first, parsed; raises `LedgerTampered` at the first that is not as it was written."""
    for number, line in enumerate(_lines(path), 1):
        row = parse_row(line)
        if row is None:
            raise _tampered(path, number, "is not as it was written")
        yield row


def newest(path: Path) -> Iterator[Row]:
    """Every row from the head back, each held against the hash that the head, or the row after it, names.

    Raises `LedgerTampered` where one is not as it was written, `NoRights`.
    """
    head = read_head(path.with_name(path.name + HEAD_SUFFIX))
    try:
        with path.open("rb") as file:
            expected, number = head.hash, head.rows
            for line in _backward(file, head.size):
                row = parse_row(line)
                if row is None or (row.hash, row.number) != (expected, number):
                    raise _tampered(path, number, "is not as it was written")
                yield row
                expected, number = row.previous, number - 1
    except FileNotFoundError:
        return
    except OSError as problem:
        raise storage_error(problem, path) from problem


def _backward(file: BinaryIO, end: int) -> Iterator[bytes]:
    """The lines before `end`, the last one first."""
    buffer = b""
    while end > 0:
        start = max(0, end - _BLOCK)
        file.seek(start)
        buffer, end = file.read(end - start) + buffer, start
        first, *lines = buffer.splitlines(keepends=True)
        if start == 0:
            first, lines = b"", [first, *lines]
        yield from reversed(lines)
        buffer = first


def export(path: Path, into: Path, *, verified: Verify | None = None) -> Checked:
    """Verify a ledger and write it as one JSON file for others: its rows, its head, how to check it.

    Raises what `verify` raises; nothing is written then.
    """
    checked = verify(path, verified=verified)
    head = read_head(path.with_name(path.name + HEAD_SUFFIX))
    about = {
        "format": "secondunit ledger export 1",
        "check": "Each text in rows is one line. Its hash is the SHA-256 of all that stands before "
        ',"hash" in it; its prev is the hash of the line before, 64 zeros in the first.',
        "head": {"rows": head.rows, "hash": head.hash, "size": head.size, "when": head.when,
                 "signature": head.signature},
    }  # fmt: skip
    with whole_file(into) as temporary, temporary.open("w", encoding="utf-8") as out:
        out.write(json.dumps(about, indent=1)[:-2] + ',\n "rows": [')
        for number, line in enumerate(_lines(path)):
            out.write(("" if number == 0 else ",") + "\n  " + json.dumps(line.decode().rstrip("\n")))
            if number + 1 == checked.rows:
                break
        out.write("\n ]\n}\n")
    return checked


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(LONGEST + 1):
                yield line
    except OSError as problem:
        raise storage_error(problem, path) from problem


def _tampered(path: Path, number: int, fault: str) -> LedgerTampered:
    return LedgerTampered(f"Row {number:,} of the ledger {fault}.", where=str(path))
