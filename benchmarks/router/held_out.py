"""Sets read by words and a table that know nothing of them, and what of it was right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from benchmarks.prompts import SETS, accepts, briefs_of
from benchmarks.router.examples import FirstRead, examples, first_reads, known
from benchmarks.router.training import Lesson, lesson, table
from secondunit.elements import vocabulary
from secondunit.elements.words.likeness import NO_KIND
from secondunit.elements.words.routing import routed
from secondunit.elements.words.wish import Wish
from secondunit.wire.frozen import FrozenMap


@dataclass(frozen=True)
class Fold:
    """A set that was held out: its briefs, how the words first read them, and each one's likeness."""

    name: str
    briefs: list[dict[str, Any]]
    reads: dict[str, FirstRead]
    likeness: dict[str, dict[str, float]]


@dataclass(frozen=True)
class Tally:
    """Briefs, those whose kind was right, elements that were refused, and others that were taken for one."""

    briefs: int = 0
    right: int = 0
    refused: int = 0
    accepted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.briefs + other.briefs, self.right + other.right,
            self.refused + other.refused, self.accepted + other.accepted,
        )  # fmt: skip

    def __str__(self) -> str:
        return (
            f"{self.right} of {self.briefs} ({self.share:.1f} %), {self.refused} refused that are elements, "
            f"{self.accepted} taken that are none"
        )

    @property
    def share(self) -> float:
        """What was right, in percent."""
        return 100.0 * self.right / max(self.briefs, 1)


def folds(names: Iterable[str]) -> list[Fold]:
    """Each set, read by a table that was made without it."""
    return [_fold(name) for name in names]


def tallies(fold: Fold, answer: Callable[[Fold, str], str]) -> dict[str, Tally]:
    """What was right in each language; `answer` gives the kind of a brief by its name, or `NO_KIND`."""
    by_language: dict[str, Tally] = {}
    for brief in fold.briefs:
        kind = answer(fold, brief["id"])
        of_brief = Tally(
            1, int(accepts(brief, kind or None)),
            int(brief["kind"] is not None and not kind), int(brief["kind"] is None and bool(kind)),
        )  # fmt: skip
        by_language[brief["language"]] = by_language.get(brief["language"], Tally()) + of_brief
    return by_language


def by_words(fold: Fold, brief: str) -> str:
    """The kind that the words alone took a brief for."""
    return _made(fold, brief, fold.reads[brief].kinds)


def by_likeness(fold: Fold, brief: str) -> str:
    """The kind that a brief is most like."""
    scores = fold.likeness[brief]
    return max(scores, key=lambda kind: scores[kind])


def by_both(fold: Fold, brief: str) -> str:
    """The kind that words and likeness take a brief for together."""
    read = fold.reads[brief]
    words = Wish(read.kinds, read.certain, evidence=FrozenMap(read.evidence))
    wish = routed(words, fold.likeness[brief], vocabulary())
    return _made(fold, brief, wish.kinds)


def _made(fold: Fold, brief: str, kinds: tuple[str, ...]) -> str:
    return kinds[0] if kinds and kinds[0] in fold.likeness[brief] else NO_KIND


def _fold(name: str) -> Fold:
    given = _lesson()
    places = [place for place, example in enumerate(given.examples) if known(example, name)]
    likeness = table(given, places)
    briefs = briefs_of(SETS / f"{name}.json")
    return Fold(
        name, briefs, first_reads(name), {brief["id"]: likeness.of(brief["text"]) for brief in briefs}
    )


@lru_cache(maxsize=1)
def _lesson() -> Lesson:
    return lesson(examples())
