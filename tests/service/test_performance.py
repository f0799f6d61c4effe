"""A performance from brief to ledger: a plate drives a character of the cast, both having consented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.engines.prepare_step import prepare
from secondunit.rights.consent import Consent, Replica
from secondunit.wire import Brief, CastMember, Form, FrameRange, Intake, Need, Task, brief_digest
from secondunit.wire.errors import OutOfRange

OWN = ("performance",)
DRIVEN = Intake(plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=25, most_side=2048)


@pytest.fixture
def performance(house: Any, gates: Any) -> Callable[..., Brief]:
    """A brief in which Kim Roe drives the character ada, who is Jane Doe."""
    house.rules(add='[terms]\ninput_rights = false\nname_faces = "never"\n')
    model = replace(
        gates.MOVIE, model="act", tasks=(Task.PERFORMANCE,), references=1, prompt=0, intake=DRIVEN
    )
    house.models["studio"] = [model, replace(model, model="here", leaves=False)]
    folder = house.show / "cast" / "ada" / "v001"
    folder.mkdir(parents=True)
    Image.new("RGB", (48, 32), (90, 80, 70)).save(folder / "front.png")
    (folder / "character.toml").write_text('persons = ["Jane Doe"]', "utf-8")
    plate = house.plate()

    def make(**changes: Any) -> Brief:
        fields = {
            "task": Task.PERFORMANCE, "model": "act", "plate": plate, "frames": FrameRange(1001, 1003),
            "cast": (CastMember("ada", 1),), "performer": "Kim Roe", "prompt": "", "use": "crowd",
            "colorspace": plate.colorspace,
        }  # fmt: skip
        brief: Brief = house.brief(**(fields | changes))
        return brief

    return make


def consent(house: Any, name: str, person: str, *uses: str) -> None:
    given = Consent(person, Replica.ALTERATION, uses, ("S",), ("studio",), "2026-01-01", "2099-01-01",
                    person, "2026-01-01")  # fmt: skip
    house.sites.rights("S").consent(name, given, "legal")


@pytest.mark.parametrize("model", ["act", "here"])
def test_an_estimate_says_whose_consent_lacks_until_both_have_given_it(
    house: Any, performance: Callable[..., Brief], model: str
) -> None:
    def estimate() -> Any:
        return house.planner.plan(performance(model=model), "bob").estimate

    found = estimate()
    assert not found.allowed
    assert "Kim Roe" in found.verdict and "Jane Doe" in found.verdict
    consent(house, "jane", "Jane Doe", "*")
    consent(house, "kim", "Kim Roe", *OWN)
    found = estimate()
    assert not found.allowed and "Kim Roe" not in found.verdict
    assert "consent of Jane Doe does not describe the use 'performance'" in found.verdict
    consent(house, "jane-acts", "Jane Doe", *OWN)
    found = estimate()
    assert found.allowed and not found.problems, found


def test_the_decision_names_both_and_a_revoked_consent_stops_it(
    house: Any, performance: Callable[..., Brief]
) -> None:
    consent(house, "jane", "Jane Doe", *OWN)
    consent(house, "kim", "Kim Roe", *OWN)
    work = house.work(performance())
    Path(work.scratch).mkdir(parents=True)
    Path(work.staging).mkdir(parents=True)
    prepared = prepare(work)
    crossing = house.crossing(work, prepared)
    assert crossing.decide().allowed
    row = house.ledger("decision")[-1]
    assert (row.body["performer"], row.body["driven"]) == ("Kim Roe", ["Jane Doe"])
    house.sites.rights("S").revoke("kim", "legal", "he changed his mind")
    said = crossing.still()
    assert not said.allowed and "there is no consent of Kim Roe" in said.sentence


def test_who_acts_belongs_to_a_performance_and_to_its_digest(performance: Callable[..., Brief]) -> None:
    brief = performance()
    assert brief_digest(brief) != brief_digest(replace(brief, performer="Lou Poe"))
    with pytest.raises(OutOfRange, match="performs"):
        replace(brief, task=Task.VIDEO)
