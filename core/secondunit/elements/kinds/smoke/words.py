"""What prompts say of smoke, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "white": {"color": "0.93 0.93 0.93"},
    "pale": {"color": "0.82 0.82 0.82"},
    "light grey": {"color": "0.75 0.74 0.73"},
    "grey": {"color": "0.5 0.49 0.48"},
    "dark grey": {"color": "0.2 0.195 0.19"},
    "dark": {"color": "0.12 0.115 0.11"},
    "black": {"color": "0.035 0.033 0.032"},
    "oily": {"color": "0.03 0.028 0.026", "density": 2.6, "billow": 0.8, "wisps": 0.15},
    "sooty": {"color": "0.045 0.042 0.04", "density": 1.8},
    "brown": {"color": "0.32 0.2 0.11"},
    "dusty": {"color": "0.55 0.43 0.3"},
    "red": {"color": "0.7 0.1 0.07"},
    "orange": {"color": "0.85 0.36 0.08"},
    "yellow": {"color": "0.85 0.66 0.12"},
    "green": {"color": "0.14 0.55 0.16"},
    "blue": {"color": "0.12 0.26 0.75"},
    "bluish": {"color": "0.5 0.58 0.72"},
    "purple": {"color": "0.4 0.12 0.65"},
    "pink": {"color": "0.9 0.42 0.55"},
    "chimney": {"width": 0.35, "rise": 1.6, "source": "disc", "ground": False, "unevenness": 0.4},
    "smokestack": {"width": 1.5, "rise": 4.0, "height": 25.0, "source": "disc", "ground": False,
                   "density": 1.8, "unevenness": 0.35, "wind": 1.5, "life": 25.0, "cooling": 10.0},
    "cigarette": {"width": 0.008, "height": 0.6, "density": 0.3, "rise": 0.25, "temperature": 35.0,
                  "turbulence": 0.5, "unevenness": 0.1, "wisps": 0.1, "billow": 0.05, "softness": 0.6,
                  "expansion": 0.0, "color": "0.7 0.74 0.8"},
    "incense": {"width": 0.008, "height": 0.6, "density": 0.25, "rise": 0.2, "temperature": 25.0,
                "turbulence": 0.35, "unevenness": 0.05, "wisps": 0.1, "billow": 0.05, "softness": 0.7,
                "expansion": 0.0},
    "campfire": {"width": 0.6, "height": 4.0, "density": 0.7, "temperature": 130.0, "unevenness": 0.8},
    "bonfire": {"width": 1.4, "height": 8.0, "density": 1.3, "temperature": 220.0, "unevenness": 0.8},
    "wildfire": {"width": 9.0, "height": 45.0, "density": 2.4, "temperature": 320.0, "billow": 0.85,
                 "color": "0.3 0.27 0.24", "turbulence": 0.8, "life": 40.0, "cooling": 15.0},
    "fire": {"temperature": 300.0, "unevenness": 0.8},
    "burning building": {"width": 5.0, "height": 25.0, "density": 2.0, "temperature": 350.0, "billow": 0.8,
                         "color": "0.14 0.13 0.12", "unevenness": 0.8, "life": 20.0, "cooling": 8.0},
    "burning tyres": {"width": 1.5, "height": 9.0, "density": 2.8, "temperature": 260.0,
                      "color": "0.03 0.028 0.026", "billow": 0.8},
    "steam": {"color": "0.93 0.93 0.93", "life": 2.2, "temperature": 70.0, "density": 1.1},
    "grate": {"source": "patch", "ground": True, "width": 0.8},
    "burning car": {"width": 2.0, "height": 10.0, "density": 2.4, "temperature": 260.0,
                    "color": "0.04 0.038 0.036", "billow": 0.8},
    "grenade": {"width": 0.15, "height": 3.0, "rise": 2.5, "density": 1.8, "temperature": 30.0,
                "expansion": 2.0},
    "vent": {"source": "disc", "rise": 1.5},
    "crack": {"source": "line", "width": 1.2},
    "trench": {"source": "line", "width": 2.5},
    "ground level": {"source": "patch", "ground": True},
    "puffing": {"unevenness": 1.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"density": 1.9},
    "dense": {"density": 2.2},
    "heavy": {"density": 1.8, "temperature": 0.7},
    "solid": {"density": 2.8},
    "thin": {"density": 0.25},
    "faint": {"density": 0.1},
    "light": {"density": 0.45},
    "hazy": {"density": 0.06, "billow": 0.4, "softness": 1.6},
    "translucent": {"density": 0.25},
    "wispy": {"density": 0.3, "wisps": 2.0, "billow": 0.6},
    "wisps": {"density": 0.3, "wisps": 2.0, "billow": 0.6},
    "delicate": {"density": 0.4, "wisps": 1.6},
    "billowing": {"billow": 1.35, "expansion": 1.5, "unevenness": 1.25, "density": 1.25},
    "billowy": {"billow": 1.35, "expansion": 1.5, "density": 1.2},
    "cauliflower": {"billow": 1.5, "density": 1.8},
    "rolling": {"billow": 1.2, "swirl": 1.4},
    "puffy": {"billow": 1.3, "unevenness": 1.3},
    "soft": {"softness": 2.2, "billow": 0.7},
    "crisp": {"softness": 0.3, "billow": 1.2},
    "sharp": {"softness": 0.3},
    "smooth": {"turbulence": 0.4, "swirl": 0.5, "billow": 0.6},
    "violent": {"turbulence": 2.0, "rise": 2.0, "temperature": 1.8},
    "angry": {"turbulence": 1.6, "temperature": 1.5, "swirl": 1.3},
    "gentle": {"turbulence": 0.5, "rise": 0.6, "temperature": 0.6},
    "lazy": {"temperature": 0.45, "rise": 0.5, "turbulence": 0.7},
    "hot": {"temperature": 2.2},
    "cool": {"temperature": 0.35},
    "cold": {"temperature": 0.15},
    "fast": {"temperature": 1.8, "rise": 2.0},
    "quick": {"temperature": 1.8, "rise": 2.0},
    "slow": {"temperature": 0.45, "rise": 0.5},
    "huge": {"height": 6.0, "width": 6.0, "rise": 2.0, "life": 2.4, "cooling": 2.4},
    "massive": {"height": 6.0, "width": 6.0, "rise": 2.0, "life": 2.4, "cooling": 2.4},
    "tiny": {"height": 0.12, "width": 0.12, "rise": 0.5},
    "long-lived": {"life": 3.0},
    "lingering": {"life": 3.0, "temperature": 0.6},
    "dissipating": {"life": 0.4},
    "vanishing": {"life": 0.3},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "soot": "sooty", "oil": "oily", "tan": "dusty", "sandy": "dusty", "flue": "chimney",
    "stack": "smokestack", "factory": "smokestack", "factory chimney": "smokestack",
    "industrial chimney": "smokestack", "power plant": "smokestack", "power station": "smokestack",
    "cooling tower": "smokestack", "cigar": "cigarette", "joss stick": "incense", "camp fire": "campfire",
    "burning": "fire", "on fire": "fire", "ablaze": "fire", "blaze": "fire",
    "burning house": "burning building", "house fire": "burning building",
    "building on fire": "burning building", "house on fire": "burning building",
    "car on fire": "burning car", "burning vehicle": "burning car", "burning truck": "burning car",
    "burning tires": "burning tyres", "burning tyre": "burning tyres", "tyre fire": "burning tyres",
    "tire fire": "burning tyres", "vapour": "steam", "vapor": "steam", "steaming": "steam",
    "manhole": "grate", "drain": "grate", "grating": "grate", "bush fire": "wildfire",
    "forest fire": "wildfire", "car fire": "burning car", "opaque": "solid", "sparse": "thin",
    "subtle": "faint", "sheer": "translucent", "haze": "hazy", "wisp": "wispy", "feathery": "wispy",
    "stringy": "wispy", "billow": "billowing", "pyroclastic": "cauliflower", "puffs": "puffing",
    "pulsing": "puffing", "blurry": "soft", "diffuse": "soft", "hard-edged": "crisp", "silky": "smooth",
    "laminar": "smooth", "sleepy": "lazy", "warm": "hot", "scorching": "hot", "fading": "dissipating",
    "fissure": "crack", "smoke bomb": "grenade", "smoke grenade": "grenade", "grise claire": "light grey",
    "grise foncee": "dark grey", "sombre": "dark", "huileuse": "oily", "suie": "sooty",
    "poussiereuse": "dusty", "bleute": "bluish", "cheminee": "chimney", "cheminee d usine": "smokestack",
    "usine": "smokestack", "encens": "incense", "feu de camp": "campfire", "feu de joie": "bonfire",
    "feu de foret": "wildfire", "feu": "fire", "incendie": "fire", "flammes": "fire", "en feu": "fire",
    "maison en feu": "burning building", "immeuble en feu": "burning building",
    "voiture en feu": "burning car", "voiture qui brule": "burning car",
    "pneus qui brulent": "burning tyres", "vapeur": "steam", "bouche d egout": "grate",
    "plaque d egout": "grate", "fumigene": "grenade", "au sol": "ground level",
    "au ras du sol": "ground level", "lourde": "heavy", "tenue": "faint", "translucide": "translucent",
    "volute": "wispy", "filets": "wispy", "douce": "soft", "chaude": "hot", "froide": "cold",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "billowing": {"billow": 0.1},
    "wispy": {"wisps": 0.0},
    "puffing": {"unevenness": 0.1},
    "ground level": {"ground": False},
}  # fmt: skip

#: What a phrase suggests where nothing else speaks of the control and nothing in the prompt rises.
MEEK: dict[str, dict[str, Scalar]] = {"drifting": {"temperature": 45.0}}

#: Words of smoke that climbs by its own heat: they keep a suggestion of `MEEK` from cooling it.
CLIMBING = frozenset(
    {"up", "upward", "upwards", "rising", "rises", "rise", "climbing", "climbs", "billowing", "billowy",
     "billows", "billow", "pouring", "tower", "towering", "column"}
)  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"cloud", "column", "plume", "plumes", "pouring", "pours", "puff", "smoke", "smoking", "smoky",
     "tower", "towering", "trail",
     "bouffee", "colonne", "fumante", "fumee", "fumees", "nuage", "panache", "trainee"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN, meek=MEEK, climbing=CLIMBING)
