"""Which kind a wish is made as: what its words name or suggest, weighed with what it is like as a whole.

Words are exact and end where their lists end; likeness has an answer to everything and knows nothing for
certain. So a kind that is named, with nothing beside it that speaks for another, is what is made.
"""

from __future__ import annotations

from collections.abc import Mapping

from .likeness import NO_KIND
from .vocabulary import Vocabulary
from .wish import Wish

#: What the words' answer counts against likeness, which is about 1 for a kind that nothing speaks against: a
#: kind that is named beside what speaks for another, one that is only suggested, none. Chosen on sets that
#: neither the words nor the table had seen, on a plateau: `python -m benchmarks.router --weights`.
NAMED, SUGGESTED, SILENT = 0.25, 0.1, 0.03
#: How like its own examples a text has to be for a kind that no word speaks for.
LEAST = 0.22
#: What each hint counts, and how many of a kind's count.
HINT, HINTS = 0.04, 3


def routed(wish: Wish, likeness: Mapping[str, float], vocabulary: Vocabulary) -> Wish:
    """The wish with the kind first that words and likeness speak for together; none where they say so.

    `likeness` has the score of each kind that it knows and of `NO_KIND`.
    """
    first = wish.kinds[0] if wish.kinds else NO_KIND
    if wish.by_words_alone or _is_alone(wish, vocabulary):
        return wish
    if first and first not in likeness and first not in vocabulary.unmade:
        return wish  # a kind that the table has never heard of
    named = first if first in likeness else NO_KIND
    scores = {
        kind: score
        for kind, score in likeness.items()
        if kind in vocabulary.kinds and (kind == named or kind not in wish.denied | wish.sources)
    }
    scores[NO_KIND] = max(likeness[NO_KIND], LEAST)
    for kind, count in wish.evidence.items():
        if kind in wish.sources:
            continue
        scores[kind if kind in scores else NO_KIND] += HINT * min(count, HINTS)
    scores[named] += (NAMED if wish.certain else SUGGESTED) if wish.kinds else SILENT
    best = max(scores, key=lambda kind: scores[kind])
    if best == named:
        return wish
    return Wish((best, *_beside(wish, best, vocabulary)) if best else ())


def _is_alone(wish: Wish, vocabulary: Vocabulary) -> bool:
    """Whether kinds are named, and no word speaks for another that is made but as their source."""
    return (
        wish.certain
        and not vocabulary.kinds[wish.kinds[0]].scenery
        and set(wish.evidence) - vocabulary.unmade <= {*wish.kinds, *wish.sources}
    )


def _beside(wish: Wish, best: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What else is named, but for what a kind is only seen with."""
    if not wish.certain:
        return ()
    return tuple(kind for kind in wish.kinds if kind != best and not vocabulary.kinds[kind].scenery)


__all__ = ["routed"]
