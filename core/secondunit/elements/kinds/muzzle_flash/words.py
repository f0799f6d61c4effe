"""What prompts say of a muzzle flash, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon, part
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "pistol": {"length": 0.22, "width": 0.1, "prongs": 0, "brightness": 16.0, "temperature": 2000.0},
    "rifle": {"length": 0.5, "width": 0.16, "prongs": 5},
    "machine gun": {"rounds": 24, "rate": 700.0, "soot": 0.4, "unevenness": 0.9},
    "burst": {"rounds": 3, "rate": 800.0},
    "shotgun": {"length": 0.9, "width": 0.3, "prongs": 0, "temperature": 2000.0, "soot": 1.0, "flash": 0.07},
    "cannon": {"length": 4.0, "width": 1.6, "prongs": 2, "flash": 0.12, "soot": 1.2, "life": 3.0},
    "musket": {"length": 0.8, "width": 0.3, "prongs": 0, "temperature": 1800.0, "soot": 2.0, "life": 4.0,
               "flash": 0.1},
    "single": {"rounds": 1},
    "star": {"prongs": 5},
    "to the left": {"aim": 180.0, "x": 0.7},
    "to the right": {"aim": 0.0, "x": 0.3},
    "at camera": {"toward": 60.0, "x": 0.5},
    "upward": {"aim": 90.0, "x": 0.5, "y": 0.25},
    "orange": {"temperature": 1800.0},
    "yellow": {"temperature": 2200.0},
    "white-hot": {"temperature": 3000.0},
    # A camera balanced for candles shows what is hottest as blue.
    "blue": {"temperature": 3400.0, "white": 2800.0},
    "red": {"temperature": 1600.0},
    "smoky": {"soot": 1.2},
    "clean": {"soot": 0.05},
    "tungsten": {"white": 3200.0},
    "daylight": {"white": 5600.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "bright": {"brightness": 2.0},
    "dim": {"brightness": 0.4},
    "blinding": {"brightness": 3.5},
    "large": {"length": 1.8, "width": 1.8},
    "big": {"length": 1.8, "width": 1.8},
    "huge": {"length": 3.0, "width": 3.0},
    "small": {"length": 0.5, "width": 0.5},
    "tiny": {"length": 0.3, "width": 0.3},
    "long": {"length": 1.6},
    "short": {"length": 0.6},
    "wide": {"width": 1.7},
    "narrow": {"width": 0.6},
    "fast": {"rate": 1.5},
    "slow": {"rate": 0.5},
    "thick": {"density": 1.8},
    "thin": {"density": 0.5},
    "ragged": {"licks": 1.5, "unevenness": 1.3},
    "lingering": {"life": 3.0},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "handgun": "pistol", "revolver": "pistol", "submachine gun": "machine gun", "automatic": "machine gun",
    "automatic fire": "machine gun", "full auto": "machine gun", "minigun": "machine gun",
    "three rounds": "burst", "double tap": "burst", "tank": "cannon", "artillery": "cannon",
    "howitzer": "cannon", "black powder": "musket", "flintlock": "musket", "single shot": "single",
    "one shot": "single", "flash hider": "star", "star shaped": "star", "pointing left": "to the left",
    "aimed left": "to the left", "pointing right": "to the right", "toward camera": "at camera",
    "white": "white-hot", "yellow-white": "white-hot", "bluish": "blue", "smoke": "smoky",
    "smokeless": "clean", "pistolet": "pistol", "fusil": "rifle", "mitrailleuse": "machine gun",
    "rafale": "machine gun", "rafales": "machine gun", "fusil a pompe": "shotgun",
    "fusil de chasse": "shotgun", "coup de canon": "cannon", "coups de canon": "cannon", "boulet": "cannon",
    "char": "cannon", "mousquet": "musket",
    "poudre noire": "musket", "etoile": "star", "vers la gauche": "to the left",
    "vers la droite": "to the right", "vers la camera": "at camera", "vers le haut": "upward",
    "fumee": "smoky", "fumante": "smoky", "propre": "clean", "vive": "bright", "longue": "long",
    "courte": "short", "large flamme": "wide",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "smoky": {"soot": 0.0}, "star": {"prongs": 0}, "motion blur": {"shutter": 0.0}, "blur": {"shutter": 0.0},
    "flou": {"shutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"canon", "bout", "muzzle", "flash", "flashes", "gun", "gunfire", "gunshot", "gunshots", "shot",
     "shots", "shooting",
     "firing", "fires", "weapon", "barrel", "coup", "coups", "feu", "tir", "tirs", "arme", "bouche", "lueur",
     "flamme"}
)  # fmt: skip

#: The smoke of a shot: its colour, and how much of it there is.
PARTS = {"smoke, fumee": part("color", "soot")}

LEXICON = EVERYDAY | Lexicon(
    SET, SCALE, SAME, WITHOUT, PLAIN, parts=PARTS, length="length",
    along={"length": {"width": 0.33}},
)  # fmt: skip
