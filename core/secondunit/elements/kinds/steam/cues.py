"""The words that lead a wish to steam: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "steam",
    "steam, vapour, vapor, steam jet, jet of steam, steam vent, water vapour, water vapor, vapeur, vapeur "
    "d eau, jet de vapeur, dampf, vapor de agua, steams, steaming, steamy, vapours, condensation, cold "
    "breath, breath cloud, breath vapour, breath vapor, vapeurs, buee, wasserdampf, vaho, frosty breath, "
    "machine a vapeur, vapors, steam cloud, hot breath, visible breath, breath in cold air, breath in the "
    "cold, breath in the cold air, breath mist, breath fog, vapeur chaude, jets de vapeur, vapeur "
    "blanche, nuage de vapeur",
    "kettle!, teapot!, coffee, tea, mug, cup of tea, cup, soup, espresso!, noodles, dumplings, rice, "
    "broth, manhole!, sewer, subway grate, grate, vent, boiler, burst pipe, pipe, valve, locomotive!, "
    "loco!, sauna!, hot bath, shower stall, hot spring, onsen, radiator, pressure cooker!, saucepan, "
    "cooking pot, pot, boil*!, breath!, breaths, breathing, exhale*, laundry, hiss*, scalding, vape, "
    "bouilloire!, theiere!, tasse, cafe, the, soupe, bouillon, marmite, casserole, cocotte!, "
    "autocuiseur!, egout, bouche d egout, plaque d egout, bouche d aeration, soupirail, chaudiere, tuyau, "
    "canalisation, vanne, soupape, hammam!, bain chaud, source chaude, haleine!, souffle chaud, expire*, "
    "respiration, radiateur, bouillant, bouillante, ebullition, tour de refroidissement, humidifier, "
    "dishwasher, ramen, pasta, hot dish, hot drink, hot chocolate, hot food, panting, nostrils, nouilles, "
    "pates, plat chaud, plat brulant, chocolat chaud, boisson chaude, haletant, naseaux, cafetiere!, "
    "expresso, pressing, sous pression, jet blanc, hot water, hot shower, warm breath, cold morning "
    "breath, iron, sewer grate, street grate, food stall, street food, noodle stall, dim sum, rice "
    "cooker, engine cools, bonnet, radiator cap, laundromat, percolateur, eau chaude, eau bouillante, "
    "cuiseur, riz, geyser, thermes, piscine chauffee, jacuzzi, hot tub, wet asphalt after rain, chevaux "
    "en sueur, fonte, soup bowl, ramen bowl, teacup, coffee cup!, espresso machine, cappuccino, latte, "
    "cocoa!, mulled wine, dumpling, bao, steamer, saucepan lid, lid, pressure valve, relief valve!, "
    "safety valve!, pistons, cylinders, whistle, boiler room, engine room, pipes, leaking pipe, steam "
    "room, bathhouse, shower, hydrothermal, manholes!, subway vent, subway vents, street vents, sewer "
    "vents, wet clothes, horse breath, sweating horses, freshly baked, fresh bread, hot pie, pasta water, "
    "boiling water!, urn, samovar!, steam iron, dry cleaner, quench*, hot steel in water, hot rocks, "
    "sauna stones, power station, nuclear plant, hvac, ac unit, turbine hall, bowl of, stew, casserole "
    "dish, hot potato, hot towel, iron pot, cold morning, breathes out, exhales, frosted breath, pressing "
    "iron, mask of condensation, pressure release, bol de soupe, vin chaud, plat fumant!, faitout, "
    "sifflet, siffle, buanderie, salle de bain, douche, bouche de metro, grille de metro, grilles de "
    "metro, respire dans le froid, fer rouge dans l eau, tour aerorefrigerante!, centrale, bol, potage, "
    "pot-au-feu, tisane!, infusion, eau qui bout!, fer a repasser!, teinturerie, cuves, subway!, "
    "grating!, grates!, warm air, ironing!, clothes iron!, plume, column, jet, puff, curl, plunged into "
    "water!, into the water trough!, quenched!, hiss of white!, heat coming off!, coming off its flanks!, "
    "flanks, cooling stacks!, cooling tower!, cooling towers!, ca fume, qui fume, fume, fument, fumant, "
    "fumante, piping hot!, freshly served, just served!, tout juste servi!, sorti du four!, bec, spout!, "
    "boil over, boils over, comes to the boil!, kettle whistles, on the boil!, blowing on it, too hot to "
    "drink, airlock!, vents gas, vents, venting, hydraulic, compressor, coolant!, nitrogen!, cryo*!, "
    "cryogenic!, freezer!, fridge door!, cold room!, defrost, azote liquide!, cryogenique!, chambre "
    "froide!, congelateur!, fogs up!, fogged up!, fogging up!, steams up!, steamed up!, tub!, bathtub!, "
    "vat of, chestnut cart, chestnuts, hot dog stand, wok station, lid comes off!, lid off, basket, "
    "steamer basket!, tea house, bain turc!, baignoire!, haleine blanche!, marrons chauds, steam train!, "
    "train a vapeur!",
    compound=True,
)
