"""OpenVDB files: the same bytes for the same fields, nothing of what is empty, whole or refused.

What a reader finds in them is asked of the real library, in Blender: `tests/blender/test_vdb.py`.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.vdb import Grid, read_facts, write_vdb
from secondunit.wire.errors import DamagedPicture, SecondUnitError

FACTS = {"extinction": 12.5, "albedo": [0.6, 0.6, 0.5], "name": "fumée"}


def grid(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Grid:
    return Grid("density", values, 0.1, (-1.0, 0.0, 2.0))


@pytest.fixture
def ball() -> Grid:
    place = np.indices((20, 30, 40)) - np.array([10, 15, 20])[:, None, None, None]
    return grid(np.maximum(0.0, 8.0 - np.sqrt((place**2).sum(axis=0))).astype(np.float32))


def test_the_same_fields_are_the_same_bytes(tmp_path: Path, ball: Grid) -> None:
    write_vdb(tmp_path / "a.vdb", [ball], FACTS)
    write_vdb(tmp_path / "b.vdb", [ball], dict(reversed(FACTS.items())))
    assert (tmp_path / "a.vdb").read_bytes() == (tmp_path / "b.vdb").read_bytes()


def test_facts_come_back_as_they_went_in(tmp_path: Path, ball: Grid) -> None:
    write_vdb(tmp_path / "a.vdb", [ball], FACTS)
    assert read_facts(tmp_path / "a.vdb") == FACTS


def test_a_cell_that_holds_nothing_takes_no_room(tmp_path: Path, ball: Grid) -> None:
    write_vdb(tmp_path / "a.vdb", [ball], {})
    wide = np.zeros((400, 300, 200), np.float32)
    wide[:20, :30, :40] = ball.values
    write_vdb(tmp_path / "b.vdb", [grid(wide)], {})
    small, large = ((tmp_path / name).stat().st_size for name in ("a.vdb", "b.vdb"))
    assert small == large
    assert small < 3 * np.count_nonzero(ball.values) + 12_000


def test_a_file_that_was_cut_off_or_altered_is_refused(tmp_path: Path, ball: Grid) -> None:
    path = tmp_path / "a.vdb"
    write_vdb(path, [ball], FACTS)
    whole = path.read_bytes()
    for data in (whole[:-1], whole[:40], b"", whole[:-9] + b"\1" + whole[-8:], whole + b"\0"):
        path.write_bytes(data)
        with pytest.raises(DamagedPicture) as refusal:
            read_facts(path)
        assert "a.vdb" in refusal.value.problem.message
    # Whole by its own digest, and still nothing that could be read.
    for body in (b"", b"\xff" * 64, struct.pack("<II", 1, 1 << 31), struct.pack("<I", 0)):
        name = sha256(body).hexdigest()
        unique = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:32]))
        path.write_bytes(struct.pack("<qIII?36s", 0x56444220, 224, 12, 0, True, unique.encode()) + body)
        with pytest.raises(DamagedPicture):
            read_facts(path)
    path.unlink()
    with pytest.raises(DamagedPicture):
        read_facts(path)


def test_a_disk_that_refuses_is_an_error_of_ours(tmp_path: Path, ball: Grid) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(SecondUnitError) as refusal:
        write_vdb(tmp_path / "taken" / "a.vdb", [ball], {})
    assert "taken" in refusal.value.problem.where
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
