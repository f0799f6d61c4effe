"""A performance that drives somebody's likeness: both consent to that very use, wherever it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from secondunit.rights import Consent, InputRight, Known, Rules, parse_rules, rows, verdict
from secondunit.rights.gate import kept_here
from secondunit.rights.show import ShowRights
from secondunit.wire import Task
from secondunit.wire.rights import Ask, Material, MaterialKind

MakeAsk = Callable[..., Ask]
CLIP, FACE = "a" * 64, "b" * 64


@pytest.fixture
def driving(rules_text: str) -> Rules:
    return parse_rules(rules_text.replace('tasks = ["video"]', 'tasks = ["performance"]').encode())


@pytest.fixture
def asked(ask: MakeAsk) -> MakeAsk:
    """Asks for a performance by Kim Roe that drives Ada Roe's likeness."""

    def make(**otherwise: object) -> Ask:
        materials = (
            Material(MaterialKind.PLATE, CLIP), Material(MaterialKind.LIKENESS, FACE, ("Ada Roe",)),
        )  # fmt: skip
        values = {"task": Task.PERFORMANCE, "performer": "Kim Roe", "materials": materials, "use": "smoke"}
        return ask(**{**values, **otherwise})

    return make


@pytest.fixture
def known_of(known: Known, consent: Callable[..., Consent]) -> Callable[..., Known]:
    """What is on record where these people consented to these uses."""
    inputs = {
        CLIP: InputRight(CLIP, MaterialKind.PLATE, "owned", "Heist Pictures", "lee"),
        FACE: InputRight(FACE, MaterialKind.LIKENESS, "owned", "Heist Pictures", "lee", ("Ada Roe",)),
    }

    def make(**uses: tuple[str, ...]) -> Known:
        people = {"ada": "Ada Roe", "kim": "Kim Roe"}
        consents = tuple(consent(person=people[name], uses=said) for name, said in uses.items())
        return replace(known, consents=consents, inputs=inputs)

    return make


def test_both_have_to_have_consented_and_whoever_has_not_is_named(
    driving: Rules, asked: MakeAsk, known_of: Callable[..., Known]
) -> None:
    own = ("performance",)
    assert verdict(driving, asked(), known_of(ada=own, kim=own)).allowed
    missing = {
        "there is no consent of Kim Roe that stands": known_of(ada=own),
        "there is no consent of Ada Roe that stands": known_of(kim=own),
        "there is no consent of Kim Roe that stands and there is no consent of Ada Roe": known_of(),
    }
    for sentence, records in missing.items():
        assert sentence in verdict(driving, asked(), records).sentence


def test_a_consent_to_everything_else_does_not_cover_it(
    driving: Rules, asked: MakeAsk, known_of: Callable[..., Known]
) -> None:
    said = verdict(driving, asked(), known_of(ada=("*",), kim=("performance",)))
    assert not said.allowed
    assert "the consent of Ada Roe does not describe the use 'performance'" in said.sentence


def test_who_acts_has_to_be_named_and_an_invented_character_needs_the_actors_consent_alone(
    driving: Rules, asked: MakeAsk, known_of: Callable[..., Known]
) -> None:
    own = known_of(kim=("performance",))
    assert "has to name who acts in the plate" in verdict(driving, asked(performer=""), own).sentence
    invented = asked(materials=(Material(MaterialKind.PLATE, CLIP),))
    assert verdict(driving, invented, own).allowed
    assert not verdict(driving, invented, known_of()).allowed


def test_it_is_asked_of_what_runs_on_this_machine_too(asked: MakeAsk, known_of: Callable[..., Known]) -> None:
    here = asked(provider="comfyui", model="animate")
    assert kept_here(Rules(), here, known_of(ada=("performance",), kim=("performance",))).allowed
    said = kept_here(Rules(), here, known_of(ada=("performance",)))
    assert not said.allowed and said.sentence == "There is no consent of Kim Roe that stands."
    assert kept_here(Rules(), replace(here, task=Task.VIDEO), known_of()).allowed


def test_the_ledger_says_who_acts_and_whose_likeness_is_driven(show: ShowRights, asked: MakeAsk) -> None:
    show.decide(asked(), "job1")
    [row] = [row for row in rows(show.ledger.path) if row.kind == "decision"]
    assert (row.body["performer"], row.body["driven"]) == ("Kim Roe", ["Ada Roe"])


def test_a_likeness_that_names_nobody_is_driven_nowhere(
    driving: Rules, asked: MakeAsk, known_of: Callable[..., Known]
) -> None:
    nameless = asked(materials=(Material(MaterialKind.LIKENESS, FACE),))
    records = known_of(kim=("performance",))
    records = replace(records, inputs={FACE: InputRight(FACE, MaterialKind.LIKENESS, "owned", "H", "lee")})
    said = verdict(driving, nameless, records)
    assert not said.allowed and "a likeness has to name whose it is" in said.sentence
    here = kept_here(Rules(), replace(nameless, provider="comfyui", model="animate"), records)
    assert not here.allowed and here.sentence == "A likeness has to name whose it is."
