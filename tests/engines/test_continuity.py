"""The continuity of a sequence: its shots in cut order, what differs is said, and the picture shows it."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.drift import take_drift
from secondunit.engines.drift.continuity import continuity, curve_of
from secondunit.engines.drift.continuity_page import continuity_page
from secondunit.engines.drift.continuity_pictures import ContinuityPictures
from secondunit.engines.drift.continuity_sheet import continuity_sheet
from secondunit.engines.drift.face_pictures import crop_name, write_crops
from secondunit.engines.drift.kept_faces import KeptFace, keep_face, kept_faces
from secondunit.engines.drift.scale_notes import scale_notes
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    CharacterDrift,
    Continuity,
    DriftScale,
    DriftWord,
    Format,
    FrameDrift,
    FrameRange,
    Rate,
    SecondOpinion,
    SequenceContinuity,
    Take,
    TakeLayer,
)
from secondunit.wire.visible import visible

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


ORDER = ("sh010", "sh020", "sh030", "sh040", "sh050", "sh060")


def pictures(references: Mapping[tuple[str, int], Sequence[Path]] | None = None) -> ContinuityPictures:
    """What a page shows of takes that lie in their own folders."""
    config = open_config("")
    return ContinuityPictures(
        lambda of, name: Path(of.folder, name), lambda of: config, config, references or {}
    )


def whole(
    *characters: Continuity, shots: tuple[str, ...] = ORDER, sequence: str = "SQ"
) -> SequenceContinuity:
    return SequenceContinuity("S", sequence, shots, characters)


def crops_of(page: str) -> list[np.ndarray]:
    """The pictures of faces in a page, as they come out of it."""
    parts = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(part)))) for part in parts]


class Cards(HTMLParser):
    """What of a page a browser shows: the text of each shot's card with its class, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cards: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        kind = dict(attrs).get("class") or ""
        if tag == "li" and kind.startswith("shot"):
            self.cards.append((kind, ""))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.cards:
            kind, said = self.cards[-1]
            self.cards[-1] = (kind, f"{said} {data}")


@pytest.fixture(scope="module", name="sequence")
def _sequence(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Continuity, ContinuityPictures]:
    """Five shots of one character: the fourth is another head, the fifth another costume."""
    kit, folder, config = networks(), tmp_path_factory.mktemp("show"), open_config("")
    grace = member(folder, "grace", HEADS / "hopper.jpg", HEADS / "hopper_3.jpg")
    faces = [heads("hopper")[number] for number in (0, 1, 2)] + [heads("astronaut")[0], heads("hopper")[5]]
    takes = []
    for number, picture in enumerate(faces, 1):
        shot = f"sh0{number}0"
        made = take(folder / shot, shot, picture)
        [(drift, face)] = take_drift(
            brief(grace, frames=FRAMES), lambda layer, frame, at=made: Path(at.folder) / f"ada.{frame}.exr",
            config, networks=kit,
        )  # fmt: skip
        if face is not None:
            keep_face(folder / "cast", "grace", 1, made.id, face)
        takes.append(replace(made, drift=(drift,)))
    [one] = continuity(ORDER, takes, kept_faces(folder / "cast"))
    return folder, one, pictures({("grace", 1): [Path(name) for name in grace.pictures]})


Sequenced = tuple[Path, Continuity, ContinuityPictures]


def test_shots_stand_in_cut_order_and_what_is_missing_is_said(sequence: Sequenced) -> None:
    _, one, shown = sequence
    assert [shot.take.shot for shot in one.shots] == list(ORDER[:5])
    assert one.missing == ("sh060",)
    page = Cards(continuity_page(whole(one), shown))
    assert [said.split()[0] for _, said in page.cards] == list(ORDER)
    assert page.cards[-1][0] == "shot missing" and "No measured take" in page.cards[-1][1]
    assert "5 of 6 shots measured." in page.text


def test_another_head_and_another_costume_are_found_on_the_page_and_nothing_else(
    sequence: Sequenced,
) -> None:
    _, one, shown = sequence
    cards = Cards(continuity_page(whole(one), shown)).cards
    assert [kind for kind, _ in cards] == ["shot", "shot", "shot", "shot amber", "shot amber", "shot missing"]
    assert DriftWord.FAR.value in cards[3][1] and "other colours" not in cards[3][1]
    assert "wears other colours than the first shot" in cards[4][1]
    assert DriftWord.CLOSE.value in cards[4][1]


def test_the_page_holds_each_face_and_reference_and_runs_and_fetches_nothing(sequence: Sequenced) -> None:
    _, one, shown = sequence
    text = continuity_page(whole(one), shown)
    crops = crops_of(text)
    assert len(crops) == 5 and all(crop.std() > 15 for crop in crops)
    assert text.count("data:image/png") == len(one.shots) - 3 == 2  # the references
    assert "<script" not in text and "http" not in text
    assert not any(name.startswith("on") for name in Cards(text).attributes)
    assert "same person" not in text and text.count("<svg") == 6


