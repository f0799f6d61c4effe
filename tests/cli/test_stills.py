"""Plates and mattes of any still format from the command line: TIFF, DPX, PNG, JPEG, sequences and stills."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture

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
    assert asked.problem["code"] == "value.missing_field" and "--colorspace" in asked.problem["remedy"]
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
