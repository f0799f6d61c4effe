"""`drift` and `continuity` from a terminal: what is said of a take, and which takes are looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from secondunit.engines.drift.kept_faces import keep_face
from secondunit.models.identity.measurement import TakeFace
from secondunit.wire import (
    Character,
    CharacterDrift,
    CharacterList,
    CharacterVersion,
    ColorSpace,
    CutPlace,
    Format,
    FrameDrift,
    FrameRange,
    Problem,
    Rate,
    ShowCut,
    Take,
    TakePage,
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
    """A service with these takes; its lists give a page of 50 at most and no frames of a drift."""

    def __init__(self, root: Path, takes: list[Take], problem: Problem | None = None) -> None:
        self._root, self._takes, self._problem = root, takes, problem

    def show(self, name: str) -> Any:
        return SimpleNamespace(
            sequences={"SQ": ("sh010", "sh020")}, root=str(self._root), colorspace_config=""
        )

    def cast(self, name: str) -> CharacterList:
        return CharacterList((Character("ada", (CharacterVersion(1, persons=("Jane Doe",)),)),))

    def show_cut(self, name: str) -> ShowCut:
        places = () if self._problem else (CutPlace("sh010", "SQ"), CutPlace("sh020", "SQ"))
        return ShowCut(name, "cut.edl", shots=places, problem=self._problem)

    def takes(self, *, show: str, shot: str, limit: int = 0, after: str = "") -> TakePage:
        found = [one for one in self._takes if one.shot == shot]
        first = next((n + 1 for n, one in enumerate(found) if one.id == after), 0)
        page, limit = found[first:], limit or 50
        return TakePage(
            tuple(one.in_list for one in page[:limit]), page[limit - 1].id if len(page) > limit else ""
        )

    def take(self, take: str) -> Take:
        for one in self._takes:
            if one.id == take:
                return one
        raise NotFound(f"There is no take {take}.")


@pytest.fixture
def serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Has commands reach a service with these takes."""

    def serve(*takes: Take, problem: Problem | None = None) -> None:
        service = Service(tmp_path, list(takes), problem)
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


def test_the_measured_take_is_found_behind_any_number_of_newer_ones(
    run: Any, serves: Callable[..., None]
) -> None:
    newer = [take(number) for number in range(120, 1, -1)]
    serves(*newer, take(1, "sh010", GOOD))
    answer = run("continuity", "SQ", "--show", "S", "--json")
    assert answer.code == 0, answer.out
    [shot] = answer.lines[-1]["shots"]
    assert shot["take"] == "t001" and shot["drift"]["frames"][0]["distance"] == 0.3


def test_a_cut_that_cannot_be_read_is_said_and_not_called_an_absent_sequence(
    run: Any, serves: Callable[..., None]
) -> None:
    problem = Problem("input.damaged", "cut.edl: line 3 is no event.", "Export it anew.", "cut.edl")
    serves(replace(take(1), drift=(GOOD,)), problem=problem)
    answer = run("continuity", "SQ", "--show", "S", "--json")
    assert answer.code != 0 and answer.problem["message"] == "cut.edl: line 3 is no event."
    assert answer.problem["remedy"] == "Export it anew."


def test_faces_that_may_not_be_read_leave_the_page_and_a_remark(
    run: Any, serves: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cast" / "ada" / "faces"
    folder.mkdir(parents=True)
    listed = Path.iterdir

    def iterdir(path: Path) -> Any:
        if path == folder:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    serves(take(1, "sh010", GOOD))
    answer = run("continuity", "SQ", "--show", "S")
    assert answer.code == 0 and "cannot be read" in answer.out + answer.err


def test_shots_of_somebody_who_takes_a_consent_back_are_not_held_against_one_another(
    run: Any, serves: Callable[..., None], tmp_path: Path, home: Path
) -> None:
    (tmp_path / "cast" / "ada").mkdir(parents=True)
    for number, value in ((1, 0.1), (2, 0.9)):
        face = TakeFace(1001, np.full(128, value, np.float32), None)
        keep_face(tmp_path / "cast", "ada", 1, f"t{number:03d}", face)
    serves(take(1, "sh010", GOOD), take(2, "sh020", GOOD))
    consent = tmp_path / "consent.toml"
    consent.write_text(
        '[jane]\nperson = "Jane Doe"\nreplica = "alteration"\nuses = ["measure"]\nshows = ["S"]\n'
        'providers = ["*"]\nfirst_day = "2026-01-01"\nlast_day = "2099-01-01"\nsigner = "Jane Doe"\n'
        'signed = "2026-01-01"\n',
        "utf-8",
    )
    assert run("rights", "consent", str(consent), "--show", "S").code == 0
    answer = run("continuity", "SQ", "--show", "S")
    assert "from the shot before" in answer.out + answer.err
    answer = run("rights", "revoke", "jane", "--show", "S")
    assert "What is kept of faces stays until it is erased" in answer.out + answer.err
    answer = run("continuity", "SQ", "--show", "S")
    assert "from the shot before" not in answer.out + answer.err
    assert "The shots of ada are not held against one another: There is no consent of Jane Doe" in (
        answer.out + answer.err
    )
