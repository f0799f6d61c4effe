"""Directions in a prompt: where the wind goes, where the light comes from, where in the frame a thing is.

`Drifting left` and `vent de gauche` are the wind, `sun behind` and `lumiere de gauche` the light, `frame
left` a place. A word of moving or of light before the direction says which; without one it is a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.wire.control import Scalar

from .direction_words import (
    AT,
    FROM,
    FURTHER,
    LIGHT_IS,
    LIGHTS,
    LIT_FROM,
    MOVES,
    OPPOSITE,
    PREFIXES,
    SIDES,
    STRESSED,
    TO,
    WIND_TO,
)  # fmt: skip
from .reading import PromptReading
from .vocabulary import plain

#: How far before a direction its word of moving or of light may stand, in words.
_BEFORE = 6
#: How far after a word of light its direction may stand.
_AFTER = 4


def direction(reading: PromptReading, tokens: Sequence[str], at: int) -> int:
    """Read a direction into wind, light or place; how many tokens it took, 0 where there is none."""
    words = [plain(token) for token in tokens]
    if crossing := _crossing(words, at):
        to, count = crossing
        _wind(reading, " ".join(tokens[at : at + count]), WIND_TO[to])
        return count
    way, count = _way(words, at)
    if not way:
        return 0
    if way == "right" and _only_stresses(words, at + count - 1):
        return count
    before = words[max(0, at - _BEFORE) : at]
    phrase = " ".join(tokens[at : at + count])
    light = max((place for place, word in enumerate(before) if word in LIGHTS), default=-1)
    move = max((place for place, word in enumerate(before) if word in MOVES), default=-1)
    if light > move and way in ("left", "right"):
        _put(reading, phrase, {"key_side": -80.0 if way == "left" else 80.0})
    elif _drifts(reading, words[at], way, move) and not (way in SIDES and _stands(before)):
        came = way in ("left", "right") and _comes_from(before)
        _wind(reading, f"from {phrase}" if came else phrase, WIND_TO[OPPOSITE[way] if came else way])
    else:
        side = {"left": 0.25, "right": 0.75}.get(way)
        if side is None or not reading.put(phrase, "x", side):
            reading.ignored.append(phrase)
    return count


def light(reading: PromptReading, tokens: Sequence[str], at: int) -> int:
    """Read `sun low behind it`, `lumiere de face`: how many tokens up to the direction, 0 for none."""
    words = [plain(token) for token in tokens]
    if words[at] not in LIGHTS or "key_side" not in reading.controls:
        return 0
    if words[at] == "light" and words[at + 1 : at + 2] and words[at + 1] not in LIGHT_IS:
        return 0  # `light smoke`
    for place in range(at + 1, min(at + 1 + _AFTER, len(words))):
        if words[place] in MOVES:
            return 0
        if words[place] in LIT_FROM and not _only_stresses(words, place):
            _put(reading, " ".join(tokens[at : place + 1]), LIT_FROM[words[place]])
            return place + 1 - at
    return 0


def _only_stresses(words: Sequence[str], at: int) -> bool:
    """Whether a word is `right` as in `right across` and `right above`."""
    noun = at > 0 and words[at - 1] in PREFIXES
    return words[at] == "right" and not noun and at + 1 < len(words) and words[at + 1] in STRESSED


def _drifts(reading: PromptReading, word: str, way: str, move: int) -> bool:
    """Whether a direction is where it drifts: behind a word of moving, or as `toward camera` by itself.

    What is thrown has a control of its own for where it flies.
    """
    return move >= 0 or (way in ("camera", "away") and word in TO and "toward" not in reading.controls)


def _stands(before: Sequence[str]) -> bool:
    """Whether the words straight before a side make it a place: `on the left`, `a gauche`."""
    for place in range(len(before) - 1, -1, -1):
        if before[place] not in PREFIXES:
            moved = place > 0 and before[place - 1] in MOVES
            return before[place] in AT or (before[place] == "a" and not moved)
    return False


def _crossing(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """`Left to right`, `de droite a gauche`, `camera left to camera right`: where it goes, and its tokens."""
    end = at + (words[at] in FROM)
    start, size = _side(words, end)
    if not start:
        return None
    end += size
    if words[end : end + 1] == ["to"] or words[end : end + 1] in (["a"], ["vers"], ["towards"], ["toward"]):
        goal, size = _side(words, end + 1)
        if goal and goal != start:
            return goal, end + 1 + size - at
    return None


def _side(words: Sequence[str], at: int) -> tuple[str, int]:
    size = 0
    while words[at + size : at + size + 1] and words[at + size] in PREFIXES:
        size += 1
    word = words[at + size] if at + size < len(words) else ""
    return (SIDES[word], size + 1) if word in SIDES else ("", 0)


def _way(words: Sequence[str], at: int) -> tuple[str, int]:
    """The direction that begins here, and how many words it is; the longest first."""
    for size in range(min(4, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + size])
        if phrase in FURTHER:
            return FURTHER[phrase], size
    return _side(words, at)


def _comes_from(before: Sequence[str]) -> bool:
    """Whether the words straight before a direction say that it is where the wind comes from."""
    for word in reversed(before[-4:]):
        if word in FROM:
            return True
        if word in TO or word in MOVES:
            return False
    return False


def _wind(reading: PromptReading, phrase: str, degrees: float) -> None:
    if not reading.put(phrase, "wind_direction", degrees):
        reading.ignored.append(phrase)
    elif "wind" not in reading.values and "wind" in reading.controls:
        usual = float(reading.controls["wind"].default or 0.0)
        drifting = float(reading.lexicon.sets.get("drifting", {}).get("wind", 0.9))
        reading.put(phrase, "wind", max(usual, drifting))


def _put(reading: PromptReading, phrase: str, settings: dict[str, Scalar]) -> None:
    accepted = [reading.put(phrase, name, value) for name, value in settings.items()]
    if not all(accepted):
        reading.ignored.append(phrase)


__all__ = ["direction", "light"]
