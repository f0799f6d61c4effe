"""What prompts say of a dust hit, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "bullet": {"width": 0.06, "height": 0.55, "spread": 0.3, "weight": 7.0, "raggedness": 0.9, "life": 0.9,
               "substeps": 6},
    "footstep": {"width": 0.22, "height": 0.4, "spread": 1.0, "weight": 4.0, "density": 0.4,
                 "raggedness": 0.4},
    "hoof": {"width": 0.2, "height": 0.7, "spread": 0.8, "weight": 5.0, "density": 0.6},
    "landing": {"width": 0.6, "height": 1.2, "spread": 1.0, "weight": 4.0, "raggedness": 0.4},
    "shell": {"width": 2.0, "height": 9.0, "spread": 0.4, "weight": 9.0, "color": "0.26 0.2 0.15",
              "density": 1.1, "raggedness": 1.0, "life": 6.0},
    "rock": {"width": 0.5, "height": 1.2, "spread": 0.8},
    "plaster": {"color": "0.85 0.83 0.8", "weight": 2.0, "life": 5.0, "softness": 0.4},
    "concrete": {"color": "0.6 0.59 0.57", "weight": 5.0},
    "sand": {"color": "0.68 0.54 0.36", "weight": 12.0, "life": 2.0},
    "earth": {"color": "0.26 0.2 0.15", "weight": 10.0},
    "red": {"color": "0.55 0.26 0.14"},
    "white": {"color": "0.85 0.84 0.82"},
    "grey": {"color": "0.5 0.49 0.48"},
    "brown": {"color": "0.4 0.28 0.18"},
    "black": {"color": "0.08 0.075 0.07"},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"density": 1.8},
    "dense": {"density": 2.0},
    "thin": {"density": 0.4},
    "faint": {"density": 0.25},
    "light": {"density": 0.6, "weight": 0.5},
    "heavy": {"weight": 1.6, "density": 1.4},
    "hard": {"height": 1.5, "raggedness": 1.2},
    "violent": {"height": 1.6, "turbulence": 1.5, "raggedness": 1.3},
    "gentle": {"height": 0.6},
    "flat": {"spread": 1.5, "height": 0.7},
    "upright": {"spread": 0.4},
    "lingering": {"life": 2.5, "weight": 0.5},
    "quick": {"life": 0.5, "weight": 1.3, "speed": 1.3},
    "slow": {"speed": 0.5},
    "even": {"raggedness": 0.3},
    "ragged": {"raggedness": 1.4},
    "soft": {"softness": 2.0},
    "huge": {"width": 4.0, "height": 4.0},
    "tiny": {"width": 0.3, "height": 0.3},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "squib": "bullet", "ricochet": "bullet", "gunshot": "bullet", "step": "footstep", "foot": "footstep",
    "stomp": "footstep", "boot": "footstep", "hooves": "hoof", "horse": "hoof", "body": "landing",
    "falls": "landing", "falling": "landing", "jump": "landing", "artillery": "shell", "mortar": "shell",
    "boulder": "rock", "brick": "rock", "stone": "rock", "drywall": "plaster", "chalk": "plaster",
    "flour": "plaster", "cement": "concrete", "sandy": "sand", "beach": "sand", "desert": "sand",
    "dirt": "earth", "soil": "earth", "mud": "earth", "strong": "hard", "powerful": "hard",
    "vertical": "upright", "fast": "quick", "balle": "bullet", "pied": "footstep", "botte": "footstep",
    "sabot": "hoof", "cheval": "hoof", "chute": "landing", "tombe": "landing", "obus": "shell",
    "rocher": "rock", "pierre": "rock", "brique": "rock", "platre": "plaster", "craie": "plaster",
    "beton": "concrete", "ciment": "concrete", "sable": "sand", "terre": "earth", "lourde": "heavy",
    "fort": "hard", "plate": "flat", "rapide": "quick",
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"dust", "hit", "hits", "hitting", "impact", "impacts", "strike", "strikes", "ground", "floor", "puff",
     "cloud", "crown", "ring", "kicked", "thrown", "poussiere", "frappe", "sol", "nuage", "couronne",
     "souleve", "soulevee", "dry"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, plain=PLAIN)
