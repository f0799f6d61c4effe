"""The forms of a word that mean what its plain form means: plurals, adverbs, shades, French agreement, verbs.

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


#: Endings of verbs and nouns, English and French, and what the irregular ones go back to.
_INFLECTIONS = ("ing", "ant", "ent", "ees", "ed", "ee", "es", "s", "e")
_IRREGULAR = {
    "went": "go", "gone": "go", "goes": "go", "blew": "blow", "blown": "blow", "caught": "catch",
    "threw": "throw",
    "thrown": "throw", "fell": "fall", "fallen": "fall", "flew": "fly", "flown": "fly", "flies": "fly",
    "broke": "break", "broken": "break", "burnt": "burn", "lit": "light", "struck": "strike", "shot": "shoot",
    "blast": "blast", "froze": "freeze", "frozen": "freeze", "rode": "ride", "ridden": "ride", "tore": "tear",
    "torn": "tear", "flung": "fling", "swept": "sweep", "hung": "hang", "dug": "dig", "spat": "spit",
}  # fmt: skip
#: From how many letters on a word is stemmed.
_STEMMED = 4


def stem(word: str) -> str:
    """What the inflected forms of a verb or a noun have in common: `go` of `went`, `slam` of `slamming`."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _STEMMED:
        return word
    for ending in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            bare = word[: -len(ending)]
            return bare[:-1] if len(bare) > _SHORTEST and bare[-1] == bare[-2] else bare
    return word[:-1] if len(word) > _STEMMED and word[-1] == word[-2] else word


__all__ = ["forms", "stem"]
