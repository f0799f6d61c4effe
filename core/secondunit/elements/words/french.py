"""French words that prompts of any kind may use, as the English ones that they mean. Data only.

Words stand without accents; a French wish is read with or without them.
"""

from __future__ import annotations

#: Phrases that mean a phrase of `SET` or `SCALE` in `english`.
SAME: dict[str, str] = {
    "anneau": "ring", "ligne": "line", "contre-jour": "backlit", "coucher de soleil": "sunset",
    "lever de soleil": "sunrise", "nuit": "night", "couvert": "overcast", "midi": "noon",
    "ensoleille": "sunny", "au loin": "in the distance",
    "au milieu": "in the middle", "au centre": "in the middle",
    "brise": "breeze", "vent": "wind", "vent fort": "strong wind", "vent leger": "light wind",
    "rafales": "gusty", "tempete": "storm", "au ralenti": "slow motion", "ralenti": "slow motion",
    "derive": "drifting", "derivant": "drifting", "tourbillonnante": "swirling", "tourbillons": "swirling",
    "turbulente": "turbulent", "calme": "calm", "grand": "large", "grande": "large", "gros": "big",
    "grosse": "big", "petit": "small", "petite": "small", "haute": "tall", "haut": "tall",
    "court": "short", "courte": "short", "minuscule": "tiny", "infime": "tiny", "enorme": "huge",
    "immense": "huge", "gigantesque": "huge", "geant": "huge", "geante": "huge", "colossal": "huge",
    "massif": "huge", "rapide": "fast", "rapidement": "fast", "vite": "fast", "vif": "fast",
    "lent": "slow", "lente": "slow", "lentement": "slow", "doucement": "slow", "paresseux": "slow",
    "paresseuse": "slow", "mollement": "slow", "tout doucement": "slow",
    "beaucoup": "many", "beaucoup de": "many", "plein de": "many", "plein d": "many", "nombreux": "many",
    "nombreuse": "many", "partout": "many", "des tas de": "many", "une multitude de": "many",
    "des centaines de": "many", "des milliers de": "many", "abondant": "many", "abondante": "many",
    "quelque": "few", "quelques": "few", "peu de": "few", "un peu de": "few", "rare": "few", "epars": "few",
    "eparse": "few", "clairseme": "few", "clairsemee": "few", "discret": "few", "discrete": "few",
    "trois fois rien": "few", "presque rien": "few", "a peine": "few", "un soupcon de": "few",
    "un mince filet de": "few", "une poignee de": "few", "deux ou trois": "few",
    "lumineux": "bright", "lumineuse": "bright", "brillant": "bright", "brillante": "bright",
    "eclatant": "bright", "eclatante": "bright", "aveuglant": "blinding", "aveuglante": "blinding",
    "eblouissant": "blinding", "eblouissante": "blinding", "terne": "dim", "faible": "dim",
    "a peine une lueur": "dim", "peu de lumiere": "dim", "presque eteint": "dim", "tamise": "dim",
    "tamisee": "dim", "blafard": "dim", "peu lumineux": "dim", "peu lumineuse": "dim",
    "boucle": "looping", "en boucle": "looping", "a boucler": "looping", "bouclable": "looping",
    "sans flou": "motion blur off", "sans flou de bouge": "motion blur off",
    "sans flou de mouvement": "motion blur off", "pas de flou": "motion blur off", "flou": "blur",
    "en haut": "top of frame", "en haut du cadre": "top of frame", "en haut de cadre": "top of frame",
    "haut cadre": "top of frame", "haut du cadre": "top of frame", "en bas": "bottom of frame",
    "en bas du cadre": "bottom of frame", "bas cadre": "bottom of frame", "bas du cadre": "bottom of frame",
    "plein centre": "in the middle", "centre cadre": "in the middle", "au centre du cadre": "in the middle",
    "rebondit": "bouncing", "rebondissent": "bouncing", "rebondissant": "bouncing", "rebond": "bouncing",
    "au sol": "on the ground", "par terre": "on the ground", "en l air": "mid-air",
    "dans les airs": "mid-air",
    "en plein ciel": "mid-air", "en plein vol": "mid-air", "sol": "ground", "eclaboussures": "splashes",
    "eclaboussure": "splashes",
    "genou": "knee-high", "au genou": "knee-high", "aux genoux": "knee-high", "jusqu aux genoux": "knee-high",
    "hauteur de genou": "knee-high", "hauteur de genoux": "knee-high", "a hauteur de genou": "knee-high",
    "a mi-mollet": "ankle-high", "cheville": "ankle-high", "aux chevilles": "ankle-high",
    "hauteur de cheville": "ankle-high", "a hauteur de cheville": "ankle-high",
    "a la taille": "waist-high", "jusqu a la taille": "waist-high", "a mi-corps": "waist-high",
    "hauteur d homme": "head-high", "a hauteur d homme": "head-high",
    "agite": "turbulent", "agitee": "turbulent", "tumultueux": "turbulent", "tumultueuse": "turbulent",
    "bouillonnant": "turbulent", "bouillonnante": "turbulent", "turbulent": "turbulent",
    "tourbillonne": "swirling", "tourbillonnent": "swirling", "tourbillonnant": "swirling",
    "tournoie": "swirling", "tournoient": "swirling", "tournoyant": "swirling", "tournoyante": "swirling",
    "dechaine": "chaotic", "dechainee": "chaotic", "tranquille": "calm", "paisible": "calm",
    "stable": "steady",
    "regulier": "steady", "reguliere": "steady", "doux": "gentle", "douce": "gentle", "delicat": "gentle",
    "rafale": "gusty", "bourrasque": "gusty", "bourrasques": "gusty", "fortes rafales": "gusty",
    "sans un souffle": "dead calm", "pas un souffle": "dead calm", "air immobile": "dead calm",
    "sans un souffle d air": "dead calm", "pas un souffle de vent": "dead calm", "mistral": "strong wind",
    "blanc": "white", "blanche": "white", "blanchatre": "white", "noir": "black", "noire": "black",
    "noiratre": "black", "gris": "grey", "grise": "grey", "grisatre": "grey", "brun": "brown",
    "brune": "brown", "marron": "brown", "brunatre": "brown", "ocre": "brown", "rouge": "red",
    "rougeatre": "red", "rougeoyant": "red", "rougeoyante": "red", "rouge sombre": "red",
    "orange fonce": "orange", "orangee": "orange", "rousse": "orange", "roux": "orange", "ambre": "orange",
    "ambree": "orange", "jaune": "yellow", "dore": "yellow", "doree": "yellow", "bleu": "blue",
    "bleue": "blue", "bleute": "bluish", "bleutee": "bluish", "vert": "green", "verte": "green",
    "epais": "thick", "epaisse": "thick", "fin": "thin", "fine": "thin", "tenu": "thin",
    "tenue": "thin", "mince": "thin", "leger": "light", "legere": "light", "violent": "violent",
    "violente": "violent", "soleil couchant": "sunset", "soleil levant": "sunrise",
    "heure doree": "golden hour",
    "plein soleil": "sunny", "ciel couvert": "overcast", "clair de lune": "moonlit", "de nuit": "night",
    "matin": "sunrise", "aube": "sunrise", "crepuscule": "sunset", "a contre-jour": "backlit",
    "contre jour": "backlit", "a contrejour": "backlit",
}  # fmt: skip

#: How strongly the next word counts.
STRONGER: dict[str, float] = {
    "tres": 1.7, "trop": 1.7, "super": 2.0, "hyper": 2.0, "bien": 1.3, "plutot": 1.1, "vraiment": 1.6,
    "extremement": 2.4, "assez": 1.2, "un peu": 0.5, "legerement": 0.45,
}  # fmt: skip

#: Words that switch the next one off.
NOT = frozenset({"sans", "pas", "aucun", "aucune"})

#: How an element may stand to things in the plate.
RELATIONS = frozenset(
    {"derriere", "devant", "entre", "sous", "a cote de", "autour de", "pres de", "au dessus de",
     "au-dessus de", "a travers", "le long de"}
)  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"apres", "au", "aux", "avec", "ciel", "comme", "d", "dans", "de", "des", "du", "eau", "element", "en",
     "est", "et", "fond", "l", "la", "le", "les", "montant", "monte", "ou", "par", "pour", "que", "qui",
     "rue", "s", "scene", "se", "sont", "sort", "sortant", "sur", "un", "une", "vers"}
)  # fmt: skip