def test_the_sheet_shows_each_face_and_reference(sequence: Sequenced, tmp_path: Path) -> None:
    _, one, shown = sequence
    continuity_sheet(whole(one), shown).save(tmp_path / "sheet.png")
    pixels = np.asarray(Image.open(tmp_path / "sheet.png"), float)
    for number in range(2):
        assert pixels[52:148, 24 + number * 120 : 120 + number * 120].std() > 15
    for number in range(5):  # five shots a row, of one frame each: the nearest is the farthest
        assert pixels[200:344, 24 + number * 312 : 168 + number * 312].std() > 15


def test_an_appearance_is_held_against_shots_of_its_own_version_alone(tmp_path: Path) -> None:
    """Forty shots of one version, then three of a next one: older, in other clothes."""
    random = np.random.default_rng(8)
    looks = {1: random.normal(0, 0.12, 128), 2: random.normal(0, 0.12, 128)}
    clothes = {1: np.eye(128)[3], 2: np.eye(128)[90]}
    takes, kept = [], []
    for number in range(43):
        version = 1 if number < 40 else 2
        takes.append(unseen(f"s{number:03d}", replace(drift("grace", 0.3), version=version)))
        description, worn = looks[version], clothes[version]
        if number == 42:  # the last drifted, and wears what the version before wore
            description, worn = description + 0.1, clothes[1]
        kept.append(KeptFace("grace", version, f"ts{number:03d}", 1001, description.astype(np.float32),
                             worn.astype(np.float32), tmp_path))  # fmt: skip
    [made] = continuity([take.shot for take in takes], takes, kept)
    assert [shot.warnings for shot in made.shots[:42]] == [()] * 42
    assert len(made.shots[42].warnings) == 2
    assert "from the shot before" in made.shots[42].warnings[0]
    assert "other colours" in made.shots[42].warnings[1]


def test_a_shows_own_thresholds_are_on_the_page_and_in_its_curves() -> None:
    scale = DriftScale(0.3, 0.95, "calibrated by Ada")
    measured = replace(drift("ada", 0.4, 0.5), scale=scale)
    [one] = continuity(("sh010",), [unseen("sh010", measured)], ())
    text = continuity_page(whole(one, shots=("sh010",)), pictures())
    page = Cards(text)
    assert "Up to 0.30" in page.text and "Up to 0.95" in page.text and "calibrated by Ada" in page.text
    assert ">0.30</text>" in text and ">0.95</text>" in text and ">0.45</text>" not in text


def test_below_it_stands_whose_thresholds_the_words_go_by_and_how_many_networks_spoke() -> None:
    usual = [drift("ada", 0.3), drift("ada", 0.35)]
    assert scale_notes(usual)[-1].startswith("By one network.") and len(scale_notes(usual)) == 2
    own = DriftScale(0.41, 0.6, "this show's own, by ada on 2026-12-01")
    opinion = SecondOpinion(
        "house_face", "our own", "allowed by Jane Doe on 2026-11-30", DriftScale(0.3, 0.5)
    )
    text = " ".join(scale_notes([usual[0], replace(usual[1], scale=own, second=opinion)]))
    assert "Up to 0.41: close" in text and "this show's own, by ada" in text
    assert "Shots go by other thresholds: the usual ones, this show's own" in text
    assert "By two networks" in text and "change at 0.3 and 0.5" in text and "Jane Doe" in text
    frames = tuple(replace(frame, second=0.9) for frame in usual[0].frames)
    [one] = continuity(("sh010",), [unseen("sh010", replace(usual[0], second=opinion, frames=frames))], ())
    assert "two networks disagree" in one.shots[0].warnings[0]
    assert "by house_face" in one.shots[0].warnings[0]
    said = Cards(continuity_page(whole(one, shots=("sh010",)), pictures())).text
    assert "by house_face" in said and "By two networks" in said


def test_faces_that_were_kept_are_shown_where_the_frames_are_gone(
    sequence: Sequenced, tmp_path: Path
) -> None:
    _, one, shown = sequence
    shot = one.shots[0]
    moved = replace(shot, take=replace(shot.take, folder=str(tmp_path / "moved")))
    drift = replace(shot.drift, frames=(), figures=shot.drift.figures)
    write_crops(drift, tmp_path / "moved", lambda layer, frame: Path(shot.take.folder) / f"ada.{frame}.exr",
                "Linear Rec.709 (sRGB)", open_config(""))  # fmt: skip
    assert (tmp_path / "moved" / crop_name("grace", 1001)).stat().st_size < 40_000
    text = continuity_page(whole(replace(one, shots=(moved,)), shots=("sh010",)), shown)
    [crop] = crops_of(text)
    assert crop.std() > 15 and "shot amber" not in text


