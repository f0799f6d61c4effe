"""The continuity of a sequence: its shots in cut order, what differs is said, and the picture shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.drift import take_drift
from secondunit.engines.drift.continuity import Continuity, continuity
from secondunit.engines.drift.continuity_page import continuity_page, continuity_picture
from secondunit.engines.drift.kept_faces import KeptFace, keep_face, kept_faces
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    CharacterDrift,
    DriftWord,
    Format,
    FrameDrift,
    FrameRange,
    Rate,
    Take,
    TakeLayer,
)

from ..models.faces_of import HEADS, heads, networks
from .test_drift import brief, light, member

FRAMES = FrameRange(1001, 1001)


def take(folder: Path, shot: str, picture: np.ndarray, number: int = 1) -> Take:
    """A take of one frame on disk, not measured."""
    folder.mkdir(parents=True, exist_ok=True)
    write_exr(folder / "ada.1001.exr", Picture.of(light(picture)))
    return Take(
        f"t{shot}{number}", "j1", "S", shot, "ada", number, str(folder), FRAMES, Rate(24), Format(640, 360),
        brief().colorspace, "d", (TakeLayer("beauty", "ada.%04d.exr", ("R", "G", "B")),),
        created=f"2026-11-{number:02d}",
    )  # fmt: skip


@pytest.fixture(scope="module", name="sequence")
def _sequence(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Continuity]:
    """Five shots of one character: the fourth is another head, the fifth another costume."""
    kit, folder, config = networks(), tmp_path_factory.mktemp("show"), open_config("")
    grace = member(folder, "grace", HEADS / "hopper.jpg", HEADS / "hopper_3.jpg")
    pictures = [heads("hopper")[number] for number in (0, 1, 2)] + [heads("astronaut")[0], heads("hopper")[5]]
    takes = []
    for number, picture in enumerate(pictures, 1):
        shot = f"sh0{number}0"
        made = take(folder / shot, shot, picture)
        [(drift, face)] = take_drift(
            brief(grace, frames=FRAMES), lambda layer, frame, at=made: Path(at.folder) / f"ada.{frame}.exr",
            config, networks=kit,
        )  # fmt: skip
        if face is not None:
            keep_face(folder / "cast", "grace", 1, made.id, face)
        takes.append(replace(made, drift=(drift,)))
    shots = ["sh050", "sh010", "sh020", "sh030", "sh040", "sh060"]
    kept, order = kept_faces(folder / "cast"), [*shots[1:5], shots[0], shots[5]]
    [one] = continuity(
        "SQ", order, takes, kept, config, {("grace", 1): [Path(name) for name in grace.pictures]}
    )
    return folder, one


def test_shots_stand_in_cut_order_and_what_is_missing_is_said(sequence: tuple[Path, Continuity]) -> None:
    _, one = sequence
    assert [shot.take.shot for shot in one.shots] == ["sh010", "sh020", "sh030", "sh040", "sh050"]
    assert one.missing == ("sh060",)


def test_another_head_and_another_costume_are_warned_of_and_nothing_else(
    sequence: tuple[Path, Continuity],
) -> None:
    _, one = sequence
    own = [shot for shot in one.shots if shot.take.shot in ("sh010", "sh020", "sh030")]
    assert all(not shot.warnings for shot in own)
    other, red = one.shots[3], one.shots[4]
    assert any(DriftWord.FAR.value in text for text in other.warnings)
    assert any("other colours" in text for text in red.warnings)


def test_the_picture_shows_each_crop_and_the_page_each_row(
    sequence: tuple[Path, Continuity], tmp_path: Path
) -> None:
    _, one = sequence
    sheet = continuity_picture(one)
    sheet.save(tmp_path / "sheet.png")
    pixels = np.asarray(Image.open(tmp_path / "sheet.png"))
    assert len(one.references) == 2
    for number in range(2):
        reference = pixels[52:148, 16 + number * 112 : 112 + number * 112].astype(float)
        assert reference.std() > 15
    for number, shot in enumerate(one.shots):
        assert shot.crop is not None
        cell = pixels[200:380, 16 + number * 196 : 196 + number * 196].astype(float)
        assert cell.std() > 15
    page = continuity_page((one,), "Continuity of SQ <S>")
    assert page.count("<tr") == 6 and "&lt;S&gt;" in page and "same person" not in page and "http" not in page


def test_an_appearance_is_held_against_shots_of_its_own_version_alone(
    sequence: tuple[Path, Continuity], tmp_path: Path
) -> None:
    """Forty shots of one version, then three of a next one: older, in other clothes."""
    _, one = sequence
    random = np.random.default_rng(8)
    looks = {1: random.normal(0, 0.12, 128), 2: random.normal(0, 0.12, 128)}
    clothes = {1: np.eye(128)[3], 2: np.eye(128)[90]}
    takes, kept = [], []
    for number in range(43):
        version = 1 if number < 40 else 2
        frames = (FrameDrift(1001, 0.3, "", (0.4, 0.3, 0.2, 0.4)),)
        drift = CharacterDrift("grace", version, 2, frames, 0.3, "front.png", 1001)
        takes.append(replace(one.shots[0].take, id=f"t{number}", shot=f"s{number:03d}", drift=(drift,)))
        description, worn = looks[version], clothes[version]
        if number == 42:  # the last drifted, and wears what the version before wore
            description, worn = description + 0.1, clothes[1]
        kept.append(KeptFace("grace", version, f"t{number}", 1001, description.astype(np.float32),
                             worn.astype(np.float32), tmp_path))  # fmt: skip
    [made] = continuity("SQ", [take.shot for take in takes], takes, kept, open_config(""))
    assert [shot.warnings for shot in made.shots[:42]] == [()] * 42
    assert len(made.shots[42].warnings) == 2
    assert "from the shot before" in made.shots[42].warnings[0]
    assert "other colours" in made.shots[42].warnings[1]


def test_files_that_are_gone_leave_the_numbers(sequence: tuple[Path, Continuity], tmp_path: Path) -> None:
    _, one = sequence
    gone = replace(one.shots[0].take, folder=str(tmp_path / "gone"))
    [again] = continuity("SQ", ["sh010"], [gone], [], open_config(""))
    assert again.shots[0].crop is None and "no picture" in again.shots[0].warnings[0]
    assert again.shots[0].drift.median == one.shots[0].drift.median
    continuity_picture(again)


def test_sixty_shots_come_to_one_sheet_from_what_was_stored(sequence: tuple[Path, Continuity]) -> None:
    folder, one = sequence
    config = open_config("")
    frames = tuple(FrameDrift(1001, 0.3, "", (0.4, 0.3, 0.2, 0.4)) for _ in range(1))
    drift = CharacterDrift("grace", 1, 2, frames, 0.3, "hopper.jpg", 1001)
    takes = [replace(one.shots[n % 3].take, id=f"t{n}", shot=f"s{n:03d}", drift=(drift,)) for n in range(60)]
    [many] = continuity("SQ", [f"s{n:03d}" for n in range(60)], takes, kept_faces(folder / "cast"), config)
    assert len(many.shots) == 60 and not many.missing
    pixels = np.asarray(continuity_picture(many), float)
    for number in range(60):  # eight crops a row
        x, y = 16 + number % 8 * 196, 52 + number // 8 * 248
        assert pixels[y : y + 180, x : x + 180].std() > 15, number
