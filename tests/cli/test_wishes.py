"""A wish for what is not made, from the command line: refused, with what can be done instead."""

from __future__ import annotations

import pytest

PLACE = ("--show", "heist", "--shot", "sh010", "--frames", "1001-1002", "--size", "64x36", "--fps", "24")
QUICK = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")


@pytest.mark.parametrize(
    "words", ["lightning", "a crowd cheering", "remove the smoke", "thick, slow", "du vent vers la gauche"]
)
@pytest.mark.parametrize("command", ["estimate", "generate"])
def test_it_is_refused_and_never_called_allowed(run, command: str, words: str) -> None:
    answer = run(command, words, *PLACE, "--element", "e")
    assert answer.code == 2
    assert "Allowed" not in answer.out and "smoke" in answer.err and "--kind" in answer.err
    as_json = run(command, words, *PLACE, "--element", "e", "--json")
    assert as_json.problem["code"] == "prompt.bad"


def test_the_kind_smoke_takes_it_as_smoke_on_purpose(run) -> None:
    answer = run("estimate", "lightning", *PLACE, "--element", "e", "--kind", "smoke")
    assert answer.code == 0 and "Allowed   yes" in answer.out and "lightning" in answer.err
    assert run("estimate", "lightning", *PLACE, "--element", "e", "--kind", "lightning").code == 2


def test_a_wish_for_smoke_is_made(run) -> None:
    answer = run("generate", "fumée noire d'incendie", *PLACE, "--element", "noire", *QUICK, "--json")
    assert answer.code == 0, answer.out
    assert answer.lines[-1]["kind"] == "smoke"


def test_a_control_of_the_kind_that_the_words_ask_for_needs_no_kind_named(run) -> None:
    shot = ("--show", "heist", "--shot", "sh010", "--element", "t", "--frames", "1-2", "--size", "64x36")
    answer = run("estimate", "a torch on the wall", *shot, "--fps", "24", "--set", "brightness=3", "--json")
    assert answer.code == 0, answer.out
    assert answer.lines[-1]["settings"]["brightness"] == 3.0
    assert answer.lines[-1]["kind"] == "torch"
    answer = run("estimate", "a torch on the wall", *shot, "--fps", "24", "--set", "billow=1", "--json")
    assert answer.code == 2, "smoke has it, a torch has not"
