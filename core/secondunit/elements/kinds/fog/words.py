"""What prompts say of fog, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "even": {"unevenness": 0.15, "holes": 0.0},
    "bank": {"visibility": 25.0, "unevenness": 0.8, "holes": 0.25, "height": 4.0, "front": 18.0, "eddy": 4.0,
             "turbulence": 0.7},
    "low cloud": {"visibility": 60.0, "unevenness": 0.9, "holes": 0.35, "height": 14.0, "base": 7.0,
                  "eddy": 12.0, "turbulence": 0.9, "wind": 2.5},
    "low": {"height": 2.5},
    "patchy": {"holes": 0.45, "unevenness": 0.75},
    "backlit": {"key_side": 165.0, "key_height": 20.0, "forward": 0.75},
    "ground": {"height": 1.5, "eddy": 2.5},
    "haze": {"visibility": 2500.0, "unevenness": 0.3, "height": 120.0, "eddy": 60.0},
    "pea soup": {"visibility": 15.0, "unevenness": 0.3},
    "sea fog": {"visibility": 80.0, "unevenness": 0.6, "height": 30.0, "eddy": 15.0},
    "white": {"color": "0.97 0.97 0.97"},
    "grey": {"color": "0.7 0.7 0.7"},
    "yellow": {"color": "0.85 0.7 0.32"},
    "green": {"color": "0.55 0.85 0.55"},
    "blue": {"color": "0.6 0.75 0.95"},
    "red": {"color": "0.9 0.45 0.4"},
    "rolling in": {"front": 25.0, "advance": 1.5, "height": 4.0, "unevenness": 0.8},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"visibility": 0.35},
    "dense": {"visibility": 0.3},
    "heavy": {"visibility": 0.4},
    "impenetrable": {"visibility": 0.1},
    "thin": {"visibility": 3.0},
    "light": {"visibility": 2.5},
    "faint": {"visibility": 6.0},
    "rolling": {"turbulence": 1.8, "unevenness": 1.5},
    "slow": {"wind": 0.5, "turbulence": 0.5},
    "fast": {"wind": 3.0, "turbulence": 1.8},
    "soft": {"softness": 1.8},
    "crisp": {"softness": 0.5},
    "deep": {"height": 2.0},
    "shallow": {"height": 0.3},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "uniform": "even", "flat": "even", "smooth": "even", "fog bank": "bank", "fogbank": "bank",
    "clouds": "low cloud", "ground fog": "ground", "ground-hugging": "ground", "hazy": "haze",
    "bluish": "blue", "murky": "grey", "grisaille": "grey", "pea-soup": "pea soup",
    "opaque": "impenetrable", "subtle": "faint", "wispy": "patchy", "patches": "patchy", "holes": "patchy",
    "gaps": "patchy", "ragged": "patchy", "torn": "patchy", "broken": "patchy", "gentle": "slow",
    "coming in": "rolling in", "creeping in": "rolling in", "advancing": "rolling in",
    "churning": "rolling", "solid": "impenetrable", "nappe": "low", "banc": "bank",
    "banc de brouillard": "bank", "nappe de brouillard": "low", "nuage bas": "low cloud", "bas": "low",
    "rasant": "ground", "au sol": "ground", "au ras du sol": "ground", "brume seche": "haze",
    "puree de pois": "pea soup", "lourd": "heavy", "opaque brouillard": "impenetrable", "tenu": "faint",
    "dechire": "patchy", "par endroits": "patchy", "trouees": "patchy", "doux": "soft",
    "qui avance": "rolling in", "qui arrive": "rolling in", "profond": "deep",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {"patchy": {"holes": 0.0}, "bank": {"front": 0.0}}

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"fog", "foggy", "morning", "moor", "moors", "harbour", "harbor", "cemetery", "graveyard", "forest",
     "london", "valley", "hill", "hills", "sea", "coast", "autumn", "winter", "hangs", "hanging", "lies",
     "lying", "covers", "covering",
     "brouillard", "brouillards", "matin", "lande", "mer", "colline", "collines", "cimetiere", "foret",
     "vallee", "automne", "hiver"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN, length="visibility")
