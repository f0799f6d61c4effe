"""A plate's match on the command line: the numbers, the page, what is not measurable, what was compressed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGB, Picture
from secondunit.wire import loads
from secondunit.wire.plate_match import PlateMatch

from ..models.edged_plate import moving
from ..models.grainy_plate import Truth, noise
from .conftest import Run

TRUTH = Truth(reading=0.002, light=0.0001, gain=0.004)
SPEED, ANGLE, FLOOR = (9.0, 3.0), 180.0, np.array([0.01, 0.012, 0.02], np.float32)


@pytest.fixture(scope="module")
def panned(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four frames of boards that pass by, lifted, with grain; a card of tinted grey stands there."""
    folder = tmp_path_factory.mktemp("Übergang 1")
    frames = moving(SPEED, ANGLE, sigma=0.8, frames=4, height=288, width=480)
    unit = noise(TRUTH, 288, 480, 4)
    for index, (number, pixels) in enumerate(frames.items()):
        light = pixels + FLOOR
        light[250:280, 10:50] = (0.36, 0.3, 0.2)
        grainy = light + (TRUTH.deviation(light) * unit[index]).astype(np.float32)
        write_exr(folder / f"wall.{number}.exr", Picture.of(grainy.astype(np.float32), RGB))
    return str(folder / "wall.%04d.exr")


def test_all_of_a_plate_is_measured_in_one_value_and_a_page_that_needs_nothing_else(
    run: Run, panned: str, tmp_path: Path
) -> None:
    page = tmp_path / "match.html"
    answer = run(
        "match", panned, "--colorspace", "ACEScg", "--grey", "12,252,36,26", "--reference", "grey <card>",
        "-o", str(page), "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    match = json.loads(answer.out.splitlines()[0])
    assert match["cast"]["gains"] == pytest.approx([1.2, 1.0, 2 / 3], rel=0.02)
    assert match["cast"]["reference"] == "grey <card>"
    assert match["shutter"]["angle"] == pytest.approx(ANGLE, rel=0.15)
    assert match["blur"][1]["sigma"] == pytest.approx(0.8, rel=0.15)
    assert (match["width"], match["height"], match["frames"]) == (480, 288, "1001-1004")
    text = page.read_text("utf-8")
    assert text.count("<svg") >= 4 and "grey &lt;card&gt;" in text and "<script" not in text
    assert not re.search(r"(src|href)=|url\(", text)


def test_the_numbers_of_a_file_are_the_value_again(run: Run, panned: str, tmp_path: Path) -> None:
    file = tmp_path / "match.json"
    answer = run("match", panned, "--colorspace", "ACEScg", "--frames", "1001", "-o", str(file))
    assert answer.code == 0, answer.err
    match = loads(PlateMatch, file.read_text("utf-8"))
    assert not match.grain and match.shutter is None and len(match.blur) == 3 and match.levels is not None
    assert match.cast is not None and not match.cast.reference
    reasons = " ".join(match.doubts)
    assert "too few" in reasons and "shutter is not measurable" in reasons
    assert "an estimate" in answer.out


def test_a_plate_that_was_compressed_is_never_measured_in_silence(
    run: Run, panned: str, tmp_path: Path
) -> None:
    folder = tmp_path / "packed"
    folder.mkdir()
    for number in (1001, 1002):
        write_exr(
            folder / f"wall.{number}.exr", read_exr(Path(panned % number)).as_float(), compression="dwaa"
        )
    answer = run("match", str(folder), "--colorspace", "ACEScg")
    assert answer.code == 0 and "compressed (DWAA)" in answer.err


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--grey", "1,2,3"), "value.bad", "four whole numbers"),
        (("--grey", "470,10,40,40"), "value.out_of_range", "not inside the plate"),
        (("--reference", "card"), "value.out_of_range", "no place"),
        (("-o", "match.pdf"), "value.out_of_range", "neither a page nor numbers"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_remedy(
    run: Run, panned: str, options: tuple[str, ...], code: str, says: str
) -> None:
    answer = run("match", panned, "--colorspace", "ACEScg", *options, "--json")
    assert answer.code == 2 and says in answer.problem["message"] and answer.problem["remedy"]
    assert answer.problem["code"] == code
