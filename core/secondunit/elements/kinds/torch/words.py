"""What prompts say of a torch, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames.words import FLAME_LEXICON
from secondunit.elements.words.lexicon import Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "tiki": {"width": 0.09, "height": 0.4, "source": "disc"},
    "brazier": {"width": 0.45, "height": 1.0, "source": "coals"},
    "handheld": {"height": 0.5, "width": 0.12},
    "guttering": {"flicker": 1.0, "height": 0.4, "gusts": 0.7},
    "dying": {"height": 0.25, "brightness": 8.0},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "hand-held": "handheld", "sputtering": "guttering", "brasero": "brazier", "a la main": "handheld",
    "vacillante": "guttering", "mourante": "dying", "smoke": "smoky",
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"torch", "torches", "fire", "wall", "walls", "stone", "castle", "medieval", "dungeon", "corridor",
     "cave", "bracket", "sconce", "hand", "torche", "flambeau", "flambeaux", "mur", "murs", "pierre",
     "chateau", "grotte", "couloir"}
)  # fmt: skip

LEXICON = FLAME_LEXICON | Lexicon(SET, same=SAME, plain=PLAIN)
