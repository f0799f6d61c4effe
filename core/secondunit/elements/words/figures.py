"""What goes by the name of an element and is a colour, a mood or a thing of another sort.

`Smoke-coloured`, `snow-white`, `gris fumée` are colours; a foggy memory is no fog. Beside the phrases of
`grammar.HARMLESS`, which no kind is read from, these are of no likeness to an element either.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from . import grammar

#: What a colour is likened to, and the colours; French puts the likeness behind.
_LIKENED = "smoke fire snow ash ember fog mist dust sand storm steam flame rain frost blood sea sky rust"
_COLORS = "coloured colored grey gray white red orange blue black brown yellow tinted toned"
#: What softens a colour that no such matter has: `dusty pink`.
_SHADES, _HUES = "dusty smoky misty ashy stormy foggy", "pink rose lilac mauve teal turquoise green purple"
_NUANCES, _TENDRES = "poussiereux fume cendre brumeux", "rose mauve bleu vert"
_TINTED = ("coloured", "colored", "tinted")
_TEINTES = "gris blanc noir rouge bleu vert jaune brun orange"
_COMME = "fumee neige cendre feu sable poussiere brume brouillard braise flamme suie orage"
#: What speaks of a mood, a face or a thing of every day.
_FIGURES = (
    "smoky eye, smokey eye, smoky eyes, smokey eyes, smoky voice, smoky bar, smoky whisky, foggy memory, "
    "foggy memories, foggy mind, foggy brain, brain fog, misty eyes, misty eyed, misty memory, hazy "
    "memory, hazy memories, hazy past, smoke and mirrors, smokescreen of lies, smoke test, steampunk, "
    "steam engine, steamy romance, steamy scene, spark interest, spark more interest, spark joy, spark "
    "some interest, spark of hope, spark of life, spark of genius, spark in her eye, spark in his eye, "
    "spark plug, sparks between them, sparks fly between, fiery temper, fiery hair, fire sale, fire "
    "drill, fire up, baptism of fire, burning desire, burning question, burning ambition, explosion of "
    "joy, explosion of colour, explosion of color, explosion of anger, explosion of laughter, explosive "
    "performance, torch song, torch singer, carry a torch, snowed under, snow leopard, snowboard, snow "
    "blind, rain check, rain of insults, storm out, storms out, dust jacket, fog of war, rainy day fund, "
    "flash back, flashback, souvenir brumeux, souvenir un peu brumeux, memoire brumeuse, souvenirs "
    "brumeux, yeux embrumes, regard brumeux, esprit embrume, voix enfumee, regard de braise, regard de "
    "feu, fiery look, fiery eyes, eyes sparkle, yeux de braise, explosion de joie, explosion de couleurs, "
    "explosion de colere, explosion de rire, etincelle de vie, etincelle d espoir, etincelle dans les "
    "yeux, feu de l action, coup de feu de midi, pluie d insultes, pluie de compliments, tempete sous un "
    "crane, trait de feu, flamme de la passion, ecran de fumee mediatique, steam train, steam trains, "
    "steamboat, steam boat, steam ship, train a vapeur, bateau a vapeur, fer a vapeur, machine a vapeur, "
    "smoking hot, smoking jacket, smoking room, smoking area, no smoking sign, explosive argument, "
    "explosive temper, explosive growth, explosive revelation, explosive news, explosive ending, argument "
    "explosif, caractere explosif, situation explosive, dress should sparkle, dress sparkles, sparkling "
    "dress, sparkling eyes, sparkling smile, sparkling water, jewels sparkle, diamonds sparkle, diamond "
    "sparkle, ring should sparkle, ring sparkles, sequins sparkle, sea sparkles, water sparkles, "
    "etincelle dans ses yeux, etincelle dans son regard, yeux qui petillent, pleut des compliments, pleut "
    "des insultes, pleut des critiques, pleuvent les compliments, pleuvent les critiques, pluie de "
    "critiques, pluie de likes, rain of compliments, burning with shame, burning with desire, burning "
    "with envy, burn calories, burned bridges, burn bridges, tout feu tout flamme, de l huile sur le feu, "
    "pas de fumee sans feu, no smoke without fire, no smoke without a fire, where there's smoke, playing "
    "with fire, play with fire, jouer avec le feu, joue avec le feu, under fire, came under fire, fire "
    "him, fire her, fired him, fired her, got fired, gets fired, hire and fire, fired from his job, fired "
    "from her job, blow off steam, let off steam, lets off steam, out of steam, full steam ahead, snow "
    "job, rain on his parade, right as rain, storms into the room, storms into the office, storms off, "
    "perfect storm, storm of protest, storm of applause, thunderous applause, tonnerre d "
    "applaudissements, cloud of suspicion, cloud of doubt, bite the dust, bites the dust, mordre la "
    "poussiere, mord la poussiere, dust off his suit, gather dust, gathering dust, collecting dust, prend "
    "la poussiere, ashes to ashes, blaze a trail, trailblazer, torchbearer of hope, flambeau de la "
    "liberte, reprendre le flambeau, pass the torch, passing the torch, passe le flambeau, old flame, "
    "vieille flamme, declare sa flamme, mist of time, mists of time, brume du passe, brouillard mental, "
    "dans le brouillard administratif, feu vert du client, feu vert de la production, coup de foudre "
    "amoureux, nuit de noces explosive, cerveau en ebullition"
)


def figurative_tokens(tokens: Sequence[str]) -> set[int]:
    """The places of words that only seem to speak of an element."""
    phrases, longest = _phrases()
    places: set[int] = set()
    for at in range(len(tokens)):
        if _is_tint(tokens[at]):
            places.add(at)
        for length in range(min(longest, len(tokens) - at), 0, -1):
            if " ".join(tokens[at : at + length]) in phrases:
                places.update(range(at, at + length))
                break
    return places


def _is_tint(token: str) -> bool:
    """Whether a word with a hyphen is a colour: `smoke-coloured`."""
    thing, hyphen, color = token.rpartition("-")
    return bool(hyphen) and color in _COLORS.split() and thing.partition("-")[0] in _LIKENED.split()


def figures() -> list[str]:
    """Every phrase that only seems to speak of an element."""
    shades = [f"{shade} {color}" for shade in _SHADES.split() for color in _HUES.split()]
    nuances = [
        f"{color} {shade}" for shade in _NUANCES.split() for color in ("rose", "mauve", "bleu", "vert")
    ]
    tints = [f"{color} {thing}" for color in _TEINTES.split() for thing in _COMME.split()]
    coloured = [
        f"{thing} {color}" for thing in _LIKENED.split() for color in ("coloured", "colored", "tinted")
    ]
    engine = [f"fire-engine {color}" for color in ("red", "rouge")] + ["fire engine red"]
    return [*_FIGURES.split(", "), *shades, *nuances, *tints, *coloured, *engine]


@lru_cache(maxsize=1)
def _phrases() -> tuple[frozenset[str], int]:
    phrases = frozenset([*figures(), *grammar.HARMLESS.split(", ")])
    return phrases, max(len(phrase.split()) for phrase in phrases)


__all__ = ["figurative_tokens", "figures"]
