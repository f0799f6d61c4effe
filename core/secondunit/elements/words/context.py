"""What a wish only speaks of: what the plate has already, is done by others, or was before what is wished.

`The smoke behind the car is fine, add rain` wishes for rain. Clause by clause; it knows the words that say
so, and no kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .vocabulary import Mention

#: What ends a clause, beside marks.
_TURNS = frozenset({"but", "however", "mais", "cependant", "while", "whereas", "alors"})
_MARKS = frozenset(",;:.!?()–—-")
#: What says of the thing of a clause that it is there and stays as it is, `…` for up to three words.
_SETTLED = (
    "is fine, are fine, is good, are good, is great, is ok, is okay, are ok, is done, are done, is "
    "perfect, is approved, are approved, is locked, is there, is final, is in camera, in camera, "
    "in-camera, reads well, read well, works well, works fine, looks fine, looks good, look good, "
    "stays, stay as, stays as, was shot, were shot, shot on the day, shot for real, shot practically, "
    "on set already, other vendor, another vendor, done by, handled by, taken care of, existing, no "
    "need to touch, do not touch, don't touch, est bon, est bonne, sont bons, sont bonnes, est bien, "
    "est ok, est parfait, est parfaite, est fait, est faite, est valide, est validee, est la, est en "
    "camera, va bien, fonctionne bien, marche bien, reste comme, ne bouge pas, a ete tourne, a ete "
    "tournee, tourne en vrai, tournee en vrai, fait par, faite par, autre prestataire, existant, "
    "existante, existe, on n y touche pas, rien a toucher, nous convient, me convient"
)
#: What stands straight before a thing that is there, where nothing but its place follows.
_HAVING = (
    "we have the, we have our, we've got the, we got the, have the, you have the, keep the, keep our, "
    "leave the, on garde le, on garde la, on garde les, garde le, garde la, garde les, gardez le, "
    "gardez la, gardez les, gardons le, gardons la, on a le, on a la, on a les, nous avons le, nous "
    "avons la, laisse la, laisse le"
)
#: What asks for more than is there: a thing with an article before it is what was there before.
_ASKING = (
    "add, adding, missing, lacks, lack, only need, just need, we do, we make, do the, put, wants, also "
    "needs, needs some, needs more, ajoute, ajouter, ajoutez, rajoute, rajouter, rajoutez, manque, "
    "manquent, seulement, il faut ajouter, il ne manque, ne faut que, nous faisons, on fait, mets, "
    "mettre, mettez"
)
_DEFINITE = frozenset({"the", "this", "that", "our", "le", "la", "les", "l", "ce", "cette", "notre"})
#: What says that a thing is over when what is wished happens.
_AFTERWARDS = frozenset({"after", "apres", "since", "depuis", "once"})
#: What names the plate a thing is seen in.
_IN_PLATE = (
    "in the plate, in plate, of the plate, on the plate, from the plate, de la plaque, dans la plaque, "
    "in the footage, in the rushes, dans les rushes"
)
#: How many words may stand between an article or `after` and its thing.
_REACH = 3


def clauses(tokens: Sequence[str]) -> Iterator[range]:
    """The places of each clause, without the mark that ends it."""
    start = 0
    for at, token in enumerate(tokens):
        if token in _MARKS or token in _TURNS:
            if at > start:
                yield range(start, at)
            start = at + 1
    if start < len(tokens):
        yield range(start, len(tokens))


def settled(tokens: Sequence[str], mentions: Sequence[Mention]) -> set[int]:
    """The places of the clauses whose things the plate has, or somebody else makes.

    None where nothing else is named outside of them: `keep the fire low` wishes for a fire. A clause in
    brackets says it of the one before it (`the car is on fire (other vendor)`).
    """
    every = list(clauses(tokens))
    named = [any(mention.start in clause for mention in mentions) for clause in every]
    asked = [bool(_phrase_in(tokens, clause, _ASKING)) for clause in every]
    places: set[int] = set()
    for number, clause in enumerate(every):
        if asked[number]:
            continue
        settled = _is_settled(tokens, clause, mentions)
        if settled and not named[number] and number and tokens[clause.start - 1] in "(,":
            places |= {*every[number - 1]}
        elif settled or (any(asked[number + 1 :]) and _is_definite(tokens, clause, mentions)):
            places |= {*clause}
    spoken_of = {mention.kind for mention in mentions if mention.start in places}
    left = {mention.kind for mention in mentions if mention.start not in places}
    return places if left - spoken_of else set()


def is_over(tokens: Sequence[str], mention: Mention) -> bool:
    """Whether a thing only says when: `two seconds after the explosion`."""
    before = tokens[max(0, mention.start - _REACH) : mention.start]
    at = next((at for at, token in enumerate(before) if token in _AFTERWARDS), None)
    return at is not None and not _MARKS & set(before[at:])


def is_in_plate(tokens: Sequence[str], mention: Mention) -> bool:
    """Whether a thing is said to be the plate's, and nothing asks for it: `the rain in the plate`."""
    clause = next(clause for clause in clauses(tokens) if mention.start in clause)
    behind = range(mention.end, min(clause.stop, mention.end + _REACH + 2))
    asked = _phrase_in(tokens, range(clause.start, mention.start), _ASKING)
    return not asked and bool(_phrase_in(tokens, behind, _IN_PLATE))


def _is_settled(tokens: Sequence[str], clause: range, mentions: Sequence[Mention]) -> bool:
    if _phrase_in(tokens, clause, _SETTLED):
        return True
    last = next(
        (mention for mention in mentions if mention.start in clause and mention.end == clause.stop), None
    )
    if last is not None:
        before = " ".join(tokens[max(clause.start, last.start - 3) : last.start])
        return any(before.endswith(words) for words in _HAVING.split(", "))
    # `Fumee non, vapeur oui`.
    return tokens[clause.stop - 1] == "non" and any(mention.end == clause.stop - 1 for mention in mentions)


def _is_definite(tokens: Sequence[str], clause: range, mentions: Sequence[Mention]) -> bool:
    """Whether what a clause names is known already: `the campfire by the lake`."""
    first = next((mention for mention in mentions if mention.start in clause), None)
    return first is not None and bool(
        _DEFINITE & set(tokens[max(clause.start, first.start - 2) : first.start])
    )


def _phrase_in(tokens: Sequence[str], places: range, phrases: str) -> str:
    """The first of some phrases that stands at these places; empty where none does."""
    text = f" {' '.join(tokens[places.start : places.stop])} "
    return next((phrase for phrase in phrases.split(", ") if f" {phrase} " in text), "")


__all__ = ["clauses", "is_in_plate", "is_over", "settled"]
