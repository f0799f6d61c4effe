"""Pins from a terminal: set, taken away, refused; and the takes of another version, which are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.service.cast_adding import add
from secondunit.service.cast_pins import pins
from secondunit.service.cast_table import takes_off_pin
from secondunit.wire import CastMember, CastPin, FrozenMap, ShowSettings
from secondunit.wire.cast import CastTake

SETTINGS = '[sequences]\nsc01 = ["sh010", "sh020"]\n'


@pytest.fixture
def show(home: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a show of this test's own, with three versions of ada."""
    folder = home / "shows" / f"p{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir(parents=True)
    (folder / "secondunit.toml").write_text(SETTINGS, "utf-8")
    Image.new("RGB", (40, 30), (200, 40, 40)).save(tmp_path / "front.png")
    for _ in range(3):
        add(folder, "ada", [tmp_path / "front.png"])
    return folder


def test_a_version_is_pinned_changed_and_taken_away(run: Any, show: Path) -> None:
    place = ("--show", show.name, "--sequence", "sc01")
    first = run("cast", "pin", "ada", "v002", *place)
    assert first.code == 0 and first.out == "ada is v002 in the sequence sc01.\n"
    again = run("cast", "pin", "ada", "3", *place)
    assert again.out == "ada is v003 in the sequence sc01, v002 until now.\n"
    assert pins(show) == (CastPin("ada", 3, sequence="sc01"),)
    gone = run("cast", "unpin", "ada", *place)
    assert gone.out == "ada is no longer pinned in the sequence sc01; it was v003.\n"
    assert pins(show) == () and run("cast", "unpin", "ada", *place).code == 3


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("ada", "v009", "--shot", "sh010"), 2, "ada has no v009."),
        (("eve", "1", "--shot", "sh010"), 2, "The show's cast has no eve."),
        (("ada", "1", "--sequence", "sc09"), 3, "has no sequence sc09."),
        (("ada", "newest", "--shot", "sh010"), 2, "'newest' is no version."),
        (("ada", "0", "--shot", "sh010"), 2, "'0' is no version."),
        (("../ada", "1", "--shot", "sh010"), 2, "No character can be called '../ada'."),
        (("ada", "1", "--shot", "../sh010"), 2, "No shot can be called '../sh010'."),
    ],
)
def test_what_cannot_be_pinned_is_refused_and_nothing_is_written(
    run: Any, show: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    answer = run("cast", "pin", *words, "--show", show.name, "--json")
    assert answer.code == code and message in answer.problem["message"], answer.out
    assert not (show / "cast" / "pins.toml").exists()


def test_a_pin_names_a_sequence_or_a_shot(run: Any, show: Path) -> None:
    assert run("cast", "pin", "ada", "1", "--show", show.name).code == 2
    both = run("cast", "pin", "ada", "1", "--show", show.name, "--shot", "sh010", "--sequence", "sc01")
    assert both.code == 2


def test_a_brief_from_a_terminal_gets_the_pinned_version_or_hears_of_it(run: Any, show: Path) -> None:
    run("cast", "pin", "ada", "v002", "--show", show.name, "--sequence", "sc01")
    asked = ("estimate", "smoke", "--show", show.name, "--shot", "sh010", "--element", "smoke",
             "--frames", "1001-1002", "--size", "64x36", "--fps", "24")  # fmt: skip
    other = run(*asked, "--cast", "ada=v001")
    assert "ada is pinned to v002 in sh010: this names v001." in other.out + other.err, other
    own = run(*asked, "--cast", "ada")
    assert "is pinned to" not in own.out + own.err and "No version" not in own.out + own.err
    elsewhere = run(*asked[:4], "--shot", "sh099", *asked[6:], "--cast", "ada")
    assert "No version of ada is pinned for sh099." in elsewhere.out + elsewhere.err
    assert run(*asked, "--cast", "ada=").code == 2


def test_takes_of_another_version_than_is_pinned_are_named_with_it() -> None:
    settings = ShowSettings("S", "/s", sequences=FrozenMap({"sc01": ("sh010", "sh020")}))
    known = (CastPin("ada", 3, sequence="sc01"), CastPin("ada", 2, shot="sh020"))
    takes = tuple(
        CastTake(str(number), shot, f"{shot}/ada", (CastMember("ada", version), CastMember("bob", 1)))
        for number, (shot, version) in enumerate(
            [("sh010", 2), ("sh010", 3), ("sh020", 3), ("sh020", 2), ("sh030", 1)], 1
        )
    )
    off = takes_off_pin(settings, known, takes)
    assert [(take.id, take.cast) for take in off] == [
        ("1", (CastMember("ada", 2),)), ("3", (CastMember("ada", 3),))
    ]  # fmt: skip
    assert takes_off_pin(settings, known, takes, "bob") == ()


def test_after_a_change_the_takes_of_the_version_before_are_named(run: Any, show: Path) -> None:
    run("cast", "pin", "ada", "v002", "--show", show.name, "--sequence", "sc01")
    made = run("generate", "smoke", "--show", show.name, "--shot", "sh010", "--element", "smoke",
               "--frames", "1001", "--size", "64x36", "--fps", "24", "--set", "resolution=16",
               "--set", "preroll=0.1", "--set", "detail=0", "--no-passes", "--cast", "ada")  # fmt: skip
    assert made.code == 0, made.err
    other = run("cast", "pin", "ada", "v003", "--show", show.name, "--sequence", "sc01")
    assert "1 take shows another version than is pinned: sh010/smoke v001 (ada v002)." in other.err
    apart = run("cast", "pin", "ada", "v001", "--show", show.name, "--shot", "sh020")
    assert "another version" not in apart.err
