"""Which kinds of element a wish asks for: what it names, but for what it names only as a source or a place.

`Smoke from an explosion` is smoke; `an explosion with smoke` is an explosion and smoke. It knows a
vocabulary; it knows no control and no simulation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from . import kind_words
from .kind_words import KindWords

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+|[&+]|[.,;:!?()\"/–—-]", re.UNICODE)
#: French words that lose their last letter before a vowel.
_ELIDED = re.compile(r"\b(?:qu|[cdjlmnst])'(?=\w)")
SHAPES, LINKS, JOINS, ADDING, FAR_DENIALS, FILLERS = (
    frozenset(words.split())
    for words in (
        kind_words.SHAPES, kind_words.LINKS, kind_words.JOINS, kind_words.ADDING, kind_words.FAR_DENIALS,
        kind_words.FILLERS,
    )
)  # fmt: skip
DENIALS = frozenset(kind_words.DENIALS.split(", "))
_OF = frozenset({"of", "de", "d", "du", "des"})
_SENTENCE = frozenset(";:.!?")
_BREAKS = _SENTENCE | frozenset(',()"/–—-')


class Vocabulary:
    """Every kind by the words that ask for it; `usual` is the one that is meant where that stays open."""

    def __init__(self, kinds: Mapping[str, KindWords], usual: str) -> None:
        self.kinds, self.usual = dict(kinds), usual
        self.names = {phrase: kind for kind, words in kinds.items() for phrase in _listed(words.words)}
        self.names |= dict.fromkeys(_listed(kind_words.HARMLESS), "")
        self.hints = {phrase: kind for kind, words in kinds.items() for phrase in _listed(words.hints)}
        self.longest = max(len(phrase.split()) for phrase in (*self.names, *self.hints))


@dataclass(frozen=True)
class Wish:
    """The kinds that a wish asks for, in order; none where it does not say what is to be made.

    `certain` is false where a kind was only suggested: `billowing up a chimney` names none.
    """

    kinds: tuple[str, ...] = ()
    certain: bool = False

    def others(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The kinds it asks for that are not among those made."""
        names = set(kinds)
        return tuple(kind for kind in self.kinds if kind not in names)


def read_wish(prompt: str, vocabulary: Vocabulary) -> Wish:
    """What a prompt asks for."""
    tokens = _tokens(prompt)
    mentions = list(_mentions(tokens, vocabulary.names, vocabulary.longest))
    kinds = tuple(dict.fromkeys(_own(tokens, mentions, vocabulary)))
    if kinds:
        return Wish(kinds, certain=True)
    hints = dict.fromkeys(mention.kind for mention in _mentions(tokens, vocabulary.hints, vocabulary.longest))
    return Wish((vocabulary.usual,) if vocabulary.usual in hints else tuple(hints))


def plain(text: str) -> str:
    """Text in lower case without accents, with plain apostrophes."""
    parted = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe"))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).casefold()


def without_elision(text: str) -> str:
    """Text with French articles apart from their nouns: `d'incendie` as `d incendie`."""
    return _ELIDED.sub(lambda article: article[0][:-1] + " ", text)


@dataclass(frozen=True)
class _Mention:
    """A kind named by tokens from `start` to before `end`."""

    kind: str
    start: int
    end: int


def _tokens(prompt: str) -> list[str]:
    return _TOKEN.findall(without_elision(plain(prompt)))


def _mentions(tokens: list[str], phrases: Mapping[str, str], longest: int) -> Iterator[_Mention]:
    """Every phrase of the table, the longest at a place; those that are harmless are left out."""
    at = 0
    while at < len(tokens):
        hit = next(
            (
                (phrases[phrase], length)
                for length in range(min(longest, len(tokens) - at), 0, -1)
                for phrase in _forms(tokens[at : at + length])
                if phrase in phrases
            ),
            None,
        )
        if hit is None:
            at += 1
            continue
        kind, length = hit
        if kind:
            yield _Mention(kind, at, at + length)
        at += length


