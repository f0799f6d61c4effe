"""Whether a text is French or English, by its small words: for words that mean two things in the two."""

from __future__ import annotations

from collections.abc import Sequence

_FRENCH = frozenset(
    {"au", "aux", "avec", "c", "ca", "ce", "cette", "d", "dans", "de", "des", "du", "elle", "en", "est",
     "et", "il", "ils", "je", "l", "la", "le", "les", "leur", "n", "nous", "on", "ou", "par", "pas",
     "plus", "pour", "qu", "que", "qui", "s", "sa", "sans", "se", "ses", "son", "sont", "sous", "sur",
     "tres", "un", "une", "vers", "vous", "y"}
)  # fmt: skip
_ENGLISH = frozenset(
    {"an", "and", "are", "at", "by", "for", "from", "he", "her", "his", "i", "in", "into", "is", "it",
     "its", "more", "my", "no", "not", "of", "off", "on", "our", "out", "over", "she", "some", "that",
     "the", "their", "them", "they", "this", "to", "under", "up", "very", "we", "which", "with",
     "without"}
)  # fmt: skip
#: Words of English that a French text means something else by, and the other way round.
ENGLISH_ALONE = frozenset({"vent", "pain", "grate", "pot", "rice", "four", "as"})
FRENCH_ALONE = frozenset(
    {"the", "file", "pas", "mine", "fer", "charge", "marche", "tire", "brise", "bout", "main"}
)

#: French words of the readers' tables that are English words of another meaning.
FALSE_FRIENDS = frozenset({"vent", "fine", "fin", "court", "rare", "sol"})


def is_french(tokens: Sequence[str]) -> bool:
    """Whether the small words of a text are more French than English; tokens without accents."""
    french = sum(token in _FRENCH for token in tokens)
    return french > sum(token in _ENGLISH for token in tokens)


def foreign(french: bool) -> frozenset[str]:
    """The words that mean something only in the other language."""
    return ENGLISH_ALONE if french else FRENCH_ALONE


__all__ = ["FALSE_FRIENDS", "foreign", "is_french"]
