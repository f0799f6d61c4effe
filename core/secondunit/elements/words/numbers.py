"""Numbers in a prompt: `3 metres tall`, `vent de 2 m/s`, `85 mm`, `1900 K`, `25 mm/h`, `visibility 30 m`.

Which control a number is for is said by its unit, and by the words beside it. Units follow the controls.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from secondunit.wire.control import Scalar

from .english import LENGTHS, SPEEDS
from .reading import PromptReading
from .vocabulary import plain

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_WIDTH = frozenset(
    {"wide", "across", "broad", "width", "diameter", "large", "larges", "largeur", "diametre", "long",
     "longueur", "envergure", "fireball", "boule", "ball"}
)  # fmt: skip
_AWAY = frozenset({"away", "distant", "far", "distance", "loin"})
_TALL = frozenset(
    {"tall", "high", "height", "haut", "haute", "hauts", "hautes", "hauteur", "deep", "thick", "epaisseur",
     "profondeur", "depth", "above", "up", "to"}
)  # fmt: skip
_SEEN = frozenset(
    {"visi", "vis", "see", "sees", "seeing", "seen", "readable", "beyond", "visible", "voit", "voir",
     "distingue", "past", "dela"}
)  # fmt: skip
_LENS = frozenset({"lens", "focal", "focale", "objectif", "macro", "optique", "lentille", "glass", "prime"})
_PUSH = frozenset({"push", "rising", "rise", "rises"})
_HOUR = frozenset({"hour", "heure", "hr", "h"})
#: The lenses that a number without a unit may be: `on a 24`, `au 85`.
_LENSES = range(8, 801)
#: 0 degrees Celsius in kelvin, and the frames a second that what is shot faster is shown at.
_FREEZING, _FILM = 273.15, 24.0
_LENS_IS = tuple([word] for word in sorted(_LENS - {"glass", "prime"}))
#: What stands before a lens that is said by its number alone.
_SHOT_ON = (("on", "a"), ("on", "an"), ("on", "the"), ("with", "a"), ("with", "an"))


def number(reading: PromptReading, tokens: Sequence[str], at: int) -> int:
    """Read a number with its unit into the control that it is for; how many tokens it took, 0 for none."""
    if not _NUMBER.fullmatch(tokens[at]):
        return 0
    value = float(tokens[at])
    unit = plain(tokens[at + 1]) if at + 1 < len(tokens) else ""
    name, factor, count = _meant(reading, [plain(token) for token in tokens], at, unit, value)
    phrase = " ".join(tokens[at : at + count])
    if not name or not reading.put(phrase, name, float(f"{value * factor:.6g}"), certain=True):
        reading.ignored.append(phrase)
    elif isinstance(figure := reading.values[name], float):
        for other, ratio in reading.lexicon.along.get(name, {}).items():
            reading.put(phrase, other, float(f"{figure * ratio:.6g}"))
    return count


def _meant(
    reading: PromptReading, tokens: Sequence[str], at: int, unit: str, value: float
) -> tuple[str, float, int]:
    """The control, what its number is multiplied by, and how many tokens say so."""
    before, after = tokens[max(0, at - 3) : at], tokens[at + 2 : at + 5]
    near = {*before, *after[:2]}
    if rate := _a_rate(reading, tokens, at, unit):
        return rate
    if unit == "mm" and (near & _LENS or value >= _LENSES.start):
        return "focal", 1.0, 3 if after[:1] and after[0] in _LENS else 2
    if unit in SPEEDS:
        name = "rise" if near & _PUSH else "wind"
        return name, SPEEDS[unit], 3 if after[:1] and after[0] in ("wind", "breeze", "push") else 2
    if unit in LENGTHS:
        return _a_length(reading, tokens, at, unit, value)
    if unit in ("k", "kelvin", "kelvins"):
        return "temperature", 1.0, 2
    if unit in ("celsius", "fahrenheit") and value:
        kelvin = value + _FREEZING if unit == "celsius" else (value - 32.0) / 1.8 + _FREEZING
        return "temperature", kelvin / value, 2
    if unit == "fps" and value:
        return "speed", min(_FILM / value, 1.0) / value, 2
    if unit in ("s", "sec", "seconds", "second", "secondes", "seconde"):
        count = 3 if after[:1] and after[0] in ("pre-roll", "preroll") else 2
        if near & {"loop", "boucle", "looping", "loops"}:
            return "loop", 1.0, count
        return ("life" if near & {"life", "lasting", "lingering"} else "preroll"), 1.0, count
    if unit in ("x", "times") and near & {"speed", "faster"}:
        return "speed", 1.0, 2
    lens = tuple(before[-2:]) in _SHOT_ON or before[-1:] == ["au"] or before[-1:] in _LENS_IS
    lens = lens or (before[-1:] in (["was"], ["is"], ["a"], ["de"]) and bool({*before[-3:-1]} & _LENS))
    if lens and value in _LENSES and value == int(value):
        return "focal", 1.0, 1
    return "", 1.0, 1


def _a_rate(
    reading: PromptReading, tokens: Sequence[str], at: int, unit: str
) -> tuple[str, float, int] | None:
    """`25 mm/h`, `40 mm per hour`: the control that is in millimetres an hour."""
    words = tokens[at + 2 : at + 4]
    spoken = unit == "mm" and len(words) == 2 and words[0] in ("per", "an", "par") and words[1] in _HOUR
    if not spoken and unit not in ("mm/h", "mm/hr", "mm/hour"):
        return None
    name = next((name for name, control in reading.controls.items() if control.unit == "mm/h"), "")
    return name, 1.0, 4 if spoken else 2


def _a_length(
    reading: PromptReading, tokens: Sequence[str], at: int, unit: str, value: float
) -> tuple[str, float, int]:
    before, after = tokens[max(0, at - 3) : at], list(tokens[at + 2 : at + 4])
    # French puts it behind its article: `4 m de large`.
    said = after[:1] if after[:1] not in (["de"], ["d"], ["en"]) else after[:2]
    context = {*said} & (_WIDTH | _AWAY | _TALL) or {*before[-2:]} & (_WIDTH | _AWAY | _TALL)
    seen = [*tokens[max(0, at - 6) : at], *tokens[at + 2 : at + 7]]
    if "visibility" in reading.controls and any(
        token in _SEEN or token.startswith("visib") for token in seen
    ):
        return "visibility", LENGTHS[unit], 2
    if context & _WIDTH:
        name = next((name for name in ("width", "length") if name in reading.controls), "width")
    elif context & _AWAY:
        name = "distance"
    elif context & _TALL:
        name = "height"
    else:
        name = reading.lexicon.length
    # What is measured in centimetres is a piece, and what is a metre long is none: it is the whole.
    own = LENGTHS.get(reading.controls[name].unit, 1.0) if name in reading.controls else 1.0
    if own < 1.0 <= value * LENGTHS[unit]:
        name, own = "height", 1.0
    return name, LENGTHS[unit] / own, 2 + (len(said) if {*said} & (_WIDTH | _AWAY | _TALL) else 0)


def named(reading: PromptReading, tokens: Sequence[str], at: int) -> int:
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
            if unit and plain(unit[0]) in LENGTHS | SPEEDS:
                continue
            if _NUMBER.fullmatch(value[0]):
                figure: Scalar = int(float(value[0])) if control.kind == "int" else float(value[0])
                phrase = f"{name} {value[0]}"
                if not reading.put(phrase, control.name, figure, certain=True):
                    reading.ignored.append(phrase)
                return size + 1
    return 0


__all__ = ["named", "number"]
