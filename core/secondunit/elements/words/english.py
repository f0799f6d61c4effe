"""The words a prompt may use for smoke, and what each one sets. Data only.

`SET`: a phrase sets controls to values. `SCALE`: a phrase multiplies controls' values (raised to the
strength of an intensifier: "very" 1.7, "slightly" 0.5). Units follow the controls.
"""

from __future__ import annotations

from secondunit.wire.control import Scalar

#: Phrases (longest first when read) that set controls.
SET: dict[str, dict[str, Scalar]] = {
    "white": {"color": "0.93 0.93 0.93"},
    "pale": {"color": "0.82 0.82 0.82"},
    "light grey": {"color": "0.75 0.74 0.73"},
    "grey": {"color": "0.5 0.49 0.48"},
    "dark grey": {"color": "0.2 0.195 0.19"},
    "dark": {"color": "0.12 0.115 0.11"},
    "black": {"color": "0.035 0.033 0.032"},
    "oily": {"color": "0.03 0.028 0.026", "density": 2.6, "billow": 0.8, "wisps": 0.15},
    "sooty": {"color": "0.045 0.042 0.04", "density": 1.8},
    "brown": {"color": "0.32 0.2 0.11"},
    "dusty": {"color": "0.55 0.43 0.3"},
    "red": {"color": "0.7 0.1 0.07"},
    "orange": {"color": "0.85 0.36 0.08"},
    "yellow": {"color": "0.85 0.66 0.12"},
    "green": {"color": "0.14 0.55 0.16"},
    "blue": {"color": "0.12 0.26 0.75"},
    "bluish": {"color": "0.5 0.58 0.72"},
    "purple": {"color": "0.4 0.12 0.65"},
    "pink": {"color": "0.9 0.42 0.55"},
    "chimney": {"width": 0.35, "rise": 1.6, "source": "disc", "ground": False, "unevenness": 0.4},
    "smokestack": {"width": 1.5, "rise": 4.0, "height": 25.0, "source": "disc", "ground": False,
                   "density": 1.8, "unevenness": 0.35, "wind": 1.5, "life": 25.0, "cooling": 10.0},
    "cigarette": {"width": 0.008, "height": 0.6, "density": 0.3, "rise": 0.25, "temperature": 35.0,
                  "turbulence": 0.5, "unevenness": 0.1, "wisps": 0.1, "billow": 0.05, "softness": 0.6,
                  "expansion": 0.0, "color": "0.7 0.74 0.8"},
    "incense": {"width": 0.008, "height": 0.6, "density": 0.25, "rise": 0.2, "temperature": 25.0,
                "turbulence": 0.35, "unevenness": 0.05, "wisps": 0.1, "billow": 0.05, "softness": 0.7,
                "expansion": 0.0},
    "campfire": {"width": 0.6, "height": 4.0, "density": 0.7, "temperature": 130.0, "unevenness": 0.8},
    "bonfire": {"width": 1.4, "height": 8.0, "density": 1.3, "temperature": 220.0, "unevenness": 0.8},
    "wildfire": {"width": 9.0, "height": 45.0, "density": 2.4, "temperature": 320.0, "billow": 0.85,
                 "color": "0.3 0.27 0.24", "turbulence": 0.8, "life": 40.0, "cooling": 15.0},
    "fire": {"temperature": 300.0, "unevenness": 0.8},
    "burning building": {"width": 5.0, "height": 25.0, "density": 2.0, "temperature": 350.0, "billow": 0.8,
                         "color": "0.14 0.13 0.12", "unevenness": 0.8, "life": 20.0, "cooling": 8.0},
    "burning tyres": {"width": 1.5, "height": 9.0, "density": 2.8, "temperature": 260.0,
                      "color": "0.03 0.028 0.026", "billow": 0.8},
    "steam": {"color": "0.93 0.93 0.93", "life": 2.2, "temperature": 70.0, "density": 1.1},
    "grate": {"source": "patch", "ground": True, "width": 0.8},
    "burning car": {"width": 2.0, "height": 10.0, "density": 2.4, "temperature": 260.0,
                    "color": "0.04 0.038 0.036", "billow": 0.8},
    "grenade": {"width": 0.15, "height": 3.0, "rise": 2.5, "density": 1.8, "temperature": 30.0,
                "expansion": 2.0},
    "vent": {"source": "disc", "rise": 1.5},
    "ring": {"source": "ring"},
    "line": {"source": "line"},
    "crack": {"source": "line", "width": 1.2},
    "trench": {"source": "line", "width": 2.5},
    "ground level": {"source": "patch", "ground": True},
    "patch": {"source": "patch"},
    "ball": {"source": "ball"},
    "floating": {"ground": False},
    "mid-air": {"ground": False},
    "backlit": {"key_side": 165.0, "key_height": 30.0, "forward": 0.3},
    "from behind": {"key_side": 170.0, "key_height": 30.0},
    "lit from the left": {"key_side": -80.0},
    "lit from left": {"key_side": -80.0},
    "lit from the right": {"key_side": 80.0},
    "lit from right": {"key_side": 80.0},
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
    "on the left": {"x": 0.25},
    "left of frame": {"x": 0.25},
    "in the left": {"x": 0.25},
    "on the right": {"x": 0.75},
    "right of frame": {"x": 0.75},
    "in the right": {"x": 0.75},
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
    "puffing": {"unevenness": 1.0},
    "drifting": {"wind": 0.9},
    "slow motion": {"speed": 0.35},
    "real time": {"speed": 1.0},
}  # fmt: skip

