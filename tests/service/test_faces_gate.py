"""Who is seen in a plate, where a show asks that: nothing leaves before it is on record, by name or word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines import plate_faces
from secondunit.engines.plate_faces import FacesSeen, faces_in
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.models.faces import Face, face_weights
from secondunit.models.runtimes import Port
from secondunit.models.weights.store import WeightsStore
from secondunit.rights.consent import Consent, Replica
from secondunit.rights.inputs import InputRight
from secondunit.rights.ledger import parse_row
from secondunit.wire import Brief, Format, FrameRange, Problem, Task
from secondunit.wire.errors import Conflict, OutOfRange, Refused
from secondunit.wire.rights import MaterialKind

FACE = Face(0.4, 0.2, 0.2, 0.3, 0.9)
SEEN = FacesSeen(((1001, (FACE,)), (1002, ()), (1003, (FACE, FACE))))
CONSENT = Consent("Jane Doe", Replica.ALTERATION, ("a crowd",), ("S",), ("studio",), "2026-01-01",
                  "2099-01-01", "Jane Doe", "2026-01-01")  # fmt: skip


@pytest.fixture(autouse=True)
def no_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the weights, unless a test says what is seen."""
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(tmp_path / "no weights"))


@pytest.fixture
def brief(house: Any, gates: Any) -> Brief:
    """A video of a plate by a show that asks who is seen in what leaves."""
    house.rules(add="[terms]\ninput_rights = false\nname_faces = true\n")
    house.models["studio"] = [gates.MOVIE]
    plate = house.plate()
    made: Brief = house.brief(
        task=Task.VIDEO, model="movie", plate=plate, frames=FrameRange(1001, 1003), use="a crowd",
        colorspace=plate.colorspace,
    )  # fmt: skip
    return made


@pytest.fixture
def see(monkeypatch: pytest.MonkeyPatch) -> Callable[[FacesSeen], None]:
    """Say what is seen in every plate."""

    def said(seen: FacesSeen) -> None:
        monkeypatch.setattr("secondunit.service.outbound.faces.faces_in", lambda *_: seen)

    return said


def asked(house: Any, brief: Brief) -> Problem | None:
    """The question that holds a brief back, if there is one."""
    problems = house.planner.plan(brief, "bob").estimate.problems
    return next((problem for problem in problems if "Who are they?" in problem.message), None)


def record(house: Any, **changes: Any) -> None:
    house.on_record(*house.files("plate.*.exr"), **changes)


def say_nobody(house: Any, nobody: str) -> None:
    for path in house.files("plate.*.exr"):
        digest = sha256(path.read_bytes()).hexdigest()
        house.sites.rights("S").record_input(
            InputRight(digest, MaterialKind.PLATE, "owned", "the show", "ann", nobody=nobody)
        )


def test_faces_hold_a_plate_back_until_it_is_said_who_they_are(house: Any, brief: Brief, see: Any) -> None:
    see(SEEN)
    problem = asked(house, brief)
    assert problem is not None and problem.code == "denied.refused" and problem.where == "plate"
    assert problem.message.startswith(
        "Faces are in frames 1001 to 1003 of the plate (2 of 3 looked at, up to 2 at once)."
    )
    assert "--person NAME" in problem.remedy and "--nobody background" in problem.remedy
    assert problem.kept == "Nothing was sent."
    with pytest.raises(Refused):
        house.planner.plan(brief, "bob").require()


def test_named_faces_need_a_consent_of_whom_they_are(house: Any, brief: Brief, see: Any) -> None:
    see(SEEN)
    record(house, kind=MaterialKind.LIKENESS, persons=("Jane Doe",))
    estimate = house.planner.plan(brief, "bob").estimate
    assert asked(house, brief) is None
    assert not estimate.allowed and "Jane Doe" in estimate.verdict
    house.sites.rights("S").consent("jane", CONSENT, "ann")
    assert house.planner.plan(brief, "bob").estimate.allowed


@pytest.mark.parametrize("word", ["background", "crowd", "dummy", "none"])
def test_that_nobody_has_to_consent_is_said_by_somebody_on_record(
    house: Any, brief: Brief, see: Any, word: str
) -> None:
    see(SEEN)
    say_nobody(house, word)
    assert asked(house, brief) is None
    assert house.planner.plan(brief, "bob").estimate.allowed
    lines = house.sites.rights("S").ledger.path.read_bytes().splitlines()
    rows = [row for row in map(parse_row, lines) if row is not None and row.kind == "input"]
    assert {(row.who, row.body["nobody"]) for row in rows} == {("ann", word)}


