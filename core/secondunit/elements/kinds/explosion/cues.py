"""The words that lead a wish to an explosion: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "an explosion",
    "explosion, explode, exploding, exploded, blast, detonation, fireball, fire ball, mushroom cloud, "
    "shockwave, shock wave, airburst, air burst, bomb, bombing, nuke, boule de feu, deflagration, onde de "
    "choc, explose, exploser, qui explose, champignon atomique, champignon nucleaire, bombe, explode*, "
    "explosive charge, blasts, detonate*, detonating, bombs, car bomb, air strike, airstrike, blow up, "
    "blows up, blown up, blowing up, blew up, boom, kaboom, explose*, bombardement, fait sauter, "
    "explosionen, explos*, explod*, detonat*, deton*, ka-boom, explodes, blast wave, bomb blast, grenade "
    "blast, gas explosion, petrol burst, fuel burst, fuel explosion, petrol bomb, ca pete, ca saute, ca "
    "explose, tout pete, tout saute, ca va peter, deflagre, deflagrations, detonations, explosions, "
    "explosiones, explota, sprengung, boule de flammes, ball of fire, ball of flame, balls of fire, "
    "blasted open, blast off the door, mortar blast, car explosion, airbursts, nuclear blast, nuclear "
    "explosion, nuclear bomb, atomic bomb, a-bomb, h-bomb, bombe atomique, bombe nucleaire, voiture "
    "piegee, camion piege, colis piege, vehicule piege",
    "goes off, going off, went off, goes boom!, bang, blows, grenade!, mortar, artillery, shell, "
    "shelling, rocket, warhead!, c4!, tnt!, dynamite!, charge, charges, pyro, landmine!, ied, tanker, gas "
    "station, petrol station, propane, detonator!, mushroom, demolition charge, obus, mortier, roquette!, "
    "citerne, bouteille de gaz, fuite de gaz, station-service, boum, explosif, explosifs!, plastic, "
    "saute, sauter, pete, attentat, artillerie, detonateur, reservoir, fuel depot, ammo dump, blown to "
    "bits, blows apart, depot de munitions, depot d essence, souffle de l explosion, blows up in, rigged, "
    "depth charge, satchel charge, suicide vest, molotov!, bazooka!, rpg!, torpille, cocktail molotov, "
    "ceinture explosive, saute en l air, part en fumee, vole en morceaux, hits the fuel, fuel truck, "
    "refinery, raffinerie, camion-citerne, methane, goes up!, sky high, sky-high, erupts, tank shell, "
    "claymore, depth charges, napalm!, bombing run, barrel bomb, semtex!, breaching charge, shells, "
    "missile hits, rocket hits, death star, reactor, meth lab, gas canister, gas bottle, ruptures, "
    "concussion, mushrooms, mushrooming, ignites all at once, big bang, touches off, pipe bomb!, nitro*, "
    "powder keg!, powder magazine, munitions, ammunition dump, gas main!, boiler bursts, safe door, blow "
    "the doors, blows the bridge, truck bomb, suicide bomber, souffle, conduite de gaz, depot, "
    "poudriere!, baril, barils, se desintegre, vole en eclats dans une boule, kamikaze, detone, "
    "dynamiter, going up in a, cooks off!, cook off!, orange ball!, ball of orange, go off, go up, "
    "charges go off!, propane tank!, gas tank!, fuel tank!, petrol tank, nuclear!, missile!, torpedo!, "
    "gas leak, blows out!, goes up in one, blows to pieces, in orbit, detonation cord, det cord!, takes "
    "out the, taken out, sabotage, saboteurs, blown bridge, le pont saute!, sabote, fireworks factory, "
    "overloads!, critical mass, meltdown, self-destruct!, autodestruction!, blown off its hinges!, blast "
    "doors, tank round!, whoomph!, whoompf!, whoosh, ball of dirt and fire!, petrol ignites!, fuel "
    "ignites!, gas ignites!, flips and, underground test!, bulges, bursts apart, keg, powder trail, "
    "detonates!, mine!, cartouche de gaz!, depot de carburant!, champignon!, saute sous, saute sur!, char "
    "saute!, self destructs!, boom goes, rigged to blow!, booby trap!, booby-trap!, c-4!, trip wire!, "
    "tripwire!, pop, pops, little charge!, small charge!, shaped charge!, door charge!, takes a hit!, "
    "spaceship, spacecraft, starship, burst",
    broader="fire",
    brings=("sparks", "debris", "smoke", "fire", "embers"),
)
