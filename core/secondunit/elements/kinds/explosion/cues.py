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
    "explosionen, explos*, explod*, detonat*, deton*, ka-boom, explodes, blast wave, bomb blast, grenade "
    "blast, gas explosion, petrol burst, fuel burst, fuel explosion, petrol bomb, ca pete, ca saute, ca "
    "explose, tout pete, tout saute, ca va peter, deflagre, deflagrations, detonations, explosions, "
    "explosiones, explota, sprengung, boule de flammes, ball of fire, ball of flame, balls of fire, "
    "blasted open, blast off the door, mortar blast, car explosion, airbursts",
    "goes off, going off, went off, goes boom!, bang, blows, grenade!, mortar, artillery, shell, "
    "shelling, missile, rocket, warhead!, c4!, tnt!, dynamite!, charge, charges, pyro, landmine!, mine, "
    "ied, tanker, gas station, petrol station, gas tank, fuel tank, propane, detonator!, mushroom, "
    "demolition charge, obus, mortier, roquette!, citerne, bouteille de gaz, fuite de gaz, "
    "station-service, boum, explosif, explosifs!, plastic, saute, sauter, pete, attentat, artillerie, "
    "detonateur, champignon, reservoir, fuel depot, ammo dump, blown to bits, blows apart, depot de "
    "munitions, depot d essence, souffle de l explosion, blows up in, rigged, depth charge, satchel "
    "charge, suicide vest, molotov!, bazooka!, rpg!, torpedo, torpille, cocktail molotov, ceinture "
    "explosive, saute en l air, part en fumee, vole en morceaux, propane tank, hits the fuel, fuel truck, "
    "refinery, raffinerie, camion-citerne, methane, goes up!, sky high, sky-high, erupts, tank shell, "
    "claymore, depth charges, napalm!, bombing run, barrel bomb, semtex!, breaching charge, shells, "
    "missile hits, rocket hits, death star, reactor, meth lab, gas canister, gas bottle, ruptures, "
    "concussion, mushrooms, mushrooming, ignites all at once, big bang, touches off, pipe bomb!, nitro*, "
    "powder keg!, powder magazine, munitions, ammunition dump, gas main!, boiler bursts, safe door, blow "
    "the doors, blows the bridge, truck bomb, suicide bomber, souffle, conduite de gaz, depot, "
    "poudriere!, baril, barils, se desintegre, vole en eclats dans une boule, kamikaze, detone, "
    "dynamiter, going up in a, cooks off!, cook off!, orange ball!, ball of orange, go off, go up, "
    "charges go off!",
    broader="fire",
    brings=("sparks", "debris", "smoke", "fire", "embers"),
)
