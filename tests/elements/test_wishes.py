"""What a wish asks for is read from its words, in English and French, as an artist would type it."""

from __future__ import annotations

import pytest

from secondunit.elements import kinds, read_wish, vocabulary
from secondunit.elements.words.wish import Wish

CUES = vocabulary().kinds

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
    "explosion": ("explosion",),
    "An explosion": ("explosion",),
    "huge explosion with lots of black smoke": ("explosion", "smoke"),
    "smoke and an explosion": ("smoke", "explosion"),
    "smoke and a dragon": ("smoke", "creature"),
    "a car exploding": ("explosion",),
    "fireball rolling up": ("explosion",),
    "snow": ("snow",),
    "soft snow falling, slow": ("snow",),
    "snow, no smoke": ("snow",),
    "heavy snowfall in front of the castle": ("snow",),
    "dust kicked up by horses": ("dust_drift",),
    "a cloud of dust": ("dust_drift",),
    "dust devil": ("dust storm",),
    "grey smoke with a bit of dust": ("smoke", "dust_drift"),
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
    "a bank of fog, slow": ("fog",),
    "ground fog, slow": ("mist",),
    "dry ice on a stage": ("mist",),
    "a foggy street": ("fog",),
    "rain": ("rain",),
    "rain on the window": ("rain",),
    "a waterfall": ("water",),
    "lightning in the sky": ("lightning",),
    "muzzle flash": ("muzzle_flash",),
    "muzzle flashes from three rifles": ("muzzle_flash",),
    "flying debris, bricks": ("debris",),
    "a crowd cheering": ("people",),
    "smoke and steam": ("smoke", "steam"),
    "steam from a manhole in the rain": ("steam",),
    "wisps of vapour over the water": ("steam",),
    "vapeur d'eau au-dessus de la casserole": ("steam",),
    "a dragon": ("creature",),
    "a dragon breathing fire": ("fire",),
    "a plane trailing smoke": ("smoke",),
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
    "de la poussière soulevée par des chevaux": ("dust_drift",),
    "un nuage de poussière": ("dust_drift",),
    "des flammes": ("fire",),
    "fumée et flammes": ("smoke", "fire"),
    "un feu de camp": ("campfire",),
    "une voiture en feu": ("fire",),
    "de la pluie battante": ("rain",),
    "un banc de brouillard": ("fog",),
    "brouillard rasant": ("mist",),
    "des étincelles de soudure": ("sparks",),
    "des braises": ("embers",),
    "un éclair": ("lightning",),
    "une foule qui applaudit": ("people",),
    "des éclats de verre": ("debris",),
    "un coup de feu": ("muzzle_flash",),
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


@pytest.mark.parametrize("name", [name for name, cues in CUES.items() if cues.instead])
def test_what_is_offered_instead_is_made_here(name: str) -> None:
    (offered,) = read_wish(CUES[name].instead).kinds
    assert offered in kinds()


#: Wishes that say what they are by what is in them, and name no element.
SUGGESTED = {
    "an angle grinder on a steel door": "sparks",
    "umbrellas and puddles, night": "rain",
    "a kettle on the stove, boiling": "steam",
    "a cigar in an ashtray": "smoke",
    "a revolver in a dark alley, from the barrel": "muzzle_flash",
    "skis on a slope, big flakes": "snow",
    "a lighthouse, one can hardly see anything, visibility 50 m": "fog",
    "knee-high over the graveyard, white": "mist",
    "a stampede of buffalo across the desert": "dust_drift",
    "une meuleuse sur de l'acier": "sparks",
    "des parapluies et des flaques": "rain",
    "une bouilloire qui siffle": "steam",
    "au genou, sur l'étang, blanc": "mist",
    "un troupeau au galop dans la plaine": "dust_drift",
}


