"""A sequence with a character from a terminal: briefs at once, drift, a match to the cast, a sign-off."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.client import Service
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Brief, Job, Rate
from secondunit.wire.errors import ServiceLost

from ..models.faces_of import ASTRONAUT, HEADS, networks

pytestmark = pytest.mark.long

#: The plate of each shot: whose head, and how many frames and pixels it has.
PLATES = {"sh010": ("astronaut", 2, (480, 270)), "sh020": ("hopper", 1, (432, 243))}


@pytest.fixture(scope="module")
def show(home: Path) -> Path:
    """A show with a sequence of two shots, whose character is pinned; the weights are here."""
    networks()
    root = home / "shows" / "heist"
    (root / "cast" / "ada" / "v001").mkdir(parents=True)
    (root / "secondunit.toml").write_text(
        'format = "640x360"\n[sequences]\nSQ = ["sh020", "sh010"]\n', "utf-8"
    )
    (root / "providers.toml").write_text("[echo]\n", "utf-8")
    (root / "cast" / "pins.toml").write_text("[sequence.SQ]\nada = 1\n", "utf-8")
    shutil.copy(ASTRONAUT, root / "cast" / "ada" / "v001" / "front.png")
    shutil.copy(HEADS / "astronaut_1.jpg", root / "cast" / "ada" / "v001" / "side.jpg")
    for shot, (head, count, size) in PLATES.items():
        codes = np.asarray(Image.open(HEADS / f"{head}_0.jpg").convert("RGB").resize(size), np.float32) / 255
        light = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
        for frame in range(1001, 1001 + count):
            write_exr(root / f"{shot}.{frame}.exr", Picture.of(light.astype(np.float32)), rate=Rate(24))
    return root


def generated(run: Any, show: Path, *more: str) -> Any:
    asked = (
        "generate", "--show", "heist", "--element", "ada", "--provider", "echo", "--task", "restyle",
        "--plate", str(show / "{shot}.%04d.exr"), "--colorspace", "Linear Rec.709 (sRGB)", "--cast", "ada",
        *more, "a woman looks up",
    )  # fmt: skip
    # A service that has just begun may still be asking its provider.
    answers = (run(*asked) for _ in range(20))
    return next(answer for answer in answers if "has not answered yet" not in answer.err)


def test_the_whole_way_of_a_sequence(run: Any, show: Path) -> None:
    made = generated(run, show, "--sequence", "SQ")
    assert made.code == 0, made.out + made.err
    # Each shot in its own framing, and both with the pinned appearance.
    assert "1001-1002 at 24 frames a second, 480x270" in made.out and "432x243" in made.out
    assert "ada v001: close to the references" in made.out, made.out
    assert "1 of 2 shots drift" in made.err and "secondunit cast match --sequence SQ" in made.err
    assert "cannot tell, please look" in run("drift", "heist/sh020/ada").out

    matched = run("cast", "match", "--sequence", "SQ", "--show", "heist", "--tries", "2", "--yes")
    assert matched.code == 0, matched.out + matched.err
    assert "sh020/ada v001" in matched.out and "sh010" not in matched.out
    # An echo gives back what it was given: nothing comes closer, and that is said; every take stays.
    assert "None came closer than sh020/ada v001 itself" in matched.out
    assert "Everything that was approved was tried." in matched.out
    assert sorted(path.name for path in (show / "sh020" / "ada").glob("v*")) == ["v001", "v002", "v003"]
    assert "2 of 2" in run("cast", "matches", "--show", "heist").out

    signed = run("signoff", "heist/sh010/ada@v001", "--accept", "--role", "supervisor")
    assert signed.code == 0, signed.out + signed.err
    again = run("cast", "match", "heist/sh010/ada@v001", "--yes")
    assert again.code == 2 and "it is close to its references already" in again.out + again.err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "This takes a shot or a sequence."),
        (("--sequence", "SQ", "--shot", "sh010"), "This takes a shot or a sequence."),
        (("--sequence", "SX"), "heist has no sequence SX."),
        (("--sequence", "SQ", "--plate", "one.%04d.exr"), "One plate is not the plate of every shot."),
        (("--sequence", "SQ", "--plate", "gone/{shot}.%04d.exr"), "Error  sh020, "),
        (("--sequence", "SQ", "--cast", "eve"), "No version of eve is pinned for sh020"),
        (("--sequence", "SQ", "--ceiling", "much"), "The ceiling is an amount"),
        (("--sequence", "SQ", "--ceiling", "5 EUR"), "The shots cost in USD, and the ceiling is in EUR."),
    ],
)
def test_a_sequence_that_cannot_be_asked_for_is_said_and_nothing_is_sent(
    run: Any, show: Path, more: tuple[str, ...], words: str
) -> None:
    before = run("jobs", "heist", "--json").out
    answer = generated(run, show, *more)
    assert answer.code in (2, 3) and words in answer.err, answer.err
    assert run("jobs", "heist", "--json").out == before


def test_a_sequence_that_was_cut_off_goes_on_under_its_key_and_begins_nothing_twice(
    run: Any, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count() -> int:
        return len(run("jobs", "heist", "--json").lines)

    submit, before, calls = Service.submit, count(), []

    def lost(self: Service, brief: Brief, key: str = "") -> Job:
        calls.append(key)
        if len(calls) == 2:
            raise ServiceLost("The service is gone.")
        return submit(self, brief, key)

    monkeypatch.setattr(Service, "submit", lost)
    asked = ("--sequence", "SQ", "--yes", "--detach")
    cut = generated(run, show, *asked)
    assert cut.code != 0 and count() == before + 1
    assert "1 of 2 shots was begun" in cut.err, cut.err
    key = cut.err.partition("--key ")[2].split(":")[0]
    again = generated(run, show, *asked, "--key", key)
    assert again.code == 0 and count() == before + 2, again.err
