"""What prompts say of drifting dust, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

_HORSE: dict[str, Scalar] = {"pace": 6.0, "rate": 12.0, "size": 0.5, "rise": 1.6, "spread": 1.0, "width": 0.7}
_HERD: dict[str, Scalar] = {
    "pace": 0.0, "rate": 60.0, "size": 1.2, "rise": 2.2, "spread": 1.6, "width": 6.0, "life": 9.0,
    "mixing": 0.4, "eddy": 1.6, "turbulence": 1.0,
}  # fmt: skip

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "horse": _HORSE,
    "horses": {**_HORSE, "rate": 40.0, "width": 3.0},
    "herd": _HERD,
    "car": {"pace": 13.0, "rate": 45.0, "size": 0.9, "rise": 1.4, "spread": 1.8, "width": 1.7, "life": 9.0,
            "mixing": 0.35, "eddy": 1.0, "turbulence": 0.8},
    "truck": {"pace": 13.0, "rate": 60.0, "size": 1.4, "rise": 2.0, "spread": 2.2, "width": 2.4,
              "life": 12.0, "mixing": 0.5, "eddy": 1.4, "turbulence": 1.0},
    "feet": {"pace": 0.0, "rate": 150.0, "visibility": 16.0, "size": 0.3, "rise": 0.5, "spread": 0.4,
             "width": 3.0, "life": 5.0,
             "mixing": 0.05, "eddy": 0.5, "turbulence": 0.25},
    "footstep": {"pace": 1.4, "rate": 2.0, "size": 0.22, "rise": 0.5, "spread": 0.5, "width": 0.3,
                 "life": 3.0, "mixing": 0.04, "eddy": 0.3, "turbulence": 0.25},
    "sand": {"color": "0.75 0.65 0.5", "fall": 0.15},
    "gravel": {"color": "0.62 0.54 0.43"},
    "earth": {"color": "0.45 0.34 0.23"},
    "red": {"color": "0.6 0.28 0.15"},
    "brown": {"color": "0.45 0.33 0.21"},
    "yellow": {"color": "0.75 0.6 0.27"},
    "white": {"color": "0.85 0.83 0.8"},
    "chalk": {"color": "0.8 0.79 0.76"},
    "grey": {"color": "0.55 0.54 0.52"},
    "dark": {"color": "0.25 0.2 0.15"},
    "in the distance": {"y": 0.46, "end_y": 0.46},
    "far away": {"y": 0.46, "end_y": 0.46},
    "backlit": {"key_side": 165.0, "key_height": 25.0, "forward": 0.65},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"visibility": 0.4},
    "dense": {"visibility": 0.35},
    "heavy": {"visibility": 0.45, "rate": 1.4},
    "thin": {"visibility": 3.0},
    "light": {"visibility": 2.5},
    "faint": {"visibility": 5.0},
    "galloping": {"pace": 1.6, "rate": 1.3, "rise": 1.3},
    "fast": {"pace": 1.8, "rate": 1.4, "wind": 1.8, "rise": 1.2},
    "slow": {"pace": 0.5, "rate": 0.7, "rise": 0.7, "wind": 0.6},
    "lingering": {"life": 2.5, "fall": 0.5},
    "wispy": {"holes": 1.6},
    "soft": {"softness": 1.6},
    "low": {"rise": 0.5},
    "huge": {"size": 2.5, "rise": 1.8, "width": 2.0},
    "tiny": {"size": 0.4, "rise": 0.5},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "hooves": "horse", "hoof": "horse", "rider": "horse", "riders": "horses", "cavalry": "horses",
    "cattle": "herd", "cows": "herd", "buffalo": "herd", "bison": "herd", "stampede": "herd",
    "vehicle": "car", "wheels": "car", "jeep": "car", "rally": "car", "lorry": "truck", "convoy": "truck",
    "tank": "truck", "marching": "feet", "march": "feet", "soldiers": "feet", "army": "feet",
    "crowd": "feet", "walking": "footstep", "walker": "footstep", "runner": "footstep", "boots": "footstep",
    "sandy": "sand", "desert": "sand", "beach": "sand", "dirt": "earth", "soil": "earth", "earthy": "earth",
    "ochre": "yellow", "chalky": "chalk", "wisps": "wispy", "speeding": "fast", "gallop": "galloping",
    "subtle": "faint", "cheval": "horse", "sabots": "horse", "cavalier": "horse", "chevaux": "horses",
    "cavaliers": "horses", "cavalerie": "horses", "troupeau": "herd", "betail": "herd", "voiture": "car",
    "roues": "car", "camion": "truck", "pas": "footstep", "pieds": "feet", "soldats": "feet",
    "armee": "feet", "foule": "feet", "sable": "sand", "sableuse": "sand", "desertique": "sand",
    "gravier": "gravel", "terre": "earth", "ocre": "yellow", "craie": "chalk", "sombre": "dark",
    "lourde": "heavy", "tenue": "faint", "au galop": "galloping", "volutes": "wispy", "douce": "soft",
    "basse": "low",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {"wispy": {"holes": 0.0}}

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"dust", "dusty", "dusts", "cloud", "clouds", "trail", "trails", "plume", "plumes", "puff", "puffs",
     "kicked", "raised", "raising", "raises", "thrown", "stirred", "churned", "whirled", "behind",
     "running", "riding",
     "driving", "passing", "dry", "ground", "track", "path", "line", "along", "going", "powder",
     "poudre", "poussiere", "poussieres", "poussiereux", "poussiereuse", "nuage", "nuages", "trainee",
     "trainees",
     "bouffee", "bouffees", "panache", "soulevee", "souleve", "soulevees", "derriere", "seche", "sol",
     "piste", "chemin", "passage", "passe", "passent", "long", "qui", "court", "roule"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN)
