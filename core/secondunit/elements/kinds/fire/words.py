"""What prompts say of a fire, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames.words import FLAME_LEXICON
from secondunit.elements.words.lexicon import Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "inferno": {"height": 9.0, "width": 5.0, "soot": 0.5, "turbulence": 0.8},
    "wall of": {"source": "line", "width": 6.0, "height": 3.5},
    "wildfire": {"source": "line", "width": 14.0, "height": 9.0, "soot": 0.5, "wind": 3.0},
    "burning building": {"source": "line", "width": 6.0, "height": 7.0, "soot": 0.6},
    "burning car": {"width": 2.6, "height": 3.5, "soot": 0.8, "density": 3.0},
    "fireplace": {"source": "line", "width": 0.7, "height": 0.6, "soot": 0.03, "gusts": 0.1},
    "candle": {"source": "disc", "width": 0.03, "height": 0.1, "soot": 0.0, "flicker": 0.1, "licks": 0.1,
               "turbulence": 0.1, "swirl": 0.1},
    "pool": {"source": "disc", "width": 2.0, "height": 3.5, "soot": 0.6, "rise": 0.05},
    "gas jet": {"source": "disc", "width": 0.2, "height": 2.5, "rise": 8.0, "soot": 0.0, "density": 0.8},
    "dying": {"height": 0.5, "brightness": 8.0, "soot": 0.35},
    "guttering": {"flicker": 1.0, "gusts": 0.7},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "hell": "inferno", "blaze": "inferno", "forest fire": "wildfire", "bush fire": "wildfire",
    "house fire": "burning building", "burning house": "burning building",
    "building on fire": "burning building", "house on fire": "burning building", "car fire": "burning car",
    "car on fire": "burning car", "burning vehicle": "burning car", "burning truck": "burning car",
    "pool fire": "pool", "petrol": "pool", "gasoline": "pool", "burning petrol": "pool", "gas": "gas jet",
    "hearth": "fireplace", "brasier": "inferno", "mur de": "wall of", "feu de foret": "wildfire",
    "incendie": "burning building", "voiture en feu": "burning car", "cheminee": "fireplace",
    "feu de cheminee": "fireplace", "bougie": "candle", "essence": "pool", "mourant": "dying",
    "smoke": "smoky", "vacillant": "guttering",
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"fire", "fires", "ablaze", "wall", "ground", "floor", "building", "house", "car", "bed", "sol", "terre"}
)

LEXICON = FLAME_LEXICON | Lexicon(SET, same=SAME, plain=PLAIN)
