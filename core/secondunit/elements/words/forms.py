"""The forms of a word that mean what its plain form means: plurals, adverbs, shades, French agreement.

`Slowly` is slow, `bluish` blue, `thicker` thick; `noires` is noir, `jaunâtre` jaune, `nerveuses` nerveux.
Words stand in lower case without accents. Whether a plain form exists is for a lexicon to say.
"""

from __future__ import annotations

from collections.abc import Iterator

#: An ending, and what stands in its place in the plain form. The longest come first.
_ENDINGS = (
    ("ically", ("ic",)), ("ily", ("y",)), ("ly", ("", "le")), ("ish", ("", "e")), ("iest", ("y",)),
    ("ier", ("y",)), ("est", ("", "e")), ("er", ("", "e")), ("euses", ("eux",)), ("euse", ("eux",)),
    ("eresse", ("eur",)), ("ives", ("if",)), ("ive", ("if",)), ("elles", ("el", "eau")),
    ("elle", ("el", "eau")), ("aux", ("al",)), ("eches", ("ec",)), ("eche", ("ec",)), ("anches", ("anc",)),
    ("anche", ("anc",)), ("ouces", ("oux",)), ("ouce", ("oux",)), ("iches", ("ic",)), ("iers", ("ier",)),
    ("ieres", ("ier",)), ("iere", ("ier",)), ("asses", ("as",)), ("asse", ("as",)), ("osses", ("os",)),
    ("osse", ("os",)), ("aisses", ("ais",)), ("aisse", ("ais",)), ("ettes", ("et",)), ("ette", ("et",)),
    ("atres", ("", "e")), ("atre", ("", "e")), ("emment", ("ent",)), ("amment", ("ant",)),
    ("ement", ("", "e")), ("ment", ("",)), ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("x", ("",)),
    ("e", ("",)),
)  # fmt: skip
#: The shortest that a plain form is: what is shorter is another word.
_SHORTEST = 3


def forms(word: str) -> Iterator[str]:
    """The word itself, then what may be its plain form, the likeliest first."""
    yield word
    for ending, plain_endings in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 1:
            stem = word[: -len(ending)]
            for plain_ending in plain_endings:
                if len(stem + plain_ending) >= _SHORTEST:
                    yield stem + plain_ending
            # `Bigger`, `thinnish`: the consonant is doubled before the ending.
            if ending in ("er", "est", "ish") and len(stem) > _SHORTEST and stem[-1] == stem[-2]:
                yield stem[:-1]


__all__ = ["forms"]
