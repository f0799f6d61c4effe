"""What a classifier sees of a text: its words, pairs of words and pieces of words, each as a number.

Pieces make forms, slips of the keyboard and kin words of two languages alike: `steem` shares most
of its pieces with `steam`, `etincelle` with `etincelant`. It knows no kind and no table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from zlib import crc32

from .concepts import CONCEPTS
from .figures import figurative_tokens
from .sentence import denied_tokens
from .vocabulary import singular, tokens_of

#: How many numbers there are; what falls on one number counts as one trait.
BUCKETS = 1 << 15
#: How much of a text is looked at, in characters: what is to be made is said early.
READ = 2_000
_WORD = re.compile(r"[a-z]+")
#: What words end in that says nothing of what they mean, the longest first.
_ENDINGS = (
    "ements",
    "ement",
    "ingly",
    "ings",
    "ing",
    "ees",
    "ers",
    "ies",
    "ed",
    "es",
    "ee",
    "er",
    "ly",
    "s",
    "x",
    "e",
)
_SHORTEST = 3
#: What a word, a pair of words and a piece of a word count.
_WHOLE, _PAIR, _PIECE = 1.0, 0.7, 0.3
#: What a concept that words stand for counts, and two of them in one text.
_CONCEPT, _TWO = 1.0, 0.7
#: Pieces are of so many letters, of words of at least `_IN_PIECES`.
_PIECES = (3, 4, 5)
_IN_PIECES = 4


def traits(text: str) -> dict[int, float]:
    """The traits of a text by their numbers (0 to `BUCKETS` - 1), of length 1 together; none without a word.

    What the text denies is left out, what only seems to speak of an element (`snow-white`), and numbers:
    they say how much, never what.
    """
    tokens = tokens_of(text[:READ])
    unread = denied_tokens(tokens) | figurative_tokens(tokens)
    kept = (token for at, token in enumerate(tokens) if at not in unread)
    named = dict(_named(word for token in kept for word in _WORD.findall(token)))
    length = sum(value * value for value in named.values()) ** 0.5
    numbers: dict[int, float] = defaultdict(float)
    for name, value in named.items():
        numbers[crc32(name.encode()) % BUCKETS] += value / length
    return dict(numbers)


def _named(kept: Iterable[str]) -> Iterator[tuple[str, float]]:
    words = list(kept)
    bare = [_bare(word) for word in words]
    for word in bare:
        yield f"w:{word}", _WHOLE
    for one, following in pairwise(bare):
        yield f"b:{one} {following}", _PAIR
    concepts = sorted({concept for word in words for concept in concepts_of(word)})
    for concept in concepts:
        yield f"k:{concept}", _CONCEPT
    for one, other in combinations(concepts, 2):
        yield f"t:{one} {other}", _TWO
    for word in words:
        if len(word) >= _IN_PIECES:
            whole = f"<{word}>"
            for size in _PIECES:
                for at in range(len(whole) - size + 1):
                    yield f"c:{whole[at : at + size]}", _PIECE


@lru_cache(maxsize=4096)
def concepts_of(word: str) -> tuple[str, ...]:
    """What a word stands for, as it is, in the singular or by its beginning."""
    exact, beginnings = _concepts()
    return (
        exact.get(word)
        or exact.get(singular(word))
        or next(
            (beginnings[word[:length]] for length in range(len(word), 2, -1) if word[:length] in beginnings),
            (),
        )
    )


@lru_cache(maxsize=1)
def _concepts() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The concepts of each word, and of each beginning of a word."""
    exact: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    for concept, words in CONCEPTS.items():
        for word in words.split():
            table = beginnings if word.endswith("*") else exact
            key = word.rstrip("*")
            table[key] = (*table.get(key, ()), concept)
    return exact, beginnings


def _bare(word: str) -> str:
    """A word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


__all__ = ["BUCKETS", "concepts_of", "traits"]
