"""Phrases at a place of a prompt, and what a lexicon says that the longest of them means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .forms import forms
from .lexicon import Lexicon
from .vocabulary import plain, singular

#: In words: `pas un souffle de vent`.
LONGEST_PHRASE = 5


def phrases_at(tokens: list[str], at: int) -> Iterator[tuple[str, int]]:
    """The phrases that begin at a token, the longest first, with how many tokens they are."""
    for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
        yield plain(" ".join(tokens[at : at + length])), length


def known_phrase(tokens: list[str], at: int, table: Mapping[str, float]) -> tuple[str | None, int]:
    """The longest phrase of a table that begins at a token, and how many tokens it is."""
    for phrase, length in phrases_at(tokens, at):
        if phrase in table:
            return phrase, length
    return None, 0


def meaning_at(lexicon: Lexicon, tokens: list[str], at: int, denied: bool) -> tuple[str | None, int]:
    """What the longest phrase here means, also in the plural; of French where the two languages differ."""
    for phrase, length in phrases_at(tokens, at):
        for form in forms_of(phrase):
            match = lexicon.knows(form)
            if match in lexicon.sets or match in lexicon.scales or (denied and match in lexicon.without):
                return match, length
    return None, 0


def forms_of(phrase: str) -> Iterator[str]:
    """A phrase as it stands, with every word in the singular, and with its last or first in another form."""
    yield phrase
    if not (words := phrase.split()):
        return
    yield " ".join(singular(word) for word in words)
    if len(words) == 1 and "-" in phrase:
        # `Pyro-bright`, `ultra-dense`: the last of a compound is what it is.
        yield phrase.rpartition("-")[2]
    for form in forms(words[-1]):
        yield " ".join([*words[:-1], form])
    for form in forms(words[0]) if len(words) > 1 else ():
        yield " ".join([form, *words[1:]])


__all__ = ["LONGEST_PHRASE", "forms_of", "known_phrase", "meaning_at", "phrases_at"]
