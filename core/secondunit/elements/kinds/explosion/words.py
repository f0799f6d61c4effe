"""What prompts say of an explosion, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon, part
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "petrol": {"temperature": 1900.0, "soot": 0.9},
    "gas": {"soot": 0.12, "temperature": 2200.0, "burn": 2.8, "density": 0.7},
    "car": {"width": 6.0, "height": 15.0, "soot": 1.5, "color": "0.04 0.037 0.035", "raggedness": 1.0},
    "earth": {"burn": 0.9, "soot": 1.3, "color": "0.33 0.25 0.18", "flash": 3.0, "raggedness": 1.0},
    "grenade": {"width": 3.0, "height": 8.0, "burn": 0.5, "soot": 1.4, "color": "0.3 0.27 0.23",
                "flash": 2.5},
    "depot": {"width": 60.0, "height": 150.0, "soot": 1.2, "raggedness": 0.9},
    "building": {"width": 16.0, "height": 40.0, "soot": 1.2},
    "air burst": {"ground": False, "burn": 0.9, "flash": 2.0},
    "black": {"color": "0.035 0.033 0.032", "soot": 1.4},
    "dark": {"color": "0.07 0.065 0.06", "soot": 1.2},
    "grey": {"color": "0.3 0.29 0.28"},
    "brown": {"color": "0.33 0.25 0.18"},
    "white": {"color": "0.8 0.8 0.8"},
    "smoky": {"soot": 1.5},
    "clean": {"soot": 0.12},
    "red": {"temperature": 1600.0},
    "orange": {"temperature": 1850.0},
    "yellow": {"temperature": 2250.0},
    "white-hot": {"temperature": 2700.0},
    # A camera balanced for candles shows what is hottest as blue.
    "blue": {"temperature": 3400.0, "white": 2800.0},
    "round": {"raggedness": 0.1},
    "tungsten": {"white": 3200.0},
    "daylight": {"white": 5600.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "bright": {"brightness": 2.0},
    "dim": {"brightness": 0.4},
    "blinding": {"brightness": 3.0, "flash": 1.8},
    "hot": {"temperature": 1.12},
    "dense": {"density": 1.8},
    "thick": {"density": 1.6},
    "thin": {"density": 0.5},
    "ragged": {"raggedness": 1.4},
    "violent": {"turbulence": 1.5, "raggedness": 1.3},
    "rolling": {"billow": 1.2, "swirl": 1.4},
    "long": {"burn": 1.7},
    "short": {"burn": 0.6},
    "fast": {"burn": 0.7, "speed": 1.4},
    "slow": {"speed": 0.5},
    "rising": {"rise": 1.4},
    "huge": {"width": 5.0, "height": 5.0},
    "tiny": {"width": 0.2, "height": 0.2},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "etincelles": "sparks", "shrapnel": "debris", "chunks": "debris", "flying debris": "debris",
    "gasoline": "petrol", "fuel": "petrol", "propane": "gas", "natural gas": "gas", "vehicle": "car",
    "truck": "car", "car bomb": "car", "dirt": "earth", "ground burst": "earth", "mine": "earth",
    "landmine": "earth", "shell": "earth", "artillery": "earth", "mortar": "grenade",
    "hand grenade": "grenade", "refinery": "depot", "fuel depot": "depot", "tanker": "depot",
    "house": "building", "factory": "building", "airburst": "air burst", "mid-air": "air burst",
    "in the air": "air burst", "flak": "air burst", "sooty": "smoky", "smoke": "smoky",
    "smokeless": "clean", "bluish": "blue", "spherical": "round", "uneven": "ragged", "jagged": "ragged",
    "billowing": "rolling", "fireball": "rolling", "lingering": "long", "brief": "short",
    "mushroom": "rising", "mushroom cloud": "rising", "essence": "petrol", "gaz": "gas", "voiture": "car",
    "vehicule": "car", "camion": "car", "terre": "earth", "obus": "earth", "maison": "building",
    "immeuble": "building", "usine": "building", "raffinerie": "depot", "en l air": "air burst",
    "sombre": "dark", "fumante": "smoky", "fumee": "smoky", "propre": "clean", "vive": "bright",
    "dechiquetee": "ragged", "longue": "long", "breve": "short", "courte": "short",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "smoky": {"soot": 0.05}, "sparks": {"sparks": 0.0}, "debris": {"debris": 0.0}, "flash": {"flash": 0.0},
    "motion blur": {"shutter": 0.0},
    "blur": {"shutter": 0.0}, "flou": {"shutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"debris", "sparks", "etincelles", "explosion", "explosions", "explode", "explodes", "exploding",
     "exploded", "blast", "detonation", "bomb",
     "ball", "cloud", "flash", "goes", "off", "explose", "bombe", "boule", "nuage", "deflagration"}
)  # fmt: skip

#: What is thrown from it and what it leaves, by their names.
PARTS = {
    "smoke, fumee": part("color", "soot"),
    "sparks, spark, embers, etincelles, etincelle": part(amount="sparks"),
    "debris, shrapnel, chunks, rubble, fragments, bricks, gravats, eclats, morceaux": part(
        "debris_color", "debris"
    ),
}

LEXICON = EVERYDAY | Lexicon(
    SET, SCALE, SAME, WITHOUT, PLAIN, parts=PARTS, length="width", along={"width": {"height": 2.5}}
)
