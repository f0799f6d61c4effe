"""English words that prompts of any kind may use, and what each one sets. Data only.

`SET`: a phrase sets controls to values. `SCALE`: a phrase multiplies controls' values (raised to the
strength of an intensifier: "very" 1.7, "slightly" 0.5). Units follow the controls; what a kind has no control
for is not understood. Only controls that mean the same in every kind stand here.
"""

from __future__ import annotations

from secondunit.wire.control import Scalar

from .heights import standing

#: How much light matter of a colour scatters, scene-linear.
COLORS: dict[str, str] = {
    "white": "0.93 0.93 0.93",
    "light grey": "0.75 0.74 0.73",
    "grey": "0.5 0.49 0.48",
    "dark grey": "0.2 0.195 0.19",
    "black": "0.035 0.033 0.032",
    "brown": "0.32 0.2 0.11",
    "sandy": "0.62 0.5 0.33",
    "rust": "0.45 0.2 0.1",
    "red": "0.6 0.11 0.08",
    "orange": "0.85 0.36 0.08",
    "yellow": "0.85 0.66 0.12",
    "green": "0.14 0.55 0.16",
    "blue": "0.12 0.26 0.75",
    "bluish": "0.5 0.58 0.72",
    "purple": "0.4 0.12 0.65",
    "pink": "0.9 0.42 0.55",
}

#: Phrases (longest first when read) that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "ring": {"source": "ring"},
    "line": {"source": "line"},
    "patch": {"source": "patch"},
    "ball": {"source": "ball"},
    "floating": {"ground": False},
    "mid-air": {"ground": False},
    "backlit": {"key_side": 165.0, "key_height": 30.0, "forward": 0.3},
    "from behind": {"key_side": 170.0, "key_height": 30.0},
    "frontal light": {"key_side": 0.0},
    "top light": {"key_height": 80.0},
    "lit from above": {"key_height": 80.0},
    "lit from below": {"key_height": -70.0},
    "sunset": {"key_height": 8.0, "key_color": "1 0.55 0.25", "ambient_color": "0.55 0.65 1"},
    "sunrise": {"key_height": 8.0, "key_color": "1 0.62 0.35", "ambient_color": "0.6 0.7 1"},
    "golden hour": {"key_height": 12.0, "key_color": "1 0.68 0.38"},
    "overcast": {"key": 0.4, "ambient": 0.9, "ambient_color": "0.95 0.97 1"},
    "noon": {"key_height": 80.0, "key_color": "1 1 0.97"},
    "night": {"key": 0.15, "ambient": 0.02, "key_color": "0.6 0.75 1"},
    "moonlit": {"key": 0.15, "ambient": 0.03, "key_color": "0.6 0.75 1"},
    "sunny": {"key": 2.0},
    "detailed": {"resolution": 224},
    "draft": {"resolution": 80},
    "in the middle": {"x": 0.5},
    "centred": {"x": 0.5},
    "far away": {"distance": 60.0},
    "in the distance": {"distance": 60.0},
    "breeze": {"wind": 0.8},
    "gentle breeze": {"wind": 0.5},
    "light breeze": {"wind": 0.5},
    "light wind": {"wind": 0.7},
    "wind": {"wind": 1.8},
    "strong wind": {"wind": 5.0},
    "gale": {"wind": 12.0, "gusts": 0.5},
    "storm": {"wind": 15.0, "gusts": 0.6},
    "gusty": {"gusts": 0.7},
    "still air": {"wind": 0.0, "turbulence": 0.1},
    "steady": {"gusts": 0.05, "unevenness": 0.25},
    "drifting": {"wind": 0.9},
    "slow motion": {"speed": 0.35},
    "real time": {"speed": 1.0},
    "looping": {"loop": 4.0},
    "motion blur off": {"shutter": 0.0},
    "top of frame": {"y": 0.85},
    "bottom of frame": {"y": 0.08},
    "bouncing": {"ground": True},
    "on the ground": {"ground": True},
    "dead calm": {"wind": 0.0, "gusts": 0.0, "turbulence": 0.1},
    **{name: {"color": color} for name, color in COLORS.items()},
}  # fmt: skip

#: Heights by what stands in the street, which no word beside them scales: they say as much as a number.
STANDING: dict[str, dict[str, Scalar]] = {phrase: {"height": height} for phrase, height in standing().items()}
CERTAIN = frozenset(STANDING)

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "turbulent": {"turbulence": 2.0, "swirl": 1.4},
    "chaotic": {"turbulence": 2.4, "unevenness": 1.4},
    "swirling": {"swirl": 2.0, "turbulence": 1.4},
    "curling": {"swirl": 1.8},
    "calm": {"turbulence": 0.4, "gusts": 0.4, "unevenness": 0.7},
    "large": {"height": 2.5, "width": 2.5},
    "big": {"height": 2.5, "width": 2.5},
    "small": {"height": 0.4, "width": 0.4},
    "tall": {"height": 1.6},
    "wide": {"width": 1.8},
    "narrow": {"width": 0.5},
    "short": {"height": 0.5, "life": 0.6},
    "tiny": {"height": 0.3, "width": 0.3, "size": 0.4},
    "huge": {"height": 4.0, "width": 4.0},
    "fast": {"speed": 1.5},
    "slow": {"speed": 0.6},
    "many": {"rate": 3.0, "amount": 3.0, "density": 1.5, "visibility": 0.6},
    "few": {"rate": 0.25, "amount": 0.25, "density": 0.5, "visibility": 2.0},
    "thick": {"density": 1.8, "visibility": 0.4},
    "dense": {"density": 2.0, "visibility": 0.35},
    "heavy": {"density": 1.8, "visibility": 0.4},
    "thin": {"density": 0.4, "visibility": 2.5},
    "light": {"density": 0.5, "visibility": 2.2},
    "faint": {"density": 0.25, "visibility": 4.0},
    "violent": {"turbulence": 1.8},
    "long": {"life": 1.6},
    "lingering": {"life": 2.5},
    "bright": {"brightness": 2.0},
    "dim": {"brightness": 0.4},
    "blinding": {"brightness": 3.5},
    "white-hot": {"brightness": 1.8},
    "gentle": {"turbulence": 0.5, "gusts": 0.5},
}  # fmt: skip

