"""What a wish asks for is read from its words, in English and French, as an artist would type it."""

from __future__ import annotations

import pytest

from secondunit.elements import kinds, read_wish, vocabulary

KIND_WORDS = vocabulary().kinds

#: Wishes for smoke, many of which name something else as its source, its place or its likeness.
SMOKE = (
    "smoke",
    "Smoke.",
    "thin grey smoke from the left, slow, backlit",
    "thick black smoke from a burning car, drifting right",
    "smoke from an explosion",
    "Smoke after the explosion, slowly clearing",
    "explosion smoke, black, fast",
    "smoke column of a big fire in the distance",
    "black smoke billowing from the fire, no flames",
    "a column of smoke behind the houses",
    "campfire smoke",
    "burning rubber smoke",
    "cigarette smoke curling up, no wind",
    "a chimney on a winter morning",
    "billowing, dark, huge",
    "a smoking ruin",
    "smouldering ruins",
    "toxic green gas",
    "smoke rings",
    "smoke like fog, low",
    "misty white smoke",
    "dusty brown smoke",
    "ash grey smoke, thick",
    "an explosion of smoke",
    "a wall of black smoke",
    "waves of smoke rolling over the ground",
    "smoke instead of fire",
    "smoke rather than dust",
    "smoke, no fire, no sparks",
    "no fire or sparks, only smoke",
    "smoke without any big explosion",
    "not an explosion but smoke",
    "more smoke than fire",
    "smoke in the snow",
    "smoke drifting across a battlefield with soldiers",
    "smoke leaves the chimney and drifts left",
    "smoke, sunset, backlit, city in the background",
    "smoke trail of a rocket",
    "exhaust fumes from a truck",
    "SMOKE FROM A BURNING HOUSE!!",
    "smoke: from a burning tyre",
    "a person's cigarette smoke",
    "thick smoke, like an explosion, very fast",
    "fumée",
    "Fumée noire d'incendie",
    "fumee noire d’incendie",
    "une fumée épaisse derrière la maison",
    "de la fumée grise qui sort d'une cheminée",
    "fumée après l'explosion, lente",
    "fumée de feu de camp",
    "fumée à côté d'une voiture",
    "un mur de fumée noire",
    "de la fumée, pas de feu",
    "fumée sans flammes ni étincelles",
    "fumée plutôt que de la poussière",
    "des volutes qui montent d'un bâton d'encens",
    "une explosion de fumée blanche",
    "fumée gris cendre, lente",
    "un panache de fumée au-dessus de la ville",
    "дым 😀",
    "烟雾",
)
#: Wishes for something else, and all that they ask for.
OTHERS = {
    "smoke and steam": ("smoke", "steam"),
    "steam from a manhole in the rain": ("steam",),
    "wisps of vapour over the water": ("steam",),
    "vapeur d'eau au-dessus de la casserole": ("steam",),
    "explosion": ("explosion",),
    "An explosion": ("explosion",),
    "huge explosion with lots of black smoke": ("explosion", "smoke"),
    "smoke and an explosion": ("smoke", "explosion"),
    "smoke and a dragon": ("smoke", "creature"),
    "a car exploding": ("vehicle", "explosion"),
    "fireball rolling up": ("explosion",),
    "snow": ("snow",),
    "soft snow falling, slow": ("snow",),
    "snow, no smoke": ("snow",),
    "heavy snowfall in front of the castle": ("snow",),
    "dust kicked up by horses": ("dust",),
    "a cloud of dust": ("dust",),
    "dust devil": ("dust",),
    "grey smoke with a bit of dust": ("smoke", "dust"),
    "smoke from a burning car, sparks and debris flying": ("smoke", "sparks", "debris"),
    "smoke drifting to the left and sparks": ("smoke", "sparks"),
    "fire": ("fire",),
    "flames licking up the wall": ("fire",),
    "fire and smoke": ("fire", "smoke"),
    "smoke with flames": ("smoke", "fire"),
    "a burning car": ("fire",),
    "campfire with smoke": ("campfire", "smoke"),
    "sparks from a grinder": ("sparks",),
    "embers drifting up": ("embers",),
    "embers from a bonfire": ("embers",),
    "campfire embers": ("embers",),
    "des braises portées par le vent": ("embers",),
    "a torch on the left wall": ("torch",),
    "a burning torch": ("torch",),
    "a torch on fire": ("torch",),
    "torch flames, flickering": ("torch",),
    "the flame of a torch": ("torch",),
    "a torch and a burning car": ("torch", "fire"),
    "a torch with embers": ("torch", "embers"),
    "une torche qui brûle sur le mur": ("torch",),
    "des flambeaux": ("torch",),
    "torch, no smoke": ("torch",),
    "volcanic ash falling": ("ash",),
    "ground fog, slow": ("fog",),
    "a foggy street": ("fog",),
    "rain": ("rain",),
    "rain on the window": ("rain",),
    "splashing water": ("water",),
    "lightning in the sky": ("lightning",),
    "muzzle flash": ("muzzle flash",),
    "muzzle flashes from three rifles": ("muzzle flash",),
    "flying debris, bricks": ("debris",),
    "a crowd cheering": ("people",),
    "a dragon breathing fire": ("creature", "fire"),
    "a plane trailing smoke": ("vehicle", "smoke"),
    "a red car driving by": ("vehicle",),
    "falling autumn leaves": ("leaves",),
    "a portal of light": ("magic",),
    "a castle on a hill": ("place",),
    "heat haze above the road": ("heat",),
    "blood splatter": ("blood",),
    "lava": ("lava",),
    "storm clouds": ("clouds",),
    "no smoke, just fire": ("fire",),
    "une explosion": ("explosion",),
    "une énorme explosion avec beaucoup de fumée": ("explosion", "smoke"),
    "de la neige qui tombe doucement": ("snow",),
    "une chute de neige": ("snow",),
    "de la poussière soulevée par des chevaux": ("dust",),
    "un nuage de poussière": ("dust",),
    "des flammes": ("fire",),
    "fumée et flammes": ("smoke", "fire"),
    "un feu de camp": ("campfire",),
    "une voiture en feu": ("vehicle", "fire"),
    "de la pluie battante": ("rain",),
    "brouillard rasant": ("fog",),
    "des étincelles de soudure": ("sparks",),
    "des braises": ("embers",),
    "un éclair": ("lightning",),
    "une foule qui applaudit": ("people",),
    "des éclats de verre": ("debris",),
    "un coup de feu": ("muzzle flash",),
    "de l'eau qui gicle": ("water",),
    "un dragon": ("creature",),
    "des feuilles mortes": ("leaves",),
    "œuvre d'un feu d’artifice": ("sparks",),
}
#: Wishes that name nothing that is known here.
NOTHING = (
    "",
    "a red door",
    "something nice",
    "slow, from the left",
    "une porte rouge",
    "门",
    "12 34 !?",
    "…",
)


