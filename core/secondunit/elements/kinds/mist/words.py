"""What prompts say of ground mist, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "dry ice": {"visibility": 1.2, "height": 0.28, "holes": 0.12, "softness": 0.35, "edge": 0.25,
                "swell": 0.5, "eddy": 0.45, "wind": 0.5, "turbulence": 0.35},
    "swamp": {"visibility": 6.0, "height": 0.6, "holes": 0.4, "swell": 0.5, "eddy": 1.0, "wind": 0.25},
    "meadow": {"visibility": 45.0, "height": 1.6, "holes": 0.15, "edge": 0.8, "eddy": 3.0},
    "lake": {"visibility": 14.0, "height": 1.0, "holes": 0.6, "edge": 0.9, "swell": 0.6, "eddy": 1.4,
             "wind": 0.9, "turbulence": 0.4},
    "even": {"unevenness": 0.2, "holes": 0.0, "swell": 0.1},
    "ankle-deep": {"height": 0.15},
    "knee-high": {"height": 0.5},
    "waist-high": {"height": 1.0},
    "ground": {"height": 0.4},
    "white": {"color": "0.97 0.97 0.97"},
    "grey": {"color": "0.7 0.7 0.7"},
    "green": {"color": "0.55 0.85 0.55"},
    "blue": {"color": "0.6 0.75 0.95"},
    "backlit": {"key_side": 165.0, "key_height": 20.0, "forward": 0.7},
    "creeping in": {"front": 7.0, "advance": 0.4},
    "drifting": {"wind": 0.5},
    "yellow": {"color": "0.85 0.7 0.32"},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"visibility": 0.4},
    "dense": {"visibility": 0.3},
    "heavy": {"visibility": 0.4},
    "thin": {"visibility": 3.0},
    "light": {"visibility": 2.5},
    "faint": {"visibility": 5.0},
    "wispy": {"holes": 1.5, "unevenness": 1.3, "visibility": 1.8},
    "rolling": {"turbulence": 1.8, "swell": 1.4},
    "slow": {"wind": 0.4, "turbulence": 0.5},
    "fast": {"wind": 3.0, "turbulence": 1.8},
    "soft": {"softness": 1.8, "edge": 1.6},
    "crisp": {"softness": 0.5, "edge": 0.4},
    "low": {"height": 0.5},
    "deep": {"height": 2.0},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "carbon dioxide": "dry ice", "stage fog": "dry ice", "marsh": "swamp", "bog": "swamp", "bayou": "swamp",
    "moor": "swamp", "field": "meadow", "pasture": "meadow", "pond": "lake", "river": "lake",
    "loch": "lake", "uniform": "even", "flat": "even", "ankle deep": "ankle-deep", "hip-high": "waist-high",
    "ground-hugging": "ground", "bluish": "blue", "wisp": "wispy", "patchy": "wispy", "patches": "wispy",
    "torn": "wispy", "shreds": "wispy", "broken": "wispy", "gentle": "slow", "sharp": "crisp",
    "shallow": "low", "subtle": "faint", "delicate": "thin", "crawling in": "creeping in",
    "rolling in": "creeping in", "coming in": "creeping in", "glace carbonique": "dry ice",
    "glace seche": "dry ice", "marais": "swamp", "marecage": "swamp", "etang": "lake", "lac": "lake",
    "riviere": "lake", "pre": "meadow", "prairie": "meadow", "champ": "meadow",
    "aux chevilles": "ankle-deep", "aux genoux": "knee-high", "a mi-corps": "waist-high",
    "au sol": "ground", "au ras du sol": "ground", "rasant": "ground", "lourde": "heavy", "tenue": "faint",
    "volute": "wispy", "filets": "wispy", "nappes": "wispy", "lambeaux": "wispy", "effilochee": "wispy",
    "douce": "soft", "nette": "crisp", "bas": "low", "profonde": "deep", "qui avance": "creeping in",
    "qui arrive": "creeping in",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {"wispy": {"holes": 0.0}, "even": {"unevenness": 0.8, "holes": 0.3}}

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"mist", "mists", "misty", "fog", "morning", "early", "graveyard", "cemetery", "forest", "floor",
     "water", "stage", "wood", "woods", "hugging", "lies", "lying", "hangs", "hanging", "covers",
     "covering", "smoke",
     "brume", "brumes", "brumeux", "brumeuse", "brouillard", "matin", "matinale", "cimetiere", "foret",
     "nappe", "scene", "theatre", "fumee"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN)
