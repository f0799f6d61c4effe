"""The ledger shows every change: of a byte, of the order, at the start, in the middle and at the end."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.rights import Ledger, export, read_head, rows, verify
from secondunit.rights.keys import ShowKey
from secondunit.wire.errors import DiskFull, LedgerTampered, NotFound, OutOfRange, WrongType

Lines = list[bytes]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.jsonl")
    for number in range(10):
        made.append("egress", "mia", {"file": f"plate.{number}.png", "bytes": number, "wo": "Köln"})
    return made


def test_rows_read_back_as_they_were_written(ledger: Ledger) -> None:
    read = list(rows(ledger.path))
    assert [row.number for row in read] == list(range(1, 11))
    assert read[3].body == {"file": "plate.3.png", "bytes": 3, "wo": "Köln"}
    checked = verify(ledger.path)
    assert (checked.rows, checked.hash, checked.remark) == (10, read[-1].hash, "")


def test_anybody_can_check_a_line_with_nothing_but_a_hash(ledger: Ledger) -> None:
    previous = "0" * 64
    for line in ledger.path.read_bytes().splitlines():
        said = json.loads(line)
        assert said["prev"] == previous
        assert said["hash"] == sha256(line[: line.rindex(b',"hash":')]).hexdigest()
        previous = said["hash"]


def _changed(lines: Lines) -> Lines:
    return [*lines[:4], lines[4].replace(b'"bytes":4', b'"bytes":5'), *lines[5:]]


def _rehashed(lines: Lines) -> Lines:
    bare = lines[4][: lines[4].rindex(b',"hash":')].replace(b'"bytes":4', b'"bytes":5')
    forged = bare + b',"hash":"' + sha256(bare).hexdigest().encode() + b'"}\n'
    return [*lines[:4], forged, *lines[5:]]


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (_changed, "Row 5 "),
        (_rehashed, "Row 6 "),
        (lambda lines: lines[1:], "Row 1 "),
        (lambda lines: lines[:4] + lines[5:], "Row 5 "),
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], "Row 5 "),
        (lambda lines: [*lines[:5], lines[4], *lines[5:]], "Row 6 "),
        (lambda lines: lines[:-1], "cut off"),
        (lambda lines: lines[:-5], "cut off"),
        (lambda lines: [], "cut off"),
        (lambda lines: [*lines[:-1], lines[-1][:40]], "cut off"),
        (lambda lines: [*lines[:-1], lines[-1][:-1] + b" \n"], "Row 10 "),
        (lambda lines: [*lines[:5], b"\n", *lines[5:]], "Row 6 "),
    ],
)
def test_any_row_changed_removed_moved_or_cut_off_is_found(
    ledger: Ledger, change: Callable[[Lines], Lines], row: str
) -> None:
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(change(lines)))
    with pytest.raises(LedgerTampered, match=row):
        verify(ledger.path)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_single_byte_can_be_changed_unseen(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "ledger.jsonl"
    ledger = Ledger(path)
    for number in range(3):
        ledger.append("egress", "mia", {"n": number})
    body = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(body)
    with pytest.raises(LedgerTampered):
        verify(path)


def test_a_whole_chain_written_anew_is_found_by_a_head_kept_elsewhere(ledger: Ledger, tmp_path: Path) -> None:
    kept = ledger.head()
    for path in (ledger.path, ledger.head_path):
        path.unlink()
    forged = Ledger(ledger.path)
    for number in range(12):
        forged.append("egress", "mia", {"file": f"other.{number}.png"})
    assert verify(ledger.path).rows == 12
    with pytest.raises(LedgerTampered, match=r"Row 10 .* not the one that was noted"):
        verify(ledger.path, anchors=(kept,))


def test_a_head_kept_elsewhere_is_met_by_a_ledger_that_went_on(ledger: Ledger) -> None:
    kept = ledger.head()
    ledger.append("egress", "mia", {})
    assert verify(ledger.path, anchors=(kept,)).rows == 11


def test_a_ledger_cut_back_together_with_its_head_is_found_by_its_anchor(tmp_path: Path) -> None:
    anchor = tmp_path / "elsewhere" / "heist.head"
    ledger = Ledger(tmp_path / "ledger.jsonl", anchor=anchor)
    ledger.append("egress", "mia", {})
    before = ledger.path.read_bytes(), ledger.head_path.read_bytes()
    ledger.append("egress", "mia", {"what": "the plate"})
    ledger.path.write_bytes(before[0])
    ledger.head_path.write_bytes(before[1])
    assert verify(ledger.path).rows == 1
    with pytest.raises(LedgerTampered, match="cut off"):
        verify(ledger.path, anchors=(read_head(anchor),))


def test_a_head_signed_by_the_show_cannot_be_written_by_others(tmp_path: Path, key: ShowKey) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl", sign=key.sign)
    ledger.append("egress", "mia", {"n": 1})
    early = ledger.path.read_bytes(), ledger.head_path.read_bytes()
    ledger.append("egress", "mia", {"n": 2})
    assert verify(ledger.path, verified=key.verified).signed
    unsigned = Ledger(tmp_path / "forged.jsonl")
    unsigned.append("egress", "mia", {"n": 3})
    with pytest.raises(LedgerTampered, match="not signed"):
        verify(unsigned.path, verified=key.verified)
    whole = ledger.head_path.read_bytes()
    for place in (b'"signature":"', b'"hash":"'):
        for letters in (b"zz", b"00"):
            start = whole.index(place) + len(place)
            ledger.head_path.write_bytes(whole[:start] + letters + whole[start + 2 :])
            if letters not in whole[start : start + 2]:
                with pytest.raises(LedgerTampered):
                    verify(ledger.path, verified=key.verified)
    ledger.head_path.write_bytes(early[1].replace(b'"rows":1', b'"rows":2'))
    with pytest.raises(LedgerTampered):
        verify(ledger.path, verified=key.verified)


def test_nothing_is_added_to_a_ledger_that_was_cut(ledger: Ledger) -> None:
    body = ledger.path.read_bytes()
    ledger.path.write_bytes(body[: len(body) // 2])
    with pytest.raises(LedgerTampered, match="cut off"):
        ledger.append("egress", "mia", {})
    assert len(ledger.path.read_bytes()) == len(body) // 2


def test_nothing_is_added_after_rows_that_the_head_does_not_vouch_for(ledger: Ledger) -> None:
    early = ledger.head_path.read_bytes()
    ledger.append("egress", "mia", {})
    ledger.append("egress", "mia", {})
    ledger.head_path.write_bytes(early)
    with pytest.raises(LedgerTampered, match="does not vouch"):
        ledger.append("egress", "mia", {})
    with pytest.raises(LedgerTampered, match="not vouched"):
        verify(ledger.path)


def test_a_service_that_died_while_writing_a_row_leaves_a_ledger_that_goes_on(ledger: Ledger) -> None:
    with ledger.path.open("ab") as file:
        file.write(b'{"prev":"half a row')
    assert verify(ledger.path).rows == 10
    ledger.append("egress", "mia", {})
    assert verify(ledger.path).rows == 11


def test_a_row_whose_head_was_never_written_is_kept_and_remarked(ledger: Ledger) -> None:
    early = ledger.head_path.read_bytes()
    ledger.append("egress", "mia", {"file": "last"})
    ledger.head_path.write_bytes(early)
    assert "Row 11 is newer" in verify(ledger.path).remark
    ledger.append("egress", "mia", {"file": "next"})
    assert [row.kind for row in rows(ledger.path)][-3:] == ["egress", "recovered", "egress"]
    assert verify(ledger.path).remark == ""


def _append(path: str) -> None:
    ledger = Ledger(Path(path))
    for number in range(20):
        ledger.append("egress", str(os.getpid()), {"n": number})


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_append, [str(path)] * 2)
    assert verify(path).rows == 40
    assert len({row.who for row in rows(path)}) >= 1


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger.path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            ledger.append("egress", "mia", {})
    assert ledger.path.read_bytes() == before
    ledger.append("egress", "mia", {})
    assert verify(ledger.path).rows == 11


def test_a_row_is_not_told_of_before_it_is_on_the_disk(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (flushed.append(os.fstat(handle).st_ino), fsync(handle))[1]
    )
    ledger.append("egress", "mia", {})
    assert ledger.path.stat().st_ino in flushed and ledger.head_path.stat().st_ino in flushed


def test_an_export_can_be_checked_by_the_hashes_in_it(ledger: Ledger, tmp_path: Path) -> None:
    checked = export(ledger.path, tmp_path / "export.json")
    read = json.loads((tmp_path / "export.json").read_text("utf-8"))
    assert (len(read["rows"]), read["head"]["hash"]) == (10, checked.hash)
    assert "".join(row + "\n" for row in read["rows"]).encode() == ledger.path.read_bytes()


def test_a_tampered_ledger_is_not_exported(ledger: Ledger, tmp_path: Path) -> None:
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b"plate.2", b"plate.7"))
    with pytest.raises(LedgerTampered):
        export(ledger.path, tmp_path / "export.json")
    assert not (tmp_path / "export.json").exists()


def test_a_ledger_that_is_gone_is_told_from_one_that_never_was(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        verify(tmp_path / "never.jsonl")
    ledger.path.unlink()
    with pytest.raises(LedgerTampered, match="gone"):
        verify(ledger.path)


def test_a_head_that_is_no_head_is_told(ledger: Ledger) -> None:
    ledger.head_path.write_text("{}x", "utf-8")
    with pytest.raises(LedgerTampered, match="head"):
        verify(ledger.path)


@pytest.mark.parametrize(("body", "kind"), [("text", WrongType), ({"x": "y" * (1 << 20)}, OutOfRange)])
def test_what_is_no_row_is_refused_and_nothing_written(
    ledger: Ledger, body: object, kind: type[Exception]
) -> None:
    before = ledger.path.read_bytes()
    with pytest.raises(kind):
        ledger.append("egress", "mia", body)
    assert ledger.path.read_bytes() == before
