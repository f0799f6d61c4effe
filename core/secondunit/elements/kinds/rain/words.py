"""What prompts say of rain, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

from .looks import BACKLIT, DOWNPOUR, DRIZZLE, STORM

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "drizzle": DRIZZLE,
    "light": {"rate": 4.0},
    "moderate": {"rate": 12.0},
    "heavy": {"rate": 55.0},
    "downpour": DOWNPOUR,
    "torrential": {**DOWNPOUR, "rate": 150.0},
    "storm": STORM,
    "backlit": {name: value for name, value in BACKLIT.items() if name != "rate"},
    "slanting": {"wind": 6.0},
    "straight down": {"wind": 0.0, "turbulence": 0.1},
    "splashing": {"splashes": 2.0},
    "sharp": {"focus": 0.0},
    "frozen": {"shutter": 0.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "dense": {"rate": 2.5}, "sparse": {"rate": 0.3}, "fine": {"rate": 0.3}, "visible": {"opacity": 2.0},
    "faint": {"opacity": 0.5}, "glittering": {"glint": 1.8}, "near": {"far": 0.4}, "deep": {"far": 2.0},
    "violent": {"rate": 2.0, "wind": 2.0, "turbulence": 2.0}, "gentle": {"rate": 0.4, "wind": 0.5},
    "soft": {"rate": 0.4, "opacity": 0.8},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "splashes": "splashing",
    "bucketing": "downpour", "bucketing down": "downpour", "bucketing it down": "downpour",
    "chucking it down": "downpour", "pissing down": "downpour", "pissing it down": "downpour",
    "tipping down": "downpour", "tipping it down": "downpour", "hammering": "downpour",
    "hammering down": "downpour", "cats and dogs": "downpour", "coming down hard": "downpour",
    "in sheets": "torrential", "in buckets": "torrential", "soaking": "heavy", "proper": "heavy",
    "mizzle": "drizzle", "a few drops": "drizzle", "barely raining": "drizzle", "hardly raining": "drizzle",
    "des cordes": "downpour", "a verse": "downpour", "hallebardes": "downpour", "a seaux": "downpour",
    "a torrents": "torrential", "drache": "downpour", "dru": "heavy", "grosses gouttes": "heavy",
    "trois gouttes": "drizzle", "petite pluie": "drizzle", "pluviote": "drizzle", "gicle": "splashing",
    "rebondit": "splashing", "bouncing": "splashing", "bounce": "splashing", "gentle shower": "gentle",
    "wet-down": "moderate", "drizzling": "drizzle", "spitting": "drizzle", "pouring": "downpour",
    "cloudburst": "torrential", "pelting": "torrential", "lashing": "storm", "driving": "slanting",
    "rainstorm": "storm", "thunderstorm": "storm", "slanted": "slanting", "hard": "heavy", "thick": "dense",
    "monsoon": "torrential", "shower": "moderate", "vertical": "straight down", "splash": "splashing",
    "with splashes": "splashing", "thin": "fine", "sheets": "torrential", "bruine": "drizzle",
    "crachin": "drizzle", "fine pluie": "drizzle", "pluie fine": "drizzle", "moderee": "moderate",
    "forte": "heavy", "battante": "heavy", "averse": "moderate", "torrentielle": "torrential",
    "diluvienne": "torrential", "deluge": "torrential", "trombes": "torrential", "orage": "storm",
    "oblique": "slanting", "en biais": "slanting", "drue": "dense", "eclaboussures": "splashing",
    "nette": "sharp",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "splashing": {"splashes": 0.0}, "eclaboussures": {"splashes": 0.0}, "glittering": {"glint": 0.0},
    "motion blur": {"shutter": 0.0}, "blur": {"shutter": 0.0}, "flou": {"shutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"rain", "raining", "rainy", "rainfall", "raindrop", "raindrops", "drop", "drops", "falling", "falls",
     "fall", "window", "pluie", "pluvieux", "goutte", "gouttes", "tombe", "tombant", "il", "pleut"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN)
