"""The plate on the command line: a folder or one frame; what is wrong with it is said before a job."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run

PLACE = ("--show", "plates", "--shot", "sh010")
QUICK = ("--set", "resolution=24", "--set", "preroll=0", "--no-passes")


def test_a_folder_or_one_frame_stands_for_the_plate(run: Run, plate: str) -> None:
    folder = str(Path(plate).parent)
    for number, named in enumerate((folder, plate % 1002, plate)):
        answer = run("estimate", "smoke", *PLACE, "--element", f"e{number}", "--plate", named, "--colorspace",
                     "ACEScg", *QUICK, "--json")  # fmt: skip
        assert answer.code == 0, answer.out + answer.err


def test_a_matte_may_be_a_folder(run: Run, plate: str) -> None:
    answer = run("estimate", "smoke", *PLACE, "--element", "m", "--plate", plate, "--colorspace", "ACEScg",
                 "--matte", str(Path(plate).parent), "--matte-channel", "R", *QUICK)  # fmt: skip
    assert answer.code == 0, answer.out + answer.err


def test_a_plate_that_is_not_there_is_said_before_anything_else(run: Run, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    answer = run("estimate", "x", *PLACE, "--element", "e", "--plate", gone, "--kind", "nonsense", "--json")
    assert (answer.code, answer.problem["code"]) == (3, "not_found")


def test_a_space_is_asked_for_once_and_remembered(run: Run, plate: str) -> None:
    words = ("smoke", "--show", "remembered", "--shot", "sh010", "--element", "e", "--plate", plate, *QUICK)
    refused = run("estimate", *words)
    assert refused.code == 2 and "--colorspace" in refused.err
    assert run("generate", *words, "--colorspace", "ACEScg", "--detach").code == 0
    assert run("estimate", *words).code == 0


def test_frames_outside_the_plate_are_refused_before_a_job(run: Run, plate: str) -> None:
    words = (
        "--show",
        "outside",
        "--shot",
        "sh010",
        "--element",
        "e",
        "--plate",
        plate,
        "--colorspace",
        "ACEScg",
    )
    answer = run("generate", "smoke", *words, "--frames", "900-903", "--json")
    assert (answer.code, answer.problem["code"]) == (2, "frames.missing")
    assert run("jobs", "--show", "outside", "--json").problem["code"] == "not_found"
