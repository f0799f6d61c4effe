"""Drawn mattes from the command line: shapes of a file written with the plate's numbers, listed, and back."""

from __future__ import annotations

import json
from pathlib import Path

from secondunit.media.exr import read_exr
from secondunit.wire import DrawnMatte, decode

from .conftest import Run

WHERE = ("--show", "matteshow", "--shot", "sh010")
SHAPES = {
    "schema": 5,
    "frames": "1001-1004",
    "format": {"width": 64, "height": 36},
    "shapes": [
        {
            "kind": "polygon",
            "keys": [
                {"frame": 1001, "points": [8, 8, 24, 8, 24, 24, 8, 24]},
                {"frame": 1004, "points": [38, 8, 54, 8, 54, 24, 38, 24]},
            ],
        }
    ],
}


def test_shapes_become_a_matte_with_the_plates_numbers_and_come_back(
    run: Run, plate: str, tmp_path: Path
) -> None:
    shapes = tmp_path / "box.json"
    shapes.write_text(json.dumps(SHAPES), "utf-8")
    drawn = run("mattes", "draw", str(shapes), "--name", "box", "--plate", plate, *WHERE, "--json")
    assert drawn.code == 0, drawn.err
    path = drawn.lines[-1]["matte"]["path"]
    for frame, left in ((1001, 8), (1002, 18), (1004, 38)):
        cover = read_exr(path % frame).shown().as_float().pixels[..., 0]
        assert cover[16, left + 1] == 1.0 and cover[16, left + 14] == 1.0
        assert cover[16, left - 2] == 0.0 and cover[16, left + 18] == 0.0
    listed = run("mattes", "list", *WHERE)
    assert "box\tv001\t1001-1004" in listed.out
    printed = run("mattes", "shapes", "box", *WHERE)
    assert printed.code == 0, printed.err
    back = {name: value for name, value in json.loads(printed.out).items() if name != "schema"}
    asked = {name: value for name, value in SHAPES.items() if name != "schema"}
    assert decode(DrawnMatte, back) == decode(DrawnMatte, asked)


def test_what_are_no_shapes_or_shapes_of_another_plate_is_said(run: Run, plate: str, tmp_path: Path) -> None:
    shapes = tmp_path / "box.json"
    draw = ("mattes", "draw", str(shapes), "--name", "other", "--plate", plate, *WHERE, "--json")
    assert run(*draw).problem["code"] == "not_found"
    shapes.write_text("{", "utf-8")
    assert run(*draw).code == 2
    shapes.write_text(json.dumps({**SHAPES, "format": {"width": 128, "height": 72}}), "utf-8")
    refused = run(*draw)
    assert refused.code == 2 and "128x72" in refused.problem["message"]
    assert run("mattes", "shapes", "other", *WHERE, "--json").problem["code"] == "not_found"


def test_what_fills_a_frame_from_others_is_given_the_matte_of_the_frames_around(
    run: Run, plate: str, tmp_path: Path
) -> None:
    shapes = tmp_path / "box.json"
    shapes.write_text(json.dumps(SHAPES), "utf-8")
    drawn = run("mattes", "draw", str(shapes), "--name", "wide", "--plate", plate, *WHERE, "--json")
    matte = drawn.lines[-1]["matte"]["path"]
    brief = tmp_path / "brief.json"
    asked = ("estimate", "--plate", plate, "--colorspace", "ACEScg", "--matte", matte,
             "--frames", "1002-1003", "--element", "box", *WHERE, "--save", str(brief))  # fmt: skip
    filled = run(*asked, "--task", "inpaint", "--model", "clean_plate", "without the box")
    assert filled.code == 0, filled.err
    body = json.loads(brief.read_text("utf-8"))
    assert (body["frames"], body["matte"]["frames"]) == ("1002-1003", "1001-1004")
    smoke = run(*asked, "--kind", "smoke", "smoke")
    assert smoke.code == 0, smoke.err
    assert json.loads(brief.read_text("utf-8"))["matte"]["frames"] == "1002-1003"
