"""What prompts say of a camp fire, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames.words import FLAME_LEXICON
from secondunit.elements.words.lexicon import Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "bonfire": {"width": 2.0, "height": 3.2, "soot": 0.35, "density": 2.0},
    "dying": {"height": 0.32, "brightness": 9.0, "temperature": 1700.0},
    "damp": {"soot": 0.8, "color": "0.3 0.3 0.3"},
    "guttering": {"flicker": 1.0, "gusts": 0.7},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "feu de joie": "bonfire", "burned down": "dying", "burnt down": "dying", "going out": "dying",
    "mourant": "dying", "wet": "damp", "wet wood": "damp", "damp wood": "damp", "humide": "damp",
    "bois humide": "damp", "mouille": "damp", "vacillant": "guttering", "smoke": "smoky",
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"campfire", "camp", "fire", "wood", "log", "logs", "forest", "beach", "clearing", "bois", "buche",
     "buches", "foret", "plage", "clairiere", "camping"}
)  # fmt: skip

LEXICON = FLAME_LEXICON | Lexicon(SET, same=SAME, plain=PLAIN)
