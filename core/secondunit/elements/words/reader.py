"""Reading a prompt: from a sentence to controls, with what was not understood said.

Numbers and denials ("no wind") win over words, later words over earlier ones; words that scale
("dense", "wispy") apply after words that set ("chimney", "black"), in any order. Knows the
tables of a `Lexicon`; knows nothing of simulation.
"""

from __future__ import annotations

import re
import unicodedata

from secondunit.wire.control import Control
from secondunit.wire.errors import BadPrompt

from . import english, french
from .directions import direction, light
from .language import is_french
from .lexicon import EVERYDAY, Lexicon
from .numbers import named, number
from .parts import STRONGER, beside_parts
from .phrases import known_phrase, meaning_at, phrases_at
from .reading import PromptReading, Understanding
from .shorthand import written_out
from .vocabulary import plain, without_elision

#: The longest prompt that is read, in characters.
LONGEST = 10_000
_TOKEN = re.compile(
    r"[-+]?\d+(?:\.\d+)?|[^\W\d_]+/[^\W\d_]+|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s.,;:!?()\"'’=\-–—/]", re.UNICODE
)
#: What parts one thing said from the next.
_MARK = re.compile(r"[,;:.!?()]")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
NOT = english.NOT | french.NOT
RELATIONS = english.RELATIONS | french.RELATIONS
THINGS = english.THINGS
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
    spans = list(_TOKEN.finditer(text := _DECIMAL.sub(".", text)))
    tokens = [span.group() for span in spans]
    ends = [span.end() for span in spans]
    marks = {at for at in range(1, len(spans)) if _MARK.search(text, ends[at - 1], spans[at].start())}
    by_name = {control.name: control for control in controls}
    french_text = is_french([plain(token) for token in tokens])
    reading = PromptReading(by_name, lexicon.within(by_name).spoken(french_text))
    lexicons = beside_parts(reading.lexicon, tokens, marks, french_text)
    denied, strength, at = False, 1.0, 0
    while at < len(tokens):
        token = tokens[at]
        lexicon = lexicons.get(at, reading.lexicon)
        used = number(reading, tokens, at) or named(reading, tokens, at)
        if used:
            at, denied, strength = at + used, False, 1.0
            continue
        phrase, used = known_phrase(tokens, at, STRONGER)
        if phrase is not None and meaning_at(lexicon, tokens, at, denied)[1] <= used:
            strength, at = strength * STRONGER[phrase], at + used
            continue
        phrase, used = meaning_at(lexicon, tokens, at, denied)
        if plain(token) in NOT and used < 2:
            denied, at = True, at + 1
            continue
        if not denied and (used := light(reading, tokens, at)):
            at += used
            continue
        phrase, used = meaning_at(lexicon, tokens, at, denied)
        if phrase in english.COLORS and _of_another(tokens, at, used):
            reading.ignored.append(" ".join(tokens[at : at + used + 1]))
            denied, strength, at = False, 1.0, at + used
            continue
        if phrase is not None:
            _apply(reading, lexicon, " ".join(tokens[at : at + used]), phrase, denied, strength)
            at += used
            denied, strength = denied and tokens[at : at + 1] in (["or"], ["nor"], ["ni"], ["ou"]), 1.0
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


def _of_another(tokens: list[str], at: int, used: int) -> bool:
    """Whether a colour is that of a thing in the plate: `on a dark forest`, `sur fond noir`."""
    following = [plain(token) for token in tokens[at + used : at + used + 2]]
    if following and following[0] in THINGS and following[1:] not in (["of"], ["de"]):
        return True
    before = plain(tokens[at - 1]) if at > 0 else ""
    # French agrees: `un mur, rouges` are not the wall.
    return before in french.THINGS and before.endswith("s") == plain(tokens[at + used - 1]).endswith("s")


def _relation(lexicon: Lexicon, tokens: list[str], at: int) -> int:
    """How many tokens say how the element stands to a thing: `behind the houses`; 0 where none does."""
    size = next((length for phrase, length in phrases_at(tokens, at) if phrase in RELATIONS), 0)
    if not size:
        return 0
    end = at + size
    while tokens[end : end + 1] and tokens[end] in _ARTICLES:
        end += 1
    match = meaning_at(lexicon, tokens, end, False)[0] is not None
    match = match or tokens[end : end + 1] in (["and"], ["or"])
    match = match or end >= len(tokens) or tokens[end][0].isdigit()
    return size if match else end + 1 - at


def _apply(
    reading: PromptReading, lexicon: Lexicon, text: str, phrase: str, denied: bool, strength: float
) -> None:
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
    settings = lexicon.sets[phrase]
    for name, value in settings.items():
        if len(settings) > 1 and name in reading.alone and not certain:
            continue
        if len(settings) == 1:
            reading.alone.add(name)
        if name in _INTENSE and isinstance(value, float) and strength > 0:
            control = reading.controls[name]
            value = min(value * strength, control.maximum if control.maximum is not None else value)
        if not reading.put(text, name, value, certain=certain):
            reading.ignored.append(text)


__all__ = ["LONGEST", "Understanding", "understand"]
