"""Reading a prompt: from a sentence to controls, with what was not understood said.

Numbers and denials ("no wind") win over words, later words over earlier ones; words that scale
("dense", "wispy") apply after words that set ("chimney", "black"), in any order. Knows the
tables of a `Lexicon`; knows nothing of simulation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from secondunit.wire.control import Control
from secondunit.wire.errors import BadPrompt

from . import english, french
from .directions import direction, light
from .forms import forms
from .language import is_french
from .lexicon import EVERYDAY, Lexicon
from .numbers import named, number
from .reading import PromptReading, Understanding
from .shorthand import written_out
from .vocabulary import plain, singular, without_elision

#: The longest prompt that is read, in characters.
LONGEST = 10_000
_TOKEN = re.compile(
    r"[-+]?\d+(?:\.\d+)?|[^\W\d_]+/[^\W\d_]+|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s.,;:!?()\"'’=\-–—/]", re.UNICODE
)
#: In words: `pas un souffle de vent`.
_LONGEST_PHRASE = 5
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
STRONGER = english.STRONGER | french.STRONGER
NOT = english.NOT | french.NOT
RELATIONS = english.RELATIONS | french.RELATIONS
_ARTICLES = frozenset(
    {"the", "a", "an", "some", "this", "that", "our", "my", "le", "la", "les", "l", "un", "une", "des"}
)
_INTENSE = frozenset({"wind", "gusts", "unevenness"})


def understand(prompt: str, controls: tuple[Control, ...], lexicon: Lexicon = EVERYDAY) -> Understanding:
    """What a prompt asks of these controls; raises `BadPrompt` where it is longer than `LONGEST`."""
    if len(prompt) > LONGEST:
        raise BadPrompt(
            f"The prompt holds {len(prompt):,} characters; {LONGEST:,} is the most.",
            remedy="Shorten it: a sentence or two is enough.",
            where="prompt",
        )
    text = without_elision(unicodedata.normalize("NFKC", written_out(prompt)).casefold())
    # A French comma in a number is a point.
    tokens = _TOKEN.findall(_DECIMAL.sub(".", text))
    by_name = {control.name: control for control in controls}
    french_text = is_french([plain(token) for token in tokens])
    reading = PromptReading(by_name, lexicon.within(by_name).spoken(french_text))
    denied, strength, at = False, 1.0, 0
    while at < len(tokens):
        token = tokens[at]
        used = number(reading, tokens, at) or named(reading, tokens, at)
        if used:
            at, denied, strength = at + used, False, 1.0
            continue
        phrase, used = _phrase(tokens, at, STRONGER)
        if phrase is not None:
            strength, at = strength * STRONGER[phrase], at + used
            continue
        phrase, used = _meaning(reading.lexicon, tokens, at, denied)
        if plain(token) in NOT and used < 2:
            denied, at = True, at + 1
            continue
        if not denied and (used := light(reading, tokens, at)):
            at += used
            continue
        phrase, used = _meaning(reading.lexicon, tokens, at, denied)
        if phrase is not None:
            _apply(reading, " ".join(tokens[at : at + used]), phrase, denied, strength)
            at += used
            denied, strength = denied and tokens[at : at + 1] in (["or"], ["nor"]), 1.0
            continue
        if used := direction(reading, tokens, at):
            at += used
        elif relation := _relation(reading.lexicon, tokens, at):
            reading.ignored.append(" ".join(tokens[at : at + relation]))
            at += relation
        elif plain(token) in reading.lexicon.plain or token in ("nor", "-", "ni"):
            at += 1
        else:
            reading.ignored.append(("not " if denied else "") + token)
            denied, at = False, at + 1
    return reading.finished(not reading.lexicon.climbing.isdisjoint(tokens))


def _relation(lexicon: Lexicon, tokens: list[str], at: int) -> int:
    """How many tokens say how the element stands to a thing: `behind the houses`; 0 where none does."""
    size = next((length for phrase, length in _phrases(tokens, at) if phrase in RELATIONS), 0)
    if not size:
        return 0
    end = at + size
    while tokens[end : end + 1] and tokens[end] in _ARTICLES:
        end += 1
    match = _meaning(lexicon, tokens, end, False)[0] is not None or tokens[end : end + 1] in (["and"], ["or"])
    match = match or end >= len(tokens) or tokens[end][0].isdigit()
    return size if match else end + 1 - at


def _phrases(tokens: list[str], at: int) -> Iterator[tuple[str, int]]:
    for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
        yield plain(" ".join(tokens[at : at + length])), length


def _phrase(tokens: list[str], at: int, table: dict[str, float]) -> tuple[str | None, int]:
    for phrase, length in _phrases(tokens, at):
        if phrase in table:
            return phrase, length
    return None, 0


def _meaning(lexicon: Lexicon, tokens: list[str], at: int, denied: bool) -> tuple[str | None, int]:
    """What the longest phrase here means, also in the plural; of French where the two languages differ."""
    for phrase, length in _phrases(tokens, at):
        for form in _forms(phrase):
            match = lexicon.knows(form)
            if match in lexicon.sets or match in lexicon.scales or (denied and match in lexicon.without):
                return match, length
    return None, 0


def _forms(phrase: str) -> Iterator[str]:
    """A phrase as it stands, with every word in the singular, and with its last or first in another form."""
    yield phrase
    if not (words := phrase.split()):
        return
    yield " ".join(singular(word) for word in words)
    for form in forms(words[-1]):
        yield " ".join([*words[:-1], form])
    for form in forms(words[0]) if len(words) > 1 else ():
        yield " ".join([form, *words[1:]])


def _apply(reading: PromptReading, text: str, phrase: str, denied: bool, strength: float) -> None:
    lexicon = reading.lexicon
    if denied and phrase in lexicon.without:
        for name, value in lexicon.without[phrase].items():
            reading.put(f"no {text}", name, value, certain=True)
        return
    if phrase in lexicon.scales:
        power = -0.7 if denied else strength
        for name, factor in lexicon.scales[phrase].items():
            reading.scale(f"not {text}" if denied else text, name, factor**power)
        return
    if denied:
        reading.ignored.append(f"not {text}")
        return
    # What denies in itself is as certain as a denial: `sans vent`.
    certain = phrase in english.CERTAIN or text.split()[0] in NOT
    reading.meek += [(text, name, value) for name, value in lexicon.meek.get(phrase, {}).items()]
    for name, value in lexicon.sets[phrase].items():
        if name in _INTENSE and isinstance(value, float) and strength > 0:
            control = reading.controls[name]
            value = min(value * strength, control.maximum if control.maximum is not None else value)
        if not reading.put(text, name, value, certain=certain):
            reading.ignored.append(text)


__all__ = ["LONGEST", "Understanding", "understand"]
