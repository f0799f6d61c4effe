"""Reading a prompt: from a sentence to controls, with what was not understood said.

Numbers and denials ("no wind") win over words, later words over earlier ones; words that scale
("dense", "wispy") apply after words that set ("chimney", "black"), in any order. Knows the
tables of a `Lexicon`; knows nothing of simulation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from secondunit.wire.control import Control, Scalar
from secondunit.wire.errors import BadPrompt, BadValue
from secondunit.wire.frozen import FrozenMap

from . import english, french
from .english import FAR, LENGTHS, SPEEDS
from .lexicon import EVERYDAY, Lexicon
from .vocabulary import plain, without_elision

#: The longest prompt that is read, in characters.
LONGEST = 10_000
_TOKEN = re.compile(
    r"[-+]?\d+(?:\.\d+)?|[^\W\d_]+/[^\W\d_]+|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s.,;:!?()\"'’=\-–—/]", re.UNICODE
)
STRONGER = english.STRONGER | french.STRONGER
WIND_TO = english.WIND_TO | french.WIND_TO
NOT = english.NOT | french.NOT
RELATIONS = english.RELATIONS | french.RELATIONS
_MOVES = frozenset(
    {"drifting", "drift", "drifts", "wind", "windy", "breeze", "blowing", "blows", "leaning", "leans",
     "moving", "moves", "carried", "to", "toward", "towards", "pushed", "swept", "gale", "storm", "from",
     "going", "travelling", "gusty", "vers", "vent"}
)  # fmt: skip
_ARTICLES = frozenset(
    {"the", "a", "an", "some", "this", "that", "our", "my", "le", "la", "les", "l", "un", "une", "des"}
)
_INTENSE = frozenset({"wind", "gusts", "unevenness"})
_WIDTH = frozenset({"wide", "across", "broad", "width", "diameter"})
_AWAY = frozenset({"away", "distant", "far", "distance"})
_TALL = frozenset({"tall", "high", "height"})


@dataclass(frozen=True)
class Understanding:
    """What a prompt was taken to mean: controls, the word that set each, and the words not understood."""

    settings: FrozenMap[Scalar] = field(default_factory=FrozenMap)
    words: tuple[tuple[str, str, Scalar], ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass
class _Reading:
    """What has been gathered so far; `fixed` are controls set by a number or a denial."""

    controls: dict[str, Control]
    lexicon: Lexicon
    values: dict[str, Scalar] = field(default_factory=dict)
    scales: dict[str, float] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    said: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    meek: list[tuple[str, str, Scalar]] = field(default_factory=list)

    def put(self, phrase: str, name: str, value: Scalar, certain: bool = False) -> bool:
        """Set a control; False where it would not take the value."""
        if name in self.fixed and not certain:
            return True
        try:
            self.values[name] = self.controls[name].read(value)
        except (BadValue, KeyError):
            return False
        if certain:
            self.fixed.add(name)
        self.said.append((phrase, name))
        return True

    def scale(self, phrase: str, name: str, factor: float) -> None:
        if name in self.controls:
            self.scales[name] = self.scales.get(name, 1.0) * factor
            self.said.append((phrase, name))

    def finished(self, climbs: bool) -> Understanding:
        for text, name, value in self.meek:
            if not climbs and name not in self.values and name not in self.scales:
                self.put(text, name, value)
        final = dict(self.values)
        for name, factor in self.scales.items():
            control = self.controls[name]
            if name in self.fixed:
                continue
            low = control.minimum if control.minimum is not None else float("-inf")
            high = control.maximum if control.maximum is not None else float("inf")
            value = min(max(float(self.values.get(name, control.default)) * factor, low), high)
            final[name] = round(value / 8) * 8 if control.kind == "int" else float(f"{value:.4g}")
        if "distance" in final and "distance" not in self.fixed and "height" in self.controls:
            height = float(final.get("height", self.controls["height"].default or 0.0))
            final["distance"] = max(float(final["distance"]), FAR * height)
        words = dict.fromkeys((phrase, name) for phrase, name in self.said if name in final)
        return Understanding(
            FrozenMap(final),
            tuple((phrase, name, final[name]) for phrase, name in words),
            tuple(dict.fromkeys(self.ignored)),
        )


def understand(prompt: str, controls: tuple[Control, ...], lexicon: Lexicon = EVERYDAY) -> Understanding:
    """What a prompt asks of these controls; raises `BadPrompt` where it is longer than `LONGEST`."""
    if len(prompt) > LONGEST:
        raise BadPrompt(
            f"The prompt holds {len(prompt):,} characters; {LONGEST:,} is the most.",
            remedy="Shorten it: a sentence or two is enough.",
            where="prompt",
        )
    text = without_elision(unicodedata.normalize("NFKC", prompt).casefold().replace("’", "'"))
    tokens = _TOKEN.findall(text)
    by_name = {control.name: control for control in controls}
    reading = _Reading(by_name, lexicon.within(by_name))
    denied, strength, at = False, 1.0, 0
    while at < len(tokens):
        token = tokens[at]
        used = _number(reading, tokens, at) or _named(reading, tokens, at)
        if used:
            at, denied, strength = at + used, False, 1.0
            continue
        phrase, used = _phrase(tokens, at, STRONGER)
        if phrase is not None:
            strength, at = strength * STRONGER[phrase], at + used
            continue
        if plain(token) in NOT:
            denied, at = True, at + 1
            continue
        phrase, used = _meaning(reading.lexicon, tokens, at, denied)
        if phrase is not None:
            _apply(reading, " ".join(tokens[at : at + used]), phrase, denied, strength)
            at += used
            denied, strength = denied and tokens[at : at + 1] in (["or"], ["nor"]), 1.0
            continue
        way, used = _phrase(tokens, at, WIND_TO)
        if way is not None:
            _direction(reading, way, tokens[max(0, at - 3) : at])
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
    return size if match or end >= len(tokens) else end + 1 - at


def _phrases(tokens: list[str], at: int) -> Iterator[tuple[str, int]]:
    for length in range(min(4, len(tokens) - at), 0, -1):
        yield plain(" ".join(tokens[at : at + length])), length


def _phrase(tokens: list[str], at: int, table: dict[str, float]) -> tuple[str | None, int]:
    for phrase, length in _phrases(tokens, at):
        if phrase in table:
            return phrase, length
    return None, 0


def _meaning(lexicon: Lexicon, tokens: list[str], at: int, denied: bool) -> tuple[str | None, int]:
    for phrase, length in _phrases(tokens, at):
        match = lexicon.knows(phrase)
        if match in lexicon.sets or match in lexicon.scales or (denied and match in lexicon.without):
            return match, length
    return None, 0


def _apply(reading: _Reading, text: str, phrase: str, denied: bool, strength: float) -> None:
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
    reading.meek += [(text, name, value) for name, value in lexicon.meek.get(phrase, {}).items()]
    for name, value in lexicon.sets[phrase].items():
        if name in _INTENSE and isinstance(value, float) and strength > 0:
            control = reading.controls[name]
            value = min(value * strength, control.maximum if control.maximum is not None else value)
        if not reading.put(text, name, value):
            reading.ignored.append(text)


def _direction(reading: _Reading, way: str, before: list[str]) -> None:
    degrees = WIND_TO[way]
    if not _MOVES & set(before):
        placed = way in ("left", "right", *french.WIND_TO)
        if not placed or not reading.put(way, "x", 0.25 if degrees == 180.0 else 0.75):
            reading.ignored.append(way)
        return
    came_from = "from" in before
    phrase = f"from {way}" if came_from else way
    if not reading.put(phrase, "wind_direction", (degrees + 180.0) % 360.0 if came_from else degrees):
        reading.ignored.append(phrase)
    elif "wind" not in reading.values:
        reading.put(phrase, "wind", 0.9)


def _number(reading: _Reading, tokens: list[str], at: int) -> int:
    """Read `3 metres tall`, `2 m/s wind`, `85 mm lens`, `3 seconds pre-roll`; how many tokens it took."""
    if not re.fullmatch(r"[-+]?\d+(?:\.\d+)?", tokens[at]):
        return 0
    number = float(tokens[at])
    unit = tokens[at + 1] if at + 1 < len(tokens) else ""
    near = set(tokens[max(0, at - 2) : at] + tokens[at + 2 : at + 4])
    after = tokens[at + 2 : at + 3]
    name, value = "", number
    if unit == "mm" and near & {"lens", "focal"}:
        name = "focal"
    elif unit in SPEEDS:
        name, value = ("rise" if near & {"push", "rising", "rise"} else "wind"), number * SPEEDS[unit]
    elif unit in LENGTHS:
        value = number * LENGTHS[unit]
        context = set(after) or near
        name = "width" if context & _WIDTH else "distance" if context & _AWAY else "height"
    elif unit in ("s", "sec", "seconds", "second"):
        name = "life" if near & {"life", "lasting", "lingering"} else "preroll"
    elif unit in ("x", "times") and near & {"speed", "faster"}:
        name = "speed"
    count = 2 if name else 1
    if (
        name
        and after
        and after[0] in _WIDTH | _AWAY | _TALL | {"lens", "wind", "pre-roll", "preroll", "breeze"}
    ):
        count = 3
    phrase = " ".join(tokens[at : at + count])
    if not name or not reading.put(phrase, name, float(f"{value:.6g}"), certain=True):
        reading.ignored.append(phrase)
    return count


def _named(reading: _Reading, tokens: list[str], at: int) -> int:
    """Read a control by its own name or label: `density 0.8`, `focal length 50`."""
    for control in reading.controls.values():
        if control.kind not in ("float", "int"):
            continue
        for name in (control.name.replace("_", " "), control.label.casefold()):
            size = len(name.split())
            value = tokens[at + size : at + size + 1]
            unit = tokens[at + size + 1 : at + size + 2]
            if " ".join(tokens[at : at + size]) != name or not value:
                continue
            if unit and unit[0] in LENGTHS | SPEEDS:
                continue
            if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", value[0]):
                number: Scalar = int(float(value[0])) if control.kind == "int" else float(value[0])
                phrase = f"{name} {value[0]}"
                if not reading.put(phrase, control.name, number, certain=True):
                    reading.ignored.append(phrase)
                return size + 1
    return 0


__all__ = ["LONGEST", "Understanding", "understand"]
