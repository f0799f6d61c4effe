"""What prompts say of sparks, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

from .looks import CUTTING, ELECTRICAL, FALL, GRINDER, HIT, WELDING

#: Phrases that ask for a look. Its heat is only a suggestion: `red welding sparks` are red.
LOOKED: dict[str, dict[str, Scalar]] = {
    "grinder": GRINDER, "welding": WELDING, "electrical": ELECTRICAL, "bullet hit": HIT,
    "cutting torch": CUTTING, "falling": FALL,
}  # fmt: skip
MEEK: dict[str, dict[str, Scalar]] = {
    phrase: {"temperature": look["temperature"]} for phrase, look in LOOKED.items() if "temperature" in look
}

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    **{
        phrase: {name: value for name, value in look.items() if name != "temperature"}
        for phrase, look in LOOKED.items()
    },
    "burst": {"timing": "once", "cone": 120.0, "tilt": 90.0, "amount": 600.0},
    "bursts": {"timing": "bursts"},
    "fountain": {"timing": "steady", "toward": 0.0, "tilt": 90.0, "cone": 22.0, "y": 0.1, "x": 0.5},
    "steady": {"timing": "steady"},
    "upward": {"tilt": 90.0},
    "downward": {"tilt": -90.0},
    "to all sides": {"cone": 180.0},
    "red": {"temperature": 1300.0},
    "orange": {"temperature": 1600.0},
    "yellow": {"temperature": 1950.0},
    "white-hot": {"temperature": 2600.0},
    # An arc is hotter than what it throws; a camera balanced for lamps shows it as blue.
    "blue": {"temperature": 3200.0, "white": 3200.0},
    "tungsten": {"white": 3200.0},
    "daylight": {"white": 5600.0},
    "sharp": {"shutter": 0.0},
    "bouncing": {"bounce": 0.65},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "many": {"amount": 3.0}, "few": {"amount": 0.2}, "some": {"amount": 0.6},
    "bright": {"brightness": 2.2}, "dim": {"brightness": 0.4}, "hot": {"temperature": 1.15},
    "cool": {"temperature": 0.85}, "fast": {"speed_out": 1.8}, "slow": {"speed_out": 0.55},
    "violent": {"speed_out": 2.0, "amount": 1.8}, "gentle": {"speed_out": 0.5, "amount": 0.6},
    "large": {"size": 2.0}, "big": {"size": 2.0}, "small": {"size": 0.5}, "tiny": {"size": 0.35},
    "long": {"life": 2.0}, "lingering": {"life": 2.2}, "short": {"life": 0.45}, "narrow": {"cone": 0.5},
    "wide": {"cone": 1.9}, "forking": {"forks": 2.5}, "splitting": {"splits": 2.0},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "angle grinder": "grinder", "grinding": "grinder", "grinding wheel": "grinder", "weld": "welding",
    "short circuit": "electrical", "electric": "electrical", "cable": "electrical",
    "power line": "electrical", "transformer": "electrical", "fuse box": "electrical",
    "wires": "electrical", "bullet": "bullet hit", "ricochet": "bullet hit", "hit": "bullet hit",
    "impact": "bullet hit", "plasma cutter": "cutting torch", "cutting": "cutting torch",
    "raining": "falling", "shower": "burst", "showers": "bursts", "explosion": "burst", "sudden": "burst",
    "dense": "many", "heavy": "many", "faint": "dim", "up": "upward", "down": "downward",
    "in all directions": "to all sides", "in every direction": "to all sides", "warm": "orange",
    "vif": "bright", "white": "white-hot", "meuleuse": "grinder", "disqueuse": "grinder",
    "meule": "grinder", "soudure": "welding", "soudeur": "welding", "soudage": "welding",
    "electrique": "electrical", "court-circuit": "electrical", "court circuit": "electrical",
    "impact de balle": "bullet hit", "chalumeau": "cutting torch", "tombent": "falling",
    "tombant": "falling", "pluie": "falling", "gerbe": "burst", "gerbes": "bursts", "fontaine": "fountain",
    "vers le haut": "upward", "vers le bas": "downward", "dans tous les sens": "to all sides",
    "blanches": "white-hot", "grosses": "large", "longues": "long", "courtes": "short", "nettes": "sharp",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "bouncing": {"bounce": 0.0}, "forking": {"forks": 0.0}, "splitting": {"splits": 0.0},
    "motion blur": {"shutter": 0.0}, "blur": {"shutter": 0.0}, "flou": {"shutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"spark", "sparks", "sparkle", "sparkler", "flying", "fly", "metal", "steel", "iron", "off", "night",
     "etincelle", "etincelles", "acier",
     "fer", "volent", "jaillissent", "jaillissant", "nuit", "jet", "stream"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN, MEEK, length="size")
