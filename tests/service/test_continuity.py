"""The continuity of a sequence over the API: which takes are looked at, and what of it a client is given."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.drift.face_pictures import crop_name
from secondunit.engines.drift.kept_faces import keep_face
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.models.identity.measurement import TakeFace
from secondunit.rights.consent import Consent
from secondunit.rights.show import ShowRights
from secondunit.service.continuity import Continuities
from secondunit.service.store import signoffs, takes
from secondunit.wire import (
    CharacterDrift,
    ColorSpace,
    Decision,
    Format,
    FrameDrift,
    FrameRange,
    Problem,
    Rate,
    SequenceContinuity,
    SignOff,
    Take,
    TakeLayer,
    loads,
)

BOX = (0.25, 0.2, 0.5, 0.6)
PATH = "/v1/shows/S/continuity"
BEAUTY = (TakeLayer("beauty", "ada.%04d.exr", ("R", "G", "B")),)


def drift(*distances: float, character: str = "ada") -> CharacterDrift:
    frames = tuple(FrameDrift(1001 + number, value, "", BOX) for number, value in enumerate(distances))
    return CharacterDrift(character, 1, 2, frames, 0.1, "front.png", 1001)


@pytest.fixture
def show(api: Any) -> Path:
    """A show of two sequences."""
    folder: Path = api.room.folder / "shows" / "S"
    folder.mkdir(parents=True)
    (folder / "secondunit.toml").write_text('[sequences]\nSQ = ["sh010", "sh020"]\nTQ = ["sh030"]\n')
    return folder


@pytest.fixture
def add(api: Any, show: Path, make_brief: Callable[..., Any]) -> Callable[..., Take]:
    """Adds a take of a shot with these drifts."""

    def one(number: int, shot: str, *drifts: CharacterDrift, folder: Path | None = None) -> Take:
        made = Take(
            f"t{number:03d}", f"j{number}", "S", shot, "ada", number, str(folder or show / "gone"),
            FrameRange(1001, 1002), Rate(24), Format(64, 36), ColorSpace("Linear Rec.709 (sRGB)"), "0" * 64,
            BEAUTY, drift=drifts, created=f"2026-11-01T{number // 60:02d}:{number % 60:02d}",
        )  # fmt: skip
        api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
        return made

    return one


def test_the_measured_take_is_found_behind_any_number_of_newer_ones(
    api: Any, add: Callable[..., Take]
) -> None:
    measured = add(1, "sh010", drift(0.3, 0.4))
    for number in range(2, 60):
        add(number, "sh010")
    answer = loads(SequenceContinuity, api.client.get(f"{PATH}?sequence=SQ").content)
    [one] = answer.characters
    [shot] = one.shots
    assert (shot.take, shot.curve, one.missing) == (measured.in_list, (0.3, 0.4), ("sh020",))
    assert answer.shots == ("sh010", "sh020") and shot.drift.frames == ()


def test_a_rejected_take_stands_for_its_shot_only_where_there_is_no_other(
    api: Any, add: Callable[..., Take]
) -> None:
    older, newer, only = add(1, "sh010", drift(0.3)), add(2, "sh010", drift(0.7)), add(3, "sh020", drift(0.7))

    def decide(take: Take, decision: Decision) -> None:
        key = f"s{take.id}{decision.value[0]}"
        signoff = SignOff(take.id, decision, "Vera", "supervisor", "another face", "0" * 64, id=key)
        api.room.store.write(lambda transaction: signoffs.add(transaction, signoff, take))

    def standing() -> list[str]:
        answer = loads(SequenceContinuity, api.client.get(f"{PATH}?sequence=SQ").content)
        return [shot.take.id for shot in answer.characters[0].shots]

    decide(newer, Decision.REJECTED)
    decide(only, Decision.REJECTED)
    assert standing() == [older.id, only.id]
    decide(newer, Decision.ACCEPTED)
    assert standing() == [newer.id, only.id]


def test_the_sequence_of_a_shot_is_found_and_one_that_is_not_there_is_named(
    api: Any, add: Callable[..., Take]
) -> None:
    add(1, "sh010", drift(0.3), drift(0.7, character="bob"))
    add(2, "sh030", drift(0.3))
    assert loads(SequenceContinuity, api.client.get(f"{PATH}?shot=sh030").content).sequence == "TQ"
    only = loads(SequenceContinuity, api.client.get(f"{PATH}?shot=sh020&character=bob").content)
    assert [one.character for one in only.characters] == ["bob"] and only.sequence == "SQ"
    for query, word in (
        ("sequence=XQ", "no sequence XQ"),
        ("shot=sh999", "in no sequence"),
        ("", "is named"),
    ):
        refused = api.client.get(f"{PATH}?{query}")
        problem = loads(Problem, refused.content)
        assert refused.status_code in (404, 422) and word in problem.message and "SQ, TQ" in problem.remedy


def test_a_sequence_without_a_measured_take_says_so(api: Any, add: Callable[..., Take]) -> None:
    add(1, "sh010")
    refused = api.client.get(f"{PATH}?sequence=SQ")
    assert refused.status_code == 404
    assert loads(Problem, refused.content).message == "No take of SQ has a measured character."


def test_a_cut_that_cannot_be_read_is_said_and_not_called_an_absent_sequence(
    api: Any, add: Callable[..., Take], show: Path
) -> None:
    add(1, "sh010", drift(0.3))
    (show / "cut.edl").write_bytes(b"\xff\xfe nothing that is a cut")
    settings = show / "secondunit.toml"
    settings.write_text('cut = "cut.edl"\n' + settings.read_text())
    problem = loads(Problem, api.client.get(f"{PATH}?sequence=SQ").content)
    assert "no sequence" not in problem.message and "cut.edl" in problem.message + problem.where


def test_faces_that_may_not_be_read_leave_the_page_and_a_remark(
    api: Any, add: Callable[..., Take], show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(1, "sh010", drift(0.3))
    folder = show / "cast" / "ada" / "faces"
    folder.mkdir(parents=True)
    listed = Path.iterdir

    def iterdir(path: Path) -> Any:
        if path == folder:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    answer = loads(SequenceContinuity, api.client.get(f"{PATH}?sequence=SQ").content)
    assert len(answer.characters) == 1 and "cannot be read" in answer.remarks[0]
    assert "cannot be read" in api.client.get(f"{PATH}/page?sequence=SQ").text


def test_page_and_picture_show_the_faces_of_takes_and_may_do_nothing_else(
    api: Any, add: Callable[..., Take], show: Path
) -> None:
    folder = show / "sh010" / "ada" / "v001"
    (folder / "previews").mkdir(parents=True)
    add(1, "sh010", drift(0.3, 0.5), folder=folder)
    light = np.zeros((36, 64, 3), np.float32)
    light[8:28, 16:48] = (0.8, 0.05, 0.05)
    write_exr(folder / "ada.1001.exr", Picture.of(light))
    Image.new("RGB", (40, 40), (20, 20, 220)).save(folder / crop_name("ada", 1002), "JPEG")
    page = api.client.get(f"{PATH}/page?sequence=SQ")
    assert page.text.count("data:image/jpeg") == 2
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    sheet = Image.open(io.BytesIO(api.client.get(f"{PATH}/picture?sequence=SQ").content))
    assert sheet.width == 1600
    for frame, channel in ((1001, 0), (1002, 2)):  # cut from its frame, and as it was kept
        answer = api.client.get(f"/v1/takes/t001/faces/ada/{frame}")
        face = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))
        middle = face[face.shape[0] // 2, face.shape[1] // 2]
        assert int(middle.argmax()) == channel and middle[channel] > 150


@pytest.mark.parametrize("path", ["ada/1003", "bob/1001", "..%2F..%2Fada/1001"])
def test_only_faces_that_were_measured_are_given(api: Any, add: Callable[..., Take], path: str) -> None:
    add(1, "sh010", drift(0.3, 0.5))
    assert api.client.get(f"/v1/takes/t001/faces/{path}").status_code == 404


def test_a_crop_that_leads_out_of_the_show_is_not_given(
    api: Any, add: Callable[..., Take], show: Path, tmp_path: Path
) -> None:
    folder = show / "sh010" / "ada" / "v001"
    (folder / "previews").mkdir(parents=True)
    add(1, "sh010", replace(drift(0.3)), folder=folder)
    secret = tmp_path / "secret.jpg"
    Image.new("RGB", (8, 8)).save(secret)
    (folder / crop_name("ada", 1001)).symlink_to(secret)
    answer = api.client.get("/v1/takes/t001/faces/ada/1001")
    assert answer.status_code >= 400 and "out of the show" in loads(Problem, answer.content).message
    page = api.client.get(f"{PATH}/page?sequence=SQ").text
    assert "data:image" not in page and "there is no picture of it" in page


def test_shots_of_somebody_who_takes_a_consent_back_are_not_held_against_one_another(
    api: Any, add: Callable[..., Take], show: Path
) -> None:
    version = show / "cast" / "ada" / "v001"
    version.mkdir(parents=True)
    (version / "character.toml").write_text('persons = ["Jane Doe"]\n')
    Image.new("RGB", (8, 8)).save(version / "front.png")
    for number, value in ((1, 0.1), (2, 0.9)):
        add(number, f"sh{number:02d}0", drift(0.3))
        face = TakeFace(1001, np.full(128, value, np.float32), None)
        keep_face(show / "cast", "ada", 1, f"t{number:03d}", face)
    rights = ShowRights("S", show)
    look = Continuities(api.desk.shows, api.room.store, lambda show, persons: rights.unmeasured(persons))
    period = ("2026-01-01", "2099-01-01", "Jane Doe", "2026-01-01")
    rights.consent("jane", Consent("Jane Doe", "alteration", ("measure",), ("S",), ("*",), *period), "legal")
    [one] = look.of("S", "SQ").characters
    assert any("from the shot before" in text for text in one.warnings)
    rights.revoke("jane", "legal")
    without = look.of("S", "SQ")
    assert not any("from the shot before" in text for text in without.characters[0].warnings)
    assert without.remarks[0].startswith(
        "The shots of ada are not held against one another: There is no consent of Jane Doe"
    )


def test_shots_are_not_held_against_one_another_where_nobody_can_say_who_is_seen(
    api: Any, add: Callable[..., Take], show: Path
) -> None:
    version = show / "cast" / "ada" / "v001"
    version.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(version / "front.png")
    for number, value in ((1, 0.1), (2, 0.9)):
        add(number, f"sh{number:02d}0", drift(0.3))
        face = TakeFace(1001, np.full(128, value, np.float32), None)
        keep_face(show / "cast", "ada", 1, f"t{number:03d}", face)
    look = Continuities(api.desk.shows, api.room.store, lambda show, persons: {})
    assert any("from the shot before" in text for text in look.of("S", "SQ").characters[0].warnings)
    (version / "character.toml").write_text('persons = "Jane')
    without = look.of("S", "SQ")
    assert not any("from the shot before" in text for text in without.characters[0].warnings)
    assert without.remarks == (
        "The shots of ada are not held against one another: who is seen in v001 cannot be read.",
    )
