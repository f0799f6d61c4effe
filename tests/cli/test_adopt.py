"""`adopt`: a comp that another program rendered, back as the next version, through a real service."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Rate
from secondunit.wire.timecode import Timecode

pytestmark = pytest.mark.long

PLACE = ("--show", "heist", "--shot", "sh020")
NTSC = Rate(24000, 1001)


def rendered(folder: Path, numbers: range, *, rate: Rate | None = None, start: str = "") -> list[str]:
    """Frames as a compositor leaves them: half float, an alpha, no word of ours; gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(3)
    first = Timecode.parse(start).frame(NTSC) if start else 0
    for frame in numbers:
        pixels = random.random((36, 64, 4), np.float32).astype(np.float16)
        label = Timecode.of_frame(first + frame - numbers[0], NTSC) if start else None
        write_exr(folder / f"comp_final.{frame:04d}.exr", Picture.of(pixels), rate=rate, timecode=label)
    return [str(folder / f"comp_final.{frame:04d}.exr") for frame in numbers]


def test_a_comp_becomes_the_next_version_of_the_element_it_was_made_of(run, plate, tmp_path) -> None:
    made = run("generate", "smoke", *PLACE, "--element", "smoke", "--plate", plate, "--colorspace", "ACEScg",
               "--set", "resolution=16", "--set", "preroll=0.1", "--set", "detail=0", "--no-passes",
               "--json")  # fmt: skip
    assert made.lines[-1]["version"] == 1
    files = rendered(tmp_path / "out", range(1001, 1005), start="01:00:00:00")
    answer = run("adopt", *files, *PLACE, "--element", "smoke", "--colorspace", "ACEScg", "--note",
                 "graded by Zoë", "--json")  # fmt: skip
    assert answer.code == 0, answer.out
    take = answer.lines[-1]
    # The files say no rate: the element's own is taken, not a usual one.
    assert (take["version"], take["made_by"], take["rate"]) == (2, "comp", "24000/1001")
    assert (take["frames"], take["prompt"]) == ("1001-1004", "graded by Zoë")
    assert take["colorspace"]["name"] == "ACEScg" and take.get("kind", "") == ""
    for frame, source in zip(range(1001, 1005), files, strict=True):
        path = Path(take["folder"], f"smoke_v002.{frame}.exr")
        assert read_exr(path, half=True).pixels.tobytes() == read_exr(source, half=True).pixels.tobytes()
        header = inspect_exr(path)
        assert header.rate == NTSC and header.timecode == Timecode(1, 0, 0, frame - 1001)
    for name in ("take.json", "brief.json", take["contact_sheet"], take["movie"], take["thumbnail"]):
        assert (Path(take["folder"]) / name).stat().st_size > 0
    listed = run("takes", *PLACE, "--element", "smoke", "--json").lines
    assert [each["version"] for each in listed] == [2, 1]
    looked = run("frame", take["id"], "1002", "-o", str(tmp_path / "frame.png"), "--width", "64")
    assert looked.code == 0 and (tmp_path / "frame.png").stat().st_size > 100


def test_a_comp_is_judged_through_the_view_of_the_plate_it_was_made_over(run, plate, tmp_path) -> None:
    made = run("generate", "smoke", *PLACE, "--element", "seen", "--plate", plate, "--colorspace", "ACEScg",
               "--view", "Un-tone-mapped", "--set", "resolution=16", "--set", "preroll=0.1", "--set",
               "detail=0", "--no-passes", "--json")  # fmt: skip
    answer = run("adopt", plate, *PLACE, "--element", "seen", "--colorspace", "ACEScg", "--json")
    assert answer.code == 0, answer.out
    before, after = made.lines[-1]["id"], answer.lines[-1]["id"]
    assert json.loads(run("show", after, "--brief").out)["plate"]["view"] == "Un-tone-mapped"
    # The comp is the plate itself: it looks as the plate did under the version before.
    pictures = []
    for take, view in ((before, "behind"), (after, "black")):
        to = tmp_path / f"{view}.png"
        assert run("frame", take, "1002", "-o", str(to), "--view", view, "--width", "64").code == 0
        pictures.append(pixels_of(to))
    assert np.abs(pictures[0][..., :3] - pictures[1][..., :3]).max() <= 2 / 255


