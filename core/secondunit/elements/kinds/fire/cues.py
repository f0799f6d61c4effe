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
    "waldbrand, brennt, brennend, arde, conflagration, in flames, up in flames, going up in flames, set "
    "on fire, set alight, catches fire, caught fire, dumpster fire, bin fire, trashcan fire, trash can "
    "fire, kitchen fire, grass fire, engine fire, brush fires, prend feu, a pris feu, s enflamme, "
    "brasiers, flambe, feu de poubelle, feu de broussailles, feu de voiture, feu d appartement, mur de "
    "feu, wall of fire, wall of flame, wall of flames, sheet of flame, brennendes, incendios, fuegos, "
    "llamarada",
    "burn*, hob!, gas hob!, gas stove!, gas burner!, gas cooker, burner, gas ring!, stove, lighter!, "
    "hearth!, barbecue, grill, curtains, arson*, pyre, furnace, petrol, gasoline, kerosene, scorch*, "
    "torched, roof, roofline, barn, shed, licking, catches, bruler, brule, brulent, brulant, flambe*, "
    "embrase*!, briquet!, allumette, gaziniere!, bruleur, atre, poele, pyromane, cierge, chandelle, "
    "essence, rideaux, grange, toiture, bucher, fournaise, leche*, engulf*, flare up, flares up, breathes "
    "fire, oil spill, gas leak, cuisiniere, rond de gaz, brule-t-il, sinistre, crache du feu, crament "
    "entierement, frying pan, pan, grease, deep fryer, tongues, stovetop, brasero, haystack, hay, "
    "pyromaniac, torch it, engulfed, incinerat*, chip pan, huile bouillante, friteuse, poele a frire, "
    "meule de foin, bottes de paille, paille, pneus en flammes, forge, bbq!, zippo!, matchstick, match!, "
    "matches, fuel spill, ignites, ignite*, ignition, kindle*, bin, dumpster, trashcan, oil drum, burning "
    "barrel, brazier!, afterburner!, flare stack!, gas flare!, bunsen!, bunsen burner!, blow torch, hob "
    "ring, camping stove, camp stove, primus, chafing dish, creme brulee, crepe suzette, sets fire, set "
    "fire, lit fuse, gutted, goes up like, tinder, bales, thatch*, petrol station fire, fuel line, "
    "carburettor, rechaud!, plaque de gaz, bec bunsen!, torchere, poubelle, camping-gaz!, crepes "
    "flambees, chaume, ballots, foin, fioul, incendiaire, pyromanie, feux, allume*, brulot, cooker ring!, "
    "ring burner, lamp oil, oil lamp!, lampe a huile!, candelabra!, candelabrum!, candelabre!, bougies!, "
    "chandelles!, papers catch!, blowout, well fire, on the stove, engulfing, catches light!, goes up in "
    "smoke, la nappe prend!, crete, canadair*!, pompier*, fire crew*, arsonist!, blowtorched, s allume, "
    "candles!, tapers, votive!, votives!, altar, cake candles!, birthday cake!, wick!, oven flare, wok "
    "flare!, grease flare, brush burning!, brush, catches alight!, sofa, mattress fire, cushions",
)
