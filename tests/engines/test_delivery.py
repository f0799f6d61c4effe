"""The rename that makes a take: whole or not there, numbered once, whoever else delivers."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.engines import delivery
from secondunit.engines.delivery import claim_version, delivered, found_take, read_take, take_facts
from secondunit.engines.folders import make_folders
from secondunit.engines.names import BRIEF_FILE, TAKE_FILE, Staging, TakeNames, sweep_temporary
from secondunit.wire import SCHEMA, Brief, Delivery, FrameRange, Take, TakeLayer, Work, loads
from secondunit.wire.errors import DiskFull


def staged(work: Work) -> Staging:
    make_folders(work)
    staging = Staging(Path(work.staging))
    for frame in work.brief.frames:
        staging.frame("beauty", frame).write_bytes(b"%d" % frame)
    return staging


def take(work: Work) -> Callable[[TakeNames, int], Take]:
    def of(names: TakeNames, version: int) -> Take:
        layer = TakeLayer("beauty", names.pattern("beauty"), ("R", "G", "B", "A"))
        return take_facts(work, version, layers=(layer,), made_by="simulated", maker="test 1")

    return of


@pytest.fixture
def work(make_work: Callable[..., Work]) -> Work:
    return make_work(delivery=Delivery(passes=False))


def test_the_folder_becomes_the_take(work: Work) -> None:
    staging = staged(work)
    assert delivered(work) is None
    made = claim_version(work, take(work))
    folder = Path(made.folder)
    assert folder.name == "v001" and not staging.folder.exists()
    assert (folder / (made.layers[0].path % 1002)).read_bytes() == b"1002"
    assert read_take(folder) == made == found_take(work) == delivered(work)
    assert '"folder": ""' in (folder / "take.json").read_text()


def test_a_number_that_is_taken_meanwhile_is_passed_over(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    staging = staged(work)
    # Another service renames its take between our look and our rename.
    (staging.folder.parent / "v001").mkdir()
    (staging.folder.parent / "v001" / "theirs").touch()
    monkeypatch.setattr(delivery, "versions", lambda work, parent: iter(()))
    made = claim_version(work, take(work))
    assert made.version == 2 and made.layers[0].path == "smoke_v002.%04d.exr"
    assert (Path(made.folder) / "smoke_v002.1001.exr").is_file()
    assert [path.name for path in (staging.folder.parent / "v001").iterdir()] == ["theirs"]


def test_deliveries_at_once_never_share_a_number(make_work: Callable[..., Work]) -> None:
    works = [make_work(f"j{number:025d}", delivery=Delivery(passes=False)) for number in range(12)]
    for one in works:
        staged(one)
    gate = threading.Barrier(len(works))
    made: list[Take] = []

    def deliver(one: Work) -> None:
        gate.wait()
        made.append(claim_version(one, take(one)))

    threads = [threading.Thread(target=deliver, args=(one,)) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.version for one in made) == list(range(1, 13))
    for one in made:
        assert read_take(Path(one.folder)) == one


def test_the_store_may_know_higher_numbers_than_the_disk(work: Work) -> None:
    staged(work)
    assert claim_version(dataclasses.replace(work, first_version=41), take(work)).version == 41


def test_unfinished_files_do_not_come_along(work: Work) -> None:
    staging = staged(work)
    (staging.folder / ".beauty.1001.tmp-0123.exr").touch()
    (staging.folder / "previews").mkdir()
    (staging.folder / "previews" / ".thumbnail.tmp-9.png").touch()
    folder = Path(claim_version(work, take(work)).folder)
    assert not [path for path in folder.rglob("*") if ".tmp-" in path.name]


def test_a_full_disk_leaves_the_frames_where_they_were(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    staging = staged(work)

    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(delivery, "_flush", full)
    with pytest.raises(DiskFull):
        claim_version(work, take(work))
    monkeypatch.undo()
    staging.undo_names(work)
    assert staging.missing(work.brief.frames, passes=False) == ()
    assert claim_version(work, take(work)).version == 1


def test_names_that_hold_a_percent_sign_or_a_pattern_are_safe(make_work: Callable[..., Work]) -> None:
    names = TakeNames("v001", "100%done")
    assert names.frame("beauty", 7) == "100%done.0007.exr"
    assert names.frame("passes", -5) == "100%done_passes.-005.exr"
    odd = make_work(element="a.b-c d", frames=FrameRange(-2, 0), delivery=Delivery(passes=False))
    staging = staged(odd)
    made = claim_version(odd, take(odd))
    assert sorted(path.name for path in Path(made.folder).glob("*.exr")) == [
        "a.b-c d_v001.-001.exr", "a.b-c d_v001.-002.exr", "a.b-c d_v001.0000.exr",
    ]  # fmt: skip
    assert not staging.folder.exists()


def test_sweeping_takes_only_what_is_unfinished(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in (".a.tmp-1", "sub/.b.tmp-22.exr", "keep.exr", ".hidden", "not.tmp-1"):
        (tmp_path / name).touch()
    assert {path.name for path in sweep_temporary(tmp_path)} == {".a.tmp-1", ".b.tmp-22.exr"}
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "keep.exr",
        ".hidden",
        "not.tmp-1",
    }


def test_a_folder_that_is_no_take_is_none(tmp_path: Path, work: Any) -> None:
    assert read_take(tmp_path) is None and found_take(work) is None
    (tmp_path / "take.json").write_text("{")
    assert read_take(tmp_path) is None


def test_a_take_that_an_earlier_version_delivered_is_still_read(work: Work) -> None:
    staged(work)
    made = claim_version(work, take(work))
    file = Path(made.folder, TAKE_FILE)
    text = file.read_text("utf-8")
    assert f'"schema": {SCHEMA}' in text
    file.write_text(text.replace(f'"schema": {SCHEMA}', '"schema": 1'), "utf-8")
    brief = Path(made.folder, BRIEF_FILE)
    brief.write_text(brief.read_text("utf-8").replace(f'"schema": {SCHEMA}', '"schema": 1'), "utf-8")
    assert read_take(Path(made.folder)) == made and made.exposure == 1.0
    assert loads(Brief, brief.read_bytes()) == work.brief
