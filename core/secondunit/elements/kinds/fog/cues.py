"""The words that lead a wish to fog: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "fog",
    "fog, fog bank, fogbank, sea fog, low cloud, pea soup, atmospheric haze, brouillard, banc de "
    "brouillard, puree de pois, nebel, niebla, fogs, foggy, bank of fog, pea souper, pea-souper, haar, "
    "brouillards, nuage bas, nebelbank, dense fog, thick fog",
    "visibility!, can't see!, cannot see, can barely see, see nothing, murk*, haze, hazy, lighthouse!, "
    "foghorn!, moor, moors, moorland, marine layer, whiteout, swallow*, eats, visibilite!, on n y voit, n "
    "y voit!, on ne voit, voit pas, phare, corne de brume, ouate, cotonneux, cotonneuse, grisaille, "
    "lande, avale*, mange, creep*, atmospheric depth, atmosphere, atmospheric, aerial perspective, humid, "
    "soupy, veil, voile, humide, laiteu*, perspective atmospherique, embrume*, opaque, milky air, milky, "
    "air, airport, runway lights, headlights only, silhouettes, lost in white, white wall, disappears, "
    "vanish*, fade into, dissolve*, lanternes, aeroport, disparait, disparaissent, mur blanc, coton, "
    "estompe*, noie dans le blanc, ship, trawler, docks, quai, port, brouillardeux",
)
