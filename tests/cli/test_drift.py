"""`drift` and `continuity` from a terminal: what is said of a take, and which takes are looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import (
    CharacterDrift,
    ColorSpace,
    Continuity,
    ContinuityShot,
    Format,
    FrameDrift,
    FrameRange,
    Rate,
    SequenceContinuity,
    Take,
)
from secondunit.wire.errors import NotFound

GOOD = CharacterDrift("ada", 1, 2, (FrameDrift(1001, 0.3),), 0.4, "front.png", 1001)


def take(number: int, shot: str = "sh010", *drift: CharacterDrift) -> Take:
    return Take(
        f"t{number:03d}", "j1", "S", shot, "ada", number, "gone", FrameRange(1001, 1001), Rate(24),
        Format(64, 36), ColorSpace("Linear Rec.709 (sRGB)"), "d", (), drift=drift,
        created=f"2026-11-01T{number // 60:02d}:{number % 60:02d}",
    )  # fmt: skip


class Service:
    """A service with these takes, whose sequence SQ has one measured shot."""

    def __init__(self, takes: list[Take]) -> None:
        self._takes = takes

    def take(self, take: str) -> Take:
        for one in self._takes:
            if one.id == take:
                return one
        raise NotFound(f"There is no take {take}.")

    def continuity(self, show: str, sequence: str, *, character: str) -> SequenceContinuity:
        shots = tuple(
            ContinuityShot(one.in_list, one.drift[0].in_list, (0.3,), ("wears other colours",))
            for one in self._takes
        )
        of = Continuity("ada", 1, shots, ("sh020",))
        return SequenceContinuity(show, sequence, ("sh010", "sh020"), (of,), ("A face cannot be read.",))

    def continuity_page(self, show: str, sequence: str, *, character: str) -> bytes:
        return f"<!doctype html>{show} {sequence} {character}".encode()

    def continuity_picture(self, show: str, sequence: str, *, character: str) -> bytes:
        return b"\x89PNG"


@pytest.fixture
def serves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has commands reach a service with these takes."""

    def serve(*takes: Take) -> None:
        service = Service(list(takes))
        for name in ("drift", "continuity"):
            monkeypatch.setattr(f"secondunit.cli.{name}.reach", lambda: service)

    return serve


def test_a_picture_is_named_as_the_most_alike_only_where_one_was_compared(
    run: Any, serves: Callable[..., None]
) -> None:
    nothing = CharacterDrift("eve", 1, 2, (FrameDrift(1001, withheld="no face"),))
    serves(take(1, "sh010", GOOD), take(2, "sh010", nothing))
    assert "The most alike picture is front.png (0.40)." in run("drift", "t001").out
    said = run("drift", "t002")
    assert "Held against 2 references" in said.out and "most alike" not in said.out


def test_a_sequence_is_said_shot_by_shot_with_what_is_missing_and_what_to_look_at(
    run: Any, serves: Callable[..., None]
) -> None:
    serves(take(1, "sh010", GOOD))
    answer = run("continuity", "SQ", "--show", "S")
    assert answer.code == 0
    assert "ada: 1 of 2 shots measured" in answer.out and "no measured take: sh020" in answer.out
    said = answer.out + answer.err
    assert "sh010/ada v001: wears other colours" in said and "A face cannot be read." in said
    [shot] = run("continuity", "SQ", "--show", "S", "--json").lines[-1]["shots"]
    assert shot["take"] == "t001" and shot["drift"]["figures"]["worst"]["distance"] == 0.3


def test_page_and_picture_are_written_where_they_are_asked_for(
    run: Any, serves: Callable[..., None], tmp_path: Path
) -> None:
    serves(take(1, "sh010", GOOD))
    page, sheet = tmp_path / "a page", tmp_path / "sheet.png"
    asked = ("continuity", "SQ", "--show", "S", "--character", "ada")
    assert run(*asked, "--html", str(page), "-o", str(sheet)).code == 0
    assert page.read_text() == "<!doctype html>S SQ ada" and sheet.read_bytes() == b"\x89PNG"
    refused = run(*asked, "-o", str(tmp_path / "sheet.jpg"), "--json")
    assert refused.code != 0 and "continuity.png" in refused.problem["remedy"]
