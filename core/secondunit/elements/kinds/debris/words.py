"""What prompts say of debris, in English and French, and what each word sets. Data only."""

from __future__ import annotations

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Scalar

from .looks import COLLAPSE, CONCRETE, DIRT, GLASS, WOOD

#: Phrases that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "concrete": CONCRETE,
    "wood": WOOD,
    "glass": GLASS,
    "dirt": DIRT,
    "brick": {"material": "brick", "color": "0.36 0.15 0.09"},
    "metal": {"material": "metal", "color": "0.25 0.25 0.26", "largest": 8.0, "smallest": 0.4},
    "collapse": COLLAPSE,
    "burst": {"timing": "once", "cone": 80.0},
    "upward": {"tilt": 90.0},
    "at camera": {"toward": -90.0, "tilt": 15.0, "cone": 40.0},
    "to all sides": {"cone": 180.0},
    "sharp": {"shutter": 0.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "many": {"amount": 2.5}, "few": {"amount": 0.25}, "some": {"amount": 0.6},
    "large": {"largest": 2.0}, "big": {"largest": 2.0}, "huge": {"largest": 4.0, "smallest": 2.0},
    "small": {"largest": 0.5, "smallest": 0.6}, "tiny": {"largest": 0.3, "smallest": 0.4},
    "fine": {"largest": 0.35, "smallest": 0.5},
    "fast": {"speed_out": 1.7}, "slow": {"speed_out": 0.5}, "violent": {"speed_out": 1.9, "amount": 1.6},
    "gentle": {"speed_out": 0.5}, "bouncing": {"bounce": 1.8},
}  # fmt: skip

#: Phrases that mean another phrase.
SAME: dict[str, str] = {
    "wall": "concrete", "rubble": "concrete", "stone": "concrete", "rock": "concrete", "cement": "concrete",
    "wooden": "wood", "splinter": "wood", "timber": "wood", "crate": "wood", "door": "wood",
    "window": "glass", "shard": "glass", "shattering": "glass", "shattered": "glass",
    "broken glass": "glass", "earth": "dirt", "soil": "dirt", "mud": "dirt", "gravel": "dirt",
    "ground hit": "dirt", "shrapnel": "metal", "steel": "metal", "falling bricks": "collapse",
    "falling rocks": "collapse", "collapsing": "collapse", "rockfall": "collapse", "falling": "collapse",
    "demolition": "collapse", "explosion": "burst", "blast": "burst", "exploding": "burst", "bomb": "burst",
    "up": "upward", "toward camera": "at camera", "in all directions": "to all sides", "chunks": "large",
    "dust-like": "fine", "beton": "concrete", "mur": "concrete", "gravats": "concrete",
    "pierre": "concrete", "decombres": "concrete", "bois": "wood", "echardes": "wood", "porte": "wood",
    "verre": "glass", "vitre": "glass", "fenetre": "glass", "terre": "dirt", "boue": "dirt",
    "cailloux": "dirt", "brique": "brick", "acier": "metal", "eboulement": "collapse",
    "effondrement": "collapse", "chute de pierres": "collapse", "tombent": "collapse",
    "vers le haut": "upward", "vers la camera": "at camera", "dans tous les sens": "to all sides",
    "gros": "large",
}  # fmt: skip

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "bouncing": {"bounce": 0.0}, "motion blur": {"shutter": 0.0}, "blur": {"shutter": 0.0},
    "flou": {"shutter": 0.0},
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"debris", "wreckage", "flying", "fly", "pieces", "fragments", "fragment", "bits", "thrown", "blown",
     "eclats", "morceaux", "volent", "projetes", "brise", "bris", "hit"}
)  # fmt: skip

LEXICON = EVERYDAY | Lexicon(SET, SCALE, SAME, WITHOUT, PLAIN, length="largest")
