"""The words of directions, in English and French, without accents. Data only."""

from __future__ import annotations

from secondunit.wire.control import Scalar

from . import abroad

#: Where the wind goes, in degrees: 0 right of frame, 90 away from the camera.
WIND_TO = {"left": 180.0, "right": 0.0, "away": 90.0, "camera": -90.0}
OPPOSITE = {"left": "right", "right": "left", "away": "camera", "camera": "away"}

#: A side of the frame by one word.
SIDES = {
    "left": "left", "leftward": "left", "leftwards": "left", "gauche": "left", "right": "right",
    "rightward": "right", "rightwards": "right", "droite": "right", **abroad.SIDES,
}  # fmt: skip
#: What may stand before a side and says no more than that it is of the picture.
PREFIXES = frozenset({"the", "screen", "camera", "frame", "stage", "cam", "la", "cadre", "ecran"})

#: Directions by other words.
FURTHER = {
    "away": "away", "backward": "away", "backwards": "away", "away from us": "away",
    "away from camera": "away", "away from the camera": "away", "into the background": "away",
    "into the distance": "away", "loin de nous": "away", "vers le fond": "away", "vers l horizon": "away",
    "s eloigne": "away", "s eloignent": "away", "s eloignant": "away",
    "forward": "camera", "forwards": "camera", "toward camera": "camera", "towards camera": "camera",
    "toward the camera": "camera", "towards the camera": "camera", "at camera": "camera",
    "at the camera": "camera", "into camera": "camera", "to camera": "camera", "towards us": "camera",
    "toward us": "camera", "at us": "camera", "towards the lens": "camera", "at the lens": "camera",
    "vers la camera": "camera", "vers camera": "camera", "vers nous": "camera", "sur nous": "camera",
    "face camera": "camera", "toward the audience": "camera", "towards the audience": "camera",
    "at the audience": "camera", "toward the viewer": "camera", "vers le public": "camera",
    "vers la salle": "camera", "toward cam": "camera", "towards cam": "camera", "at cam": "camera",
    "to cam": "camera", "towards lens": "camera", "toward lens": "camera", "into lens": "camera",
    "into the lens": "camera", "straight at us": "camera", "right at us": "camera",
    "toward the lens": "camera",
    "toward viewer": "camera", "towards the viewer": "camera", "in our face": "camera", "past us": "camera",
    "past camera": "camera", "past the camera": "camera", "upstage": "away", "downstage": "camera",
    "away from cam": "away", "away from lens": "away", "away from the lens": "away", "into frame": "away",
    "into the depth": "away", "into depth": "away", "off into the distance": "away",
    "vers le lointain": "away",
    "en profondeur": "away", "vers l arriere": "away", "dans la profondeur": "away", "dos camera": "away",
    "vers cam": "camera", "sur la camera": "camera", "dans l objectif": "camera",
    "vers le spectateur": "camera",
    "contre l objectif": "camera", "vers l objectif": "camera", "droit sur nous": "camera",
}  # fmt: skip

