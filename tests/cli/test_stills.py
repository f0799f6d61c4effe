"""Plates and mattes of any still format from the command line: TIFF, DPX, PNG, JPEG, sequences and stills."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenEXR
import pytest
from PIL import Image

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture

from ..media.films import Film
from ..stills import HEIGHT, WIDTH, codes, write_sequence, write_still

PLACE = ("--show", "heist", "--shot", "sh010")
QUICK = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A matte for every frame: an EXR with an alpha whose name has no number."""
    pixels = np.zeros((36, 64, 4), np.float32)
    pixels[20:34, 20:44] = 1.0
    return write_exr(tmp_path / "hold out.exr", Picture.of(pixels)).path


def test_a_still_matte_without_a_number_holds_for_every_frame(run, plate: str, still: Path) -> None:
    words = ("grey smoke", *PLACE, "--element", "held", "--plate", plate, "--colorspace", "ACEScg",
             "--matte", str(still), *QUICK, "--json")  # fmt: skip
    answer = run("estimate", *words)
    assert answer.code == 0, answer.out
    made = run("generate", *words)
    assert made.code == 0, made.out
    assert made.lines[-1]["frames"] == "1001-1004"


@pytest.mark.parametrize("ending", ["tif", "dpx", "png", "jpg"])
def test_a_sequence_of_code_values_is_a_plate_once_its_space_is_said(
    run, tmp_path: Path, ending: str
) -> None:
    pattern = write_sequence(tmp_path, ending, range(1001, 1004), 10 if ending == "dpx" else 16)
    words = ("grey smoke", *PLACE, "--element", "coded", "--plate", pattern, "--fps", "24", "--json")
    asked = run("estimate", *words)
    assert asked.problem["code"] == "color.bad" and "--colorspace" in asked.problem["remedy"]
    answer = run("estimate", *words, "--colorspace", "sRGB - Texture")
    assert answer.code == 0, answer.out
    assert run("estimate", *words, "--colorspace", "no such space").problem["code"] == "color.unknown_space"


def test_a_matte_of_one_channel_needs_no_word_about_it(run, plate: str, tmp_path: Path) -> None:
    shape = np.zeros((HEIGHT, WIDTH), np.float32)
    shape[18:30, 20:40] = 1.0
    for name in ("matte.png", "matte.tif"):
        path = write_still(tmp_path / name, shape, 8)
        words = (
            "estimate",
            "grey smoke",
            *PLACE,
            "--element",
            "m",
            "--plate",
            plate,
            "--colorspace",
            "ACEScg",
        )
        answer = run(*words, "--matte", str(path), "--json")
        assert answer.code == 0, answer.out
    colored = write_still(tmp_path / "rgb.png", codes(), 8)
    answer = run(*words, "--matte", str(colored), "--json")
    assert (
        answer.problem["code"] in ("input.bad", "picture.channels") and "R, G, B" in answer.problem["message"]
    )


def test_a_jpeg_of_cmyk_is_refused_in_words(run, tmp_path: Path) -> None:
    Image.new("CMYK", (64, 36)).save(tmp_path / "print.1001.jpg")
    answer = run("estimate", "grey smoke", *PLACE, "--element", "p", "--fps", "24", "--json",
                 "--plate", str(tmp_path / "print.%04d.jpg"), "--colorspace", "ACEScg")  # fmt: skip
    assert answer.problem["code"] == "picture.bad" and "CMYK" in answer.problem["message"]


@pytest.mark.parametrize("damaged", [1001, 1003, 1005])
def test_the_estimate_decodes_a_first_a_middle_and_a_last_frame(run, tmp_path: Path, damaged: int) -> None:
    grain = np.random.default_rng(1).uniform(0, 1, (36, 64, 3)).astype(np.float32)
    for frame in range(1001, 1006):
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(grain))
    bad = tmp_path / f"plate.{damaged}.exr"
    data = bytearray(bad.read_bytes())
    data[-2000:-1990] = bytes(10)
    bad.write_bytes(data)
    words = (
        "estimate",
        "grey smoke",
        *PLACE,
        "--element",
        "d",
        "--fps",
        "24",
        "--colorspace",
        "ACEScg",
        "--json",
    )
    for which in ("--plate", "--matte"):
        other = (
            () if which == "--plate" else ("--frames", "1001-1005", "--size", "64x36", "--matte-channel", "R")
        )
        given = (
            words if which == "--plate" else tuple(w for w in words if w not in ("--colorspace", "ACEScg"))
        )
        answer = run(*given, *other, which, str(tmp_path / "plate.%04d.exr"))
        assert answer.problem["code"] == "picture.damaged", answer.out
        assert f"rame {damaged}" in answer.problem["message"]


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A movie of 12 frames that breaks off after about seven."""
    film = Film("torn.mkv", "ffv1", options={"level": "3", "slicecrc": "1", "g": "1"}, size=(64, 36))
    path = film.write(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    return path


def test_a_movie_that_breaks_off_is_taken_only_on_purpose(run, torn: Path, tmp_path: Path) -> None:
    words = ("plate", str(torn), str(tmp_path / "p.%04d.exr"), "--json")
    refused = run(*words)
    assert refused.code == 2 and refused.problem["code"] == "picture.damaged"
    assert "breaks off after" in refused.problem["message"] and "frame 100" in refused.problem["message"]
    assert "--accept-damage" in refused.problem["remedy"] and not list(tmp_path.glob("p.*.exr"))
    made = run(*words, "--accept-damage")
    assert made.code == 0, made.out
    count = len(list(tmp_path.glob("p.*.exr")))
    assert made.lines[-1]["frames"] == f"1001-{1000 + count}" and 4 <= count <= 8
    said = run(*words[:-1], "--accept-damage")
    assert f"breaks off after {count} of 12 frames" in said.err


def test_the_estimate_refuses_a_damaged_movie_and_says_what_was_accepted(run, torn: Path) -> None:
    words = ("estimate", "grey smoke", *PLACE, "--element", "t", "--plate", str(torn), "--json")
    refused = run(*words)
    assert refused.problem["code"] == "picture.damaged" and "frame 100" in refused.problem["message"]
    taken = run(*words, "--accept-damage")
    assert taken.code == 0, taken.out
    assert any("breaks off" in warning for warning in taken.lines[-1]["warnings"])


def test_the_part_of_an_exr_is_named_and_chosen(run, tmp_path: Path) -> None:
    parts = []
    for name, value in (("depth", 9.0), ("left", 0.25), ("right", 0.75)):
        full = np.full((36, 64), value, np.float16)
        channels = {"Z": full} if name == "depth" else {"R": full, "G": full, "B": full}
        parts.append(OpenEXR.Part({"type": OpenEXR.scanlineimage, "name": name}, channels))
    path = tmp_path / "stereo.exr"
    OpenEXR.File(parts).write(str(path))
    words = ("estimate", "grey smoke", *PLACE, "--element", "s", "--plate", str(path),
             "--colorspace", "ACEScg", "--fps", "24", "--frames", "1001", "--json")  # fmt: skip
    answer = run(*words)
    assert answer.code == 0, answer.out
    assert answer.lines[-1]["warnings"] == ["stereo.exr has 3 parts: left is read. Its others: depth, right."]
    chosen = run(*words, "--part", "right")
    assert "right is read" in chosen.lines[-1]["warnings"][0]
    refused = run(*words, "--part", "middle")
    assert refused.code == 3 and "depth, left, right" in refused.problem["remedy"]
    matte = run(*words, "--matte", str(path), "--matte-part", "depth")
    assert matte.code == 0, matte.out
