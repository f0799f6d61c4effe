"""The words that lead a wish to steam: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "steam",
    "steam, vapour, vapor, steam jet, jet of steam, steam vent, water vapour, water vapor, vapeur, vapeur "
    "d eau, jet de vapeur, dampf, vapor de agua, steams, steaming, steamy, vapours, condensation, cold "
    "breath, breath cloud, breath vapour, breath vapor, vapeurs, buee, wasserdampf, vaho, frosty breath, "
    "machine a vapeur",
    "kettle!, teapot!, coffee, tea, mug, cup of tea, cup, soup, espresso!, noodles, dumplings, rice, "
    "broth, manhole!, sewer, subway grate, grate, grating, vent, boiler, burst pipe, pipe, valve, "
    "locomotive!, loco!, sauna!, hot bath, bathtub, shower stall, hot spring, onsen, radiator, pressure "
    "cooker!, saucepan, cooking pot, pot, boil*!, breath!, breaths, breathing, exhale*, cooling tower, "
    "laundry, hiss*, scalding, vape, bouilloire!, theiere!, tasse, cafe, the, soupe, bouillon, marmite, "
    "casserole, cocotte!, autocuiseur!, egout, bouche d egout, plaque d egout, bouche d aeration, "
    "soupirail, chaudiere, tuyau, canalisation, vanne, soupape, hammam!, bain chaud, source chaude, "
    "haleine!, souffle chaud, expire*, respiration, radiateur, bouillant, bouillante, ebullition, fer a "
    "repasser, tour de refroidissement, humidifier, dishwasher, ironing, ramen, pasta, hot dish, hot "
    "drink, hot chocolate, hot food, panting, nostrils, nouilles, pates, plat chaud, plat brulant, "
    "chocolat chaud, boisson chaude, haletant, naseaux, cafetiere!, expresso, pressing, sous pression, "
    "jet blanc, hot water, hot shower, warm breath, cold morning breath, iron, sewer grate, street grate, "
    "food stall, street food, noodle stall, dim sum, rice cooker, engine cools, bonnet, radiator cap, "
    "laundromat, percolateur, eau chaude, eau bouillante, cuiseur, riz, geyser, thermes, piscine "
    "chauffee, jacuzzi, hot tub, wet asphalt after rain, chevaux en sueur, fonte",
    compound=True,
)
