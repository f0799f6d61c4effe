"""What a classifier sees of a text: its words, pairs of words and pieces of words, each as a number.

Pieces make forms, slips of the keyboard and kin words of two languages alike: `steem` shares most
of its pieces with `steam`, `etincelle` with `etincelant`. It knows no kind and no table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from zlib import crc32

from .figures import figurative_tokens
from .sentence import denied_tokens
from .vocabulary import tokens_of

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
    for word in words:
        if len(word) >= _IN_PIECES:
            whole = f"<{word}>"
            for size in _PIECES:
                for at in range(len(whole) - size + 1):
                    yield f"c:{whole[at : at + size]}", _PIECE


def _bare(word: str) -> str:
    """A word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


__all__ = ["BUCKETS", "traits"]
