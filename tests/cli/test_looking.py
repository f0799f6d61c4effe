"""What is said of a take and what a frame of it looks like, from a terminal."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_decisions_stand_beside_one_another_and_say_of_which_files_they_are(run, take) -> None:
    first = run("signoff", take)
    assert first.out == "" and "past take" in first.err, "what it was held against stands at the sign-off"
    changes = run("signoff", take, "--changes", "--role", "supervisor", "--by", "Ana", "--why", "Dünner.")
    assert changes.code == 0 and "\tsupervisor\tchanges\tthese files\tDünner.\n" in changes.out
    accepted = run("signoff", take, "--accept", "--role", "director", "--json")
    assert accepted.code == 0 and accepted.lines[0]["signoffs"][0]["decision"] == "accepted"

    folder = Path(run("show", take, "--json").lines[0]["folder"])
    frame = min(folder.glob("looked_at_v*.1002.exr"))
    whole = frame.read_bytes()
    frame.write_bytes(whole[:-1])
    changed = run("signoff", take)
    assert changed.out.count("other files") == 2 and "have changed since" in changed.err
    frame.write_bytes(whole)
    again = run("signoff", take)
    assert again.out.count("these files") == 2 and "changed" not in again.err
    assert [line.split("\t")[3] for line in again.out.splitlines()] == ["changes", "accepted"]

    assert run("signoff", take, "--reject", "--role", "director").code == 2
    assert run("signoff", take, "--accept").code == 2
    assert run("signoff", take, "--role", "director").code == 2
    assert run("signoff", take, "--accept", "--reject", "--role", "director").code == 2
    assert run("signoff", "t" + "0" * 25, "--accept", "--role", "director").code == 3
    assert len(run("signoff", take).out.splitlines()) == 2
