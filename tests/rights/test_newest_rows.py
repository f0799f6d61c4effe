"""Rows from the head back: in order, each held against the hash that the row after it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondunit.rights.chain import newest, rows
from secondunit.rights.ledger import Ledger
from secondunit.wire.errors import LedgerTampered


def test_rows_come_newest_first_however_long_they_are(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    assert list(newest(ledger.path)) == []
    for number in range(40):
        ledger.append("kind", "bob", {"number": number, "text": "x" * (number % 5) * 40_000})
    assert list(newest(ledger.path)) == list(rows(ledger.path))[::-1]


def test_a_row_that_was_changed_or_is_not_vouched_for_is_not_given(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    for number in range(3):
        ledger.append("kind", "bob", {"number": number})
    text = ledger.path.read_text("utf-8")
    ledger.path.write_text(text + text.splitlines(keepends=True)[-1], "utf-8")
    assert [row.number for row in newest(ledger.path)] == [3, 2, 1]
    ledger.path.write_text(text.replace('"number":1}', '"number":7}'), "utf-8")
    walk = newest(ledger.path)
    assert next(walk).number == 3
    with pytest.raises(LedgerTampered, match="Row 2"):
        next(walk)
