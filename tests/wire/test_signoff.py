"""The sign-off: who decided what about which files, and what is none."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.wire import SCHEMA, Decision, Problem, SignOff, SignOffList, dumps, errors, loads

GOLDEN = Path(__file__).parents[1] / "golden" / "wire" / "signoff.json"
KEPT = SignOff(
    take="t01k9f6zq7w3m5n8p2r4s6t0v1", decision=Decision.CHANGES, by="Zoë Álvarez", role="supervisor",
    why="Thinner at the roof, from 1012 on.",
    take_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    when="2026-11-29T09:30:00.000Z", entered_by="kim", id="s01k9f6zr1b2c3d4e5f6g7h8j9",
)  # fmt: skip

words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40
).filter(str.strip)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
signoffs = st.builds(
    SignOff,
    take=words,
    decision=st.sampled_from(Decision),
    by=words,
    role=words,
    why=words,
    take_digest=st.just("") | hashes,
    when=words,
    entered_by=words,
    id=st.just("") | st.from_regex(r"\As[0-9a-z]{1,25}\Z"),
)


def test_a_sign_off_that_was_written_with_this_form_is_read_and_written_so_ever_after() -> None:
    text = GOLDEN.read_text("utf-8")
    assert loads(SignOff, text) == KEPT
    schema = json.loads(text)["schema"]
    assert dumps(KEPT).replace(f'"schema":{SCHEMA}', f'"schema":{schema}') == text.strip()


@settings(deadline=None)  # how busy a machine is says nothing of a codec
@given(signoffs, st.none() | st.builds(Problem, words, words))
def test_sign_offs_come_back_as_they_went(signoff: SignOff, problem: Problem | None) -> None:
    page = SignOffList((signoff, replace(signoff, by="another")), signoff.take_digest, problem)
    assert loads(SignOff, dumps(signoff)) == signoff and loads(SignOffList, dumps(page)) == page


@pytest.mark.parametrize(
    ("change", "error", "where"),
    [
        ({"by": " "}, errors.MissingField, "by"),
        ({"role": ""}, errors.MissingField, "role"),
        ({"why": "\n"}, errors.MissingField, "why"),
        ({"why": "", "decision": Decision.REJECTED}, errors.MissingField, "why"),
        ({"why": "a" * 4001}, errors.OutOfRange, "why"),
        ({"by": "a" * 101}, errors.OutOfRange, "by"),
        ({"role": "a" * 101}, errors.OutOfRange, "role"),
        ({"take_digest": "9F" * 32}, errors.OutOfRange, "take_digest"),
        ({"id": "n1"}, errors.WrongType, "id"),
    ],
)
def test_what_is_no_sign_off_is_refused_with_its_field(
    change: dict[str, object], error: type[errors.SecondUnitError], where: str
) -> None:
    with pytest.raises(error) as caught:
        replace(KEPT, **change)  # type: ignore[arg-type]
    assert caught.value.problem.where == where


def test_what_is_accepted_needs_no_reason_and_nothing_of_it_can_be_changed() -> None:
    accepted = replace(KEPT, decision=Decision.ACCEPTED, why="")
    with pytest.raises(FrozenInstanceError):
        accepted.decision = Decision.REJECTED  # type: ignore[misc]


def test_a_decision_that_nobody_knows_is_refused_at_its_field() -> None:
    with pytest.raises(errors.SecondUnitError) as caught:
        loads(SignOff, '{"take": "t1", "decision": "approved", "by": "Zoë", "role": "supervisor"}')
    assert caught.value.problem.where == "decision" and "accepted" in str(caught.value)


def test_a_sign_off_stands_only_for_the_frames_that_were_judged() -> None:
    assert SignOffList((KEPT,), KEPT.take_digest).stands(KEPT) is True
    assert SignOffList((KEPT,), "0" * 64).stands(KEPT) is False
    assert SignOffList((KEPT,), "", Problem("not_found", "A frame is gone.")).stands(KEPT) is None


def test_one_sent_twice_is_the_same_and_one_of_other_words_or_frames_is_not() -> None:
    sent = replace(KEPT, take_digest="", when="", entered_by="")
    assert sent.same_as(KEPT) and KEPT.same_as(sent) and KEPT.same_as(KEPT)
    assert not replace(sent, why="Thicker.").same_as(KEPT)
    assert not replace(sent, decision=Decision.ACCEPTED).same_as(KEPT)
    assert not replace(sent, take_digest="0" * 64).same_as(KEPT)