def test_a_plate_on_record_that_does_not_say_who_is_seen_is_asked_about_too(
    house: Any, brief: Brief, see: Any
) -> None:
    see(SEEN)
    record(house)
    problem = asked(house, brief)
    assert problem is not None and "secondunit rights withdraw" in problem.remedy


def test_a_plate_without_faces_is_not_asked_about(house: Any, brief: Brief, see: Any) -> None:
    see(FacesSeen(((1001, ()), (1002, ()), (1003, ()))))
    assert asked(house, brief) is None
    assert house.planner.plan(brief, "bob").estimate.allowed


def test_where_nobody_can_look_it_is_asked_always(house: Any, brief: Brief) -> None:
    problem = asked(house, brief)
    assert problem is not None
    assert "could not be looked at: the weights face_detection_full_range" in problem.message
    say_nobody(house, "none")
    assert asked(house, brief) is None


def test_a_maker_on_this_machine_and_a_brief_without_a_plate_are_left_alone(
    house: Any, gates: Any, brief: Brief, see: Any
) -> None:
    see(SEEN)
    house.models["studio"] = [replace(gates.MOVIE, leaves=False), gates.STILL]
    assert asked(house, brief) is None
    assert asked(house, replace(brief, task=Task.IMAGE, model="still", plate=None)) is None


@pytest.mark.parametrize("never", ["false", '"never"'])
def test_a_show_that_does_not_ask_is_left_alone(house: Any, brief: Brief, see: Any, never: str) -> None:
    see(SEEN)
    house.rules(add=f"[terms]\ninput_rights = false\nname_faces = {never}\n")
    assert asked(house, brief) is None


def test_a_show_that_says_nothing_of_it_asks_where_faces_are_seen(house: Any, brief: Brief, see: Any) -> None:
    house.rules(add="[terms]\ninput_rights = false\n")
    see(SEEN)
    assert asked(house, brief) is not None
    see(FacesSeen(unseen="the weights are not on this machine."))
    estimate = house.planner.plan(brief, "bob").estimate
    assert asked(house, brief) is None and estimate.allowed
    assert any("could not be looked at: the weights" in warning for warning in estimate.warnings)


def test_a_record_says_either_who_is_seen_or_that_nobody_is() -> None:
    with pytest.raises(Conflict):
        InputRight("0" * 64, MaterialKind.PLATE, "owned", "o", "ann", ("Jane",), nobody="crowd")
    with pytest.raises(OutOfRange):
        InputRight("0" * 64, MaterialKind.PLATE, "owned", "o", "ann", nobody="whoever")


class Lamps:
    """A network that takes a bright square in the middle for a face."""

    inputs = (Port("picture", (1, 192, 192, 3)),)
    outputs = (Port("boxes", (1, 2304, 16)), Port("scores", (1, 2304, 1)))

    def run(self, arrays: Any) -> dict[str, Any]:
        boxes, scores = np.zeros((1, 2304, 16), np.float32), np.full((1, 2304, 1), -9.0, np.float32)
        if arrays["picture"][0, 96, 96, 0] > 0.9:
            boxes[0, 24 * 48 + 24, 2:4] = 60
            scores[0, 24 * 48 + 24] = 4
        return {"boxes": boxes, "scores": scores}


def test_frames_of_a_plate_are_looked_at_as_they_are_seen_and_once(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def network(path: Path) -> Lamps:
        opened.append(path)
        return Lamps()

    monkeypatch.setattr(plate_faces, "open_network", network)
    monkeypatch.setattr(WeightsStore, "has", lambda *_: True)
    monkeypatch.setattr(WeightsStore, "find", lambda self, weights: self.path(weights))
    plate = replace(house.plate(), format=Format(96, 96))
    for frame in plate.frames:
        pixels = np.full((96, 96, 3), 0.02, np.float32)
        pixels[0, 0] = np.nan
        if frame == 1002:
            pixels[30:66, 30:66] = 60_000.0
        write_exr(house.folder / f"plate.{frame}.exr", Picture.of(pixels))
    seen = faces_in(plate)
    assert [(frame, len(faces)) for frame, faces in seen.frames] == [(1001, 0), (1002, 1), (1003, 0)]
    assert seen.sentence == "Faces are in frame 1002 of the plate (1 of 3 looked at)."
    assert faces_in(plate) == seen and len(opened) == 1
    assert opened[0].name == face_weights().file
