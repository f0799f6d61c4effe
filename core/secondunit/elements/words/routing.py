"""Which kind a wish is made as: what its words name or suggest, weighed with what it is like as a whole.

Words are exact and end where their lists end; likeness has an answer to everything and knows nothing for
certain. What each says for a kind is a sign; signs times weights are a score, and scores are shares of one
belief (a conditional logit: McFadden 1974, "Conditional logit analysis of qualitative choice behavior").
A kind that is named alone is made. One that is named beside what speaks for another yields only to a sure
belief; where nothing is named and nothing is sure, the wish is between two kinds, and somebody is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp

from .likeness import NO_KIND
from .vocabulary import Vocabulary
from .wish import Wish


@dataclass(frozen=True)
class SignWeights:
    """What each sign of a kind is worth; those from `none` on are signs of no element.

    They are what `python -m benchmarks.router --weights` finds on sets that neither the words nor the table
    had seen.
    """

    #: Likeness, about 0 to 1.
    likeness: float = 0.0
    #: Named first beside what speaks for another; only suggested; named after another.
    named: float = 0.0
    suggested: float = 0.0
    beside: float = 0.0
    #: Each word that suggests it, three at most; denied; only the source of what is named.
    hint: float = 0.0
    denied: float = 0.0
    source: float = 0.0
    #: Of no element: always; where the words say nothing; where they suggest or name what is not made, and
    #: each word for that, three at most.
    none: float = 0.0
    silent: float = 0.0
    unmade_suggested: float = 0.0
    unmade_named: float = 0.0
    unmade_hint: float = 0.0


WEIGHTS = SignWeights(
    likeness=12.11, named=1.18, suggested=1.71, beside=-2.7, hint=0.29, denied=-0.61, source=-1.83,
    none=0.38, silent=0.6, unmade_suggested=1.2, unmade_named=1.46, unmade_hint=-0.93,
)  # fmt: skip
#: How much of the belief one answer has to have to be taken without asking, and to be taken in place of what
#: is named.
SURE, SURE_OF_ANOTHER = 0.6, 0.9
#: How many words of a kind count.
HINTS = 3


def routed(
    wish: Wish,
    likeness: Mapping[str, float],
    vocabulary: Vocabulary,
    weights: SignWeights = WEIGHTS,
    sure: float = SURE,
) -> Wish:
    """The wish with the kind first that words and likeness speak for; none, with those it may be, if unsure.

    `likeness` has the score of each kind that it knows and of `NO_KIND`.
    """
    first = wish.kinds[0] if wish.kinds else NO_KIND
    if is_decided(wish, vocabulary):
        return wish
    if first and first not in likeness and first not in vocabulary.unmade:
        return wish  # a kind that the table has never heard of
    share = beliefs(signs(wish, likeness, vocabulary), weights)
    best, second, *_ = sorted(share, key=lambda kind: -share[kind])
    # What is only seen with others gives way to them, where a word speaks for one that is made.
    gives_way = wish.certain and vocabulary.kinds[first].scenery and set(wish.evidence) - vocabulary.unmade
    if share[best] < SURE_OF_ANOTHER and wish.certain and not gives_way:
        return wish
    if not best and first in likeness and wish.evidence.get(first, 0) > 1 and not wish.certain:
        return replace(wish, kinds=(), between=(first,))
    if share[best] < sure:
        return replace(wish, kinds=(), certain=False, between=tuple(filter(None, (best, second))))
    if best == (first if first in likeness else NO_KIND):
        return wish
    return Wish((best, *_beside(wish, best, vocabulary)) if best else ())


def signs(wish: Wish, likeness: Mapping[str, float], vocabulary: Vocabulary) -> dict[str, dict[str, float]]:
    """What speaks for and against each kind and `NO_KIND`, by the names of `SignWeights`."""
    first = wish.kinds[0] if wish.kinds else NO_KIND
    named = "named" if wish.certain else "suggested"
    of_kind = {
        kind: {
            "likeness": score,
            named: float(kind == first),
            "beside": float(kind in wish.kinds[1:]),
            "hint": float(min(wish.evidence.get(kind, 0), HINTS)),
            "denied": float(kind in wish.denied),
            "source": float(kind in wish.sources),
        }
        for kind, score in likeness.items()
        if kind in vocabulary.kinds
    }
    unmade = first in vocabulary.unmade
    hints = sum(count for kind, count in wish.evidence.items() if kind in vocabulary.unmade)
    of_kind[NO_KIND] = {
        "likeness": likeness[NO_KIND],
        "none": 1.0,
        "silent": float(not wish.kinds),
        "unmade_suggested": float(unmade and not wish.certain),
        "unmade_named": float(unmade and wish.certain),
        "unmade_hint": float(min(hints, HINTS)),
    }
    return of_kind


def beliefs(of_kind: Mapping[str, Mapping[str, float]], weights: SignWeights = WEIGHTS) -> dict[str, float]:
    """What share of one belief each kind and `NO_KIND` has, by its signs."""
    scores = {
        kind: sum(getattr(weights, name) * value for name, value in own.items() if value)
        for kind, own in of_kind.items()
    }
    most = max(scores.values())
    powers = {kind: exp(score - most) for kind, score in scores.items()}
    whole = sum(powers.values())
    return {kind: power / whole for kind, power in powers.items()}


def is_alone(wish: Wish, vocabulary: Vocabulary) -> bool:
    """Whether kinds are named, and no word speaks for another that is made but as their source."""
    return (
        wish.certain
        and not vocabulary.kinds[wish.kinds[0]].scenery
        and set(wish.evidence) - vocabulary.unmade <= {*wish.kinds, *wish.sources}
    )


def is_decided(wish: Wish, vocabulary: Vocabulary) -> bool:
    """Whether its words say all there is to say, so that nobody has to ask what it is like."""
    return wish.by_words_alone or is_alone(wish, vocabulary)


def _beside(wish: Wish, best: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What else is named, but for what a kind is only seen with."""
    if not wish.certain:
        return ()
    return tuple(kind for kind in wish.kinds if kind != best and not vocabulary.kinds[kind].scenery)


__all__ = ["SURE", "WEIGHTS", "SignWeights", "beliefs", "is_alone", "is_decided", "routed", "signs"]
