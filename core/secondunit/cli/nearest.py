"""The nearest of some names to a word that none of them is, for whoever mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

#: How alike a name has to be to be offered, 0 to 1, and how many are.
_ALIKE, _MOST = 0.6, 3


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """At most three of the names that the word may have been meant as, the likeliest first."""
    by_folded = {name.casefold(): name for name in names}
    matches = difflib.get_close_matches(word.casefold(), by_folded, _MOST, _ALIKE)
    starting = [folded for folded in by_folded if word and folded.startswith(word.casefold())]
    return [by_folded[folded] for folded in dict.fromkeys((*matches, *starting))][:_MOST]


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """`Did you mean smoke?`, and a space behind it; empty where nothing is near."""
    match = nearest(word, names)
    return f"Did you mean {' or '.join(match)}? " if match else ""