#: Phrases that multiply.
SCALE: dict[str, dict[str, float]] = {
    "thick": {"density": 1.9},
    "dense": {"density": 2.2},
    "heavy": {"density": 1.8, "temperature": 0.7},
    "solid": {"density": 2.8},
    "thin": {"density": 0.25},
    "faint": {"density": 0.1},
    "light": {"density": 0.45},
    "hazy": {"density": 0.06, "billow": 0.4, "softness": 1.6},
    "translucent": {"density": 0.25},
    "wispy": {"density": 0.3, "wisps": 2.0, "billow": 0.6},
    "wisps": {"density": 0.3, "wisps": 2.0, "billow": 0.6},
    "delicate": {"density": 0.4, "wisps": 1.6},
    "billowing": {"billow": 1.35, "expansion": 1.5, "unevenness": 1.25, "density": 1.25},
    "billowy": {"billow": 1.35, "expansion": 1.5, "density": 1.2},
    "cauliflower": {"billow": 1.5, "density": 1.8},
    "rolling": {"billow": 1.2, "swirl": 1.4},
    "puffy": {"billow": 1.3, "unevenness": 1.3},
    "soft": {"softness": 2.2, "billow": 0.7},
    "crisp": {"softness": 0.3, "billow": 1.2},
    "sharp": {"softness": 0.3},
    "smooth": {"turbulence": 0.4, "swirl": 0.5, "billow": 0.6},
    "turbulent": {"turbulence": 2.0, "swirl": 1.4},
    "chaotic": {"turbulence": 2.4, "unevenness": 1.4},
    "swirling": {"swirl": 2.0, "turbulence": 1.4},
    "curling": {"swirl": 1.8},
    "violent": {"turbulence": 2.0, "rise": 2.0, "temperature": 1.8},
    "angry": {"turbulence": 1.6, "temperature": 1.5, "swirl": 1.3},
    "calm": {"turbulence": 0.4, "gusts": 0.4, "unevenness": 0.7},
    "gentle": {"turbulence": 0.5, "rise": 0.6, "temperature": 0.6},
    "lazy": {"temperature": 0.45, "rise": 0.5, "turbulence": 0.7},
    "hot": {"temperature": 2.2},
    "cool": {"temperature": 0.35},
    "cold": {"temperature": 0.15},
    "fast": {"temperature": 1.8, "rise": 2.0},
    "quick": {"temperature": 1.8, "rise": 2.0},
    "slow": {"temperature": 0.45, "rise": 0.5},
    "huge": {"height": 6.0, "width": 6.0, "rise": 2.0, "life": 2.4, "cooling": 2.4},
    "massive": {"height": 6.0, "width": 6.0, "rise": 2.0, "life": 2.4, "cooling": 2.4},
    "large": {"height": 2.5, "width": 2.5},
    "big": {"height": 2.5, "width": 2.5},
    "small": {"height": 0.4, "width": 0.4},
    "tiny": {"height": 0.12, "width": 0.12, "rise": 0.5},
    "tall": {"height": 1.6},
    "wide": {"width": 1.8},
    "narrow": {"width": 0.5},
    "long-lived": {"life": 3.0},
    "lingering": {"life": 3.0, "temperature": 0.6},
    "dissipating": {"life": 0.4},
    "vanishing": {"life": 0.3},
    "detailed": {"resolution": 1.4},
    "draft": {"resolution": 0.5},
}

