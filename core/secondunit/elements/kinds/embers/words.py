"""What prompts say of embers, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "red": {"temperature": 1200.0},
    "orange": {"temperature": 1450.0},
    "yellow": {"temperature": 1800.0},
    "white-hot": {"temperature": 2200.0},
    "campfire": {"width": 0.5, "rate": 40.0, "height": 3.0, "draught": 1.8},
    "bonfire": {"width": 1.5, "rate": 220.0, "height": 8.0, "draught": 4.0, "life": 4.0},
    "wildfire": {"width": 14.0, "rate": 900.0, "height": 18.0, "draught": 6.0, "life": 6.0, "size": 9.0,
                 "wind": 5.0, "eddy": 3.0, "turbulence": 2.0},
    "burning building": {"width": 6.0, "rate": 500.0, "height": 14.0, "draught": 5.0, "life": 5.0,
                         "size": 7.0, "eddy": 2.0, "turbulence": 1.5},
    "torch": {"width": 0.14, "rate": 14.0, "height": 1.6, "draught": 2.0, "size": 2.0, "eddy": 0.3},
    "burst": {"spread": 4.0, "rise": 3.0, "rate": 300.0},
    "falling": {"draught": 0.0, "rise": -0.3, "spread": 0.3, "y": 1.05, "width": 6.0, "life": 5.0,
                "cooling": 4.5},
    "rising": {"draught": 3.0},
    "dying": {"temperature": 1150.0, "cooling": 1.2},
    "steady": {"gusts": 0.05, "twinkle": 0.2},
    "tungsten": {"white": 3200.0},
    "daylight": {"white": 5600.0},
    "sharp": {"shutter": 0.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "many": {"rate": 3.0}, "few": {"rate": 0.25}, "some": {"rate": 0.7}, "swarm": {"rate": 4.0},
    "bright": {"brightness": 2.2}, "dim": {"brightness": 0.4}, "hot": {"temperature": 1.15},
    "cool": {"temperature": 0.87}, "light": {"fall": 0.5}, "heavy": {"fall": 2.5},
    "fast": {"draught": 1.7, "rise": 1.8, "turbulence": 1.4},
    "slow": {"draught": 0.5, "rise": 0.5, "turbulence": 0.6},
    "lazy": {"draught": 0.45, "rise": 0.5, "turbulence": 0.7},
    "large": {"size": 2.0}, "big": {"size": 2.0}, "huge": {"size": 3.5}, "small": {"size": 0.5},
    "tiny": {"size": 0.3}, "glittering": {"twinkle": 1.6}, "lingering": {"life": 2.0, "cooling": 2.0},
    "short-lived": {"life": 0.4, "cooling": 0.5}, "turbulent": {"turbulence": 2.2},
    "swirling": {"turbulence": 2.2, "eddy": 0.8}, "chaotic": {"turbulence": 3.0, "gusts": 1.5},
    "gentle": {"turbulence": 0.5, "draught": 0.7}, "calm": {"turbulence": 0.4, "gusts": 0.4},
    "violent": {"turbulence": 2.5, "rise": 2.0, "draught": 1.6},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "camp fire": "campfire", "fire": "campfire", "blaze": "bonfire", "forest fire": "wildfire",
    "bush fire": "wildfire", "burning house": "burning building", "house fire": "burning building",
    "white": "white-hot", "warm": "orange", "vif": "bright", "dense": "many", "thick": "many",
    "countless": "swarm", "thin": "few", "faint": "dim", "explosive": "burst", "bursting": "burst",
    "raining": "falling", "floating": "lazy", "twinkling": "glittering", "flickering": "glittering",
    "crackling": "burst", "rise": "rising", "feu de camp": "campfire", "feu": "campfire",
    "feu de joie": "bonfire", "brasier": "bonfire", "feu de foret": "wildfire", "incendie": "wildfire",
    "maison en feu": "burning building", "immeuble en feu": "burning building", "tombent": "falling",
    "tombant": "falling", "qui tombent": "falling", "montent": "rising", "mourantes": "dying",
    "chaudes": "hot", "lourdes": "heavy", "grosses": "large", "scintillantes": "glittering",
    "nettes": "sharp",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "glittering": {"twinkle": 0.0}, "motion blur": {"shutter": 0.0}, "blur": {"shutter": 0.0},
    "flou": {"shutter": 0.0}, "rising": {"draught": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"ember", "embers", "cinder", "cinders", "ash", "flying", "fly", "carried", "night", "air", "through",
     "across", "braise", "braises", "escarbille", "escarbilles", "flammeche", "flammeches", "portees",
     "portee", "emportees", "volant", "volent", "incandescentes", "nuit"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN, length="size")
