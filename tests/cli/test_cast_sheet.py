"""The cast sheet from a terminal: who wears what where, as a table, as CSV, in a cut, and back from it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from PIL import Image

from secondunit.service.cast_adding import add
from secondunit.service.cast_csv import csv_text
from secondunit.service.cast_pins import pinned, pins, set_pins
from secondunit.service.character_file import CharacterWords
from secondunit.timeline import read_timeline
from secondunit.timeline.cast import cast_on
from secondunit.wire import CastMember, CastPin

SETTINGS = '[sequences]\nsc01 = ["sh010", "sh020"]\nsc02 = ["sh030"]\n'


@pytest.fixture
def show(home: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a show of this test's own: ada in two versions, bob in one, with pins."""
    folder = home / "shows" / f"s{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir(parents=True)
    (folder / "secondunit.toml").write_text(SETTINGS, "utf-8")
    Image.new("RGB", (40, 30), (200, 40, 40)).save(tmp_path / "front.png")
    for name, costume in (("ada", "red coat"), ("ada", "=HYPERLINK(1)"), ("bob", "")):
        persons = ("Jane Doe",) if name == "ada" else ()
        add(folder, name, [tmp_path / "front.png"], CharacterWords(persons=persons, costume=costume))
    set_pins(folder, (CastPin("ada", 1, sequence="sc01"), CastPin("ada", 2, shot="sh020"),
                      CastPin("bob", 1, sequence="sc02")))  # fmt: skip
    return folder


def cut_file(path: Path, *names: str) -> Path:
    clips = [
        otio.schema.Clip(
            name,
            otio.schema.ExternalReference(f"/m/{name}.mov"),
            otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(24, 24)),
        )
        for name in names
    ]
    timeline = otio.schema.Timeline("cut", global_start_time=otio.opentime.RationalTime(0, 24))
    timeline.tracks.append(otio.schema.Track("V1", children=clips, kind="Video"))
    otio.adapters.write_to_file(timeline, str(path))
    return path


def test_the_sheet_shows_each_shot_with_what_is_worn_and_who_agreed(run: Any, show: Path) -> None:
    answer = run("cast", "sheet", "--show", show.name)
    assert answer.code == 0, answer.err
    assert [line.split("\t") for line in answer.out.splitlines()] == [
        ["sc01", "sh010", "v001", "red coat", "", ""],
        ["sc01", "sh020", "v002", "=HYPERLINK(1)", "", ""],
        ["sc02", "sh030", "", "", "v001", ""],
    ]
    assert "Jane Doe: no consent is on record." in answer.err
    one = run("cast", "sheet", "--show", show.name, "--sequence", "sc02")
    assert [line.split("\t") for line in one.out.splitlines()] == [["sc02", "sh030", "v001", ""]]
    assert run("cast", "sheet", "--show", show.name, "--sequence", "sc09").code == 3


def test_the_csv_opens_with_the_same_cells_and_no_formula(run: Any, show: Path, tmp_path: Path) -> None:
    file = tmp_path / "cast.csv"
    assert run("cast", "sheet", "--show", show.name, "--csv", str(file)).code == 0
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["sequence", "shot", "ada", "ada appearance", "bob", "bob appearance"]
    assert rows[2] == ["sc01", "sh020", "v002", "'=HYPERLINK(1)", "", ""]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_text(cell: str) -> None:
    assert list(csv.reader(csv_text(("shot",), [(cell, 'a "b", c')]).splitlines(keepends=True)))[1:] == [
        [f"'{cell}", 'a "b", c']
    ]


def test_what_a_cut_carries_comes_back_as_pins_of_another_show(run: Any, show: Path, tmp_path: Path) -> None:
    cut = cut_file(tmp_path / "cut.otio", "sh010_bg", "sh020", "other", "sh030.mov")
    target = tmp_path / "cast.otio"
    answer = run("cast", "sheet", "--show", show.name, "--otio", str(cut), str(target), "--sequence", "sc01")
    assert answer.code == 0 and str(target) in answer.out, answer.err
    assert cast_on(read_timeline(target)) == (
        ("sh010_bg", (CastMember("ada", 1),)),
        ("sh020", (CastMember("ada", 2),)),
        ("sh030.mov", (CastMember("bob", 1),)),
    )
    assert "red coat" in target.read_text("utf-8") and cast_on(read_timeline(cut)) == ()
    own = run("cast", "import", str(target), "--show", show.name)
    assert own.code == 0 and own.out == "" and "Every shot wears this already." in own.err
    other = show.with_name(show.name + "b")
    shutil.copytree(show, other)
    (other / "cast" / "pins.toml").unlink()
    taken = run("cast", "import", str(target), "--show", other.name)
    assert taken.code == 0, taken.err
    for shot, member in (("sh010", ("ada", 1)), ("sh020", ("ada", 2)), ("sh030", ("bob", 1))):
        assert pinned(other, "", shot) == (CastMember(*member),)


def test_a_cut_that_names_what_the_cast_has_not_pins_nothing(run: Any, show: Path, tmp_path: Path) -> None:
    target = tmp_path / "cast.otio"
    cut = cut_file(tmp_path / "cut.otio", "sh010", "sh030")
    run("cast", "sheet", "--show", show.name, "--otio", str(cut), str(target))
    before = pins(show)
    shutil.rmtree(show / "cast" / "bob")
    (show / "cast" / "pins.toml").unlink()
    answer = run("cast", "import", str(target), "--show", show.name)
    assert answer.code == 2 and "no bob" in answer.err and pins(show) == () != before


def test_two_clips_of_a_shot_that_disagree_pin_nothing(run: Any, show: Path, tmp_path: Path) -> None:
    cut = read_timeline(cut_file(tmp_path / "cut.otio", "sh010_bg", "sh010_fg"))
    for number, clip in enumerate(cut.find_clips(), 1):
        clip.metadata["second_unit"] = {"cast": [{"name": "ada", "version": number}]}
    otio.adapters.write_to_file(cut, str(tmp_path / "two.otio"))
    answer = run("cast", "import", str(tmp_path / "two.otio"), "--show", show.name)
    assert answer.code == 2 and "Two clips of sh010 carry ada as v001 and as v002." in answer.err


def test_a_cut_is_not_written_over_itself_or_where_it_would_lose_the_cast(
    run: Any, show: Path, tmp_path: Path
) -> None:
    cut = cut_file(tmp_path / "cut.otio", "sh010")
    before = cut.read_bytes()
    for target in (cut, tmp_path / "cut.edl"):
        assert run("cast", "sheet", "--show", show.name, "--otio", str(cut), str(target)).code == 2
    assert cut.read_bytes() == before and not (tmp_path / "cut.edl").exists()
