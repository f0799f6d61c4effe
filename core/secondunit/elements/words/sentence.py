"""How a thing that a wish names stands in its sentence: wished for, taken away, or only a source or a place.

`Smoke from an explosion` is smoke; `an explosion with smoke` is an explosion and smoke. It knows the words
that tie and deny, and no kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import grammar
from .vocabulary import Mention, Vocabulary, singular

SHAPES, LINKS, JOINS, ADDING, FAR_DENIALS, FILLERS, PRESENT, SOURCES = (
    frozenset(words.split())
    for words in (
        grammar.SHAPES, grammar.LINKS, grammar.JOINS, grammar.ADDING, grammar.FAR_DENIALS,
        grammar.FILLERS, grammar.PRESENT, grammar.SOURCES,
    )
)  # fmt: skip
UNSEEN = frozenset(grammar.UNSEEN.split(", "))
FALLS = frozenset(grammar.FALLS.split())
DENIALS = frozenset(grammar.DENIALS.split(", "))
_OF = frozenset({"of", "de", "d", "du", "des"})
_NOT = frozenset({"not", "pas"})
_NAYS = (["no"], ["non"], ["nope"], ["nah"])
#: What stands before `pas` where it is a step and no denial.
_BEFORE_STEPS = frozenset({"les", "des", "ses", "mes", "leurs", "le", "un", "chaque", "au"})
_SENTENCE = frozenset(";:.!?")
_BREAKS = _SENTENCE | frozenset(',()"/–—-')
#: What begins another thought after a denial: `not an explosion but smoke`.
_TURNS = frozenset({"but", "just", "only", "mais", "juste", "seulement", "plutot"})
#: How many adjectives may stand between `with` and its thing.
_ADJECTIVES = 3
#: How far after a thing it may be said that the plate has it already, in words.
_SOON = 5


def denied_tokens(tokens: Sequence[str]) -> set[int]:
    """The places of words that a denial reaches: up to three after it, to the next mark or tie."""
    reached: set[int] = set()
    for at in range(len(tokens)):
        if not denies(tokens, at) and " ".join(tokens[at : at + 2]) not in DENIALS:
            continue
        content = 0
        for following in range(at + 1, len(tokens)):
            if tokens[following] in FILLERS:
                continue
            if content == 3 or tokens[following] in LINKS | _BREAKS:
                break
            reached.add(following)
            content += 1
    return reached


def only_denies(tokens: Sequence[str]) -> bool:
    """Whether a text says only what is not wanted: `no smoke, no fire`."""
    reached = denied_tokens(tokens)
    return all(
        at in reached or token in _BREAKS | FILLERS | JOINS or denies(tokens, at)
        for at, token in enumerate(tokens)
    )


def denies(tokens: Sequence[str], at: int) -> bool:
    """Whether a word takes the next thing away."""
    step = tokens[at] == "pas" and at > 0 and tokens[at - 1] in _BEFORE_STEPS
    return tokens[at] in DENIALS and not step


def is_source(tokens: Sequence[str], mention: Mention) -> bool:
    """Whether a thing is only where what was spoken of before comes from: `flecks off the blaze`."""
    at = mention.start - 1
    # One word may say which: `off the tyre fire`.
    at -= at > 0 and tokens[at] not in FILLERS | SOURCES | LINKS | JOINS | _BREAKS | DENIALS
    while at > 0 and tokens[at] in FILLERS:
        at -= 1
    return at > 0 and tokens[at] in SOURCES


def is_accessory(tokens: Sequence[str], mention: Mention) -> bool:
    """Whether a thing only goes with what was spoken of before it: `a volley with thick white smoke`."""
    for at in range(mention.start - 1, max(-1, mention.start - 2 - _ADJECTIVES), -1):
        if tokens[at] in ADDING:
            return at > 0
        if tokens[at] in LINKS | _BREAKS:
            return False
    return False


def is_present(tokens: Sequence[str], mention: Mention) -> bool:
    """Whether the plate is said to have a thing already: `the flames are already in the plate`."""
    for at, token in enumerate(tokens[mention.end : mention.end + _SOON], mention.end):
        if token in PRESENT or {" ".join(tokens[at : at + size]) for size in (2, 3)} & UNSEEN:
            return True
        if token in _BREAKS:
            return False
    return False


def is_denied(tokens: Sequence[str], mention: Mention, denied_to: int, compound: bool) -> bool:
    """Whether a thing is taken away: `no fire`, `without any big fire`, `no rain or snow`."""
    # `Lava? No, just brush`.
    if tokens[mention.end : mention.end + 1] == ["?"] and tokens[mention.end + 1 : mention.end + 2] in _NAYS:
        return True
    at, over = mention.start - 1, 0
    while at >= 0:
        token, pair = tokens[at], " ".join(tokens[max(0, at - 1) : at + 1])
        if denies(tokens, at) or pair in DENIALS:
            # `NOT coal smoke`: what begins a thought with a denial denies all of it.
            heads = at == 0 or tokens[at - 1] in _BREAKS
            far = token in FAR_DENIALS or (token in _NOT and (heads or tokens[at + 1] in FILLERS))
            return over == 0 or far
        if at == denied_to - 1 and not compound:
            return over == 0
        if token in FILLERS or (token in JOINS | {"nor"} and denied_to > 0):
            at -= 1
            continue
        if token in LINKS or token in JOINS or token in _BREAKS | _TURNS or over == 2:
            return False
        at, over = at - 1, over + 1
    return False


def says_which(tokens: Sequence[str], mention: Mention, following: Mention, vocabulary: Vocabulary) -> bool:
    """Whether a thing says only which smoke follows, or its shape: `campfire smoke`, `explosion of smoke`.

    Or which special case of itself: `a burning torch`.
    """
    between = list(tokens[mention.end : following.start])
    words = vocabulary.kinds[following.kind]
    if mention.kind == following.kind or _BREAKS & set(between):
        return False
    if words.broader == mention.kind:
        return not (LINKS | JOINS | DENIALS) & set(between) or between[:1] in [[word] for word in _OF]
    own = vocabulary.kinds[mention.kind]
    if own.orders:
        return False
    in_shape = between[:1] in ([word] for word in _OF) and is_shape(tokens[mention.end - 1])
    if in_shape and len(between) <= 2 and own.broader != following.kind:
        return not words.scenery
    if not between and not (words.scenery or own.scenery or own.broader == following.kind):
        return True
    if not words.compound:
        return False
    if between and between[0] in _OF:
        return len(between) <= 3
    if len(between) > 2 or (LINKS | JOINS | DENIALS | FILLERS) & set(between):
        return False
    # `Burning rubber smoke`; but `a plane trailing smoke`, `un feu produisant de la fumee`.
    return not any(token.endswith(("ing", "ed", "ant", "s")) for token in between)


def says_more(tokens: Sequence[str], before: Mention, mention: Mention, vocabulary: Vocabulary) -> bool:
    """Whether a thing says only more of its special case before it: `a torch on fire`, `la torche brule`."""
    between = list(tokens[before.end : mention.start])
    return vocabulary.kinds[before.kind].broader == mention.kind and not (JOINS | _SENTENCE) & set(between)


def is_joined(
    tokens: Sequence[str], before: Mention, own: bool, mention: Mention, vocabulary: Vocabulary
) -> bool:
    """Whether a thing is a wish of its own, by the nearest link or join between it and the one before."""
    between = list(tokens[before.end : mention.start])
    scenery = vocabulary.kinds[mention.kind].scenery
    for at in range(len(between) - 1, -1, -1):
        token = between[at]
        if token in _SENTENCE:
            return True
        if token in LINKS:
            if at > 1 and token in _OF and is_shape(between[at - 1]):
                continue  # `with a bit of dust`: what stands before the shape says it
            return False
        if token in JOINS:
            placed = token in ADDING and any(word in LINKS for word in between[:at])
            return own and not (scenery and placed)
        if token in _BREAKS:
            return own or not scenery
    return own


def is_shape(token: str) -> bool:
    """Whether a word only says in what shape or amount a thing is."""
    return token in SHAPES or singular(token) in SHAPES