#: Phrases that mean another phrase of the tables above.
SAME: dict[str, str] = {
    "gray": "grey", "dark gray": "dark grey", "light gray": "light grey", "charcoal": "dark grey",
    "snow-white": "white", "jet black": "black", "jet-black": "black", "soot": "sooty", "oil": "oily",
    "blackish": "black", "brownish": "brown", "reddish": "red", "violet": "purple", "tan": "dusty",
    "sandy": "dusty", "magenta": "purple", "chimneys": "chimney", "flue": "chimney", "stack": "smokestack",
    "factory": "smokestack", "factory chimney": "smokestack", "industrial chimney": "smokestack",
    "power plant": "smokestack", "power station": "smokestack", "cooling tower": "smokestack",
    "cigar": "cigarette", "joss stick": "incense", "camp fire": "campfire",
    "burning": "fire", "on fire": "fire", "ablaze": "fire", "blaze": "fire", "fires": "fire",
    "burning house": "burning building", "burning houses": "burning building",
    "burning buildings": "burning building", "house fire": "burning building",
    "building on fire": "burning building", "house on fire": "burning building",
    "car on fire": "burning car", "burning vehicle": "burning car", "burning truck": "burning car",
    "burning tires": "burning tyres", "burning tyre": "burning tyres", "tyre fire": "burning tyres",
    "tire fire": "burning tyres", "vapour": "steam", "vapor": "steam", "steaming": "steam",
    "manhole": "grate", "drain": "grate", "grating": "grate",
    "bush fire": "wildfire", "forest fire": "wildfire", "car fire": "burning car", "windy": "wind",
    "breezy": "breeze", "gusts": "gusty", "blustery": "gusty", "opaque": "solid", "sparse": "thin",
    "subtle": "faint", "ghostly": "faint", "sheer": "translucent", "haze": "hazy", "wisp": "wispy",
    "feathery": "wispy", "stringy": "wispy", "billows": "billowing", "billow": "billowing",
    "pyroclastic": "cauliflower", "puffs": "puffing", "pulsing": "puffing", "blurry": "soft",
    "diffuse": "soft", "hard-edged": "crisp", "silky": "smooth", "laminar": "smooth",
    "turbulence": "turbulent", "wild": "chaotic", "swirls": "swirling", "swirly": "swirling",
    "curls": "curling", "eddies": "swirling", "peaceful": "calm", "sleepy": "lazy", "warm": "hot",
    "scorching": "hot", "rapid": "fast", "quickly": "fast", "slowly": "slow", "sluggish": "slow",
    "enormous": "huge", "giant": "huge", "gigantic": "huge", "little": "small", "miniature": "tiny",
    "high": "tall", "broad": "wide", "slim": "narrow", "slender": "narrow", "lingers": "lingering",
    "fading": "dissipating", "hero": "detailed", "preview": "draft", "backlight": "backlit",
    "dusk": "sunset", "dawn": "sunrise", "cloudy": "overcast", "midday": "noon", "sunlit": "sunny",
    "slow-motion": "slow motion", "slowmo": "slow motion", "slo-mo": "slow motion", "centered": "centred",
    "in the center": "in the middle", "in the centre": "in the middle", "midair": "mid-air",
    "camera left": "on the left", "camera right": "on the right", "frame left": "on the left",
    "frame right": "on the right", "screen left": "on the left", "screen right": "on the right",
    "fissure": "crack", "slit": "line", "hovering": "floating", "drifts": "drifting", "drift": "drifting",
    "no-wind": "still air", "windless": "still air", "smoke bomb": "grenade", "smoke grenade": "grenade",
}  # fmt: skip

