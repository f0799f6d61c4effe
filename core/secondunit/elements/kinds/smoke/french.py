"""French words of smoke, as the English ones that they mean. Data only; words stand without accents."""

from __future__ import annotations

#: Phrases that mean a phrase of `words`.
SAME: dict[str, str] = {
    "blanc": "white", "blanche": "white", "pale": "pale", "gris clair": "light grey",
    "grise claire": "light grey", "gris": "grey", "grise": "grey", "gris fonce": "dark grey",
    "grise foncee": "dark grey", "sombre": "dark", "noir": "black", "noire": "black", "noires": "black",
    "huileuse": "oily", "suie": "sooty", "brun": "brown", "brune": "brown", "marron": "brown",
    "poussiereuse": "dusty", "rouge": "red", "jaune": "yellow", "vert": "green", "verte": "green",
    "bleu": "blue", "bleue": "blue", "bleute": "bluish", "bleutee": "bluish", "violette": "purple",
    "cheminee": "chimney", "cheminees": "chimney", "cheminee d usine": "smokestack", "usine": "smokestack",
    "encens": "incense", "feu de camp": "campfire", "feu de joie": "bonfire", "feu de foret": "wildfire",
    "feu": "fire", "incendie": "fire", "flammes": "fire", "en feu": "fire",
    "maison en feu": "burning building", "immeuble en feu": "burning building",
    "voiture en feu": "burning car", "voiture qui brule": "burning car",
    "pneus qui brulent": "burning tyres", "vapeur": "steam", "bouche d egout": "grate",
    "plaque d egout": "grate", "fumigene": "grenade", "au sol": "ground level",
    "au ras du sol": "ground level", "epais": "thick", "epaisse": "thick", "lourde": "heavy", "fin": "thin",
    "fine": "thin", "leger": "light", "legere": "light", "tenue": "faint", "translucide": "translucent",
    "volute": "wispy", "volutes": "wispy", "filets": "wispy", "douce": "soft", "violente": "violent",
    "chaude": "hot", "froide": "cold", "rapide": "fast", "rapidement": "fast", "lent": "slow",
    "lente": "slow", "lentement": "slow", "enorme": "huge", "immense": "huge", "minuscule": "tiny",
    "persistante": "lingering",
}  # fmt: skip

#: Words that carry no meaning of their own here.
PLAIN = frozenset({"bouffee", "colonne", "fumante", "fumee", "fumees", "nuage", "panache", "trainee"})
