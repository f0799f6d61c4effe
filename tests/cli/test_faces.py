"""What a show keeps of faces, from a terminal: it is listed, and erased on record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.drift.kept_faces import keep_face
from secondunit.models.identity.measurement import TakeFace


@pytest.fixture
def show(home: Path) -> Path:
    """The folder of a show that keeps two descriptions of one character."""
    folder = home / "shows" / "faces_kept"
    (folder / "cast" / "ada" / "v001").mkdir(parents=True, exist_ok=True)
    for number in (1, 2):
        face = TakeFace(1000 + number, np.full(128, 0.123456, np.float32), None)
        keep_face(folder / "cast", "ada", 1, f"t{number}", face)
    return folder


def test_what_is_kept_is_listed_erased_and_only_the_deed_is_on_record(run: Any, show: Path) -> None:
    listed = run("faces", "list", "--show", show.name, "--json")
    assert [(row["character"], row["take"], row["frame"]) for row in listed.lines] == [
        ("ada", "t1", 1001), ("ada", "t2", 1002),
    ]  # fmt: skip
    assert "0.123456" not in listed.out
    erased = run("faces", "erase", "ada", "--show", show.name, "--why", "the consent ended", "--json")
    assert erased.code == 0, erased.err
    assert erased.lines == [{"character": "ada", "erased": 2}]
    assert run("faces", "list", "--show", show.name).out == ""
    ledger = (show / "rights" / "ledger.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in ledger.splitlines()]
    assert rows[-1]["kind"] == "faces_erased"
    assert rows[-1]["body"] == {"character": "ada", "faces": 2, "why": "the consent ended"}
    for path in show.rglob("*"):
        assert not path.is_file() or b"0.123456" not in path.read_bytes()
    again = run("faces", "erase", "ada", "--show", show.name, "--json")
    assert again.code == 3 and "Nothing is kept" in again.problem["message"]


def test_a_name_that_leads_elsewhere_erases_nothing(run: Any, show: Path) -> None:
    assert run("faces", "erase", "../ada", "--show", show.name, "--json").code == 2
    assert len(run("faces", "list", "ada", "--show", show.name, "--json").lines) == 2
    assert run("faces", "list", "..", "--show", show.name, "--json").code == 2