#: What says that something goes: the direction behind it is the wind's.
MOVES = frozenset(
    {"tip", "tips", "tipping", "tipped", "topples", "keels", "streamed", "leant", "bowed", "bowing",
     "advance", "advances", "advancing", "alize", "alizes", "angled", "angling", "approach", "approaches",
     "approaching", "arrive", "arrivent", "aspire", "aspiree", "aspirees", "avancant", "avance", "avancee",
     "avancent", "balaye", "balayee", "balayees", "balayes", "bascule", "bend", "bending", "bends", "bent",
     "billowing", "billows", "bise", "blast", "blasts", "bleed", "bleeds", "blow", "blowing", "blown",
     "blows", "bourrasque", "bourrasques", "breeze", "breezes", "brise", "brises", "carried", "carries",
     "carry", "carrying", "chasse", "chassee", "chassees", "chasses", "comes", "coming", "couche",
     "couchee", "couchees", "couches", "courant", "courent", "court", "crawl", "crawling", "crawls",
     "creep", "creeping", "creeps", "cross", "crosses", "crossing", "curve", "curves", "curving",
     "deplacant", "deplace", "deplacent", "deporte", "deportee", "deportees", "deportes", "derivant",
     "derive", "derivent", "dirige", "dirigent", "draft", "dragged", "dragging", "drags", "draught",
     "draughts", "drawn", "draws", "drift", "drifting", "drifts", "driven", "drives", "driving", "emmene",
     "emmenee", "emmenees", "emportant", "emporte", "emportee", "emportees", "emportes", "entraine",
     "entrainee", "entrainees", "filait", "filant", "file", "filent", "flatten", "flattened", "flies",
     "floating", "flowing", "flown", "flows", "fly", "flying", "fold", "folding", "folds", "fuient", "fuit",
     "gale", "gliding", "glissant", "glisse", "glissent", "goes", "going", "gust", "gusts", "gusty",
     "heading", "heads", "hurled", "incline", "inclinee", "inclinees", "km/h", "knots", "kph", "lash",
     "lashed", "lashing", "lean", "leaning", "leans", "m/s", "marching", "meander", "meandering",
     "meanders", "mistral", "move", "moves", "moving", "mph", "noeuds", "nudged", "nudging", "ondule",
     "ondulent", "part", "partant", "partent", "passe", "passent", "passing", "penchant", "penche",
     "penchee", "penchees", "penchent", "pour", "pouring", "pours", "poussant", "pousse", "poussee",
     "poussees", "poussent", "pousses", "pull", "pulled", "pulling", "pulls", "push", "pushed", "pushes",
     "pushing", "rabattent", "rabattu", "rabattue", "rabattues", "rabattus", "race", "races", "racing",
     "rafale", "rafales", "raked", "raking", "rampant", "rampe", "rampent", "recule", "reculent", "remonte",
     "remontent", "roll", "rolling", "rolls", "roule", "roulent", "run", "running", "runs", "rushes",
     "rushing", "sail", "sailing", "sails", "scudding", "scuds", "shift", "shifting", "shifts", "shove",
     "shoved", "shoves", "sirocco", "skimming", "skims", "slanted", "slanting", "slants", "slide", "slides",
     "sliding", "slip", "slipping", "slips", "snakes", "snaking", "soufflant", "souffle", "soufflee",
     "soufflees", "spreading", "spreads", "storm", "streak", "streaking", "streaks", "streaming", "streams",
     "sucked", "sucking", "sucks", "surging", "sweeping", "sweeps", "swept", "swirling", "swirls", "takes",
     "taking", "tear", "tearing", "tears", "tempete", "tilted", "tilting", "tilts", "tiree", "tirees",
     "tourne", "trail", "trailing", "trails", "traine", "trainent", "tramontane", "traveling", "travelling",
     "travels", "traverse", "traversent", "tumbles", "tumbling", "va", "veer", "veering", "veers", "vent",
     "vents", "viennent", "vient", "volant", "vole", "volent", "vont", "waft", "wafting", "wafts", "wander",
     "wandering", "wanders", "wash", "washes", "washing", "whip", "whipped", "whipping", "whips", "wind",
     "winds", "windy",
     "blizzard", "snowstorm", "squall", *abroad.WINDS}
)  # fmt: skip
#: What makes a side a place.
AT = frozenset({"on", "in", "at"})
#: What `right` only stresses.
STRESSED = frozenset(
    {"across", "above", "behind", "in", "at", "now", "there", "here", "next", "after", "on", "over", "down",
     "up", "through", "off", "under", "before", "by", "beside", "against", "into", "past"}
)  # fmt: skip
#: What follows `light` where it is no adjective.
LIGHT_IS = frozenset(
    {"from", "behind", "is", "comes", "coming", "source", "left", "right", "low", "at", "in", "on", "above"}
)
FROM = frozenset({"from", "de", "depuis", "venant", "vient", "du", "out", *abroad.OUT_OF})
TO = frozenset({"to", "toward", "towards", "vers", "a", "au", "into", "on", "sur", *abroad.TOWARDS})

#: What says that the direction behind it is the light's.
LIGHTS = frozenset(
    {"backlight", "eclairage", "eclaire", "eclairee", "eclairees", "eclaires", "headlights", "key",
     "lamp", "lampadaire", "lampe", "lamps", "light", "lighted", "lighting", "lights", "lit", "lumiere",
     "lumieres", "lune", "moon", "moonlight", "phares", "projecteur", "projecteurs", "rim", "sidelight",
     "sidelit", "soleil", "streetlamp", "streetlight", "sun", "sunlight"}
)  # fmt: skip
_BEHIND: dict[str, Scalar] = {"key_side": 165.0, "key_height": 30.0}
_FRONT: dict[str, Scalar] = {"key_side": 0.0}
_TOP: dict[str, Scalar] = {"key_height": 80.0}
#: Where light comes from, by one word behind a word of light.
LIT_FROM: dict[str, dict[str, Scalar]] = {
    "behind": _BEHIND, "back": _BEHIND, "derriere": _BEHIND, "arriere": _BEHIND, "dos": _BEHIND,
    "front": _FRONT, "frontal": _FRONT, "frontale": _FRONT, "face": _FRONT, "camera": _FRONT,
    "above": _TOP, "overhead": _TOP, "top": _TOP, "haut": _TOP, "dessus": _TOP, "au-dessus": _TOP,
    "zenithale": _TOP, "zenith": _TOP,
    "below": {"key_height": -70.0}, "dessous": {"key_height": -70.0},
    "left": {"key_side": -80.0}, "gauche": {"key_side": -80.0},
    "right": {"key_side": 80.0}, "droite": {"key_side": 80.0},
}  # fmt: skip
