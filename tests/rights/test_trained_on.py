"""What a model was trained on: asked by a show's terms, said by a rule with evidence, else by its maker."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secondunit.rights import Known, parse_rules, verdict
from secondunit.rights.gate import greeting, kept_here
from secondunit.wire.errors import BadSettings
from secondunit.wire.rights import Ask
from secondunit.wire.training import TrainedOn

MakeAsk = Callable[..., Ask]
TERMS = '[terms]\ntrained_on = ["licensed", "owned", "public_domain"]\n'
SAYS = 'trained_on = ["licensed", "public_domain"]\ntrained_on_evidence = "legal/letter.pdf"\n'
DATED = SAYS + "trained_on_date = 2026-10-01\n"


def rules(text: str, terms: str = TERMS, more: str = ""):
    return parse_rules((terms + text.replace('training = "none"', f'training = "none"\n{more}')).encode())


def plain(text: str) -> str:
    return text.replace('currency = "USD"', "")


def test_a_show_that_does_not_ask_is_not_told(rules_text: str, ask: MakeAsk, known: Known) -> None:
    assert verdict(rules(plain(rules_text), terms=""), ask(), known).allowed


def test_unknown_is_refused_where_the_show_says_so(rules_text: str, ask: MakeAsk, known: Known) -> None:
    given = verdict(rules(plain(rules_text)), ask(), known)
    assert given.sentence == (
        "The rule 'ray for plates' does not allow this: what bedrock luma.ray-v2:0 was trained on is "
        "unknown, and the show's terms ask for licensed, owned or public domain."
    )
    lenient = TERMS.replace('["licensed"', '["unknown", "licensed"')
    assert verdict(rules(plain(rules_text), terms=lenient), ask(), known).allowed


def test_a_rule_that_says_it_with_evidence_is_believed(rules_text: str, ask: MakeAsk, known: Known) -> None:
    assert verdict(rules(plain(rules_text), more=DATED), ask(), known).allowed
    strict = '[terms]\ntrained_on = ["owned"]\n'
    given = verdict(rules(plain(rules_text), terms=strict, more=DATED), ask(), known)
    assert "was trained on is licensed and public domain" in given.sentence
    assert given.sentence.endswith("and the show's terms ask for owned.")


def test_what_the_provider_publishes_counts_where_the_rule_says_nothing(
    rules_text: str, ask: MakeAsk, known: Known
) -> None:
    published = ask(trained_on=(TrainedOn.LICENSED,))
    assert verdict(rules(plain(rules_text)), published, known).allowed
    partly = ask(trained_on=(TrainedOn.LICENSED, TrainedOn.UNKNOWN))
    assert not verdict(rules(plain(rules_text)), partly, known).allowed


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ('trained_on = ["licensed"]\n', "trained_on_evidence"),
        (SAYS, "trained_on_date"),
        (SAYS + 'trained_on_date = "soon"\n', "trained_on_date"),
        ('trained_on = ["bought"]\n', "trained_on"),
        ('trained_on = "licensed"\n', "trained_on"),
    ],
)
def test_a_rule_says_where_that_can_be_read_and_since_when(rules_text: str, more: str, where: str) -> None:
    with pytest.raises(BadSettings) as caught:
        rules(plain(rules_text), more=more)
    assert f"rule[0].{where}" in caught.value.problem.where


def test_unknown_needs_no_evidence_and_training_is_another_thing(
    rules_text: str, ask: MakeAsk, known: Known
) -> None:
    said = rules(plain(rules_text), more='trained_on = ["unknown"]\n')
    assert "was trained on is unknown" in verdict(said, ask(), known).sentence
    learns = rules(plain(rules_text).replace('training = "none"', 'training = "allowed"'), terms="")
    assert "learn from what is sent" in verdict(learns, ask(), known).sentence


def test_it_is_asked_of_what_runs_here_too(rules_text: str, ask: MakeAsk) -> None:
    """No material leaves, and yet what is made goes into the show."""
    here = ask(provider="comfyui", model="fill")
    given = kept_here(rules(plain(rules_text)), here)
    assert not given.allowed and "What comfyui fill was trained on is unknown" in given.sentence
    assert kept_here(rules(plain(rules_text), terms=""), here).allowed
    text = plain(rules_text).replace('"bedrock"', '"comfyui"').replace("luma.ray-v2:0", "fill")
    assert kept_here(rules(text, more=DATED), here).allowed
    assert greeting(rules(plain(rules_text)), here, leaves=False).allowed


def test_disclosed_asks_that_something_is_published_whatever_it_is(
    rules_text: str, ask: MakeAsk, known: Known
) -> None:
    disclosed = rules(plain(rules_text), terms='[terms]\ntrained_on = ["disclosed"]\n')
    assert not verdict(disclosed, ask(), known).allowed
    for ground in (TrainedOn.DISCLOSED, TrainedOn.LICENSED, TrainedOn.OWNED):
        assert verdict(disclosed, ask(trained_on=(ground,)), known).allowed
    partly = verdict(disclosed, ask(trained_on=(TrainedOn.LICENSED, TrainedOn.UNKNOWN)), known)
    assert "is licensed and unknown, and the show's terms ask for disclosed" in partly.sentence
    licensed = rules(plain(rules_text), terms='[terms]\ntrained_on = ["licensed"]\n')
    assert not verdict(licensed, ask(trained_on=(TrainedOn.DISCLOSED,)), known).allowed
