"""French words of grammar that prompts of any kind may use, without accents. Data only."""

from __future__ import annotations

#: Things of a plate, whose colour stands behind them and is not the element's.
THINGS = frozenset(
    {"fond", "mur", "murs", "ciel", "voiture", "camion", "porte", "maison", "robe", "chemise", "manteau",
     "rideau",
     "rideaux", "ecran", "foret", "mer", "cheval", "velours", "carrelage", "tapis", "veste", "cheveux"}
)  # fmt: skip

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
