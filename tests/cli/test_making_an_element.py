"""From a sentence to a take on disk, as a person or a script would ask for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import inspect_exr, read_exr

pytestmark = pytest.mark.long

QUICK = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")
PLACE = ("--show", "heist", "--shot", "sh010")


def test_a_sentence_and_a_plate_make_a_take_with_the_plates_frames_rate_format_and_colour(run, plate) -> None:
    answer = run("generate", "thick dark smoke", *PLACE, "--element", "smoke_left", "--plate", plate,
                 "--colorspace", "ACEScg", "--seed", "7", *QUICK, "--json")  # fmt: skip
    assert answer.code == 0, answer.out
    take = answer.lines[-1]
    assert (take["frames"], take["rate"]) == ("1001-1004", "24000/1001")
    assert take["format"] == {"width": 64, "height": 36}
    assert take["colorspace"]["name"] == "ACEScg"
    folder = Path(take["folder"])
    assert sorted(path.name for path in folder.glob("*_v001.[0-9]*.exr")) == [
        f"smoke_left_v001.{frame}.exr" for frame in range(1001, 1005)
    ]
    header = inspect_exr(folder / "smoke_left_v001.1001.exr")
    assert str(header.rate) == "24000/1001"
    picture = read_exr(folder / "smoke_left_v001.1004.exr")
    alpha = picture.pixels[..., picture.channels.index("A")]
    assert alpha.max() > 0.05, "there is smoke in the last frame"
    assert np.isfinite(picture.pixels).all()
    for name in ("take.json", "brief.json", take["contact_sheet"], take["movie"], take["thumbnail"]):
        assert (folder / name).stat().st_size > 0


def test_the_same_brief_again_is_the_next_version_with_the_same_pixels(run, plate) -> None:
    command = ("generate", "grey smoke", *PLACE, "--element", "twice", "--plate", plate,
               "--colorspace", "ACEScg", "--seed", "3", *QUICK, "--json")  # fmt: skip
    one, two = (run(*command).lines[-1] for _ in range(2))
    assert (one["version"], two["version"]) == (1, 2)
    for frame in range(1001, 1005):
        pixels = [
            read_exr(Path(take["folder"]) / f"twice_v{take['version']:03d}.{frame}.exr").pixels
            for take in (one, two)
        ]
        assert pixels[0].tobytes() == pixels[1].tobytes()


def test_a_name_in_another_alphabet_and_an_emoji_in_the_prompt_work(run) -> None:
    names = ("--show", "Ночь 2", "--shot", "場面010", "--element", "fumée gauche")
    size = ("--frames=-1-1", "--size", "33x17", "--fps", "30000/1001")
    answer = run("generate", "дым 😀 smoke", *names, *size, *QUICK, "--json")
    assert answer.code == 0, answer.out
    take = answer.lines[-1]
    assert take["frames"] == "-1-1"
    assert len(list(Path(take["folder"]).glob("fumée gauche_v001.*.exr"))) == 3


def test_a_pipe_gets_plain_lines_without_escape_codes(home, plate) -> None:
    command = [sys.executable, "-m", "secondunit", "generate", "smoke", *PLACE, "--element", "piped",
               "--plate", plate, "--colorspace", "ACEScg", *QUICK]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert answer.returncode == 0, answer.stderr
    assert "\x1b" not in answer.stdout + answer.stderr
    assert "v001" in answer.stdout
    assert "done" in answer.stdout


def test_a_job_left_running_can_be_followed_and_its_take_shown(run, plate) -> None:
    made = run("generate", "smoke", *PLACE, "--element", "later", "--plate", plate, "--colorspace", "ACEScg",
               *QUICK, "--detach", "--json")  # fmt: skip
    assert made.code == 0, made.out
    followed = run("jobs", "--follow", made.lines[-1]["id"], "--json")
    assert followed.code == 0, followed.out
    take = followed.lines[-1]["id"]
    assert run("show", take, "--json").lines[0]["element"] == "later"
    brief = json.loads(run("show", take, "--brief").out)
    assert brief["element"] == "later"
    listed = run("takes", "--show", "heist", "--element", "later", "--json").lines
    assert [item["id"] for item in listed] == [take]


def test_the_same_key_never_makes_a_second_job(run, plate) -> None:
    command = ("generate", "smoke", *PLACE, "--element", "keyed", "--plate", plate, "--colorspace", "ACEScg",
               *QUICK, "--key", "k1", "--detach", "--json")  # fmt: skip
    assert run(*command).lines[-1]["id"] == run(*command).lines[-1]["id"]


def test_a_cancelled_job_ends_as_cancelled_and_leaves_no_file(run, home) -> None:
    made = run("generate", "smoke", *PLACE, "--element", "stopped", "--frames", "1-400", "--size", "640x360",
               "--fps", "24", "--detach", "--json").lines[-1]  # fmt: skip
    assert run("cancel", made["id"]).code == 0
    assert run("jobs", "--follow", made["id"], "--json").code == 7
    assert not [path for path in (home / "shows").rglob("*") if made["id"] in path.name]
    assert run("takes", "--element", "stopped", "--json").lines == []


def test_an_estimate_says_what_was_understood_and_makes_nothing(run, home) -> None:
    answer = run("estimate", "thick black smoke drifting left, zorbled", *PLACE, "--element", "only_asked",
                 "--frames", "1001-1010", "--json")  # fmt: skip
    assert answer.code == 0, answer.out
    estimate = answer.lines[0]
    assert any("zorbled" in word for word in estimate["ignored"])
    assert estimate["settings"]["density"] > 1
    assert estimate["seconds"] > 0
    assert not list((home / "shows").rglob("only_asked"))


def test_lists_of_more_than_a_page_are_whole_and_newest_first(run, monkeypatch) -> None:
    monkeypatch.setattr("secondunit.cli.listing.MOST_A_PAGE", 2)
    every = [item["id"] for item in run("jobs", "--limit", "1000", "--json").lines]
    assert len(every) == len(set(every)) > 2
    assert every == sorted(every, reverse=True)
    assert [item["id"] for item in run("jobs", "--limit", "3", "--json").lines] == every[:3]
