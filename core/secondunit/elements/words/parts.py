"""What words of a prompt are said of a part, as of the smoke of a fire: `lots of thick black smoke`."""

from __future__ import annotations

from collections.abc import Set

from . import english, french
from .lexicon import Lexicon
from .phrases import LONGEST_PHRASE, forms_of, known_phrase, meaning_at
from .vocabulary import plain

#: How far before and behind the name of a part its words may stand.
_BEFORE_PART, _BEHIND_PART = 6, 3
#: What ties words to the name of a part.
_TYING = frozenset({"of", "and", "de", "d", "et", "des", "a", "some", "with", "avec"})
STRONGER = english.STRONGER | french.STRONGER


def beside_parts(
    lexicon: Lexicon, tokens: list[str], marks: Set[int], french_text: bool
) -> dict[int, Lexicon]:
    """By the place of a word, what it means beside the name of a part: `lots of thick black smoke`.

    `marks` are the tokens that stand behind a comma or the like: English may have one between what it says
    before a name (`thick, black smoke`), French has none (`flamme orange, fumee grise`).
    """
    lexicons: dict[int, Lexicon] = {}
    parts = {name: part for phrases, part in lexicon.parts.items() for name in phrases.split(", ")}
    names = [next((form for form in forms_of(plain(token)) if form in parts), "") for token in tokens]
    # What stands before a name is its own before it is that of the one behind it.
    for step, reach in ((-1, _BEFORE_PART), (1, _BEHIND_PART)):
        for at, name in enumerate(names):
            place = at + step
            while name and 0 <= place < len(tokens) and abs(place - at) <= reach and not names[place]:
                crosses = max(place, place - step) in marks and (french_text or step > 0)
                if crosses or not _qualifies(parts[name], tokens, place):
                    break
                lexicons.setdefault(place, parts[name])
                place += step
    return lexicons


def _qualifies(part: Lexicon, tokens: list[str], at: int) -> bool:
    """Whether a word stands in a phrase that a part knows, or ties such words to it."""
    if plain(tokens[at]) in _TYING or known_phrase(tokens, at, STRONGER)[0] is not None:
        return True
    for start in range(max(0, at - LONGEST_PHRASE + 1), at + 1):
        phrase, length = meaning_at(part, tokens, start, False)
        if phrase is not None and start + length > at:
            return True
    return False


__all__ = ["STRONGER", "beside_parts"]
