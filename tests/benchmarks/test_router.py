"""Sets that neither words nor table have seen are read no worse than they were when the router was made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from benchmarks.router.examples import UNSEEN, examples, first_reads, known
from benchmarks.router.held_out import Fold, Tally, by_both, by_words, folds, tallies
from benchmarks.router.training import lesson, table

from secondunit.elements.words.likeness import NO_KIND


@pytest.fixture(scope="module")
def held_out() -> list[Fold]:
    return folds(UNSEEN)


def total(held_out: list[Fold], language: str, by: Callable[[Fold, str], str] = by_both) -> Tally:
    every = Tally()
    for fold in held_out:
        every += tallies(fold, by)[language]
    return every


def test_unseen_sets_are_read_as_they_were(held_out: list[Fold]) -> None:
    english, french = total(held_out, "en"), total(held_out, "fr")
    assert (english.briefs, french.briefs) == (404, 228)
    assert english.share >= 90.0
    assert french.share >= 94.0


def test_words_and_likeness_together_read_unseen_sets_better_than_words(held_out: list[Fold]) -> None:
    for language in ("en", "fr"):
        together, words = total(held_out, language), total(held_out, language, by_words)
        assert together.right > words.right
        assert together.refused <= words.refused
        assert together.accepted <= words.accepted


def test_a_set_that_is_held_out_is_not_learned_from() -> None:
    assert not any(known(example, "fifth") for example in examples() if example.of_set == "fifth")
    assert not any(known(example, "fifth") for example in examples() if example.known_from == "sixth")
    assert len(first_reads("fifth")) == 62


def test_a_table_tells_its_own_examples_apart() -> None:
    sentences = [example for example in examples() if not example.of_set and not example.known_from]
    rain = [example for example in sentences if example.kind in ("rain", NO_KIND)][:60]
    made = table(lesson(rain), range(len(rain)))
    for example in rain:
        scores = made.of(example.text)
        assert max(scores, key=lambda kind: scores[kind]) == example.kind
