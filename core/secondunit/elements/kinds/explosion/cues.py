"""The words that lead a wish to an explosion: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "an explosion",
    "explosion, explode, exploding, exploded, blast, detonation, fireball, fire ball, mushroom cloud, "
    "shockwave, shock wave, airburst, air burst, bomb, bombing, nuke, boule de feu, deflagration, onde de "
    "choc, explose, exploser, qui explose, champignon atomique, champignon nucleaire, bombe, explode*, "
    "explosive charge, blasts, detonate*, detonating, bombs, car bomb, nuclear, air strike, airstrike, "
    "blow up, blows up, blown up, blowing up, blew up, boom, kaboom, explose*, bombardement, fait sauter, "
    "explosionen, explos*, explod*, detonat*, deton*, ka-boom",
    "goes up, going up in, goes off, going off, went off, goes boom!, bang, blows, grenade!, mortar, "
    "artillery, shell, shelling, missile, rocket, warhead!, c4!, tnt!, dynamite!, charge, charges, pyro, "
    "landmine!, mine, ied, tanker, gas station, petrol station, gas tank, fuel tank, propane, detonator!, "
    "mushroom, demolition charge, obus, mortier, roquette!, citerne, bouteille de gaz, fuite de gaz, "
    "station-service, boum, explosif, explosifs!, plastic, saute, ca saute, sauter, pete, ca pete, "
    "attentat, artillerie, detonateur, champignon, reservoir, fuel depot, ammo dump, blown to bits, blows "
    "apart, depot de munitions, depot d essence, souffle de l explosion, blows up in, rigged, depth "
    "charge, satchel charge, suicide vest, petrol bomb, molotov!, airstrike, bazooka!, rpg!, torpedo, "
    "torpille, cocktail molotov, ceinture explosive, saute en l air, part en fumee, vole en morceaux, "
    "propane tank, hits the fuel, fuel truck, refinery, raffinerie, camion-citerne, methane",
    broader="fire",
)
