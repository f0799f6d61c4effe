"""Sets read by words, table and weights that know nothing of them, and what of it was right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.prompts import SETS, accepts, briefs_of
from benchmarks.router.examples import KEPT_APART, UNSEEN, first_reads
from benchmarks.router.training import Lesson, held_out
from benchmarks.router.weighing import Choice, weights_of
from secondunit.elements import vocabulary
from secondunit.elements.words.likeness import NO_KIND
from secondunit.elements.words.routing import SignWeights, is_alone, routed, signs
from secondunit.elements.words.wish import Wish


@dataclass(frozen=True)
class UnseenBrief:
    """A labelled brief, how the words first read it, and its likeness by a table that was made without it."""

    label: dict[str, Any]
    words: Wish
    likeness: dict[str, float]

    @property
    def is_weighed(self) -> bool:
        """Whether the words do not decide it alone."""
        return not self.words.by_words_alone and not is_alone(self.words, vocabulary())

    @property
    def choice(self) -> Choice:
        """What speaks for each kind, and which its label accepts."""
        own = signs(self.words, self.likeness, vocabulary())
        return Choice(own, frozenset(kind for kind in own if accepts(self.label, kind or None)))


@dataclass(frozen=True)
class Fold:
    """Sets that were held out, and the weights that fit the other ones but for that which is kept apart."""

    name: str
    briefs: list[UnseenBrief]
    weights: SignWeights


@dataclass(frozen=True)
class Tally:
    """Briefs, those whose first choice was right, elements refused, and others taken for one; and with
    asking: those of which is asked, those of them whose kind is among those named, the others' right ones.
    """

    briefs: int = 0
    first: int = 0
    refused: int = 0
    taken: int = 0
    asked: int = 0
    among: int = 0
    right: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def __str__(self) -> str:
        answered = self.briefs - self.asked
        asked = (
            f"; asks about {self.asked}, of which {self.among} name it, "
            f"{self.right} of {answered} others right ({100.0 * self.right / max(answered, 1):.1f} %)"
        )
        return (
            f"{self.first} of {self.briefs} ({self.share:.1f} %), {self.refused} refused that are elements, "
            f"{self.taken} taken that are none" + (asked if self.asked else "")
        )

    @property
    def share(self) -> float:
        """How many first choices were right, in percent."""
        return 100.0 * self.first / max(self.briefs, 1)


#: What makes a wish of a brief.
Reader = Callable[[Fold, UnseenBrief], Wish]


def folds(given: Lesson) -> list[Fold]:
    """Each set of `UNSEEN`, read by a table and weights that were made without it."""
    places = [
        [at for at, example in enumerate(given.examples) if example.of_set in names] for names in UNSEEN
    ]
    unseen: list[list[UnseenBrief]] = []
    for names, rows in zip(UNSEEN, held_out(given, places), strict=True):
        labels = [(name, brief) for name in names for brief in briefs_of(SETS / f"{name}.json")]
        unseen.append(
            [
                UnseenBrief(
                    brief,
                    first_reads(name)[brief["id"]],
                    dict(zip(given.classes, map(float, row), strict=True)),
                )
                for (name, brief), row in zip(labels, rows, strict=True)
            ]
        )
    apart = UNSEEN.index((KEPT_APART,))
    choices = [[brief.choice for brief in briefs if brief.is_weighed] for briefs in unseen]
    return [
        Fold(" ".join(names), briefs, weights_of(_without(choices, {number, apart})))
        for number, (names, briefs) in enumerate(zip(UNSEEN, unseen, strict=True))
    ]


def _without(choices: Sequence[Sequence[Choice]], left_out: set[int]) -> list[Choice]:
    return [one for number, of_set in enumerate(choices) if number not in left_out for one in of_set]


def by_words(fold: Fold, brief: UnseenBrief) -> Wish:
    """What the words alone took a brief for."""
    return brief.words


def by_likeness(fold: Fold, brief: UnseenBrief) -> Wish:
    """What a brief is most like."""
    best = max(brief.likeness, key=lambda kind: brief.likeness[kind])
    return Wish((best,) if best else ())


def by_both(fold: Fold, brief: UnseenBrief) -> Wish:
    """What words and likeness take a brief for together, or between what they leave it."""
    return routed(brief.words, brief.likeness, vocabulary(), fold.weights)


def tallies(fold: Fold, reader: Reader) -> Iterator[tuple[str, Tally]]:
    """Each brief's language and what came of it."""
    for brief in fold.briefs:
        wish = reader(fold, brief)
        first = _made(_decided(fold, brief, wish))
        outside = brief.label["kind"] is None
        accepted, asked = accepts(brief.label, first or None), bool(wish.between)
        among = any(accepts(brief.label, kind) for kind in wish.between) or (outside and not first)
        yield (
            brief.label["language"],
            Tally(
                1, int(accepted), int(not outside and not first), int(outside and bool(first)),
                int(asked), int(asked and among), int(accepted and not asked),
            ),
        )  # fmt: skip


def _decided(fold: Fold, brief: UnseenBrief, wish: Wish) -> Wish:
    """The first choice of a wish that somebody would be asked about."""
    return routed(brief.words, brief.likeness, vocabulary(), fold.weights, sure=0.0) if wish.between else wish


def _made(wish: Wish) -> str:
    """The kind that a wish is made as; what nothing here makes is none."""
    return wish.kinds[0] if wish.kinds and wish.kinds[0] not in vocabulary().unmade else NO_KIND
