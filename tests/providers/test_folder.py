"""The watched folder: every clause, and what only a folder can get wrong."""

from __future__ import annotations

import errno
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import CancelOutcome, Site, State
from secondunit.providers.folder import Folder
from secondunit.testing import CLAUSES, Clause, Stand
from secondunit.wire import Coding, Form, FrozenMap
from secondunit.wire.errors import BadDownload, BadInput, BadSettings, DiskFull, ProviderBroken


@pytest.fixture
def stand(folder_tool: Any, tmp_path: Path) -> Stand:
    made = folder_tool.stand(tmp_path)
    assert isinstance(made, Stand)
    return made


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_the_folder_keeps_the_clause(clause: Clause, stand: Stand) -> None:
    why_not = clause.hold(stand)
    may = (
        "folder",
        "it opens no connection",
        "it is given no reference",
        "it takes nothing away",
        "no guide",
    )
    assert why_not is None or any(each in why_not for each in may)


def test_a_job_is_dropped_in_whole_with_its_inputs_under_plain_names(stand: Stand, tmp_path: Path) -> None:
    stand.provider().submit(stand.request, "key-1")
    [job] = (tmp_path / "watched" / "jobs").iterdir()
    body = json.loads((job / "request.json").read_text())
    assert (body["task"], body["prompt"], body["seed"], body["rate"]) == ("restyle", "dusk", 7, "24")
    assert [each["name"] for each in body["inputs"]] == ["plate.1001.png", "plate.1002.png"]
    for each in body["inputs"]:
        assert sha256((job / each["name"]).read_bytes()).hexdigest() == each["sha256"]
    assert not [path for path in (tmp_path / "watched").iterdir() if path.name.startswith(".")]


def test_a_drop_with_a_full_disk_leaves_nothing_behind(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(DiskFull):
        stand.provider().submit(stand.request, "key-1")
    monkeypatch.undo()
    assert not list((tmp_path / "watched").glob("*/*")) and not list((tmp_path / "watched").glob(".*"))


def test_an_input_that_changed_after_it_was_prepared_is_not_sent(stand: Stand, tmp_path: Path) -> None:
    stand.request.inputs[0].path.write_bytes(b"another picture")
    with pytest.raises(BadInput, match="changed"):
        stand.provider().submit(stand.request, "key-1")
    assert not list((tmp_path / "watched").glob("jobs/*"))


def test_the_same_key_dropped_twice_is_one_job_wherever_it_lies(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    first = provider.submit(stand.request, "key-1")
    assert provider.submit(stand.request, "key-1") == first
    stand.far.run(0.3)
    assert stand.provider().submit(stand.request, "key-1") == first
    stand.far.finish()
    assert stand.provider().submit(stand.request, "key-1") == first
    assert stand.far.taken == 1 and not list((tmp_path / "watched" / "jobs").iterdir())


def test_a_key_that_no_file_system_holds_becomes_a_plain_name(stand: Stand) -> None:
    ticket = stand.provider().submit(stand.request, "../../etc/passwd")
    assert ticket.id == sha256(b"../../etc/passwd").hexdigest()


def test_a_stop_is_asked_for_by_a_file_and_answered_by_the_tool(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.run(0.2)
    assert provider.cancel(ticket) is CancelOutcome.ASKED
    assert (tmp_path / "watched" / "stop" / "key-1").is_file()
    assert provider.poll(ticket).state is State.RUNNING
    stand.far.say({"state": "cancelled", "message": "Stopped."})  # type: ignore[attr-defined]
    assert provider.poll(ticket).state is State.CANCELLED


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{",
        "[]",
        '{"state": "perhaps"}',
        '{"state": "done"}',
        '{"state": "done", "files": [3]}',
        "[" * 9000,
    ],
)
def test_an_answer_that_makes_no_sense_is_told_with_its_file(answer: str, stand: Stand) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.say(answer)  # type: ignore[attr-defined]
    with pytest.raises(ProviderBroken, match=r"answer\.json") as caught:
        provider.poll(ticket)
    assert caught.value.problem.where.endswith("answer.json")


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname", "a/b.png", "..", ""])
def test_a_file_name_that_leaves_the_answer_is_refused(name: str, stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.say({"state": "done", "files": [{"name": name}]})  # type: ignore[attr-defined]
    with pytest.raises(ProviderBroken, match="plain file name"):
        provider.fetch(ticket, tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_a_link_out_of_the_answer_is_not_followed(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.say({"state": "done", "files": [{"name": "a.png"}]})  # type: ignore[attr-defined]
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "watched" / "answers" / "key-1" / "a.png").symlink_to(tmp_path / "secret")
    with pytest.raises(ProviderBroken, match="link"):
        provider.fetch(ticket, tmp_path / "got")


def test_a_file_with_another_hash_than_the_tool_gave_is_not_kept(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.finish()
    (tmp_path / "watched" / "answers" / "key-1" / "beauty.1001.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + b"ONE" * 50
    )
    with pytest.raises(BadDownload, match="hash"):
        provider.fetch(ticket, tmp_path / "got")
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize(
    "said", ["null", '{"progress": "half"}', '{"progress": NaN}', "{", '{"progress": 7}']
)
def test_progress_that_makes_no_sense_is_only_a_hint(said: str, stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.run(0.5)
    assert provider.poll(ticket).progress == 0.5
    (tmp_path / "watched" / "taken" / "key-1" / "progress.json").write_text(said)
    status = provider.poll(ticket)
    assert status.state is State.RUNNING and 0.5 <= status.progress < 1.0


def test_a_preview_is_shown_while_the_tool_works(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key-1")
    stand.far.run(0.5)
    (tmp_path / "watched" / "taken" / "key-1" / "preview.jpg").write_bytes(b"\xff\xd8 so far")
    preview = provider.poll(ticket).preview
    assert preview is not None and (preview.data, preview.media_type) == (b"\xff\xd8 so far", "image/jpeg")


def test_a_tool_that_reads_more_than_8_bits_says_so_and_is_given_it(tmp_path: Path) -> None:
    told = FrozenMap[Any](
        path=str(tmp_path), tasks="restyle,upscale", coding="log", depth=16, movies=True, scale=4
    )
    restyle, upscale = Folder(Site(door=None, scratch=tmp_path, settings=told)).capabilities()  # type: ignore[arg-type]
    assert restyle.intake is not None and upscale.intake is not None
    assert (restyle.intake.coding, restyle.intake.depth) == (Coding.LOG, 16)
    assert restyle.intake.plate_form is Form.MOVIE and restyle.intake.result is Form.FRAMES
    assert (restyle.intake.scale, upscale.intake.scale) == (1, 4)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"path": "relative"},
        {"path": "/tmp", "tasks": "dream"},
        {"path": "/tmp", "depth": 12},
        {"path": "/tmp", "coding": "linear"},
        {"path": "/tmp", "frames": "many"},
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BadSettings):
        Folder(Site(door=None, scratch=tmp_path, settings=FrozenMap(settings)))  # type: ignore[arg-type]
