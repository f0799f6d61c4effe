"""Sets that words, table and weights have not seen are read no worse than when the router was made."""

from __future__ import annotations

import pytest
from benchmarks.router.examples import KEPT_APART, examples, first_reads
from benchmarks.router.held_out import Fold, Reader, Tally, by_both, by_words, folds, tallies
from benchmarks.router.training import held_out, lesson, table
from benchmarks.router.weighing import Choice, weights_of

from secondunit.elements.words.likeness import NO_KIND
from secondunit.elements.words.routing import WEIGHTS, beliefs


@pytest.fixture(scope="module")
def unseen() -> list[Fold]:
    return folds(lesson(examples(apart=True)))


def total(unseen: list[Fold], reader: Reader) -> dict[str, Tally]:
    every: dict[str, Tally] = {}
    for fold in unseen:
        for language, tally in tallies(fold, reader):
            every[language] = every.get(language, Tally()) + tally
    return every


def test_unseen_sets_are_read_as_they_were(unseen: list[Fold]) -> None:
    read = total(unseen, by_both)
    assert (read["en"].briefs, read["fr"].briefs) == (754, 453)
    assert read["en"].share >= 89.5
    assert read["fr"].share >= 92.0
    for tally in read.values():
        assert tally.asked <= 0.07 * tally.briefs
        assert tally.among >= 0.8 * tally.asked
        assert tally.right >= 0.92 * (tally.briefs - tally.asked)


def test_words_and_likeness_together_read_unseen_sets_better_than_words(unseen: list[Fold]) -> None:
    words = total(unseen, by_words)
    for language, together in total(unseen, by_both).items():
        assert together.first > words[language].first + 30
        assert together.refused < words[language].refused
        assert together.taken < words[language].taken


def test_the_weights_of_the_package_are_those_of_all_sets_but_the_one_kept_apart(unseen: list[Fold]) -> None:
    [apart] = [fold for fold in unseen if fold.name == KEPT_APART]
    for name, weight in vars(WEIGHTS).items():
        assert getattr(apart.weights, name) == pytest.approx(weight, abs=0.1), name


def test_a_set_that_is_kept_apart_is_not_learned_from() -> None:
    assert KEPT_APART not in {example.of_set for example in examples()}
    assert len(first_reads(KEPT_APART)) == 120


def test_what_is_held_out_scores_as_by_a_table_made_without_it() -> None:
    every = [example for example in examples() if not example.of_set][:240:2]
    group = range(20, 30)
    [scores] = held_out(lesson(every), [group])
    without = lesson([example for at, example in enumerate(every) if at not in group])
    made = table(without)
    for at, row in zip(group, scores, strict=True):
        best = made.of(every[at].text)
        for name, score in zip(without.classes, row, strict=True):
            # The shares are those of all examples, and the table's weights are rounded.
            assert score == pytest.approx(best[name], abs=0.05)


def test_weights_follow_what_speaks_for_the_right_kind() -> None:
    choices = [
        Choice({"rain": {"likeness": 0.6, "hint": 1.0}, "snow": {"likeness": 0.5}}, frozenset({"rain"})),
        Choice({"rain": {"likeness": 0.6}, "snow": {"likeness": 0.5, "hint": 1.0}}, frozenset({"snow"})),
    ] * 20
    weights = weights_of(choices)
    assert weights.hint > 1.0
    assert weights.named == 0.0
    assert beliefs(choices[1].signs, weights)["snow"] > 0.7


def test_a_table_tells_its_own_examples_apart() -> None:
    sentences = [example for example in examples() if not example.of_set]
    rain = [example for example in sentences if example.kind in ("rain", NO_KIND)][:60]
    made = table(lesson(rain))
    for example in rain:
        scores = made.of(example.text)
        assert max(scores, key=lambda kind: scores[kind]) == example.kind
