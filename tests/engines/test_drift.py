"""Drift of a take: its frames against its brief's pictures, the words for it, what is kept and erased."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from secondunit.engines.deliver_step import deliver
from secondunit.engines.drift import take_drift
from secondunit.engines.drift.kept_faces import cast_folder, erase_faces, keep_face, kept_faces
from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.models.identity.costume import unlikeness
from secondunit.models.identity.measurement import TakeFace
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.weights.store import weights_folder
from secondunit.wire import (
    Brief,
    CastMember,
    CharacterDrift,
    ColorSpace,
    Delivery,
    DriftWord,
    Format,
    FrameDrift,
    FrameRange,
    Rate,
    Take,
    Task,
    Work,
    dumps,
    loads,
)
from secondunit.wire.errors import BadName

from ..models.faces_of import HEADS, codes, heads, networks

Pixels = npt.NDArray[np.float32]
FRAMES = FrameRange(1001, 1006)


def light(picture: Pixels) -> Pixels:
    """Codes as scene-linear light (the curve of sRGB, IEC 61966-2-1)."""
    low = picture / 12.92
    return np.where(picture <= 0.04045, low, ((picture + 0.055) / 1.055) ** 2.4).astype(np.float32)


def member(folder: Path, name: str, *files: Path) -> CastMember:
    version = folder / "cast" / name / "v001"
    version.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in files:
        (version / file.name).write_bytes(file.read_bytes())
        paths.append(str(version / file.name))
    return CastMember(name, 1, tuple(paths))


def brief(*cast: CastMember, frames: FrameRange = FRAMES) -> Brief:
    return Brief(
        "S", "sh010", "ada", frames, Rate(24), Format(640, 360), task=Task.VIDEO, cast=cast,
        colorspace=ColorSpace("Linear Rec.709 (sRGB)"),
    )  # fmt: skip


def written(folder: Path, pictures: list[Pixels]) -> Callable[[str, int], Path]:
    """The files of a take that shows these pictures."""
    for frame, picture in enumerate(pictures, FRAMES.first):
        write_exr(folder / f"beauty.{frame}.exr", Picture.of(light(picture)))
    return lambda layer, frame: folder / f"{layer}.{frame}.exr"


def measured(
    folder: Path, pictures: list[Pixels], *cast: CastMember, kit: IdentityNetworks | None = None
) -> tuple[tuple[CharacterDrift, TakeFace | None], ...]:
    frames = FrameRange(FRAMES.first, FRAMES.first + len(pictures) - 1)
    found = take_drift(
        brief(*cast, frames=frames), written(folder, pictures), open_config(""), networks=kit or networks()
    )
    for drift, _ in found:
        assert loads(CharacterDrift, dumps(drift)) == drift
    return found


def test_a_take_of_the_character_is_close_and_one_of_another_is_far(tmp_path: Path) -> None:
    hopper = member(tmp_path, "grace", HEADS / "hopper.jpg", HEADS / "hopper_0.jpg")
    [(own, _)] = measured(tmp_path, heads("hopper")[1:], hopper)
    assert own.word is DriftWord.CLOSE and own.references == 2 and not own.pasted
    assert "close to the references" in own.sentence
    [(other, _)] = measured(tmp_path, heads("astronaut"), hopper)
    assert other.median is not None and own.worst is not None and own.worst.distance is not None
    assert other.median > own.worst.distance + 0.1 and other.amber
    for drift in (own, other):
        assert not re.search(r"%|same person\b(?!-)", drift.sentence.replace("same-person", ""))
        assert drift.worst is not None and f"in frame {drift.worst.frame}" in drift.sentence


def test_two_characters_in_a_frame_are_each_held_against_their_own(tmp_path: Path) -> None:
    pair = [
        np.concatenate([heads("hopper")[3][:, 140:500], heads("astronaut")[3][:, 140:500]], axis=1)
        for _ in range(2)
    ]
    found = measured(
        tmp_path, pair, member(tmp_path, "eileen", HEADS / "astronaut.jpg"),
        member(tmp_path, "grace", HEADS / "hopper.jpg"),
    )  # fmt: skip
    (eileen, _), (grace, _) = found
    assert {drift.word for drift, _ in found} <= {DriftWord.CLOSE, DriftWord.UNCLEAR}
    assert all(one.box[0] > 0.5 for one in eileen.frames) and all(one.box[0] < 0.5 for one in grace.frames)


def test_a_frame_that_says_nothing_says_why(tmp_path: Path) -> None:
    empty = np.full((360, 640, 3), 0.3, np.float32)
    head = heads("hopper")[0]
    burnt = np.clip(light(head) * 20.0, 0, 1) ** np.float32(1 / 2.2)
    [(drift, face)] = measured(
        tmp_path, [empty, head, burnt], member(tmp_path, "grace", HEADS / "hopper.jpg")
    )
    assert (
        drift.frames[0] == FrameDrift(1001, None, "no face") and drift.frames[0].word.value == "not measured"
    )
    assert drift.frames[1].distance is not None and face is not None and face.frame == 1002
    assert drift.frames[2].withheld in ("the face is clipped", "no face")
    assert "withheld: no face in" in drift.sentence
    [(nothing, kept)] = measured(tmp_path, [empty], member(tmp_path, "grace", HEADS / "hopper.jpg"))
    assert nothing.word is DriftWord.WITHHELD and kept is None and not nothing.amber


def test_a_pasted_reference_is_named_with_its_frame(tmp_path: Path) -> None:
    picture = codes(HEADS / "hopper.jpg")
    pasted = np.full((480, 640, 3), 0.2, np.float32)
    pasted[40:440, 120:520] = np.clip(picture[:, ::-1] ** 1.3 * np.array([1.1, 1.0, 0.8], np.float32), 0, 1)
    [(drift, _)] = measured(
        tmp_path, [pasted], member(tmp_path, "grace", HEADS / "hopper_1.jpg", HEADS / "hopper.jpg")
    )
    assert drift.pasted and drift.amber and drift.copied_from == "hopper.jpg" and drift.copied_frame == 1001
    assert "hopper.jpg itself, pasted" in drift.sentence


def test_references_that_disagree_or_show_nobody_are_said(tmp_path: Path) -> None:
    mixed = member(tmp_path, "ada", HEADS / "hopper.jpg", HEADS / "astronaut.jpg")
    [(drift, _)] = measured(tmp_path, heads("hopper")[:1], mixed)
    assert any("disagree" in remark and "astronaut.jpg" in remark for remark in drift.remarks)
    Image.new("RGB", (200, 200), (90, 90, 90)).save(tmp_path / "back.png")
    [(none, _)] = measured(tmp_path, heads("hopper")[:1], member(tmp_path, "eve", tmp_path / "back.png"))
    assert none.references == 0 and none.remarks == ("back.png is not held against: no face is seen in it.",)
    assert none.word is DriftWord.WITHHELD


def test_nothing_is_kept_of_a_bystander(tmp_path: Path) -> None:
    """A frame of the character and four of somebody else: hers is kept, or nothing where she is not seen."""
    hopper = member(tmp_path, "grace", HEADS / "hopper.jpg")
    [(drift, face)] = measured(tmp_path, [heads("hopper")[1], *[bystander() for _ in range(4)]], hopper)
    assert drift.word is DriftWord.FAR and face is not None and face.frame == 1001
    [(alone, nothing)] = measured(tmp_path, [bystander() for _ in range(3)], hopper)
    assert alone.word is DriftWord.FAR and nothing is None
    assert any("Nothing is kept" in remark for remark in alone.remarks)


def bystander() -> Pixels:
    """A head that is farther from the other than any pair of one person, on the other side of the picture."""
    return np.roll(heads("astronaut")[3], 160, axis=1)


def test_who_enters_between_looks_at_the_whole_picture_is_not_said_to_be_absent(tmp_path: Path) -> None:
    grace, both = heads("hopper")[3][:, 140:500], heads("astronaut")[3][:, 140:500]
    alone = np.concatenate([grace, np.full_like(both, 0.3)], axis=1)
    frames = [alone] * 2 + [np.concatenate([grace, both], axis=1)] * 8
    cast = (
        member(tmp_path, "eileen", HEADS / "astronaut.jpg"),
        member(tmp_path, "grace", HEADS / "hopper.jpg"),
    )
    (eileen, _), (grace_drift, _) = measured(tmp_path, frames, *cast)
    assert len(grace_drift.measured) == 10
    said = [frame.withheld for frame in eileen.frames]
    assert said[0] == "no face" and "no face" not in said[2:]
    assert eileen.frames[2].withheld == "not looked for" and eileen.frames[-1].distance is not None


def test_another_costume_is_farther_than_another_light(tmp_path: Path) -> None:
    hopper = member(tmp_path, "grace", HEADS / "hopper.jpg")
    worn = []
    for number in (0, 1, 5):
        [(_, face)] = measured(tmp_path, [heads("hopper")[number]], hopper)
        assert face is not None and face.costume is not None
        worn.append(face.costume)
    assert unlikeness(worn[0], worn[2]) > 1.4 * unlikeness(worn[0], worn[1])


def test_a_delivered_take_says_its_drift_and_keeps_its_face_outside_itself(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    take, cast = delivered(tmp_path, make_work)
    assert [drift.character for drift in take.drift] == ["grace"] and take.drift[0].word is DriftWord.CLOSE
    kept = list(kept_faces(cast))
    assert [(face.character, face.take) for face in kept] == [("grace", take.id)]
    assert kept[0].path.stat().st_mode & 0o077 == 0
    number = f"{kept[0].description[0]:.6f}".encode()
    assert number in kept[0].path.read_bytes()
    holders = [path for path in tmp_path.rglob("*") if path.is_file() and number in path.read_bytes()]
    assert holders == [kept[0].path]
    inode = kept[0].path.open("rb")  # what held it still can be read: it has to be empty of it
    assert erase_faces(cast, "grace") == 1
    assert set(inode.read()) == {0}
    inode.close()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and number in path.read_bytes()]
    assert list(kept_faces(cast)) == [] and erase_faces(cast, "grace") == 0


def delivered(tmp_path: Path, make_work: Callable[..., Work]) -> tuple[Take, Path]:
    cast = member(tmp_path / "show", "grace", HEADS / "hopper.jpg")
    work = make_work(
        cast=(cast,), format=Format(640, 360), frames=FrameRange(1001, 1002),
        colorspace=ColorSpace("Linear Rec.709 (sRGB)"), delivery=Delivery(passes=False),
    )  # fmt: skip
    make_folders(work)
    staging = Staging(Path(work.staging))
    for frame in work.brief.frames:
        pixels = np.concatenate(
            [light(heads("hopper")[frame % 2]), np.ones((360, 640, 1), np.float32)], axis=2
        )
        write_exr(staging.frame("beauty", frame), Picture.of(pixels, RGBA))
    folder = cast_folder(cast)
    assert folder is not None
    return deliver(work), folder


def test_without_weights_a_take_is_delivered_and_says_what_is_missing(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(tmp_path / "none"))
    take, cast = delivered(tmp_path, make_work)
    assert take.drift == () and any("drift" in remark and "five_points" in remark for remark in take.remarks)
    assert list(kept_faces(cast)) == []


def test_a_name_that_leads_out_of_the_cast_erases_nothing(tmp_path: Path) -> None:
    face = TakeFace(1001, np.zeros(128, np.float32), None)
    (tmp_path / "cast" / "ada").mkdir(parents=True)
    path = keep_face(tmp_path / "cast", "ada", 1, "t1", face)
    for name in ("../cast/ada", "", "."):
        with pytest.raises(BadName):
            erase_faces(tmp_path / "cast", name)
    assert path.is_file()
    (path.parent / "broken.json").write_text("{", "utf-8")
    assert len(list(kept_faces(tmp_path / "cast"))) == 1 and erase_faces(tmp_path / "cast", "ada") == 2
