"""Cuts from a terminal: their shots, a take put on one, and takes carried to the next cut."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio
import pytest

pytestmark = pytest.mark.long


def _span(first: int, count: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, 24), otio.opentime.RationalTime(count, 24)
    )


@pytest.fixture
def cut(tmp_path: Path):
    """Write a cut of clips (name, first, frames)."""

    def write(file: str, *clips: tuple[str, int, int]) -> Path:
        timeline = otio.schema.Timeline("reel 1", global_start_time=otio.opentime.RationalTime(86400, 24))
        track = otio.schema.Track("V1", kind="Video")
        for name, first, count in clips:
            media = otio.schema.ExternalReference(f"/media/{name}.mov", _span(first - 10, count + 20))
            track.append(otio.schema.Clip(name, media, _span(first, count)))
        timeline.tracks.append(track)
        path = tmp_path / file
        otio.adapters.write_to_file(timeline, str(path))
        return path

    return write


@pytest.fixture(scope="module")
def take(home: Path) -> str:
    """A real take over four frames, made once."""
    from secondunit.cli import main

    args = ["generate", "thin smoke", "--show", "film", "--shot", "sh010", "--element", "smoke",
            "--frames", "1001-1004", "--fps", "24", "--size", "64x36", "--set", "resolution=16",
            "--set", "preroll=0.2", "--set", "detail=0", "--json"]  # fmt: skip
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(args) == 0, said.getvalue()
    found = [json.loads(line) for line in said.getvalue().splitlines()]
    return str(found[-1]["id"])


def test_shots_are_listed_with_timecode_source_and_handles(run, cut) -> None:
    path = cut("a.otio", ("sh010", 1010, 48), ("sh020", 2000, 24))
    answer = run("shots", str(path))
    first, second = [line.split("\t") for line in answer.out.splitlines()]
    assert first == [
        "v1.0001",
        "sh010",
        "01:00:00:00-01:00:01:23",
        "1010-1057",
        "10+10",
        "",
        "/media/sh010.mov",
    ]
    assert second[2] == "01:00:02:00-01:00:02:23"


def test_a_multicam_of_final_cut_lists_its_files_and_sound_alone_is_no_cut(run, tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "timeline" / "fcpxml" / "multicam.fcpxml"
    answer = run("shots", str(sample))
    assert answer.code == 0
    assert "01:00:00:00-01:00:01:23\t1040-1087\t40+412\t\t/Volumes/Rushes/Cam A.mov" in answer.out
    sound = tmp_path / "sound.fcpxml"
    sound.write_text(sample.read_text("utf-8").replace('srcEnable="all"', 'srcEnable="audio"')
                     .replace('srcEnable="video"', 'srcEnable="none"'), "utf-8")  # fmt: skip
    refused = run("shots", str(sound))
    assert refused.code == 2 and "shows no picture" in refused.err and "Export" in refused.err


def test_an_edl_asks_for_its_rate(run, tmp_path: Path) -> None:
    path = tmp_path / "a.edl"
    path.write_text("TITLE: X\n\n001  R1 V C 00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\n")
    assert run("shots", str(path)).code == 2
    answer = run("shots", str(path), "--rate", "25")
    assert "01:00:00:00-01:00:01:24" in answer.out


def test_a_take_is_put_on_a_shot_and_follows_to_the_next_cut(run, cut, take: str, tmp_path: Path) -> None:
    old, new = cut("old.otio", ("sh010", 1001, 4)), cut("new.otio", ("sh020", 5000, 24), ("sh010", 1002, 5))
    placed, final = tmp_path / "placed.otio", tmp_path / "final.otio"
    answer = run("place", str(old), take, "--shot", "sh010", "-o", str(placed))
    assert answer.code == 0, answer.err
    answer = run("conform", str(placed), str(new), "-o", str(final), "--json")
    assert answer.code == 0, answer.out
    (landed,) = answer.lines[-1]["landed"]
    assert landed["record"] == "86424-86426"
    assert landed["first"] == 1002
    assert landed["missing"] == ["86427-86428"]
    track = otio.adapters.read_from_file(str(final)).tracks[1]
    clip = next(iter(track.find_clips()))
    assert clip.range_in_parent().start_time.value == 24
    url = clip.media_reference.target_url_for_image_number(0)
    assert Path(url.removeprefix("file://")).is_file()


def test_the_shape_for_resolve_names_files_that_exist(run, cut, take: str, tmp_path: Path) -> None:
    old, out = cut("old.otio", ("sh010", 1001, 4)), tmp_path / "resolve.otio"
    assert run("place", str(old), take, "--shot", "sh010", "--resolve", "-o", str(out)).code == 0
    clip = list(otio.adapters.read_from_file(str(out)).find_clips())[-1]
    folder, _, name = clip.media_reference.target_url.rpartition("/")
    head, _, tail = name.partition("[1001-1004]")
    assert Path(folder, f"{head}1001{tail}").is_file()


def test_a_cut_is_never_written_over_itself(run, cut, take: str) -> None:
    old = cut("old.otio", ("sh010", 1001, 4))
    before = old.read_bytes()
    answer = run("place", str(old), take, "--shot", "sh010", "-o", str(old), "--json")
    assert answer.code == 2 and "the cut itself" in answer.problem["message"]
    assert old.read_bytes() == before


def test_what_is_not_there_is_said(run, cut, take: str, tmp_path: Path) -> None:
    old = cut("old.otio", ("sh010", 1001, 4), ("sh010", 1010, 4))
    out = str(tmp_path / "x.otio")
    assert run("place", str(old), take, "--shot", "sh010", "-o", out).code == 3
    assert run("conform", str(old), str(old), "-o", out).code == 3
    assert run("shots", str(tmp_path / "no.otio")).code == 3
    assert run("shots", str(Path(__file__))).code == 2
    assert not Path(out).exists()


def test_a_sequence_is_refused_by_xml_in_words_of_the_edit_and_written_for_resolve(
    run, cut, take: str, tmp_path: Path
) -> None:
    path = cut("a.otio", ("sh010", 1001, 4))
    for suffix in (".xml", ".fcpxml"):
        to = tmp_path / f"out{suffix}"
        refused = run("place", str(path), take, "--shot", "sh010", "-o", str(to))
        assert refused.code == 2
        assert "names movies, not sequences of frames" in refused.err
        assert "--resolve" in refused.err
        assert "object has no" not in refused.err
        assert not to.exists()
        assert run("place", str(path), take, "--shot", "sh010", "-o", str(to), "--resolve").code == 0
        assert "smoke_v" in to.read_text("utf-8")


def test_a_shot_and_a_take_that_are_not_there_are_said_with_where_to_look(run, cut, take: str) -> None:
    path = cut("a.otio", ("sh010", 1001, 4))
    shot = run("place", str(path), take, "--shot", "sh099", "-o", str(path.parent / "b.otio"))
    assert shot.code == 3
    assert "No shot of the cut is called 'sh099'." in shot.err
    assert "secondunit shots" in shot.err
    gone = run("place", str(path), "t-none", "--shot", "sh010", "-o", str(path.parent / "b.otio"))
    assert gone.code == 3
    assert "secondunit takes" in gone.err


def test_a_format_without_alternative_media_is_said_to_keep_the_marker_alone(
    run, cut, take: str, tmp_path: Path
) -> None:
    path = cut("a.otio", ("sh010", 1001, 4))
    for suffix, silent in ((".otio", True), (".xml", False)):
        to = tmp_path / f"out{suffix}"
        answer = run("place", str(path), take, "--shot", "sh010", "-o", str(to), "--as", "references")
        assert answer.code == 0
        assert ("no alternative media" not in answer.err) is silent
        assert (".exr" in to.read_text("utf-8") or "start_frame" in to.read_text("utf-8")) is silent
