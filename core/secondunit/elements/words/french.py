"""French words that prompts of any kind may use, as the English ones that they mean. Data only.

Words stand without accents; a French wish is read with or without them.
"""

from __future__ import annotations

#: Phrases that mean a phrase of `SET` or `SCALE` in `english`.
SAME: dict[str, str] = {
    "anneau": "ring", "ligne": "line", "contre-jour": "backlit", "coucher de soleil": "sunset",
    "lever de soleil": "sunrise", "nuit": "night", "couvert": "overcast", "midi": "noon",
    "ensoleille": "sunny", "au loin": "in the distance", "a gauche": "on the left",
    "a droite": "on the right", "au milieu": "in the middle", "au centre": "in the middle",
    "brise": "breeze", "vent": "wind", "vent fort": "strong wind", "vent leger": "light wind",
    "rafales": "gusty", "tempete": "storm", "au ralenti": "slow motion", "ralenti": "slow motion",
    "derive": "drifting", "derivant": "drifting", "tourbillonnante": "swirling", "tourbillons": "swirling",
    "turbulente": "turbulent", "calme": "calm", "grand": "large", "grande": "large", "gros": "big",
    "grosse": "big", "petit": "small", "petite": "small", "haute": "tall",
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
    {"apres", "au", "aux", "avec", "ciel", "comme", "d", "dans", "de", "des", "du", "eau", "element", "en",
     "est", "et", "fond", "l", "la", "le", "les", "montant", "monte", "ou", "par", "pour", "que", "qui",
     "rue", "s", "scene", "se", "sont", "sort", "sortant", "sur", "un", "une", "vers"}
)  # fmt: skip
