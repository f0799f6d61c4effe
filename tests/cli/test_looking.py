"""What is said of a take and what a frame of it looks like, from a terminal."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.long

QUICK = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")


@pytest.fixture
def take(run, plate) -> str:
    made = run("generate", "smoke", "--show", "heist", "--shot", "sh020", "--element", "looked_at", "--plate",
               plate, "--colorspace", "ACEScg", *QUICK, "--json")  # fmt: skip
    assert made.code == 0, made.out
    return str(made.lines[-1]["id"])


def test_notes_are_added_and_listed_and_frames_become_pictures(run, take, tmp_path) -> None:
    assert run("notes", take).out == ""
    said = run("notes", take, "--add", "Dünner am Dach 💨", "--frame", "1002", "--json")
    assert said.code == 0 and said.lines[0]["frame"] == 1002 and said.lines[0]["id"].startswith("n")
    assert run("notes", take, "--add", "Good.").code == 0
    listed = run("notes", take, "--json").lines
    assert [note["text"] for note in listed] == ["Dünner am Dach 💨", "Good."]
    assert "\t1002\tDünner am Dach 💨" in run("notes", take).out

    seen = {}
    for view in ("alpha", "behind", "plate"):
        path = tmp_path / f"{view}.png"
        answer = run("frame", take, "1003", "--view", view, "-o", str(path))
        assert answer.code == 0 and answer.out.strip().endswith(".png"), answer.err
        image = Image.open(path)
        assert image.format == "PNG" and image.size == (64, 36)
        seen[view] = np.asarray(image.convert("RGB"), np.int16)
    assert np.ptp(seen["behind"]) <= 4, "the plate of the test is one grey"
    assert seen["alpha"].max() > 8 and np.abs(seen["plate"] - seen["behind"]).max() > 4
    small = run("frame", take, "1001", "--width", "32", "-o", str(tmp_path / "small.jpg"), "--json")
    assert small.code == 0 and Image.open(tmp_path / "small.jpg").size == (32, 18)
    assert json.loads(small.out)["bytes"] == (tmp_path / "small.jpg").stat().st_size

    assert run("notes", take, "--add", "  ").code == 2
    assert run("notes", take, "--frame", "1002").code == 2
    assert run("notes", take, "--add", "Late.", "--frame", "2000").code == 2
    assert run("notes", "t" + "0" * 25).code == 3
    assert run("frame", take, "2000", "-o", str(tmp_path / "x.png")).code == 3
    assert not (tmp_path / "x.png").exists()