def _forms(words: list[str]) -> Iterator[str]:
    """A phrase as it stands, and with its last or its first word in the singular."""
    yield " ".join(words)
    yield " ".join([*words[:-1], _singular(words[-1])])
    yield " ".join([_singular(words[0]), *words[1:]])


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _own(tokens: list[str], mentions: list[_Mention], vocabulary: Vocabulary) -> Iterator[str]:
    """The kinds that are wished for themselves, in order."""
    before: _Mention | None = None
    own, denied_to = False, -1
    for number, mention in enumerate(mentions):
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        if _denied(tokens, mention, denied_to, vocabulary.usual):
            denied_to = mention.end
            continue
        if following is not None and _says_which(tokens, mention, following, vocabulary):
            continue
        if before is not None and _says_more(tokens, before, mention, vocabulary):
            continue
        own = True if before is None else _joined(tokens, before, own, mention, vocabulary)
        before = mention
        if own:
            yield mention.kind


def _denied(tokens: list[str], mention: _Mention, denied_to: int, usual: str) -> bool:
    """Whether a thing is taken away: `no fire`, `without any big fire`, `no rain or snow`."""
    at, over = mention.start - 1, 0
    while at >= 0:
        token, pair = tokens[at], " ".join(tokens[max(0, at - 1) : at + 1])
        if token in DENIALS or pair in DENIALS:
            return over == 0 or token in FAR_DENIALS
        if at == denied_to - 1 and mention.kind != usual:
            return over == 0
        if token in FILLERS or (token in JOINS | {"nor"} and denied_to > 0):
            at -= 1
            continue
        if token in LINKS or token in JOINS or token in _BREAKS or over == 2:
            return False
        at, over = at - 1, over + 1
    return False


def _says_which(tokens: list[str], mention: _Mention, following: _Mention, vocabulary: Vocabulary) -> bool:
    """Whether a thing says only which smoke follows, or its shape: `campfire smoke`, `explosion of smoke`.

    Or which special case of itself: `a burning torch`.
    """
    between = tokens[mention.end : following.start]
    words = vocabulary.kinds[following.kind]
    if mention.kind == following.kind or _BREAKS & set(between):
        return False
    if words.broader == mention.kind:
        return not (LINKS | JOINS | DENIALS) & set(between) or between[:1] in [[word] for word in _OF]
    if not words.compound:
        return False
    if between and between[0] in _OF:
        return len(between) <= 3
    if len(between) > 2 or (LINKS | JOINS | DENIALS) & set(between):
        return False
    # `Burning rubber smoke`; but `a plane trailing smoke`, `un feu produisant de la fumee`.
    return not any(token.endswith(("ing", "ed", "ant", "s")) for token in between)


def _says_more(tokens: list[str], before: _Mention, mention: _Mention, vocabulary: Vocabulary) -> bool:
    """Whether a thing says only more of its special case before it: `a torch on fire`, `la torche brule`."""
    between = tokens[before.end : mention.start]
    return vocabulary.kinds[before.kind].broader == mention.kind and not (JOINS | _SENTENCE) & set(between)


def _joined(
    tokens: list[str], before: _Mention, own: bool, mention: _Mention, vocabulary: Vocabulary
) -> bool:
    """Whether a thing is a wish of its own, by the nearest link or join between it and the one before."""
    between = tokens[before.end : mention.start]
    scenery = vocabulary.kinds[mention.kind].scenery
    for at in range(len(between) - 1, -1, -1):
        token = between[at]
        if token in _SENTENCE:
            return True
        if token in LINKS:
            if at > 1 and token in _OF and _is_shape(between[at - 1]):
                continue  # `with a bit of dust`: what stands before the shape says it
            return False
        if token in JOINS:
            placed = token in ADDING and any(word in LINKS for word in between[:at])
            return own and not (scenery and placed)
        if token in _BREAKS:
            return own or not scenery
    return own


def _is_shape(token: str) -> bool:
    return token in SHAPES or _singular(token) in SHAPES


def _listed(text: str) -> list[str]:
    return text.split(", ") if text else []
