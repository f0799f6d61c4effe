"""A take or a job is named as people name it, and a listing refuses what is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

PLACE = ("--show", "named", "--shot", "sh010")
QUICK = ("--frames", "1001-1002", "--size", "64x36", "--set", "resolution=24", "--set", "preroll=0",
         "--no-passes")  # fmt: skip
NAME = "named/sh010/smoke"


@pytest.fixture
def take(run: Run) -> str:
    """The id of the only take of `named/sh010/smoke`."""
    listed = run("takes", NAME, "--json")
    if listed.code == 0 and listed.out:
        return str(listed.lines[-1]["id"])
    made = run("generate", "smoke", *PLACE, "--element", "smoke", *QUICK, "--json")
    assert made.code == 0, made.out + made.err
    return str(made.lines[-1]["id"])


def test_a_take_is_named_by_show_shot_and_element_wherever_an_id_is(
    run: Run, take: str, tmp_path: Path
) -> None:
    for name in (take, NAME, f"{NAME}@v001", f"{NAME}@1"):
        assert run("show", name, "--json").lines[-1]["id"] == take
    assert json.loads(run("show", NAME, "--brief", "--json").out)["element"] == "smoke"
    assert run("notes", NAME, "--add", "thinner").code == 0
    assert "thinner" in run("notes", f"{NAME}@v001").out
    assert (
        run("signoff", NAME, "--accept", "--role", "director").code == 0
        and "accepted" in run("signoff", NAME).out
    )
    picture = tmp_path / "f.png"
    assert run("frame", NAME, "1001", "--width", "32", "-o", str(picture)).code == 0
    assert picture.read_bytes()[:4] == b"\x89PNG"
    for words in ((NAME,), (f"{NAME}@v001", "--nk"), ("--nk", take)):
        answer = run("export", *words)
        assert answer.code == 0 and "Group" in answer.out, answer.err


def test_a_job_is_named_by_its_element(run: Run, take: str) -> None:
    assert run("jobs", "--follow", NAME, "--json").lines[-1]["id"] == take
    assert run("offers", f"{NAME}x").code == 3
    cancelled = run("cancel", NAME)
    assert cancelled.code != 3 and "no job" not in cancelled.err


def test_a_place_is_one_word_or_three_options(run: Run, take: str) -> None:
    for words in (("named",), ("named/sh010",), (NAME,), ("--show", "named", "--element", "smoke")):
        assert take in run("takes", *words).out
        assert run("jobs", *words).out
    assert run("takes", "named", "--shot", "sh010").code == 2
    assert run("takes", f"{NAME}@v001").code == 2


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("takes", "--show", "nope"), ""),
        (("takes", "--show", "namd"), "named"),
        (("jobs", "--show", "namd"), "named"),
        (("takes", "named/sh01"), "sh010"),
        (("takes", "named/sh010/smok"), "smoke"),
        (("show", "named/sh010/smok"), "smoke"),
        (("notes", "named/sh100/smoke"), "sh010"),
        (("jobs", "--follow", "namd/sh010/smoke"), "named"),
    ],
)
def test_what_is_not_there_is_an_error_with_the_nearest_name(
    run: Run, take: str, words: tuple[str, ...], meant: str
) -> None:
    answer = run(*words)
    assert answer.code == 3 and answer.out == ""
    assert f"Did you mean {meant}" in answer.err if meant else "nope" in answer.err


def test_a_version_that_is_not_there_names_those_that_are(run: Run, take: str) -> None:
    answer = run("show", f"{NAME}@v009")
    assert answer.code == 3 and "v001" in answer.err


@pytest.mark.parametrize(
    "name", ["a//b", "a/b/c/d", "a/b@v001", "a/b/c@x", "a/b/c@v0", "/", "@v001", "a/b/c@"]
)
def test_a_name_of_no_take_is_refused_in_words(run: Run, name: str) -> None:
    answer = run("show", name)
    assert answer.code == 2 and "show/shot/element" in answer.err


def test_a_show_without_takes_is_no_error(run: Run, home: Path) -> None:
    (home / "shows" / "fresh").mkdir(parents=True, exist_ok=True)
    answer = run("takes", "fresh")
    assert answer.code == 0 and "no takes" in answer.err


def test_heads_stand_over_columns(run: Run, take: str) -> None:
    answer = run("takes", "named")
    assert answer.err.split("\t")[:2] == ["take", "element"]
    assert answer.out.split("\t")[0] == take
