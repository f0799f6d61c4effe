"""What prompts say of steam, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "kettle": {"width": 0.03, "height": 0.5, "rise": 1.5, "evaporation": 1.0},
    "cup": {"source": "patch", "width": 0.08, "height": 0.3, "rise": 0.08, "temperature": 30.0,
            "density": 0.22, "wisps": 1.0, "billow": 0.15, "softness": 0.8, "evaporation": 0.9},
    "pan": {"source": "patch", "width": 0.25, "height": 0.8, "rise": 0.2, "density": 0.3},
    "pipe": {"width": 0.06, "height": 2.5, "rise": 14.0, "density": 0.7, "substeps": 3, "evaporation": 1.2},
    "grate": {"source": "patch", "width": 0.9, "height": 2.4, "rise": 0.5, "ground": True,
              "evaporation": 0.22},
    "locomotive": {"width": 0.5, "height": 7.0, "rise": 5.0, "density": 1.0, "evaporation": 0.12,
                   "unevenness": 1.0},
    "cooling tower": {"width": 30.0, "height": 150.0, "rise": 4.0, "density": 1.6, "evaporation": 0.02,
                      "cooling": 60.0},
    "bath": {"source": "patch", "width": 1.4, "height": 1.2, "rise": 0.1, "temperature": 20.0,
             "density": 0.2},
    "puffing": {"unevenness": 1.0},
    "steady": {"gusts": 0.05, "unevenness": 0.2},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"density": 2.0, "evaporation": 0.7},
    "dense": {"density": 2.2, "evaporation": 0.7},
    "heavy": {"density": 1.8},
    "thin": {"density": 0.45},
    "faint": {"density": 0.3},
    "light": {"density": 0.5},
    "delicate": {"density": 0.5, "wisps": 1.2},
    "wispy": {"wisps": 1.3, "density": 0.6, "billow": 0.5},
    "billowing": {"billow": 1.6, "density": 1.6, "expansion": 1.5},
    "soft": {"softness": 1.5},
    "crisp": {"softness": 0.4},
    "hot": {"temperature": 1.6, "evaporation": 1.2},
    "cold": {"temperature": 0.4, "evaporation": 0.6},
    "humid": {"evaporation": 0.4},
    "dry": {"evaporation": 2.0},
    "lingering": {"evaporation": 0.4},
    "vanishing": {"evaporation": 2.5},
    "fast": {"rise": 2.0, "temperature": 1.5},
    "slow": {"rise": 0.5, "temperature": 0.6},
    "violent": {"rise": 3.0, "turbulence": 1.6},
    "gentle": {"rise": 0.5, "turbulence": 0.5},
    "huge": {"height": 5.0, "width": 5.0, "rise": 2.0, "evaporation": 0.4},
    "tiny": {"height": 0.2, "width": 0.2, "rise": 0.5},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "teapot": "kettle", "coffee": "cup", "tea": "cup", "hot drink": "cup", "food": "cup", "soup": "pan",
    "pot": "pan", "burst pipe": "pipe", "leak": "pipe", "leaking": "pipe", "jet": "pipe", "hissing": "pipe",
    "valve": "pipe", "manhole": "grate", "drain": "grate", "subway": "grate", "street": "grate",
    "train": "locomotive", "steam engine": "locomotive", "pool": "bath", "hot spring": "bath",
    "shower": "bath", "puffs": "puffing", "wisps": "wispy", "billows": "billowing",
    "dissipating": "vanishing", "evaporating": "vanishing", "bouilloire": "kettle", "theiere": "kettle",
    "tasse": "cup", "cafe": "cup", "casserole": "pan", "marmite": "pan", "tuyau": "pipe", "fuite": "pipe",
    "sous pression": "pipe", "bouche d egout": "grate", "grille": "grate",
    "locomotive a vapeur": "locomotive", "tour de refroidissement": "cooling tower", "bain": "bath",
    "chaude": "hot", "froide": "cold", "seche": "dry", "bouffees": "puffing", "volutes": "wispy",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "vanishing": {"evaporation": 0.05}, "billowing": {"billow": 0.1}, "wispy": {"wisps": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"steam", "steaming", "steamy", "vapour", "vapor", "white", "vent", "plume", "puff", "cloud",
     "water", "vapeur", "blanche", "panache", "nuage", "bouffee"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN)