def pixels_of(path: Path) -> np.ndarray:
    """A picture's pixels, 0 to 1."""
    import OpenImageIO

    return np.asarray(OpenImageIO.ImageBuf(str(path)).get_pixels(OpenImageIO.FLOAT))


def test_some_frames_of_a_folder_get_the_shots_numbers(run, tmp_path) -> None:
    files = rendered(tmp_path / "out", range(1, 9))
    answer = run("adopt", *files[2:5], *PLACE, "--element", "tail", "--colorspace", "ACEScg", "--start",
                 "1101", "--fps", "60000/1001", "--json")  # fmt: skip
    assert answer.code == 0, answer.out
    take = answer.lines[-1]
    assert (take["frames"], take["rate"]) == ("1101-1103", "60000/1001")
    for frame, source in zip(range(1101, 1104), files[2:5], strict=True):
        path = Path(take["folder"], f"tail_v001.{frame}.exr")
        assert read_exr(path, half=True).pixels.tobytes() == read_exr(source, half=True).pixels.tobytes()
        assert inspect_exr(path).provenance["source"] == Path(source).name


def test_a_damaged_frame_ends_it_with_its_number_and_a_retry_keeps_the_others(run, tmp_path) -> None:
    files = rendered(tmp_path / "out", range(1001, 1006), rate=NTSC)
    whole = Path(files[2]).read_bytes()
    Path(files[2]).write_bytes(whole[:-200])
    command = (
        "adopt",
        str(tmp_path / "out"),
        *PLACE,
        "--element",
        "torn",
        "--colorspace",
        "ACEScg",
        "--json",
    )
    answer = run(*command)
    assert answer.code == 6
    problem = answer.problem
    assert problem["where"] == "1003" and "Frame 1003" in problem["message"], problem
    assert problem["kept"] == "Frames 1001-1002 are kept."
    job = run("jobs", *PLACE, "--element", "torn", "--json").lines[0]
    assert job["state"] == "failed"
    Path(files[2]).write_bytes(whole)
    again = run("retry", job["id"], "--json")
    assert again.code == 0, again.out
    take = run("takes", *PLACE, "--element", "torn", "--json").lines[0]
    assert (take["version"], take["frames"]) == (1, "1001-1005")


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (("--element", "bad"), "color.bad", "colour space is not known"),
        (("--element", "bad", "--colorspace", "ACEScg", "--fps", "29.97"), "", "30000/1001"),
        (("--element", "b/d", "--colorspace", "ACEScg"), "name.bad", "b/d"),
        (("--element", "bad", "--colorspace", "Nowhere"), "color.unknown_space", "Nowhere"),
    ],
)
def test_what_cannot_be_adopted_is_said(run, tmp_path, change, code, words) -> None:
    files = rendered(tmp_path / "out", range(1001, 1003))
    answer = run("adopt", files[0], *PLACE, *change, "--json")
    assert answer.code not in (0, 1)
    problem = answer.problem
    assert words in problem["message"] + problem.get("remedy", "") and code in ("", problem["code"]), problem


def test_gaps_strangers_and_nothing_are_refused_before_any_job(run, tmp_path) -> None:
    files = rendered(tmp_path / "out", range(1001, 1006))
    more = ("--element", "bad", "--colorspace", "ACEScg", "--json")
    gap = run("adopt", files[0], files[1], files[4], *PLACE, *more)
    assert gap.problem["code"] == "frames.missing" and "1003-1004" in gap.problem["message"]
    shutil.copy(files[0], tmp_path / "out" / "other.1002.exr")
    two = run("adopt", files[0], str(tmp_path / "out" / "other.1002.exr"), *PLACE, *more)
    assert two.problem["code"] == "input.bad" and "several comps" in two.problem["message"]
    none = run("adopt", str(tmp_path / "nowhere.%04d.exr"), *PLACE, *more)
    assert none.problem["code"] == "not_found"
    Path(files[2]).unlink()
    hole = run("adopt", str(tmp_path / "out" / "comp_final.%04d.exr"), *PLACE, *more)
    assert hole.problem["code"] == "frames.missing" and "1003" in hole.problem["message"]
    assert run("jobs", *PLACE, "--element", "bad", "--json").problem["code"] == "not_found"
