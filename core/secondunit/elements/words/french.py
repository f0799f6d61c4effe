"""French words a prompt may use for smoke, as the English ones of `words` that they mean. Data only.

Words stand without accents; a French wish is read with or without them.
"""

from __future__ import annotations

#: Phrases that mean a phrase of `SET` or `SCALE`.
SAME: dict[str, str] = {
    "blanc": "white", "blanche": "white", "pale": "pale", "gris clair": "light grey",
    "grise claire": "light grey", "gris": "grey", "grise": "grey", "gris fonce": "dark grey",
    "grise foncee": "dark grey", "sombre": "dark", "noir": "black", "noire": "black", "noires": "black",
    "huileuse": "oily", "suie": "sooty", "brun": "brown", "brune": "brown", "marron": "brown",
    "poussiereuse": "dusty", "rouge": "red", "jaune": "yellow", "vert": "green", "verte": "green",
    "bleu": "blue", "bleue": "blue", "bleute": "bluish", "bleutee": "bluish", "violette": "purple",
    "cheminee": "chimney", "cheminees": "chimney", "cheminee d usine": "smokestack",
    "usine": "smokestack", "encens": "incense", "feu de camp": "campfire", "feu de joie": "bonfire",
    "feu de foret": "wildfire", "feu": "fire", "incendie": "fire", "flammes": "fire", "en feu": "fire",
    "maison en feu": "burning building", "immeuble en feu": "burning building",
    "voiture en feu": "burning car", "voiture qui brule": "burning car",
    "pneus qui brulent": "burning tyres", "vapeur": "steam", "bouche d egout": "grate",
    "plaque d egout": "grate", "fumigene": "grenade", "anneau": "ring", "ligne": "line",
    "au sol": "ground level", "au ras du sol": "ground level", "contre-jour": "backlit",
    "coucher de soleil": "sunset", "lever de soleil": "sunrise", "nuit": "night", "couvert": "overcast",
    "midi": "noon", "ensoleille": "sunny", "au loin": "in the distance", "a gauche": "on the left",
    "a droite": "on the right", "au milieu": "in the middle", "au centre": "in the middle",
    "brise": "breeze", "vent": "wind", "vent fort": "strong wind", "vent leger": "light wind",
    "rafales": "gusty", "tempete": "storm", "au ralenti": "slow motion", "ralenti": "slow motion",
    "derive": "drifting", "derivant": "drifting", "epais": "thick", "epaisse": "thick", "lourde": "heavy",
    "fin": "thin", "fine": "thin", "leger": "light", "legere": "light", "tenue": "faint",
    "translucide": "translucent", "volute": "wispy", "volutes": "wispy", "filets": "wispy",
    "douce": "soft", "tourbillonnante": "swirling", "tourbillons": "swirling", "turbulente": "turbulent",
    "violente": "violent", "calme": "calm", "chaude": "hot", "froide": "cold", "rapide": "fast",
    "rapidement": "fast", "lent": "slow", "lente": "slow", "lentement": "slow", "enorme": "huge",
    "immense": "huge", "grand": "large", "grande": "large", "gros": "big", "grosse": "big",
    "petit": "small", "petite": "small", "minuscule": "tiny", "haute": "tall", "persistante": "lingering",
}  # fmt: skip

#: How strongly the next word counts.
STRONGER: dict[str, float] = {
    "tres": 1.7, "vraiment": 1.6, "extremement": 2.4, "assez": 1.2, "un peu": 0.5, "legerement": 0.45,
}  # fmt: skip

#: Words that switch the next one off.
NOT = frozenset({"sans", "pas", "aucun", "aucune"})

#: Where a word sends the wind, in degrees.
WIND_TO: dict[str, float] = {"gauche": 180.0, "droite": 0.0}

#: How an element may stand to things in the plate.
RELATIONS = frozenset(
    {"derriere", "devant", "entre", "sous", "a cote de", "autour de", "pres de", "au dessus de",
     "au-dessus de", "a travers", "le long de"}
)  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset(
    {"un", "une", "de", "du", "des", "d", "le", "la", "les", "l", "et", "ou", "avec", "dans", "sur", "au",
     "aux", "en", "qui", "que", "se", "s", "est", "sont", "sort", "sortant", "monte", "montant", "par",
     "pour", "comme", "vers", "eau", "fumee", "fumees", "fumante", "colonne", "panache", "nuage",
     "trainee", "bouffee", "fond", "rue", "ciel", "scene", "apres", "element"}
)  # fmt: skip