@pytest.mark.parametrize("words", SUGGESTED)
def test_what_most_words_suggest_is_taken_and_is_not_certain(words: str) -> None:
    assert read_wish(words) == Wish((SUGGESTED[words],), certain=False)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("dust where the bullets hit the wall", "dust_hit"),
        ("dust behind the jeep on the dirt road", "dust_drift"),
        ("fog, knee-high, in the graveyard", "mist"),
        ("fog over the harbour", "fog"),
        ("flames on three logs, tents around", "campfire"),
        ("flames at the barrel of the rifle", "muzzle_flash"),
        ("de la poussière sous les balles, impacts", "dust_hit"),
        ("du brouillard à hauteur de genou sur l'étang", "mist"),
    ],
)
def test_the_rest_of_a_wish_says_which_of_two_a_name_means(words: str, kind: str) -> None:
    assert read_wish(words).kinds == (kind,)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("smoek behind the wall", ("smoke",)),
        ("thick somke", ("smoke",)),
        ("flammmes", ("fire",)),
        ("brouilard", ("fog",)),
        ("smouldering ruins", ("smoke",)),
    ],
)
def test_a_slip_of_the_keyboard_is_read_as_what_was_meant(words: str, kinds: tuple[str, ...]) -> None:
    assert read_wish(words).kinds == kinds


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("vent de 3 m/s", ()),
        ("du vent vers la gauche", ()),
        ("steam from a vent", ("steam",)),
        ("heavy rain", ("rain",)),
        ("low ground fog drifting", ("mist",)),
        ("white cigarette smoke", ("smoke",)),
        ("les pas soulèvent de la poussière", ("dust_drift",)),
        ("pas de fumée", ()),
        ("no smoke, no fire", ()),
        ("remove the smoke", ("retouch", "smoke")),
        ("étalonnage plus froid", ("retouch",)),
        ("flecks off the bonfire, tiny", ("embers",)),
        ("embers, the flames are already in the plate", ("embers",)),
        ("night, forest fire: embers from the left", ("embers",)),
        ("explosion debris", ("debris",)),
    ],
)
def test_what_was_seen_wrong_is_right(words: str, kinds: tuple[str, ...]) -> None:
    assert read_wish(words).kinds == kinds


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Rauch aus dem Kamin", "smoke"), ("Dampf", "steam"), ("Feuer", "fire"), ("eine Fackel", "torch"),
        ("Lagerfeuer am See", "campfire"), ("Explosion", "explosion"), ("Funken", "sparks"),
        ("Regen", "rain"), ("Schnee", "snow"), ("Nebel", "fog"), ("Bodennebel", "mist"), ("humo", "smoke"),
        ("fuego", "fire"), ("una antorcha", "torch"), ("explosión", "explosion"), ("chispas", "sparks"),
        ("lluvia", "rain"), ("nieve", "snow"), ("niebla", "fog"), ("neblina", "mist"),
        ("escombros", "debris"),
        ("Sandsturm", "dust_drift"), ("tormenta de arena", "dust_drift"), ("Trümmer", "debris"),
    ],
)  # fmt: skip
def test_german_and_spanish_names_are_read(words: str, kind: str) -> None:
    assert read_wish(words).kinds == (kind,)


def test_a_long_wish_is_read_at_once() -> None:
    read_wish("no fire and smoke of " * 2_500)


def test_a_strong_hint_outweighs_a_weak_one_and_is_read_by_its_beginning() -> None:
    assert read_wish("a stick of dynamite in the cave").kinds == ("explosion",)
    assert read_wish("the herd gallops over the plain").kinds == ("dust_drift",)


@pytest.mark.parametrize(
    ("words", "kind"), [("an M16 in the night", "muzzle_flash"), ("something like a lighthouse", "fog")]
)
def test_what_several_words_suggest_is_asked_about_where_it_is_like_no_element(words: str, kind: str) -> None:
    wish = read_wish(words)
    assert (wish.kinds, wish.between) == ((), (kind,))


#: What a sentence does with a thing that it names or only suggests.
SENTENCES = {
    # A possession that is told to be there already.
    "greasy black column off the tyre fire, the fire's practical": ("smoke",),
    # What begins a thought with a denial denies all of it.
    "pistons venting, hissing white. NOT coal smoke, that is another element": ("steam",),
    # What is named more exactly later on.
    "olympic flame bearer runs by, torch flame streaming away": ("torch",),
    # What only goes with what is strongly suggested before it.
    "a sniper pulls the trigger, rifle at the shoulder, with thin grey smoke": ("muzzle_flash", "smoke"),
    # One word is not enough where it is left to others what is made.
    "something for the moor, you choose": (),
    # Slips of the keyboard, and letters that sound alike.
    "white-hot sparcs": ("sparks",),
    "emebrs drifting": ("embers",),
    # What is no element is no element beside a word that suggests one.
    "ocean waves crashing on the rocks": ("water",),
    "blood squib on the white shirt": ("blood",),
    "title card over black, fade in": ("title",),
    "replace the grey sky by a sunset": ("retouch",),
    "un essaim d'abeilles autour de la ruche": ("creature",),
}


@pytest.mark.parametrize("words", SENTENCES)
def test_a_sentence_says_what_its_things_are_in_it(words: str) -> None:
    assert read_wish(words).kinds == SENTENCES[words]


