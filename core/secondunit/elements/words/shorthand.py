"""Shorthand of sets and sheets, written out: `w/`, `L>R`, `two storeys`, `1m20`, `1/4 speed`, `1200 °C`.

It knows the spelling of numbers, units and sides in English and French, and no control.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "eighty": 80, "a hundred": 100, "two hundred": 200, "a dozen": 12,
    "a couple of": 2, "a couple": 2, "half a": 0.5, "half": 0.5, "a quarter of a": 0.25, "deux": 2,
    "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
    "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100,
    "une dizaine de": 10, "une douzaine de": 12, "une quinzaine de": 15, "une vingtaine de": 20,
    "une trentaine de": 30, "une quarantaine de": 40, "une cinquantaine de": 50, "une centaine de": 100,
    "un demi": 0.5, "un demi-": 0.5, "une demi-": 0.5,
}  # fmt: skip
#: What a number in words is written before.
_UNIT = (
    r"(?:met(?:re|er)s?|mètres?|cm|centimet(?:re|er)s?|centimètres?|feet|foot|pieds?|inch(?:es)?|pouces?"
    r"|yards?|kilomet(?:re|er)s?|kilomètres?|stor(?:eys|ies)|floors|étages|etages|knots?|nœuds?|noeuds?"
    r"|secondes|seconds|m/s|km/h|mph)"
)
#: What says that `a foot` is a length: `a foot thick`, `un mètre de haut`.
_MEASURED = r"(?=\s+(?:thick|deep|tall|high|wide|across|long|above|off|de (?:haut|large)|d'épaisseur|max)\b)"
_WORD = "|".join(re.escape(word) for word in sorted(_NUMBERS, key=len, reverse=True))
#: The hundredths of a metre that French says behind it.
_TENS = "dix|vingt|trente|quarante|cinquante|soixante"
_SIDES = {"l": "left", "r": "right", "g": "gauche", "d": "droite"}
_SIDE = r"left|right|gauche|droite"
_ARROW = r"\s*(?:-{0,2}>|→|»)\s*"
#: Beaufort's force as metres a second: 0.836 B^1.5 (World Meteorological Organization, code 1100).
_BEAUFORT = 0.836


def _figure(number: float) -> str:
    return f"{number:.6g}"


def _side(letter: str) -> str:
    return _SIDES[letter.casefold()]


_Rule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


def _rule(pattern: str, into: str | Callable[[re.Match[str]], str], case: bool = False) -> _Rule:
    return re.compile(pattern, 0 if case else re.IGNORECASE), into


_RULES: tuple[_Rule, ...] = (
    _rule("[’ʼ]", "'"),
    # Sides: one letter means one where it is a capital, and beside another or a word of the frame.
    _rule(rf"\b([LRGD])(?:{_ARROW}|\s*-\s*|\s+(?:to|2|à)\s+)([LRGD])\b",
          lambda m: f"{_side(m[1])} to {_side(m[2])}", case=True),
    _rule(rf"\b({_SIDE}){_ARROW}({_SIDE})\b", r"\1 to \2"),
    _rule(r"\b([Ff]rame|[Ss]creen|[Cc]am(?:era)?|[Ss]tage|[Ff]rom|[Tt]o|[Oo]ff|[Tt]he)[ -]([LR])\b",
          lambda m: f"{m[1]} {_side(m[2])}", case=True),
    _rule(r"\b([LR]) (of frame|side)\b", lambda m: f"{_side(m[1])} {m[2]}", case=True),
    _rule(rf"\b(cam|camera|frame|screen|stage)-({_SIDE})\b", r"\1 \2"),
    _rule(rf"\b({_SIDE})-(hand|to)\b", r"\1 \2"),
    # Words of notes.
    _rule(r"\bw/o\b", "without"), _rule(r"\bw/\s*", "with "), _rule(r"\bthru\b", "through"),
    _rule(r"\b(?:abt|approx|approximately|roughly|environ|quelque chose comme)\b\.?", "about"),
    _rule("[~≈]", ""),
    _rule(r"\b(?:b/g|bg|bkgd)\b", "background"), _rule(r"\b(?:f/g|fg)\b", "foreground"),
    _rule(r"\bpcs\b", "pieces"), _rule(r"\b(?:pls|plz|thx|svp|stp)\b", "please"),
    _rule(r"(?<=[a-z])'s\b", ""),
    _rule(r"\b(slo|slow)-?\s?mo\b", "slow motion"),
    # Numbers and their units.
    _rule(r"\b(\d+)\s?(?:m|mètres?)\s?(\d\d)\b(?!\s*(?:mm|cm|m\b))", r"\1.\2 m"),
    _rule(r"\b(\d+)\s?(?:ft|feet|foot|')\s?(\d+)\s?(?:in\b|inches|\"|'')?",
          lambda m: f"{_figure(float(m[1]) + float(m[2]) / 12)} ft"),
    _rule(r"\b(\d+(?:\.\d+)?)'(?!\w)", r"\1 ft"), _rule(r"\b(\d+(?:\.\d+)?)\"", r"\1 inches"),
    # `Un mètre cinquante`; and the metre that stands alone.
    _rule(rf"\b(une?|{_WORD})\s+mètres?\s+({_TENS})\b(?!\s*(?:{_UNIT}|mm|m)\b)",
          lambda m: f"{_figure(_NUMBERS.get(m[1].casefold(), 1) + _NUMBERS[m[2].casefold()] / 100)} m"),
    _rule(r"\bun mètre(?=\s*(?:[,.;)]|$))", "1 m"),
    _rule(rf"\b({_WORD})\s+({_UNIT})\s+and\s+a\s+half\b",
          lambda m: f"{_figure(_NUMBERS[m[1].casefold()] + 0.5)} {m[2]}"),
    _rule(rf"\b({_WORD})\s+({_UNIT})\s+et\s+demie?\b",
          lambda m: f"{_figure(_NUMBERS[m[1].casefold()] + 0.5)} {m[2]}"),
    _rule(rf"\b({_WORD})\s+and\s+a\s+half\s+({_UNIT})\b",
          lambda m: f"{_figure(_NUMBERS[m[1].casefold()] + 0.5)} {m[2]}"),
    _rule(r"(?<!\d )(?<!\d)\b(kilomet(?:re|er)|mile)[ -](high|tall|wide|deep|thick)\b",
          r"1 \1 \2"),
    _rule(rf"\b(?:a|an|une?)\s+({_UNIT})\s+(?:and\s+a\s+half|et\s+demie?)\b", r"1.5 \1"),
    _rule(rf"\b({_WORD})\s*({_UNIT})\b", lambda m: f"{_figure(_NUMBERS[m[1].casefold()])} {m[2]}"),
    _rule(rf"\b(?:a|an|une?)\s+({_UNIT})\b{_MEASURED}", r"1 \1"),
    _rule(rf"\b(\d+(?:[.,]\d+)?)\s?(?:-|–|to|à|or|ou)\s?(\d+(?:[.,]\d+)?)\s?(?=(?:{_UNIT}|m|ft|mph|kts?|s)\b)",
          lambda m: _figure((float(m[1].replace(",", ".")) + float(m[2].replace(",", "."))) / 2) + " "),
    _rule(r"\b(km|m|mm)\s?/\s?(h|s|hr)\b", r"\1/\2"),
    _rule(r"\b(?:metres|meters|mètres)\s+(?:per|a|par)\s+seconde?\b", "m/s"),
    _rule(r"\b(?:kilomet(?:re|er)s|kilomètres|km|kms)[ -](?:per|an|à l'|par)?\s?(?:hour|heure)\b", "km/h"),
    _rule(r"\bmiles[ -](?:per|an)[ -]hour\b", "mph"),
    _rule(r"\b(?:force|beaufort)\s+(\d\d?)\b",
          lambda m: f"{_figure(_BEAUFORT * float(m[1]) ** 1.5)} m/s wind"),
    _rule(r"\s?(?:°|º|\bdeg(?:rees?)?|\bdegrés?)\s?(?:C\b|celsius\b)", " celsius"),
    _rule(r"\s?(?:°|º|\bdeg(?:rees?)?)\s?(?:F\b|fahrenheit\b)", " fahrenheit"),
    _rule(r"\b(\d+)\s?/\s?(\d+)\s*(?:x\s*)?(?:speed|vitesse)\b",
          lambda m: f"{_figure(float(m[1]) / max(float(m[2]), 1.0))} x speed"),
    _rule(r"\b(slow motion|ralenti)\s*(?:at|à|:)?\s*(\d+)\s?/\s?(\d+)\b",
          lambda m: f"{_figure(float(m[2]) / max(float(m[3]), 1.0))} x speed"),
    _rule(r"\b(\d+)\s?%\s*(?:speed|slow motion|vitesse|de la vitesse)",
          lambda m: f"{_figure(float(m[1]) / 100.0)} x speed"),
    _rule(r"\bhalf[ -]speed\b|\bmoitié de la vitesse\b|\bmi-vitesse\b", "0.5 x speed"),
    _rule(r"\bquarter[ -]speed\b", "0.25 x speed"),
    _rule(r"\b(?:double[ -]speed|twice the speed|twice as fast|deux fois plus vite)\b", "2 x speed"),
    _rule(r"\b(?:half as fast|deux fois moins vite)\b", "0.5 x speed"),
)  # fmt: skip


def written_out(text: str) -> str:
    """The text with its shorthand in words; what is none stands as it was."""
    for pattern, into in _RULES:
        text = pattern.sub(into, text)
    return text


__all__ = ["written_out"]
