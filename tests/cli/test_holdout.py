"""What stands in the shot is named on the command line, and the element goes behind it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture

PLACE = ("--show", "heist", "--shot", "sh030", "--frames", "1001-1001", "--size", "64x36", "--fps", "24")
FOG = ("--set", "visibility=20", "--set", "unevenness=0", "--set", "sheets=40")


@pytest.fixture
def car(tmp_path: Path) -> tuple[str, str]:
    """A matte that covers the right half of the frame, and a depth of five metres there."""
    covers = np.zeros((36, 64, 1), np.float32)
    covers[:, 32:] = 1.0
    for name, channel, pixels in (("car", "A", covers), ("deep", "Z", 5.0 * covers)):
        write_exr(tmp_path / f"{name}.1001.exr", Picture.of(pixels, (channel,)), depth="float")
    return str(tmp_path / "car.####.exr"), str(tmp_path / "deep.####.exr")


@pytest.mark.long
def test_fog_goes_behind_a_car_and_lies_before_it(run, car: tuple[str, str]) -> None:
    alphas = []
    for said in (("--holdout", car[0], "--holdout-distance", "5"), ("--holdout-depth", car[1])):
        answer = run("generate", "thick fog", *PLACE, *FOG, "--element", "behind", *said, "--json")
        assert answer.code == 0, answer.out
        take = answer.lines[-1]
        folder = Path(take["folder"])
        picture = read_exr(folder / f"behind_v{take['version']:03d}.1001.exr")
        alphas.append(picture.pixels[..., picture.channels.index("A")].astype(np.float64))
        occluder = json.loads((folder / "brief.json").read_text("utf-8"))["occluder"]
        assert sorted(occluder) == (["distance", "matte"] if "--holdout" in said else ["depth"])
    # Of contrast 2 % is left at 20 metres, so before five metres of it 62 %.
    assert alphas[0][8, 40:] == pytest.approx(1.0 - 0.02 ** (5.0 / 20.0), abs=0.06)
    assert (alphas[0][8, :30] > 0.9).all()
    np.testing.assert_allclose(alphas[0], alphas[1], atol=1e-3)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--holdout-distance", "5"), "value.missing_field", "--holdout-distance"),
        (("--holdout", "CAR"), "value.missing_field", "how far"),
        (("--holdout", "CAR", "--holdout-distance", "-2"), "value.out_of_range", "distance"),
        (("--holdout", "CAR", "--holdout-distance", "2", "--holdout-channel", "Q"), "picture.channels", "Q"),
        (("--holdout", "nowhere.exr", "--holdout-distance", "2"), "not_found", "nowhere.exr"),
        (("--holdout-depth", "DEEP", "--holdout-thickness", "2"), "value.missing_field", "flows around"),
    ],
)
def test_what_cannot_hold_an_element_out_is_refused_with_a_remedy(
    run, car: tuple[str, str], arguments: tuple[str, ...], code: str, says: str
) -> None:
    files = {"CAR": car[0], "DEEP": car[1]}
    answer = run("estimate", "thick fog", *PLACE, "--element", "refused", "--json",
                 *(files.get(argument, argument) for argument in arguments))  # fmt: skip
    (problem,) = answer.lines[-1].get("problems") or [answer.problem]
    assert problem["code"] == code and says in problem["message"]
