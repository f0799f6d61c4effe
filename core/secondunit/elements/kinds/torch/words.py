"""What prompts say of a torch, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.kind_words import KindWords
from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "red": {"temperature": 1550.0},
    "orange": {"temperature": 1750.0},
    "yellow": {"temperature": 2000.0},
    "white-hot": {"temperature": 2400.0},
    "sooty": {"soot": 0.3, "density": 1.8},
    "smoky": {"soot": 0.4},
    "clean": {"soot": 0.0},
    "tiki": {"width": 0.09, "height": 0.4, "source": "disc"},
    "brazier": {"width": 0.45, "height": 1.0, "source": "patch"},
    "handheld": {"height": 0.5, "width": 0.12},
    "guttering": {"flicker": 1.0, "height": 0.4, "gusts": 0.7},
    "dying": {"height": 0.25, "brightness": 8.0},
    "steady": {"flicker": 0.15, "gusts": 0.05},
    "tungsten": {"white": 3200.0},
    "daylight": {"white": 5600.0},
    "sharp": {"shutter": 0.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "bright": {"brightness": 2.0},
    "dim": {"brightness": 0.4},
    "blinding": {"brightness": 3.5},
    "hot": {"temperature": 1.12},
    "cool": {"temperature": 0.9},
    "dense": {"density": 1.8},
    "thick": {"density": 1.6},
    "thin": {"density": 0.5},
    "transparent": {"density": 0.35},
    "flickering": {"flicker": 1.5},
    "roaring": {"height": 1.6, "width": 1.25, "turbulence": 1.3},
    "fierce": {"height": 1.3, "turbulence": 1.4, "brightness": 1.3},
    "lively": {"licks": 1.4, "flicker": 1.3},
    "gentle": {"turbulence": 0.5, "licks": 0.6},
    "soft": {"licks": 0.4},
    "huge": {"height": 3.0, "width": 3.0},
    "tiny": {"height": 0.35, "width": 0.4},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "white hot": "white-hot", "soot": "sooty", "smoke": "smoky", "smoking": "smoky", "smokeless": "clean",
    "hand-held": "handheld", "flicker": "flickering", "flickers": "flickering", "glowing": "bright",
    "brilliant": "bright", "faint": "dim", "low": "dim", "licking": "lively", "licks": "lively",
    "tongues": "lively", "wild": "fierce", "violent": "fierce", "enormous": "huge", "giant": "huge",
    "massive": "huge", "calm": "gentle", "sputtering": "guttering",
    "rouge": "red", "jaune": "yellow", "chauffee a blanc": "white-hot", "suie": "sooty", "fumante": "smoky",
    "fumee": "smoky", "propre": "clean", "brasero": "brazier", "a la main": "handheld",
    "vacillante": "guttering", "mourante": "dying", "reguliere": "steady", "stable": "steady",
    "vive": "bright", "lumineuse": "bright", "brillante": "bright", "eclatante": "blinding",
    "faible": "dim", "chaude": "hot", "froide": "cool", "epaisse": "thick", "fine": "thin",
    "transparente": "transparent", "tremblante": "flickering", "scintillante": "flickering",
    "ronflante": "roaring", "ardente": "fierce", "violente": "fierce", "douce": "gentle",
    "enorme": "huge", "immense": "huge", "minuscule": "tiny", "nette": "sharp",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "smoky": {"soot": 0.0}, "flickering": {"flicker": 0.0}, "motion blur": {"shutter": 0.0},
    "blur": {"shutter": 0.0}, "flou": {"shutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"torch", "torches", "fire", "flame", "flames", "flaming", "burning", "burns", "burn", "lit", "wall",
     "walls", "stone", "castle", "medieval", "dungeon", "corridor", "cave", "bracket", "sconce", "hand",
     "torche", "flambeau", "flambeaux", "flamme", "flammes", "feu", "brule", "brulant", "mur",
     "murs", "pierre", "chateau", "grotte", "couloir"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN)

#: What a torch is called in a wish.
KIND_WORDS = KindWords(
    "a torch",
    "torch, torch fire, torch flame, torchlight, flaming torch, burning torch, tiki torch, flame of a torch, "
    "flames of a torch, fire of a torch, torche, flambeau, feu de torche, flamme de torche, "
    "flamme d une torche",
    compound=True,
    broader="fire",
)
