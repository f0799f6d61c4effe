"""What was understood of a prompt, in the prompt's own words, and what each sets. Knows values only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

from .field import CONTROLS
from .value_words import value_words

if TYPE_CHECKING:
    from secondunit.wire import Estimate

    from .fields import Fields

#: How the reader says that words are denied, and how people do.
_DENIED = "not "
_DENIALS = r"(?:no|not|without|never|non|isn't|aren't|don't|doesn't|nor)"


@dataclass(frozen=True)
class PromptWord:
    """Words of a prompt as they were written, and what they set: `Wind 8 m/s`."""

    words: str
    settings: tuple[str, ...]


def as_written(words: str, prompt: str) -> str:
    """Words that were read as they stand in the prompt: `no fire` where the reader says `not fire`."""
    if not words.startswith(_DENIED) or _loose(words).search(prompt):
        return words
    rest = words[len(_DENIED) :]
    match = re.search(
        rf"(?<!\w){_DENIALS}\s+(?:[\w'-]+\s+){{0,3}}?{_spaced(rest)}(?!\w)", prompt, re.IGNORECASE
    )
    return match[0] if match is not None else f"no {rest}"


def understood_words(estimate: Estimate | None, fields: Fields, prompt: str) -> tuple[PromptWord, ...]:
    """What was understood, each phrase once with all that it sets, in the order of the reading."""
    settings: dict[str, list[str]] = {}
    for word in estimate.understood if estimate is not None else ():
        name = CONTROLS + word.control
        label = fields[name].label if name in fields else word.control.replace("_", " ")
        value = value_words(fields[name], word.value) if name in fields else str(word.value)
        settings.setdefault(as_written(word.words, prompt), []).append(f"{label} {value}")
    return tuple(PromptWord(words, tuple(dict.fromkeys(sets))) for words, sets in settings.items())


def unread_words(estimate: Estimate | None, prompt: str) -> tuple[str, ...]:
    """What was not understood, as it was written."""
    ignored = estimate.ignored if estimate is not None else ()
    return tuple(dict.fromkeys(as_written(words, prompt) for words in ignored))


def places_of(words: Iterable[str], prompt: str) -> list[tuple[int, int]]:
    """Where words stand in a prompt, as first and past-the-last character."""
    return [match.span() for word in dict.fromkeys(words) if word for match in _loose(word).finditer(prompt)]


def _loose(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_spaced(words)}(?!\w)", re.IGNORECASE)


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


__all__ = ["PromptWord", "as_written", "places_of", "understood_words", "unread_words"]