@pytest.mark.parametrize("damaged", [False, True])
def test_a_take_whose_files_are_gone_is_named_with_its_numbers(
    sequence: Sequenced, tmp_path: Path, damaged: bool
) -> None:
    _, one, shown = sequence
    gone = replace(one.shots[0], take=replace(one.shots[0].take, folder=str(tmp_path)))
    if damaged:
        (tmp_path / "previews").mkdir()
        (tmp_path / crop_name("grace", 1001)).write_bytes(b"no picture")
    of = whole(replace(one, shots=(gone,)), shots=("sh010",))
    [(kind, said)] = Cards(continuity_page(of, shown)).cards
    assert f"(median {gone.drift.median:.2f})" in said
    assert kind == "shot amber" and "no picture" in said and "there is no picture of it" in said
    continuity_sheet(of, shown)


def drift(character: str, *distances: float | None) -> CharacterDrift:
    frames = tuple(
        FrameDrift(1001 + number, value, "" if value is not None else "no face")
        for number, value in enumerate(distances)
    )
    return CharacterDrift(character, 1, 2, frames, 0.1, "front.png", 1001)


def unseen(shot: str, *drifts: CharacterDrift) -> Take:
    """A take with these drifts of which no picture is there."""
    return Take(
        f"t{shot}", "j1", "S", shot, "ada", 1, "gone", FRAMES, Rate(24), Format(640, 360), brief().colorspace,
        "d", (), created="2026-11-01", drift=drifts,
    )  # fmt: skip


def test_two_characters_stand_apart_each_over_all_shots() -> None:
    takes = [unseen("sh010", drift("ada", 0.3), drift("bob", 0.7)), unseen("sh020", drift("ada", 0.4))]
    every = continuity(("sh010", "sh020"), takes, ())
    assert [(one.character, one.missing) for one in every] == [("ada", ()), ("bob", ("sh020",))]
    page = Cards(continuity_page(whole(*every, shots=("sh010", "sh020")), pictures()))
    assert [kind for kind, _ in page.cards] == ["shot", "shot", "shot amber", "shot missing"]
    assert continuity(("sh010", "sh020"), takes, (), "bob") == every[1:]


def test_takes_that_were_not_measured_make_no_character_and_withheld_ones_say_why() -> None:
    assert continuity(("sh010",), [unseen("sh010")], ()) == ()
    [one] = continuity(("sh010",), [unseen("sh010", drift("ada", None, None))], ())
    [(kind, said)] = Cards(continuity_page(whole(one, shots=("sh010",)), pictures())).cards
    assert kind == "shot amber" and "no face in 2 of 2 frames from 1001" in said


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "a\u202eb",
    "&amp;",
)


@pytest.mark.parametrize("name", [*HOSTILE, "\u05e9\u05d5\u05d8 10", "\u0645\u0634\u0647\u062f"])
def test_whatever_something_is_called_is_text_of_the_page(name: str) -> None:
    named = replace(unseen(name, drift(name, 0.7)), element=name, show=name)
    [one] = continuity((name, name + "2"), [named], ())
    text = continuity_page(whole(one, shots=(name, name + "2"), sequence=name), pictures())
    page = Cards(text)
    assert page.tags.count("script") == page.tags.count("img") == 0 and page.tags.count("li") == 2
    assert not any(name.startswith("on") for name in page.attributes) and "\u202e" not in text
    assert visible(name) in page.text
    assert f"<bdi>{escape(visible(name))}</bdi>" in text  # its direction ends with it
    continuity_sheet(whole(one, shots=(name,), sequence=name), pictures())


def test_a_curve_keeps_the_farthest_frame_however_many_there_are() -> None:
    values = [0.3] * 480
    values[337] = 0.8
    curve = curve_of(drift("ada", *values))
    assert len(curve) == 96 and max(value or 0.0 for value in curve) == 0.8 and curve.count(0.8) == 1
    assert curve_of(drift("ada", 0.2, None, 0.4)) == (0.2, None, 0.4)
    assert curve_of(drift("ada")) == ()


def test_two_hundred_shots_come_to_one_page_and_one_sheet(sequence: Sequenced) -> None:
    folder, one, shown = sequence
    [base] = (shot.take for shot in one.shots[:1])
    drifts = (replace(one.shots[0].drift, figures=None, frames=(one.shots[0].drift.worst,)),)
    write_crops(drifts[0], Path(base.folder), lambda layer, frame: Path(base.folder) / f"ada.{frame}.exr",
                base.colorspace.name, open_config(""))  # fmt: skip
    shots = tuple(f"s{number:03d}" for number in range(200))
    takes = [replace(base, id=f"t{shot}", shot=shot, drift=drifts) for shot in shots]
    [many] = continuity(shots, takes, kept_faces(folder / "cast"))
    text = continuity_page(whole(many, shots=shots), shown)
    assert len(crops_of(text)) == 200 and len(text) < 8_000_000
    pixels = np.asarray(continuity_sheet(whole(many, shots=shots), shown), float)
    for number in range(200):
        x, y = 24 + number % 5 * 312, 200 + number // 5 * 220
        assert pixels[y : y + 144, x : x + 144].std() > 15, number