#: At least so many times its height is "far away", in distance from the camera.
FAR = 5.0

#: How an element may stand to things in the plate. None of it is known here, so it is said as not
#: understood, together with the thing: a depth, a matte or a hold-out has to do it.
RELATIONS = frozenset(
    {"behind", "in front of", "between", "under", "underneath", "beneath", "inside", "through", "around",
     "beside", "next to", "near", "on top of", "above", "below", "along", "past", "across"}
)  # fmt: skip

#: Things of a plate, whose colour is not the element's.
THINGS = frozenset(
    {"background", "backdrop", "backing", "sky", "skies", "wall", "walls", "car", "truck", "van", "door",
     "forest",
     "woods", "house", "building", "shirt", "coat", "dress", "jacket", "room", "street", "sea", "water",
     "mountain",
     "mountains", "hill", "trees", "tree", "night", "screen", "card", "bg", "hair", "suit", "horse", "brick",
     "barn", "roof", "curtain", "curtains", "stage", "void", "studio", "plate", "velvet", "carpet", "tiles"}
)  # fmt: skip

#: How strongly the next word counts.
STRONGER: dict[str, float] = {
    "very": 1.7, "really": 1.6, "extremely": 2.4, "super": 2.0, "incredibly": 2.2, "so": 1.4, "quite": 1.2,
    "strongly": 1.6, "heavily": 1.6, "much": 1.5, "slightly": 0.45, "somewhat": 0.7, "mildly": 0.5,
    "a bit": 0.5, "a little": 0.5, "fairly": 1.0, "rather": 1.1, "barely": 0.3, "hardly": 0.3,
    "more": 1.3, "less": -0.8, "not very": -0.4, "not too": -0.4, "not so": -0.4,
}  # fmt: skip

#: Words that turn the next one round or switch it off.
NOT = frozenset({"no", "not", "without", "never", "non", "isn't", "don't", "zero"})

#: What "no X" sets, where turning X round is not enough.
WITHOUT: dict[str, dict[str, Scalar]] = {
    "wind": {"wind": 0.0},
    "breeze": {"wind": 0.0},
    "gale": {"wind": 0.0},
    "storm": {"wind": 0.0},
    "gusty": {"gusts": 0.0},
    "turbulent": {"turbulence": 0.0},
    "swirling": {"swirl": 0.0},
    "drifting": {"wind": 0.0},
    "ground": {"ground": False},
    "floor": {"ground": False},
    "preroll": {"preroll": 0.0},
    "motion blur": {"shutter": 0.0},
    "blur": {"shutter": 0.0},
    "splashes": {"splashes": 0.0, "ground": False},
    "bouncing": {"ground": False},
}  # fmt: skip

#: Units of length in metres, of speed in m/s.
LENGTHS: dict[str, float] = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "cm": 0.01, "centimetres": 0.01,
    "centimeters": 0.01, "mm": 0.001, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "inch": 0.0254,
    "inches": 0.0254, "in": 0.0254, "km": 1000.0, "yd": 0.9144, "yards": 0.9144, "centimetre": 0.01,
    "centimeter": 0.01, "kilometres": 1000.0, "kilometers": 1000.0, "pied": 0.3048, "pieds": 0.3048,
    "yds": 0.9144, "yard": 0.9144, "kilometre": 1000.0, "kilometer": 1000.0, "mile": 1609.344,
    "miles": 1609.344,
    "storey": 3.0, "storeys": 3.0, "story": 3.0, "stories": 3.0, "floors": 3.0, "etage": 3.0, "etages": 3.0,
    "pouce": 0.0254, "pouces": 0.0254, "mtr": 1.0, "mtrs": 1.0,
}  # fmt: skip
SPEEDS: dict[str, float] = {
    "m/s": 1.0, "mps": 1.0, "km/h": 1 / 3.6, "kmh": 1 / 3.6, "kph": 1 / 3.6, "mph": 0.44704,
    "knots": 0.514444, "kn": 0.514444, "kt": 0.514444, "kts": 0.514444,
    "knot": 0.514444, "noeuds": 0.514444, "noeud": 0.514444, "kmph": 1 / 3.6, "m/sec": 1.0, "ft/s": 0.3048,
    "km/hr": 1 / 3.6,
}  # fmt: skip

#: Words that carry no meaning of their own here and are neither used nor reported.
PLAIN = frozenset(
    {"a", "an", "and", "are", "as", "at", "background", "be", "being", "bit", "blowing", "blows", "but",
     "by", "city", "climbing", "climbs", "comes", "coming", "courtyard", "element", "end", "field", "for",
     "frame", "from", "has", "have", "i", "in", "into", "is", "it", "it's", "its", "landscape", "like",
     "lit", "looking", "looks", "made", "make", "my", "need", "of", "on", "or", "our", "out", "outdoors",
     "outside", "over", "please", "rise", "rises", "rising", "road", "scene", "shot", "sky", "some",
     "square", "street", "streets", "that", "the", "then", "there", "this", "to", "town", "up", "upward",
     "upwards", "village", "want", "we", "with", "yard"}
)  # fmt: skip
