"""What prompts say of every flame, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon, part
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "red": {"temperature": 1550.0},
    "orange": {"temperature": 1750.0},
    "yellow": {"temperature": 2000.0},
    "white-hot": {"temperature": 2400.0},
    # Soot glows as a black body and is never blue; a camera balanced for candles shows its hottest so.
    "blue": {"temperature": 4000.0, "white": 2500.0, "soot": 0.0, "density": 0.5},
    # No fire of soot has these: they are said as not understood.
    "green": {}, "purple": {}, "pink": {}, "rust": {}, "sandy": {},
    "sooty": {"soot": 0.3, "density": 1.8},
    "smoky": {"soot": 0.4},
    "clean": {"soot": 0.0},
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
    "flickering": {"flicker": 1.5, "gusts": 1.3, "turbulence": 1.3},
    "low": {"height": 0.5, "brightness": 0.7},
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
    "white hot": "white-hot", "soot": "sooty", "smoking": "smoky", "smokeless": "clean",
    "flicker": "flickering", "flickers": "flickering", "glowing": "bright",
    "brilliant": "bright", "faint": "dim", "white": "white-hot", "yellow-white": "white-hot",
    "bluish": "blue", "warm": "orange",
    "chaud": "hot", "bas": "low", "nerveux": "flickering", "dancing": "flickering", "dances": "flickering",
    "danse": "flickering", "dansant": "flickering", "feeble": "low", "faiblard": "low",
    "sputtering": "flickering",
    "guttering": "flickering",
    "restless": "flickering", "vif": "bright", "licking": "lively", "licks": "lively",
    "tongues": "lively", "wild": "fierce", "violent": "fierce", "enormous": "huge", "giant": "huge",
    "massive": "huge", "calm": "gentle",
    "rouge": "red", "jaune": "yellow", "chauffee a blanc": "white-hot", "suie": "sooty", "fumante": "smoky",
    "fumee": "smoky", "propre": "clean", "reguliere": "steady", "stable": "steady",
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
    {"flame", "flames", "flaming", "burning", "burns", "burn", "lit", "flamme", "flammes", "feu", "feux",
     "brule", "brulant", "brulante", "en"}
)  # fmt: skip

#: The smoke of a flame, by its names: its colour, and how much of it is left.
PARTS = {"smoke, fumee, plume": part("color", "soot")}

FLAME_LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN, parts=PARTS)
