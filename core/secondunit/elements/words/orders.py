"""Whether a wish begins with an order: `take the boom out of frame`, `can you dehaze the aerial`.

A word that orders stands at the head of the first thought; in the middle of one it is something else: `smoke
from the track`. It knows the words that lead up to an order, and no kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

#: Stands in a pattern for up to `_WIDEST` words of one thought.
GAP = "…"
_WIDEST = 5
#: What may stand before an order and says no more than that it is one.
_LEADING = frozenset(
    {"and", "can", "could", "d", "de", "doit", "faudrait", "faut", "have", "i", "il", "je", "just",
     "juste", "kindly", "la", "le", "les", "let", "merci", "moi", "must", "need", "nous", "now", "on",
     "peut", "peux", "plait", "please", "pls", "pouvez", "s", "should", "svp", "te", "then", "to", "tu",
     "us", "veuillez", "veux", "voudrais", "vous", "want", "we", "would", "you"}
)  # fmt: skip
_MARKS = frozenset(',;:.!?()"/–—-')


def begins_with(tokens: Sequence[str], patterns: Iterable[str]) -> bool:
    """Whether the first thought begins with one of the patterns, once what leads up to it is left out."""
    start = 0
    while start < len(tokens) and tokens[start] in _LEADING:
        start += 1
    # `Virez-moi`: the person stands behind the verb.
    thought = [part for token in tokens[start : _end(tokens, start)] for part in _bare(token)]
    whole = [part for token in tokens[: _end(tokens, start)] for part in _bare(token)]
    return any(_matches(words, thought) or _matches(words, whole) for words in map(_words, patterns))


def _bare(token: str) -> list[str]:
    head, _, person = token.partition("-")
    return [head] if person in ("moi", "nous", "les", "le", "la", "lui") else [token]


def _end(tokens: Sequence[str], start: int) -> int:
    """Where the thought that begins at a place ends."""
    return next((at for at in range(start, len(tokens)) if tokens[at] in _MARKS), len(tokens))


@lru_cache(maxsize=512)
def _words(pattern: str) -> tuple[str, ...]:
    return tuple(pattern.split())


def _matches(words: Sequence[str], thought: Sequence[str]) -> bool:
    """Whether a thought begins with the words of a pattern."""
    for at, word in enumerate(words):
        if word == GAP:
            rest = words[at + 1 :]
            return any(
                _matches(rest, thought[place:])
                for place in range(at + 1, min(at + 1 + _WIDEST, len(thought)))
            )
        if at >= len(thought) or thought[at] != word:
            return False
    return True


__all__ = ["GAP", "begins_with"]
