"""The words that lead a wish to fire: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "fire",
    "fire, flame, blaze, inferno, wildfire, bush fire, forest fire, house fire, car fire, burning "
    "building, burning house, burning car, burning vehicle, burning truck, burning tyre, burning tire, "
    "building on fire, house on fire, car on fire, burning, on fire, ablaze, candle, fireplace, "
    "flamethrower, flame thrower, pool fire, feu, flamme, incendie, brasier, feu de foret, feu de "
    "cheminee, bougie, lance-flammes, en feu, en flammes, qui brule, feuer, fuego, flames, aflame, brush "
    "fire, alight, flaming, candlelight, flammes, qui brulent, s embrase, flammen, llama, llamas, "
    "incendio, firestorm, enflamme, enflammes, enflammee, embrasement, flambee, burning oil, kaminfeuer, "
    "waldbrand, brennt, brennend, arde",
    "burn*, hob!, gas hob!, gas stove!, gas burner!, gas cooker, burner, gas ring!, stove, lighter!, "
    "match, wick, hearth!, barbecue, grill, curtains, arson*, pyre, furnace, petrol, gasoline, kerosene, "
    "scorch*, torched, roof, roofline, barn, shed, licking, catches, bruler, brule, brulent, brulant, "
    "flambe*, embrase*!, briquet!, allumette, gaziniere!, bruleur, atre, poele, pyromane, cierge, "
    "chandelle, essence, rideaux, grange, toiture, bucher, fournaise, prend feu, leche*, engulf*, flare "
    "up, flares up, breathes fire, oil spill, gas leak, cuisiniere, rond de gaz, brule-t-il, sinistre, "
    "crache du feu, crament entierement, frying pan, pan, grease, deep fryer, tongues, stovetop, brasero, "
    "brazier, haystack, hay, pyromaniac, torch it, engulfed, incinerat*, chip pan, huile bouillante, "
    "friteuse, poele a frire, meule de foin, bottes de paille, paille, pneus en flammes, forge, candle!",
)
