"""A take's comp check and a part of it made anew, from a terminal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture

pytestmark = pytest.mark.long


def test_a_take_is_checked_and_a_part_of_it_made_anew(run, plate, tmp_path) -> None:
    quick = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")
    made = run("generate", "smoke", "--show", "heist", "--shot", "sh030", "--element", "patched", "--plate",
               plate, "--colorspace", "ACEScg", *quick, "--json")  # fmt: skip
    assert made.code == 0, made.out
    first = made.lines[-1]
    page = tmp_path / "check.html"
    checked = run("check", "heist/sh030/patched", "--page", str(page), "--strict")
    assert (
        checked.code == 0 and "numbers\tgreen" in checked.out and "sh030/patched v001  green" in checked.out
    )
    assert page.read_text("utf-8").startswith("<!doctype html>") and "data:image/png" in page.read_text(
        "utf-8"
    )

    matte = np.zeros((36, 64), np.float32)
    matte[:, 32:] = 1.0
    write_exr(tmp_path / "part.exr", Picture.of(matte))
    wrong = run("patch", first["id"], "--matte", str(tmp_path / "part.exr"), "--set", "thickness=2")
    assert wrong.code == 2
    again = run("patch", first["id"], "--matte", str(tmp_path / "part.exr"), "--seed", "77", "--json")
    assert again.code == 0, again.out
    second = again.lines[-1]
    assert (second["version"], second["seed"]) == (2, 77)
    frame = int(first["frames"].partition("-")[0])
    for one, other in zip(first["layers"], second["layers"], strict=True):
        old, new = (
            read_exr(Path(take["folder"], layer["path"] % frame))
            for take, layer in ((first, one), (second, other))
        )
        edge = 32 - old.data_window.x
        assert old.channels == new.channels
        assert old.pixels[:, :edge].tobytes() == new.pixels[:, :edge].tobytes()