#: At least so many times its height is "far away", in distance from the camera.
FAR = 5.0

#: What a phrase suggests where nothing else speaks of the control and nothing in the prompt rises.
MEEK: dict[str, dict[str, Scalar]] = {"drifting": {"temperature": 45.0}}

#: Words of smoke that climbs by its own heat: they keep a suggestion of `MEEK` from cooling it.
CLIMBING = frozenset(
    {"up", "upward", "upwards", "rising", "rises", "rise", "climbing", "climbs", "billowing", "billowy",
     "billows", "billow", "pouring", "tower", "towering", "column"}
)  # fmt: skip

#: How an element may stand to things in the plate. None of it is known here, so it is said as not
#: understood, together with the thing: a depth, a matte or a hold-out has to do it.
RELATIONS = frozenset(
    {"behind", "in front of", "between", "under", "underneath", "beneath", "inside", "through", "around",
     "beside", "next to", "near", "on top of", "above", "below", "along", "past", "across"}
)  # fmt: skip

#: Where "to the left", "drifting left" and the like send the wind, in degrees.
WIND_TO: dict[str, float] = {
    "left": 180.0, "leftward": 180.0, "leftwards": 180.0, "right": 0.0, "rightward": 0.0, "rightwards": 0.0,
    "away": 90.0, "backward": 90.0, "backwards": 90.0, "forward": -90.0, "forwards": -90.0,
    "toward camera": -90.0, "towards camera": -90.0, "toward the camera": -90.0,
    "towards the camera": -90.0, "at camera": -90.0, "away from camera": 90.0,
    "away from the camera": 90.0,
}  # fmt: skip

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
    "wind": {"wind": 0.0}, "breeze": {"wind": 0.0}, "gale": {"wind": 0.0}, "storm": {"wind": 0.0},
    "gusty": {"gusts": 0.0}, "turbulent": {"turbulence": 0.0}, "swirling": {"swirl": 0.0},
    "drifting": {"wind": 0.0}, "billowing": {"billow": 0.1}, "wispy": {"wisps": 0.0},
    "puffing": {"unevenness": 0.1}, "ground level": {"ground": False}, "ground": {"ground": False},
    "floor": {"ground": False}, "preroll": {"preroll": 0.0},
}  # fmt: skip

#: Units of length in metres, of speed in m/s.
LENGTHS: dict[str, float] = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "cm": 0.01, "centimetres": 0.01,
    "centimeters": 0.01, "mm": 0.001, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "inch": 0.0254,
    "inches": 0.0254, "in": 0.0254, "km": 1000.0, "yd": 0.9144, "yards": 0.9144,
}  # fmt: skip
SPEEDS: dict[str, float] = {
    "m/s": 1.0, "mps": 1.0, "km/h": 1 / 3.6, "kmh": 1 / 3.6, "kph": 1 / 3.6, "mph": 0.44704,
    "knots": 0.514444, "kn": 0.514444, "kt": 0.514444, "ft/s": 0.3048,
}  # fmt: skip

#: Words that carry no meaning of their own here and are neither used nor reported.
PLAIN = frozenset(
    {"a", "an", "the", "of", "and", "or", "with", "in", "on", "at", "to", "from", "by", "for", "is", "are",
     "it", "its", "it's", "that", "this", "there", "some", "bit", "as", "into", "over", "smoke", "smoky",
     "plume", "plumes", "cloud", "column", "trail", "rising", "rises", "rise", "smoking", "element", "shot",
     "frame", "out", "up", "coming", "comes", "then", "but", "made", "make", "being", "be", "has",
     "have", "our", "my", "i", "we", "want", "need", "please", "like", "looking", "looks", "blowing", "blows",
     "upward", "upwards", "climbing", "climbs", "pouring", "pours", "tower", "towering", "puff", "outside",
     "outdoors", "lit", "end", "street", "streets", "road", "field", "city", "town", "village", "yard",
     "courtyard",
     "square", "landscape", "sky", "background", "scene"}
)  # fmt: skip
