"""What prompts say of snow, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

from .looks import BLIZZARD, FAIRY, HEAVY, LIGHT_FALL

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "light": LIGHT_FALL,
    "heavy": HEAVY,
    "blizzard": BLIZZARD,
    "storm": {**BLIZZARD, "wind": 9.0, "turbulence": 3.0},
    "fairy tale": FAIRY,
    "flurry": {"rate": 0.3, "wind": 2.0, "turbulence": 1.2, "gusts": 0.7},
    "powder": {"size": 0.6, "fall": 0.6},
    "wet": {"size": 1.6, "fall": 1.5},
    "straight down": {"wind": 0.0, "turbulence": 0.1},
    "sharp": {"focus": 0.0},
    "frozen": {"shutter": 0.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "dense": {"rate": 2.5}, "sparse": {"rate": 0.3}, "large": {"size": 1.8}, "big": {"size": 1.8},
    "huge": {"size": 2.6}, "small": {"size": 0.6}, "fine": {"size": 0.6}, "tiny": {"size": 0.5},
    "slow": {"fall": 0.6, "flutter": 1.3}, "fast": {"fall": 1.6},
    "gentle": {"rate": 0.5, "turbulence": 0.6, "wind": 0.5}, "soft": {"turbulence": 0.6, "fall": 0.8},
    "dancing": {"flutter": 2.0, "turbulence": 1.5}, "whirling": {"turbulence": 2.5},
    "swirling": {"turbulence": 2.5}, "violent": {"wind": 2.5, "turbulence": 2.0},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "dumping": "heavy", "dumping down": "heavy", "coming down hard": "heavy", "bucketing": "heavy",
    "snowed in": "heavy", "a gros flocons": "large", "fluffy": "large", "dru": "heavy", "abondant": "heavy",
    "hard": "heavy", "thick": "heavy", "snowstorm": "storm", "snow storm": "storm", "whiteout": "blizzard",
    "white-out": "blizzard", "christmas": "fairy tale", "magical": "fairy tale", "dreamy": "fairy tale",
    "powdery": "powder", "dry": "powder", "slushy": "wet", "few": "sparse", "a few": "sparse",
    "many": "dense", "fluttering": "dancing", "dance": "dancing", "fat": "large", "forte": "heavy",
    "epaisse": "heavy", "tempete de neige": "storm", "de noel": "fairy tale", "feerique": "fairy tale",
    "poudreuse": "powder", "mouillee": "wet", "humide": "wet", "doucement": "soft", "douce": "soft",
    "quelques": "sparse", "gros": "large", "dansent": "dancing", "dansant": "dancing", "fins": "fine",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "motion blur": {"shutter": 0.0}, "blur": {"shutter": 0.0}, "flou": {"shutter": 0.0},
    "dancing": {"flutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"snow", "snowing", "snowy", "snowfall", "snowflake", "snowflakes", "flake", "flakes", "falling", "falls",
     "fall", "winter", "neige", "flocon", "flocons", "tombe", "tombant", "tombent", "il", "hiver", "chute"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN)
