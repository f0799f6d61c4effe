"""A ledger that is put back to an earlier day or taken away, and text that no file holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondunit.rights import verify
from secondunit.rights.keys import ShowKey
from secondunit.rights.ledger import HEAD_SUFFIX, Ledger, read_head
from secondunit.wire.errors import LedgerTampered


def written(path: Path, rows: int = 3, anchor: Path | None = None) -> Ledger:
    ledger = Ledger(path, anchor=anchor)
    for number in range(rows):
        ledger.append("egress", "mia", {"number": number})
    return ledger


def head_of(path: Path) -> Path:
    return path.with_name(path.name + HEAD_SUFFIX)


def put_back(path: Path) -> None:
    """To the day after its second row: file and head, each as it was."""
    kept = path.parent / "kept"
    copy = written(kept / path.name, 2)
    path.write_bytes(copy.path.read_bytes())
    head_of(path).write_bytes(head_of(copy.path).read_bytes())


def take_away(path: Path) -> None:
    path.unlink()
    head_of(path).unlink()


@pytest.mark.parametrize("harm", [put_back, take_away])
def test_a_running_service_adds_nothing_to_a_ledger_that_lost_rows_it_wrote(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "ledger.jsonl"
    ledger = written(path)
    harm(path)
    left = path.read_bytes() if path.exists() else b""
    with pytest.raises(LedgerTampered, match="3 rows"):
        ledger.append("egress", "mia", {"number": 9})
    assert (path.read_bytes() if path.exists() else b"") == left


@pytest.mark.parametrize("harm", [put_back, take_away])
def test_a_later_service_does_not_write_over_the_anchor_that_would_show_it(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    path, anchor = tmp_path / "ledger.jsonl", tmp_path / "elsewhere" / "heist.head"
    written(path, 3, anchor)
    harm(path)
    with pytest.raises(LedgerTampered, match="3 rows"):
        Ledger(path, anchor=anchor).append("egress", "mia", {"number": 9})
    assert read_head(anchor).rows == 3


def test_another_end_of_the_same_length_is_seen_too(tmp_path: Path) -> None:
    path, anchor = tmp_path / "ledger.jsonl", tmp_path / "elsewhere" / "heist.head"
    ledger = written(path, 3, anchor)
    other = written(tmp_path / "other.jsonl", 2)
    other.append("egress", "somebody else", {"number": 2})
    path.write_bytes(other.path.read_bytes())
    head_of(path).write_bytes(head_of(other.path).read_bytes())
    for each in (ledger, Ledger(path, anchor=anchor)):
        with pytest.raises(LedgerTampered):
            each.append("egress", "mia", {"number": 9})


def test_two_services_and_an_anchor_that_is_behind_are_no_harm(tmp_path: Path) -> None:
    path, anchor = tmp_path / "ledger.jsonl", tmp_path / "elsewhere" / "heist.head"
    one, other = Ledger(path, anchor=anchor), Ledger(path)  # the other service keeps no anchor
    for number in range(6):
        (one if number % 3 == 0 else other).append("egress", "mia", {"number": number})
    assert verify(path).rows == 6 and read_head(anchor).rows == 4
    one.append("egress", "mia", {"number": 6})
    assert read_head(anchor).rows == 7


def test_half_a_character_does_not_keep_a_row_from_being_written(tmp_path: Path) -> None:
    """What a provider calls its files is on record even where no file could be called so."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    row = ledger.append("answer", "m\ud800", {"name": "a\ud800.png", "b\udcff": ["\udfff"]})
    assert verify(ledger.path).rows == 1
    assert row.who == "m?" and row.body == {"name": "a?.png", "b?": ["?"]}


def test_only_what_is_new_is_read_before_something_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long a ledger is: rows of others since the last that was verified, and none of one's own."""
    monkeypatch.setattr("secondunit.rights.ledger.SMALL", 0)
    path = tmp_path / "ledger.jsonl"
    ledger = written(path, 40)
    assert ledger.check() == 0
    other = Ledger(path)
    for number in range(2):
        other.append("egress", "another service", {"number": number})
    assert ledger.check() == 2
    assert ledger.check() == 0
    assert Ledger(path).check() == 42


def test_rows_that_the_shows_key_does_not_vouch_for_are_not_accepted(tmp_path: Path, key: ShowKey) -> None:
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path, sign=key.sign, vouched=key.verified)
    ledger.append("egress", "mia", {"number": 0})
    Ledger(path).append("egress", "somebody without the key", {"number": 1})
    for each in (ledger, Ledger(path, sign=key.sign, vouched=key.verified)):
        with pytest.raises(LedgerTampered, match="not signed"):
            each.check()


def test_an_earlier_ledger_is_accepted_by_a_person_on_record(tmp_path: Path) -> None:
    """The disk died, and yesterday's backup is all that there is."""
    path, anchor = tmp_path / "ledger.jsonl", tmp_path / "elsewhere" / "heist.head"
    lost = written(path, 3, anchor).head()
    put_back(path)
    row = Ledger(path, anchor=anchor).accept("lee", "restored from the backup of Tuesday")
    assert row.kind == "accepted" and row.number == 3
    assert row.body["lost"] == {"rows": 3, "hash": lost.hash} and row.body["why"].startswith("restored")
    after = Ledger(path, anchor=anchor)
    after.append("egress", "mia", {"number": 9})
    assert verify(path, anchors=(read_head(anchor),)).rows == 4


def test_a_ledger_with_a_changed_row_cannot_be_accepted(tmp_path: Path) -> None:
    path, anchor = tmp_path / "ledger.jsonl", tmp_path / "elsewhere" / "heist.head"
    written(path, 3, anchor)
    path.write_bytes(path.read_bytes().replace(b'"number":1', b'"number":7'))
    with pytest.raises(LedgerTampered, match="Row 2 "):
        Ledger(path, anchor=anchor).accept("lee", "it is fine")


def test_asking_after_a_ledger_that_never_was_makes_none(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "ledger.jsonl").check() == 0
    assert list(tmp_path.iterdir()) == []
