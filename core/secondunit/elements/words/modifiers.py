"""Whether a wish says only how something is, and where: `thick, behind it` names nothing that can be made.

It knows the readers' words of every kind and the words of grammar; it knows no kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from . import english, french, grammar, thesaurus
from .direction_words import AT, FROM, FURTHER, LIGHTS, LIT_FROM, SIDES, TO
from .phrases import LONGEST_PHRASE, forms_of

#: Words that stand for a thing, that compare, or that say where in the picture; none says what a thing is.
_REST = (
    "it its it's him her them me us you he she they this that these those here there one ones thing things "
    "lui elle eux elles leur ca cela ici la-bas y il ils on nous vous "
    "same again before usual other bit less least most much pareil meme encore comme moins plus autant mieux "
    "is are be be's was should must can could has have want need give make made keep get put let do est sont "
    "doit faut faire fais mets mettre rends rendre veux "
    "front back middle centre center corner edge side top bottom foreground background camera frame lens "
    "picture image shot plan cadre coin bord premier arriere-plan avant-plan fond milieu centre "
    "high low lower upper higher closer close nearer far further up down bas haut loin proche "
    "warm warmer hot cold cool colder glow light dark darker deep pale noir fonce sombre clair chaud froid "
    "wide angle kelvin k fps hour frames seconds images secondes mm m s h "
    "bigger smaller brighter dimmer thicker thinner faster slower softer harder "
    "all now just only too also even still really tout toute toujours juste aussi trop si quite please"
)
_MARKS = frozenset(".,;:!?()\"/–—-&+'")


def says_only_how(tokens: Sequence[str]) -> bool:
    """Whether every word of a wish says how or where a thing is; true of no word at all."""
    known = _modifiers()
    at = 0
    while at < len(tokens):
        if tokens[at] in _MARKS or tokens[at].isdigit():
            at += 1
            continue
        length = next(
            (
                length
                for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1)
                if any(form in known for form in forms_of(" ".join(tokens[at : at + length])))
            ),
            0,
        )
        if not length:
            return False
        at += length
    return True


@lru_cache(maxsize=1)
def _modifiers() -> frozenset[str]:
    """Every phrase that says how or where a thing is."""
    grammatical = " ".join(
        (grammar.LINKS, grammar.JOINS, grammar.FILLERS, grammar.FAR_DENIALS, grammar.DENIALS, _REST)
    )
    return frozenset().union(
        grammatical.replace(",", " ").split(),
        english.SET, english.SCALE, english.STRONGER, english.RELATIONS, english.NOT, english.WITHOUT,
        french.STRONGER, french.RELATIONS, french.NOT, thesaurus.same(), thesaurus.ENGLISH,
        FURTHER, SIDES, AT, FROM, TO, LIGHTS, LIT_FROM, english.LENGTHS, english.SPEEDS,
    )  # fmt: skip


__all__ = ["says_only_how"]
