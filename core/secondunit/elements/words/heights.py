"""Heights by what stands in the street, in English and French: `knee-high`, `as tall as the truck`."""

from __future__ import annotations

#: How high what one measures by stands, in metres: the body, then the street.
BODY: dict[str, float] = {
    "ankle": 0.12, "shin": 0.3, "calf": 0.35, "knee": 0.5, "thigh": 0.8, "hip": 1.0, "waist": 1.0,
    "belly": 1.0, "chest": 1.3, "shoulder": 1.5, "head": 1.8,
}  # fmt: skip
STREET: dict[str, float] = {
    "man": 1.8, "person": 1.8, "door": 2.0, "ceiling": 2.6, "room": 2.6, "car": 1.5, "truck": 3.5,
    "lorry": 3.5, "bus": 3.2, "house": 8.0, "roof": 7.0, "tree": 12.0, "lamppost": 6.0, "table": 0.75,
    "kerb": 0.12, "fence": 1.2,
}  # fmt: skip
CORPS: dict[str, float] = {
    "cheville": 0.12, "mollet": 0.35, "mi-mollet": 0.3, "genou": 0.5, "cuisse": 0.8, "mi-cuisse": 0.7,
    "hanche": 1.0, "taille": 1.0, "ceinture": 1.0, "mi-corps": 1.0, "poitrine": 1.3, "epaule": 1.5,
}  # fmt: skip
RUE: dict[str, float] = {
    "tete": 1.8, "homme": 1.8, "plafond": 2.6, "porte": 2.0, "voiture": 1.5, "camion": 3.5, "maison": 8.0,
    "toit": 7.0, "arbre": 12.0, "table": 0.75,
}  # fmt: skip

#: What is said with them.
_HIGH_AS = (
    "{0} high", "{0} height", "at {0} height", "{0} level", "{0}-sized", "{0} sized", "up to the {0}",
    "as tall as a {0}", "as tall as the {0}", "as high as a {0}", "as high as the {0}", "tall as a {0}",
    "high as a {0}", "{0} tall",
)  # fmt: skip
_TO_THE = (
    "{0}-deep", "{0} deep", "up to the {0}s", "below the {0}", "below the {0}s", "around the {0}s",
    "around their {0}s", "at their {0}s", "to their {0}s", "up to their {0}s", "around his {0}s",
)  # fmt: skip
_HAUT_COMME = (
    "hauteur de {0}", "hauteur d {0}", "a hauteur de {0}", "a hauteur d {0}", "hauteur du {0}",
    "a hauteur du {0}", "a hauteur de la {0}", "haut comme un {0}", "haute comme un {0}",
    "haut comme une {0}", "haute comme une {0}", "taille d un {0}", "taille d une {0}",
    "jusqu au {0}", "jusqu a la {0}",
)  # fmt: skip
_AUX = ("a {0}", "au {0}", "a la {0}", "aux {0}s", "aux {0}x", "jusqu aux {0}s", "jusqu aux {0}x", "a mi-{0}")


def standing() -> dict[str, float]:
    """Every height by what stands in the street, in metres, by its phrase."""
    return {
        **{f"{thing}-high": height for thing, height in (BODY | STREET).items()},
        **{f"haut comme {thing}": height for thing, height in (CORPS | RUE).items()},
    }


def heights() -> dict[str, str]:
    """Every phrase that says such a height, with the one of `standing` that it means."""
    patterns_of = (
        (_HIGH_AS, BODY | STREET, "{0}-high"), (_TO_THE, BODY, "{0}-high"),
        (_HAUT_COMME, CORPS | RUE, "haut comme {0}"), (_AUX, CORPS, "haut comme {0}"),
    )  # fmt: skip
    return {
        pattern.format(thing): meaning.format(thing)
        for patterns, things, meaning in patterns_of
        for thing in things
        for pattern in patterns
    }


__all__ = ["heights", "standing"]
