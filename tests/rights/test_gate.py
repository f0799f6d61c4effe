"""The gate allows what a rule allows with everything on record, and refuses all else in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondunit.rights import Approval, Consent, InputRight, Known, Left, Rules, parse_rules, verdict
from secondunit.rights.rules import Rule, Terms, Training, Visibility
from secondunit.wire import Money, Task, dumps, loads
from secondunit.wire.capability import NO_END
from secondunit.wire.rights import Ask, Material, MaterialKind, Verdict

MakeAsk = Callable[..., Ask]
NOW = "2026-11-22T12:00:01.000Z"


def test_what_a_rule_allows_is_allowed_with_its_name_and_contract(
    rules: Rules, ask: MakeAsk, known: Known
) -> None:
    said = verdict(rules, ask(), known)
    assert said.allowed
    assert said.sentence == (
        "The rule 'ray for plates' allows bedrock luma.ray-v2:0 to do video with plate under MSA-2026-014."
    )
    assert said.hosts == ("bedrock-runtime.us-west-2.amazonaws.com",)
    assert said.hashes == ("a" * 64,)
    assert said.until == "2026-11-22T12:15:00.000Z"


def test_a_show_without_rules_allows_nothing(ask: MakeAsk, known: Known) -> None:
    said = verdict(Rules(), ask(), known)
    assert (said.allowed, said.rule) == (False, "")
    assert said.sentence == "No rule of heist allows the provider 'bedrock'."


@pytest.mark.parametrize(
    ("otherwise", "reason"),
    [
        ({"provider": "runway"}, "No rule of heist allows the provider 'runway'."),
        ({"model": "luma.ray-v3:0"}, "names no model 'luma.ray-v3:0'"),
        ({"model": ""}, "asks which model"),
        ({"account": "private"}, "names no account 'private'"),
        ({"task": Task.IMAGE}, "names no task 'image'"),
        ({"geography": "eu"}, "names no geography 'eu'"),
        ({"materials": (Material(MaterialKind.SCRIPT, "a" * 64),)}, "names no script"),
        ({"cost": Money("2", "EUR")}, "the price is in EUR"),
        ({"cost": Money("100.000001")}, "the show heist has 100.00 USD left"),
        ({"materials": (Material(MaterialKind.PLATE, "d" * 64),)}, "dddddddddddd are not on record"),
        ({"materials": (Material(MaterialKind.LIKENESS, "a" * 64, ("Ada Roe",)),)}, "on record as a plate"),
        ({"when": "2100-01-01T00:00:00.000Z"}, "it expired on 2099-12-31"),
    ],
)
def test_each_thing_that_is_not_as_the_rule_says_is_the_reason_given(
    rules: Rules, ask: MakeAsk, known: Known, otherwise: dict[str, Any], reason: str
) -> None:
    said = verdict(rules, ask(**otherwise), known)
    assert not said.allowed
    assert reason in said.sentence
    assert said.sentence.endswith(".") and "\n" not in said.sentence
    assert said.hosts == ()


def test_a_rule_holds_on_its_last_day_and_not_the_day_after(
    rules_text: str, ask: MakeAsk, known: Known
) -> None:
    rules = parse_rules(rules_text.replace("2099-12-31", "2026-11-22").encode())
    assert verdict(rules, ask(when="2026-11-22T23:59:59.999Z"), known).allowed
    assert "it expired" in verdict(rules, ask(when="2026-11-23T00:00:00.000Z"), known).sentence


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('training = "none"', 'training = "opted_out"', "learn from what is sent"),
        ('visibility = "private"', 'visibility = "public"', "others could see"),
        ('retention = "0 days"', 'retention = "31 days"', "keeps things 31 days"),
    ],
)
def test_a_contract_below_the_shows_terms_is_no_way_out(
    rules_text: str, ask: MakeAsk, known: Known, before: str, after: str, reason: str
) -> None:
    rules = parse_rules(rules_text.replace(before, after).encode())
    assert reason in verdict(rules, ask(), known).sentence
    lax = Terms(Training.ALLOWED, Visibility.PUBLIC, retention=365)
    assert verdict(replace(rules, terms=lax), ask(), known).allowed


def test_a_prohibition_wins_over_every_permission(rules_text: str, ask: MakeAsk, known: Known) -> None:
    denial = '[[rule]]\nname = "no sh010"\nprovider = "*"\ndeny = true\nmaterials = ["plate"]\n'
    rules = parse_rules((rules_text + denial).encode())
    said = verdict(rules, ask(), known)
    assert said.sentence == "The rule 'no sh010' forbids bedrock luma.ray-v2:0 to do video with plate."
    assert verdict(rules, ask(materials=()), known).allowed
    nameless = verdict(rules, ask(model=""), known)
    assert nameless.sentence == "The rule 'no sh010' forbids bedrock to do video with plate."


def test_a_likeness_needs_the_consent_of_whoever_is_seen(
    rules: Rules, ask: MakeAsk, known: Known, face: Material, consent: Callable[..., Consent]
) -> None:
    asked = ask(materials=(face,), use="smoke in front of her face")
    assert verdict(rules, asked, known).allowed
    reasons = {
        "there is no consent of Ada Roe": (),
        "was given for other": (consent(shows=("other",)),),
        "ended on 2026-11-21": (consent(last_day="2026-11-21"),),
        "begins on 2026-12-01": (consent(first_day="2026-12-01"),),
        "does not name the provider bedrock": (consent(providers=("runway",)),),
        "does not describe the use": (consent(uses=("a wig",)),),
    }
    for reason, consents in reasons.items():
        assert reason in verdict(rules, asked, replace(known, consents=consents)).sentence
    assert "asks which use" in verdict(rules, ask(materials=(face,)), known).sentence


def test_a_person_on_record_cannot_be_left_unnamed(
    rules: Rules, ask: MakeAsk, known: Known, face: Material
) -> None:
    hidden = replace(face, persons=("Somebody Else",))
    said = verdict(rules, ask(materials=(hidden,), use="x"), known)
    assert "an input shows Ada Roe, whom the request does not name" in said.sentence
    assert "has to name whose it is" in verdict(
        rules, ask(materials=(replace(face, persons=()),)), replace(known, inputs={
            face.hash: InputRight(face.hash, MaterialKind.LIKENESS, "owned", "x", "lee")})
    ).sentence  # fmt: skip


def test_a_licence_that_ended_stops_its_input(
    rules: Rules, ask: MakeAsk, known: Known, plate_right: InputRight
) -> None:
    ended = replace(plate_right, last_day="2026-11-21")
    assert (
        "licence of an input ended"
        in verdict(rules, ask(), replace(known, inputs={ended.hash: ended})).sentence
    )


def test_an_approval_is_of_one_brief_by_a_named_person_up_to_a_ceiling(
    rules_text: str, ask: MakeAsk, known: Known
) -> None:
    text = rules_text.replace('approval = "never"', 'approval = "always"\napprovers = ["jane"]')
    rules = parse_rules(text.encode())
    yes = Approval("a1", "jane", "c" * 64, Money("5"), "2026-11-22T11:00:00Z")

    def said(approval: Approval) -> Verdict:
        return verdict(rules, ask(), replace(known, approvals=(approval,)))

    assert (said(yes).allowed, said(yes).approval) == (True, "a1")
    assert "nobody approved this brief; jane may" in verdict(rules, ask(), known).sentence
    assert "nobody approved" in said(replace(yes, brief_digest="d" * 64)).sentence
    assert "mia may not approve" in said(replace(yes, by="mia")).sentence
    assert "up to 1.00 USD, and this costs more" in said(replace(yes, ceiling=Money("1"))).sentence
    assert "lapsed" in said(replace(yes, until="2026-11-22T11:30:00Z")).sentence
    assert "begins at" in said(replace(yes, when="2026-11-22T13:00:00Z")).sentence


def test_approval_above_an_amount_is_asked_for_above_it_only(
    rules_text: str, ask: MakeAsk, known: Known
) -> None:
    more = 'approval = "never"\napproval_above = "2.50 USD"\napprovers = ["jane"]'
    rules = parse_rules(rules_text.replace('approval = "never"', more).encode())
    assert verdict(rules, ask(cost=Money("2.50")), known).allowed
    assert "nobody approved" in verdict(rules, ask(cost=Money("2.500001")), known).sentence


def test_what_costs_money_needs_a_budget(rules: Rules, ask: MakeAsk, known: Known) -> None:
    assert "the show has no budget" in verdict(rules, ask(), replace(known, left=())).sentence
    assert verdict(rules, ask(cost=Money("0")), replace(known, left=())).allowed
    spent = replace(known, left=(*known.left, Left("the shot sh010", -5)))
    assert "the shot sh010 has 0.00 USD left" in verdict(rules, ask(), spent).sentence


def test_the_same_question_has_the_same_answer(rules: Rules, ask: MakeAsk, known: Known) -> None:
    assert verdict(rules, ask(), known) == verdict(rules, ask(), known)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hosts": ("evil.example",)}, "changed"),
        ({"hashes": ("d" * 64,)}, "changed"),
        ({"until": "2099-01-01T00:00:00.000Z"}, "changed"),
        ({"digest": ""}, "changed"),
    ],
)
def test_a_verdict_that_was_changed_no_longer_holds(
    rules: Rules, ask: MakeAsk, known: Known, change: dict[str, Any], reason: str
) -> None:
    said = verdict(rules, ask(), known)
    assert loads(Verdict, dumps(said)) == said
    assert said.why_not(now=NOW) == ""
    assert reason in replace(said, **change).why_not(now=NOW)


def test_a_refusal_cannot_be_turned_into_a_permission(ask: MakeAsk, known: Known) -> None:
    said = replace(verdict(Rules(), ask(), known), allowed=True)
    assert "changed" in said.why_not(now=NOW)


def test_a_verdict_is_for_its_provider_brief_host_files_and_time(
    rules: Rules, ask: MakeAsk, known: Known
) -> None:
    said = verdict(rules, ask(), known)
    assert "not runway" in said.why_not(now=NOW, provider="runway")
    assert "another brief" in said.why_not(now=NOW, brief_digest="d" * 64)
    assert "does not name the host evil.example" in said.why_not(now=NOW, host="evil.example")
    assert "not asked about one of the files" in said.why_not(now=NOW, hashes=("d" * 64,))
    assert "lapsed" in said.why_not(now=said.until)
    assert not said.why_not(now=NOW, provider="bedrock", host=said.hosts[0].upper(), hashes=("a" * 64,))


_NAMES = st.sampled_from(["bedrock", "ray", "prod", "us", "*", "Bedrock", "bedrock ", ""]) | st.text(
    max_size=9
)


@given(_NAMES, _NAMES, _NAMES, _NAMES)
def test_no_name_gets_past_a_rule_that_does_not_hold_it(
    provider: str, model: str, account: str, geography: str
) -> None:
    rule = Rule(
        "r", "bedrock", ("ray",), ("prod",), ("image",), ("plate",), ("us",), ("h",), training=Training.NONE,
        visibility=Visibility.PRIVATE, retention=0, contract="c", evidence="e", evidence_date="2026-01-01",
        expires="2099-01-01",
    )  # fmt: skip
    asked = Ask("heist", "s", "u", provider, "c" * 64, "2026-11-22T12:00:00.000Z", model, account,
                geography=geography)  # fmt: skip
    said = verdict(Rules(rule=(rule,)), asked)
    assert said.sound
    assert said.allowed == ((provider, model, account, geography) == ("bedrock", "ray", "prod", "us"))


@pytest.mark.parametrize(
    ("kept", "granted", "reason"),
    [
        (None, "0 days", ""),
        (0, "0 days", ""),
        (30, "30 days", ""),
        (30, "0 days", "the service keeps what is sent 30 days, and the rule grants it 0"),
        (31, "30 days", "the service keeps what is sent 31 days, and the rule grants it 30"),
        (NO_END, "30 days", "the service does not say that it keeps what is sent for 30 days at most"),
    ],
)
def test_what_the_service_itself_says_that_it_keeps_is_held_against_the_rule(
    rules_text: str, ask: MakeAsk, known: Known, kept: int | None, granted: str, reason: str
) -> None:
    rules = parse_rules(rules_text.replace('retention = "0 days"', f'retention = "{granted}"').encode())
    said = verdict(rules, ask(retention=kept), known)
    assert said.allowed is not bool(reason)
    assert reason in said.sentence


def test_an_ask_that_says_nothing_of_what_is_kept_has_the_digest_it_always_had(ask: MakeAsk) -> None:
    assert "retention" not in dumps(ask()) and "retention" in dumps(ask(retention=0))
    assert loads(Ask, dumps(ask(retention=30))) == ask(retention=30)
