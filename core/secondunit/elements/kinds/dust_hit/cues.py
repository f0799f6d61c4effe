"""The words that lead a wish to a hit in dust: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "a dust hit",
    "dust hit, dust impact, dirt hit, dirt impact, ground hit, ground impact, bullet hit, bullet impact, "
    "impact dust, dust puff, dust burst, footstep dust, impact de poussiere, impact de balle, impact au "
    "sol, bouffee de poussiere, gerbe de poussiere, bullet hits, bullet impacts, squib, squibs, puff of "
    "dust, puffs of dust, puff of dirt, burst of dust, burst of dirt, ring of dust, column of dirt, "
    "impacts de balle, impacts de balles, gerbe de terre, einschlag, dust, dirt, powder, sand, plaster, "
    "plaster dust, soil, poussiere, sable, poudre, platre, terre, polvo, staub, dust spurt, spurt of "
    "dust, spurts of dust, geyser de terre, jets de terre, jets de sable, panaches de terre, chalk dust, "
    "craie, chalk, dust off",
    "impact*, hits, hit, bullet*, sniper, landing, lands, land, stomp*, boot, slam*, punch*, fist, "
    "dropped, falls, thud, poof, puff, puffs, burst, crash*, kicked out, body fall, body hits, "
    "sledgehammer, hammer, pickaxe, mortar round, round lands, cement, superhero, strikes, balle, balles, "
    "atterri*, chute, tombe, s ecrase, coup, coups, coup de poing, masse, marteau, pioche, botte, saut, "
    "sac, ciment, bouffee, paf, pouf, retombe, percute, heurte, touche le sol, super-heros, clod*, "
    "thump*, stamp*, footfall*, lands hard, face first, shell, grenade, obus, mortier, motte*, pietine*, "
    "talon, plaquage, se plante, s abat, footstep*, lakebed, gravel, explodes in the sand, slams into, "
    "beats, beat, carpet, rug, mattress, punching bag, pillow, pickaxes, arrow, arrows, spear, meteor, "
    "hoof, thrown down, falls to his knees, collapses, atterrissage, tapis, matelas, coussin, fleche, "
    "javelot, se jette, plonge, chute lourde, ecrase, frappe, frappent, claque, coup de pioche, pelle, "
    "pelletee, shovel, shovelful, impact",
)