@pytest.mark.parametrize("words", SMOKE)
def test_smoke_is_read_as_smoke(words: str) -> None:
    assert read_wish(words).kinds == ("smoke",)


@pytest.mark.parametrize("words", OTHERS)
def test_everything_else_is_read_as_what_it_is(words: str) -> None:
    assert read_wish(words).kinds == OTHERS[words]


@pytest.mark.parametrize("words", NOTHING)
def test_other_words_name_no_kind(words: str) -> None:
    assert read_wish(words).kinds == ()


def test_a_word_that_only_suggests_smoke_is_not_certain() -> None:
    assert read_wish("smoke").certain
    assert not read_wish("a chimney").certain


def test_what_is_not_made_is_told_apart_from_what_is() -> None:
    wish = read_wish("fire and smoke and snow")
    assert wish.others(("smoke",)) == ("fire", "snow")
    assert wish.others(("smoke", "fire", "snow")) == ()


@pytest.mark.parametrize("name", [name for name, words in KIND_WORDS.items() if words.instead])
def test_what_is_offered_instead_is_made_here(name: str) -> None:
    (offered,) = read_wish(KIND_WORDS[name].instead).kinds
    assert offered in kinds()


def test_no_word_stands_for_two_kinds() -> None:
    seen: dict[str, str] = {}
    for name, words in KIND_WORDS.items():
        for phrase in f"{words.words}, {words.hints}".split(", "):
            assert phrase == "" or seen.setdefault(phrase, name) == name, (
                f"{phrase} of {seen[phrase]} and {name}"
            )


def test_a_long_wish_is_read_at_once() -> None:
    read_wish("no fire and smoke of " * 2_500)
