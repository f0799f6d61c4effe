"""A camera named on the command line is in the brief, in the picture, and refused where it is none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import read_exr

QUICK = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0", "--set", "height=2")
PLACE = ("--show", "heist", "--shot", "sh020", "--frames", "1001-1003", "--size", "64x36", "--fps", "24")


def chan(folder: Path, *lines: str) -> str:
    path = folder / "shot.chan"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


@pytest.mark.long
def test_an_element_goes_across_the_frame_as_the_camera_pans_away_from_it(run, tmp_path) -> None:
    pan = chan(tmp_path, *(f"{1001 + n}\t0\t160\t500\t-8\t{4 * n}\t0\t30" for n in range(3)))
    answer = run("generate", "thick dark smoke", *PLACE, "--element", "panned", *QUICK, "--json",
                 "--camera", pan, "--camera-scale", "0.01")  # fmt: skip
    assert answer.code == 0, answer.out
    folder = Path(answer.lines[-1]["folder"])
    camera = json.loads((folder / "brief.json").read_text("utf-8"))["camera"]
    assert camera["y"] == [1.6] and camera["ry"] == [0.0, 4.0, 8.0] and camera["label"] == "shot"
    middles = []
    for frame in (1001, 1003):
        picture = read_exr(folder / f"panned_v001.{frame}.exr")
        alpha = picture.pixels[..., picture.channels.index("A")].astype(np.float64)
        assert alpha.max() > 0.05
        middles.append((alpha.sum(axis=0) * np.arange(64)).sum() / alpha.sum())
    # Eight degrees to the left, where the frame is 51 degrees wide: the smoke goes to the right by as much.
    assert middles[1] - middles[0] == pytest.approx(64 * 0.1405 / 0.9527, abs=1.5)


def test_an_estimate_says_that_a_camera_does_not_cover_the_shot(run, tmp_path) -> None:
    short = chan(tmp_path, *(f"{1001 + n} 0 1.6 5 0 {n} 0 30" for n in range(2)))
    asked = ("estimate", "smoke", *PLACE, "--element", "short", "--camera", short, "--json")
    (warning,) = (line for line in run(*asked).lines[-1]["warnings"] if "camera" in line)
    assert "1001-1002" in warning
    whole = chan(tmp_path, *(f"{1001 + n} 0 1.6 5 0 {n} 0 30" for n in range(3)))
    assert not any(
        "camera" in line for line in run(*asked[:-2], whole, "--json").lines[-1].get("warnings", ())
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--camera", "nowhere.chan"), "not_found", "no such .chan"),
        (("--camera-scale", "0.01"), "value.missing_field", "--camera-scale"),
        (("--camera", "CHAN", "--camera-back", "wide"), "value.wrong_type", "film back"),
        (("--camera", "CHAN", "--camera-scale", "0"), "value.out_of_range", "unit of 0 metres"),
        (("--camera", "BARE"), "value.missing_field", "does not say the lens"),
        (("--camera", "FOLDER"), "input.not_a_file", "no file"),
    ],
)
def test_what_is_no_camera_is_refused_before_anything_is_asked(
    run, tmp_path, arguments: tuple[str, ...], code: str, says: str
) -> None:
    (tmp_path / "bare").mkdir()
    files = {"CHAN": chan(tmp_path, "1001 0 1.6 5 0 0 0 30"), "FOLDER": str(tmp_path),
             "BARE": chan(tmp_path / "bare", "1001 0 1.6 5 0 0 0")}  # fmt: skip
    answer = run("estimate", "smoke", *PLACE, "--element", "refused", "--json",
                 *(files.get(argument, argument) for argument in arguments))  # fmt: skip
    problem = answer.problem
    assert answer.code in (2, 3) and problem["code"] == code
    assert says in problem["message"] and problem["remedy"]
