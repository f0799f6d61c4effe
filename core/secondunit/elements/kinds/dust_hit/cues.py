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
    "craie, chalk, dust off, dirt burst, dirt geyser, dust pop, dust pops, dust kick, sand burst, sand "
    "puff, sand puffs, plaster puff, plaster puffs, plaster burst, powder burst, flour burst, puff of "
    "plaster, puff of sand, puffs of sand, puffs of dirt, puffs of plaster, puff of powder, spurt of "
    "sand, spurts of sand, impact puff, impact puffs, dirt puff, dirt puffs, dust puffs, gerbe de sable, "
    "gerbes de terre, gerbes de sable, bouffee de platre, bouffees de poussiere, bouffees de sable, jet "
    "de terre, geyser de sable, impacts de balles dans, nuage de platre, nuage de terre, puffs of earth, "
    "burst of sand, burst of plaster, cloud of plaster, ring of dirt, ring of sand, geyser of dirt, "
    "geyser of earth, geyser of sand, poussiere d impact, dust ring, dust rings",
    "impact*, hits, hit, bullet*, sniper, landing, lands, land, stomp*, boot, slam*, punch*, fist, falls, "
    "thud, poof, puff, puffs, burst, crash*, kicked out, body hits, sledgehammer, hammer, pickaxe, mortar "
    "round, round lands, cement, superhero, strikes, balle, balles, atterri*, chute, tombe, s ecrase, "
    "coup, coups, coup de poing, masse, marteau, pioche, botte, saut, sac, ciment, bouffee, paf, pouf, "
    "retombe, percute, heurte, touche le sol, super-heros, clod*, thump*, stamp*, footfall*, lands hard, "
    "face first, shell, obus, mortier, motte*, pietine*, talon, plaquage, se plante, s abat, footstep*, "
    "lakebed, gravel, explodes in the sand, slams into, beats, beat, carpet, mattress, punching bag, "
    "pillow, pickaxes, arrow, arrows, spear, meteor, hoof, thrown down, falls to his knees, collapses, "
    "atterrissage, tapis, matelas, coussin, fleche, javelot, se jette, plonge, chute lourde, ecrase, "
    "frappe, frappent, claque, coup de pioche, pelle, pelletee, shovel, shovelful, impact, rounds, rounds "
    "land, flour!, sack of flour!, bag of flour, sack, jumps down, lands on one knee, superhero landing!, "
    "hero landing!, touchdown, body slam, faceplant, hoofbeat, meteorite!, asteroid, comet, boulder "
    "lands, rock falls, safe drops, piano falls, mud-brick, adobe, stucco, drywall, chalkboard, slides "
    "into base, bunker shot, javelin, strafing!, strafes, strafed, kicks up, kicks out, smack*, whack*, "
    "pounds, hits the deck, hits the dirt, hits the sand, hits the ground, stamps, boots, foot stomps, "
    "drops to, skids to, tape du pied, coup de masse, farine!, sac de farine!, s ecroule, se ramasse, "
    "mitraillage, balaye le sol, touche terre, retombe lourdement, sac de sable, sautent, tombe "
    "lourdement, frappe le sol, brown puffs!, brown puff!, white burst, dirt flies, dirt kicks, foot, "
    "paw, comes down, thud*!, dry ground!, dry earth!, into the ground, into the dirt!, into the dust!, "
    "into the dry, dry soil, chalked!, claps, clap, talc!, talcum!, magnesium, magnesie!, resin bag, "
    "plume, spurt, spurts, off the roof, falls from, falls off his horse, thrown from his horse, tombe de "
    "cheval, chute de cheval, thrown off, bites the dust!, pitch, first base, home plate, hooves strike, "
    "spade, dig*, dumped, tipped out, drops a sack, throws down, plants his, dans la terre, dans la "
    "poussiere!, ring of grit!, rug!, dry turf!, turf, plaster pops!, bullet strikes!, pogo, dry mud!, "
    "coup de sabot!, sabot, eclate sous les balles!, sac de ciment!, jete du, terre seche!, dust off his, "
    "brushes off, claps the, slab, slab dropped!, thrown to the ground!, tackled, tackle, body drop!, "
    "body drops!, body fall!, pas lourds!, terre qui gicle!, gicle, dropped, falls off, beaten, grit",
)
