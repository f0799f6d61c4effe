"""The grain of a plate on the command line: measured, and written as a plate of grain alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGB, Picture

from ..models.grainy_plate import Truth, plate
from .conftest import Run

TRUTH = Truth()


@pytest.fixture(scope="module")
def grainy(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A plate of eleven frames with grain that is known."""
    folder = tmp_path_factory.mktemp("Ünterlagen 1")
    for number, pixels in plate(TRUTH, 360, 608, 11).items():
        write_exr(folder / f"wall.{number}.exr", Picture.of(pixels, RGB))
    return str(folder / "wall.%04d.exr")


def test_grain_is_measured_and_written_with_the_plate_s_numbers(
    run: Run, grainy: str, tmp_path: Path
) -> None:
    pattern = str(tmp_path / "grain.%04d.exr")
    answer = run("grain", grainy, "--colorspace", "ACEScg", "-o", pattern, "--level", "0.4", "--json")
    assert answer.code == 0, answer.err
    measured = json.loads(answer.out.splitlines()[0])
    for channel in measured["channels"]:
        for band in channel["bands"]:
            assert band["deviation"] == pytest.approx(float(TRUTH.deviation(band["exposure"])), rel=0.15)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"grain.{n}.exr" for n in range(1001, 1012)]
    frames = [np.asarray(read_exr(Path(pattern % n)).pixels, np.float32) for n in (1001, 1002)]
    for pixels in frames:
        assert pixels.shape == (360, 608, 3)
        assert pixels.mean() == pytest.approx(0.4, rel=0.01)
        assert pixels.std() == pytest.approx(float(TRUTH.deviation(0.4)), rel=0.15)
    assert abs(np.corrcoef(frames[0].ravel(), frames[1].ravel())[0, 1]) < 0.05


def test_a_person_reads_a_table_and_three_lines(run: Run, grainy: str) -> None:
    answer = run("grain", str(Path(grainy).parent), "--frames", "1001-1006", "--colorspace", "ACEScg")
    assert answer.code == 0, answer.err
    assert answer.out.count("\nblue\t") >= 4 and "dB of white noise" in answer.out
    assert "0 % alike to the next one's" in answer.out


def test_grain_that_was_compressed_is_measured_with_a_doubt_and_not_in_silence(
    run: Run, grainy: str, tmp_path: Path
) -> None:
    folder = tmp_path / "packed"
    folder.mkdir()
    for number in range(1001, 1012):
        picture = read_exr(Path(grainy % number)).as_float()
        write_exr(folder / f"wall.{number}.exr", picture, compression="dwaa")
    answer = run("grain", str(folder), "--colorspace", "ACEScg", "--json")
    assert answer.code == 0, answer.err
    doubts = json.loads(answer.out.splitlines()[0])["doubts"]
    assert "compressed (DWAA)" in doubts[0]


def test_a_name_without_a_place_for_a_number_is_refused_before_anything_is_read(
    run: Run, tmp_path: Path
) -> None:
    for name in ("grain.exr", "grain.%04d.png", "grain.%s.%d.exr"):
        answer = run("grain", str(tmp_path / "gone.%04d.exr"), "-o", str(tmp_path / name), "--json")
        assert (answer.code, answer.problem["code"]) == (2, "value.out_of_range"), name
        assert "grain.%04d.exr" in answer.problem["remedy"]
    assert list(tmp_path.iterdir()) == []


def test_too_few_frames_are_refused_with_a_remedy(run: Run, grainy: str) -> None:
    answer = run("grain", grainy, "--frames", "1001-1003", "--colorspace", "ACEScg", "--json")
    assert (answer.code, answer.problem["code"]) == (2, "frames.missing")
    assert "four or more" in answer.problem["remedy"]


def test_a_space_that_the_files_do_not_say_is_asked_for_and_never_guessed(run: Run, grainy: str) -> None:
    answer = run("grain", grainy, "--json")
    assert (answer.code, answer.problem["code"]) == (2, "color.bad")
    assert "--colorspace" in answer.problem["remedy"]