#: Kinds by their names in German and Spanish, with the endings that they take.
ABROAD = {
    "dichter Rauch": "smoke", "Dampf aus dem Kessel": "steam", "hohe Flammen": "fire", "eine Fackel": "torch",
    "Fackeln an der Wand": "torch", "ein Lagerfeuer": "campfire", "Explosionen": "explosion",
    "rote Funken": "sparks", "Trümmer": "debris", "starker Regen": "rain", "Regentropfen": "rain",
    "Schneeflocken": "snow", "Nebelschwaden": "fog", "Bodennebel": "mist", "Staubwolken": "dust_drift",
    "humo negro": "smoke", "vapor de agua": "steam", "llamas altas": "fire", "antorchas": "torch",
    "una hoguera": "campfire", "explosiones": "explosion", "chispas rojas": "sparks", "escombros": "debris",
    "lluvia fuerte": "rain", "copos de nieve": "snow", "niebla densa": "fog", "neblina": "mist",
    "nubes de polvo": "dust_drift", "ascuas": "embers", "fogonazos": "muzzle_flash", "Glut": "embers",
    "Mündungsfeuer": "muzzle_flash",
}  # fmt: skip


@pytest.mark.parametrize("words", ABROAD)
def test_a_kind_goes_by_its_german_and_spanish_names(words: str) -> None:
    assert read_wish(words).kinds == (ABROAD[words],)


#: What only suggests a kind, in the words of people who do not name it.
UNNAMED = {
    "kettle goes off the boil, curl from the spout": "steam",
    "two trucks went off the bridge, the second goes up, sky-high": "explosion",
    "charges going off one by one": "explosion",
    "propane tank cooks off: orange ball ten metres wide, black smoke after": "explosion",
    "bouilloire sur le feu, petit nuage au bec": "steam",
    "fire's out of shot: give me what flies up from it, orange dots": "embers",
    "big lumps of plaster, white, plus grit": "debris",
    "des morceaux de mur qui tombent": "debris",
    "bison on the move, ground haze of dust": "dust_drift",
    "a spray of sparks": "sparks",
    "few glowing bits of ash floating past": "embers",
    "lava? no. just brush burning on the hillside": "fire",
    "pluie d'été sur la terrasse": "rain",
    "two cops returning fire": "muzzle_flash",
    "helicopter lands in the desert, brownout": "dust_drift",
}


@pytest.mark.parametrize("words", UNNAMED)
def test_a_kind_is_told_by_what_is_said_of_it(words: str) -> None:
    assert read_wish(words).kinds[:1] == (UNNAMED[words],)


#: Orders to the plate that speak of an element, or of what goes by an element's name.
ORDERS = (
    "remove the smoke",
    "remplacer le brouillard",
    "paint out the sparks and dust",
    "take the boom out of the top of frame",
    "get rid of the cigarette smoke in front of her face",
    "please take the steam off his glasses",
    "match the grain of the smoke element to the plate",
    "track the smoke stack on the left",
    "can you dehaze the aerial",
    "dust bust the scan, there is hair in the gate",
    "make the explosion in the plate less orange",
    "the rain in the plate should be quieter in the mix",
    "blend the two takes before the explosion",
    "vieillir l'affiche au mur",
    "détourer le porteur de torche",
    "rendre l'explosion de la plaque moins orange",
    "virez-moi la fumée de la cigarette",
    "il faut nettoyer les poussières du scan",
    "lower the smoke layer's opacity to half",
    "mask the torch so that it goes behind the pillar",
    "the explosion comes too late, move it by four frames",
    "l'explosion arrive trop tard, décale-la de quatre images",
    "offset the sparks by three frames",
)


@pytest.mark.parametrize("words", ORDERS)
def test_what_orders_a_change_of_the_plate_is_no_wish_for_what_is_changed(words: str) -> None:
    assert read_wish(words).kinds[:1] == ("retouch",)


#: What goes by an element's name and is only a colour, a mood or a way to speak.
FIGURES = (
    "smoke-coloured sky",
    "fire-engine red for the car instead of blue",
    "snow-white wig for the queen",
    "perruque blanc neige",
    "un ciel gris fumée à la place du bleu",
    "a foggy memory look",
    "give him smoky eyes make-up",
    "spark more interest in the background, it's dull",
    "steampunk goggles on the pilot",
    "une ambiance de souvenir un peu brumeux",
    "an explosion of joy on her face",
    "dusty pink curtains",
    "rideaux vieux rose poussiéreux",
    "elle a un regard de feu",
)


@pytest.mark.parametrize("words", FIGURES)
def test_a_figure_of_speech_is_no_wish_for_what_it_speaks_of(words: str) -> None:
    assert not set(read_wish(words).kinds) - vocabulary().unmade


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("add rain in the plate", "rain"),
        ("take a torch, flame 40 cm, flickering", "torch"),
        ("keep it thin, smoke from the track on the left", "smoke"),
        ("key light from the left, white smoke", "smoke"),
        ("smoke behind the two takes' blend line", "smoke"),
        ("make the explosion bigger, orange", "explosion"),
        ("ajoute de la pluie dans le plan", "rain"),
    ],
)
def test_what_only_looks_like_an_order_is_a_wish(words: str, kind: str) -> None:
    assert read_wish(words).kinds[:1] == (kind,)
