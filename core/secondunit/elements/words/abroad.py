"""German and Spanish words that mean one of the readers' phrases, without accents. Data only.

What means something else in English or French is left out: `fast`, `hell`, `rot`, `dick`, `alto`.
"""

from __future__ import annotations

#: German: a phrase, and what means it, parted by commas, in the forms that a brief has them in.
GERMAN: dict[str, str] = {
    "black": "schwarz, schwarze, schwarzer, schwarzes, schwarzen",
    "white": "weiss, weisse, weisser, weisses, weissen, weiß, weiße, weißer, weißes, weißen",
    "grey": "grau, graue, grauer, graues, grauen",
    "brown": "braun, braune, brauner, braunes, braunen",
    "red": "rote, roter, rotes, roten, rotlich",
    "yellow": "gelb, gelbe, gelber, gelbes, gelben",
    "blue": "blau, blaue, blauer, blaues, blauen",
    "green": "grun, grune, gruner, grunes, grunen",
    "big": "grosse, grosser, grosses, grossen, große, großer, großes, großen",
    "huge": "riesig, riesige, riesiger, gewaltig, gewaltige",
    "small": "klein, kleine, kleiner, kleines, kleinen",
    "tiny": "winzig, winzige, winziger",
    "slow": "langsam, langsame, langsamer, trage",
    "fast": "schnell, schnelle, schneller, rasch",
    "thick": "dicke, dicker, dickes, dicken",
    "dense": "dicht, dichte, dichter, dichtes, dichten",
    "heavy": "starker regen, starker schneefall, starke, starker, starkes",
    "thin": "dunn, dunne, dunner, dunnes, dunnen",
    "light": "leichter, leichte, leichtes, leicht",
    "gentle": "sanft, sanfte, sanfter, zart, zarte, zarter",
    "many": "viele, viel, zahlreiche, jede menge",
    "few": "wenige, wenig, einige, ein paar",
    "bright": "sehr hell, leuchtend, leuchtende, helle, heller, helles",
    "dim": "schwach, schwache, schwacher",
    "turbulent": "unruhig, unruhige, turbulente",
    "swirling": "wirbelnd, wirbelnde, wirbelt",
    "calm": "ruhig, ruhige, ruhiger",
    "dead calm": "windstill, kein wind, ohne wind",
    "strong wind": "starker wind, kraftiger wind",
    "light wind": "leichter wind, schwacher wind",
    "gusty": "boig, boen, windboen",
    "backlit": "gegenlicht, im gegenlicht",
    "night": "nachts, nacht, bei nacht",
    "sunset": "sonnenuntergang, abendlicht",
    "sunrise": "sonnenaufgang, morgengrauen",
    "in the middle": "in der mitte, mittig",
    "in the distance": "in der ferne, am horizont",
    "slow motion": "zeitlupe, in zeitlupe",
    "looping": "endlosschleife, als schleife",
}  # fmt: skip

#: Spanish.
SPANISH: dict[str, str] = {
    "black": "negro, negra, negros, negras",
    "white": "blanco, blanca, blancos, blancas",
    "grey": "grisaceo, grises",
    "brown": "pardo, parda",
    "red": "rojo, roja, rojos, rojas, rojizo",
    "orange": "anaranjado, anaranjada, naranja",
    "yellow": "amarillo, amarilla, amarillos",
    "blue": "azul, azules, azulado",
    "green": "verdoso, verdes",
    "big": "gran, grandes",
    "huge": "enorme, enormes, inmenso, gigantesco",
    "small": "pequeno, pequena, pequenos, pequenas, pequeño, pequeña, pequeños, pequeñas",
    "tiny": "diminuto, diminuta, diminutos",
    "slow": "lento, lenta, lentos, lentas, despacio",
    "fast": "rapido, rapida, rapidos, rapidas, rápido, rápida",
    "thick": "espeso, espesa, espesos, grueso",
    "dense": "denso, densa, densos",
    "heavy": "lluvia fuerte, nevada fuerte, intensa, fuerte, fuertes",
    "thin": "delgado, delgada, tenue",
    "light": "ligero, ligera, ligeros, ligeras, leve",
    "gentle": "suave, suaves, delicado",
    "many": "muchos, muchas, mucho, mucha, abundante",
    "few": "pocos, pocas, poco, poca, unos pocos",
    "bright": "brillante, brillantes, muy brillante, luminoso",
    "turbulent": "turbulento, turbulenta, agitado",
    "swirling": "remolinos, en remolino, arremolinado",
    "calm": "tranquilo, tranquila",
    "dead calm": "sin viento, nada de viento",
    "strong wind": "viento fuerte, fuerte viento",
    "light wind": "viento suave, poco viento",
    "gusty": "rachas, a rachas, racheado",
    "backlit": "contraluz, a contraluz",
    "night": "de noche, noche, nocturno",
    "sunset": "atardecer, puesta de sol",
    "sunrise": "amanecer, salida del sol",
    "in the middle": "en el centro, en medio",
    "in the distance": "a lo lejos, en el horizonte",
    "slow motion": "camara lenta, a camara lenta",
    "looping": "en bucle, bucle",
}  # fmt: skip

#: Sides, and what says that something blows.
SIDES = {"links": "left", "rechts": "right", "izquierda": "left", "derecha": "right"}
WINDS = frozenset({"weht", "treibt", "zieht", "ziehend", "viento", "sopla", "deriva", "soplando", "empuja"})
TOWARDS, OUT_OF = frozenset({"nach", "zur", "hacia"}), frozenset({"von", "aus", "desde"})

__all__ = ["GERMAN", "OUT_OF", "SIDES", "SPANISH", "TOWARDS", "WINDS"]
