"""What else a wish may ask for, that no kind is: one table, data only.

These are known so that a wish for one is refused and not answered with something else; a row goes when its
kind comes to be made. What a kind that is made says of a phrase counts before what stands here.
"""

from __future__ import annotations

from .cues import Cues

UNMADE: dict[str, Cues] = {
    "tracers": Cues(
        "tracers",
        "tracer, tracer bullet, tracer round, balle tracante",
    ),
    "ash": Cues(
        "ash",
        "ash, ashes, falling ash, volcanic ash, cendre",
        instead="thin dark grey smoke, slow, lingering",
        scenery=True,
    ),
    "dust storm": Cues(
        "a dust storm",
        "dust devil, dust storm, dust mote, sandstorm, sand storm, tempete de sable, tourbillon de poussiere",
        "tornado, twister, tornade",
        instead="thin dusty smoke at ground level, drifting, cold",
    ),
    "clouds": Cues(
        "clouds",
        "clouds, storm cloud, cumulus, cloudscape, cloudy sky, thundercloud, thunderstorm, nuages, orage, "
        "ciel nuageux",
        "cloud, nuage, storm, tempete",
        instead="huge soft white smoke, slow, lingering",
        scenery=True,
    ),
    "water": Cues(
        "water",
        "ocean wave, ocean waves, sea wave, sea waves, waves crashing, wave crashing, crashing waves, "
        "crashing wave, breaking waves, waves breaking, water wave, breakers, surf, whitecaps, sea spray, "
        "bow wave, waterfall, rapids, flooding, flood water, tidal wave, tsunami, water splash, water "
        "jet, jet of water, splash of water, water spray, water pours, gushing water, underwater, green "
        "water, eclaboussure, vague qui deferle, vagues qui deferlent, deferlante, vagues, ressac, "
        "cascade, chute d eau, fontaine, jet d eau, embruns, inondation, raz de maree, crue, ecume, "
        "houle, wasser, wellen, wasserfall, olas, cascada, water fountain, fountain of water",
        "water, ocean, river, bubble, droplet, puddle, wave, flood, sea, lake, eau, mer, vague, riviere, "
        "lac, bulle, flaque, spray, fountain, geyser, splash, splashes, splashing",
    ),
    "bubbles": Cues(
        "bubbles",
        "bubble, bubbles, soap bubble, soap bubbles, bulle, bulles, bulles de savon",
    ),
    "liquid": Cues(
        "a liquid",
        "ink in water, ink drop, paint splash, paint splatter, spilled paint, slime, goo, gunge, oil "
        "slick, milk pour, champagne, beer pour, wine pour, tache d encre, encre dans l eau, eclaboussure "
        "de peinture, peinture",
    ),
    "title": Cues(
        "a title",
        "title, title card, titles, text, caption, subtitle, subtitles, lettering, logo, credits, credit "
        "roll, end credits, typography, motion graphics, countdown, titre, titres, sous-titre, "
        "sous-titres, generique, carton, texte, incrustation de texte, titel, titulo",
    ),
    "lightning": Cues(
        "lightning",
        "lightning, lightning bolt, lightning strike, thunderbolt, bolt of lightning, sheet lightning, "
        "forked lightning, electric arc, electricity, foudre, arc electrique, coup de foudre, blitz, "
        "rayo, relampago, eclair dans le ciel, eclairs dans le ciel, zebre le ciel, eclair d orage, "
        "eclairs",
        "eclair, bolt",
    ),
    "lava": Cues(
        "lava",
        "lava, magma, eruption, volcanic eruption, erupting volcano, lave, eruption volcanique, coulee de "
        "lave",
        "volcano, volcan",
        instead="huge thick dark grey smoke, billowing up, hot",
    ),
    "magic": Cues(
        "a magic effect",
        "magic, magic effect, spell, portal, force field, energy beam, energy blast, plasma ball, laser, "
        "laser beam, lightsaber, lens flare, hologram, aurora, aurora borealis, northern lights, fairy "
        "dust, pixie dust, stardust, glitter, warp drive, teleport, teleportation, sortilege, portail "
        "magique, champ de force, rayon laser, sabre laser, hologramme, magie, aurore boreale, poussiere "
        "de fee, poudre de fee, paillettes",
        "aura, glow, lueur",
    ),
    "heat": Cues(
        "heat distortion",
        "heat haze, heat distortion, heat shimmer, heat wave, mirage, distorsion de chaleur, brume de "
        "chaleur",
    ),
    "retouch": Cues(
        "a change of the plate itself",
        "remove, replace, erase, paint out, painting out, clean up, cleanup, clean plate, roto, rotoscope, "
        "stabilise, stabilize, denoise, degrain, regrain, upscale, sharpen, colour grade, color grade, "
        "grade, grading, regrade, color correction, colour correction, relight, despill, green screen, "
        "greenscreen, blue screen, bluescreen, sky replacement, replace the sky, swap the sky, change the "
        "sky, face replacement, de-age, de-aging, day for night, wire removal, rig removal, beauty work, "
        "retime, speed ramp, split screen, effacer, efface, effacez, enlever, enleve, enlevez, supprimer, "
        "supprime, retirer, retire, detourer, detourage, stabiliser, etalonnage, etalonner, nettoyer, "
        "nettoyage, gommer, gomme, fond vert, fond bleu, incrustation, debruiter, remplacer, remplacer le "
        "ciel, changer le ciel, nuit americaine, recadrer, recadrage, rajeunir, entfernen, quitar, "
        "borrar, fix the, fix his, fix her, burn in timecode, burn-in, timecode, reflet, reflets, enlever "
        "le reflet, reflection removal",
        "crush the blacks, teal and orange, replace, wires, boom mic, tracking marker, tracking markers, "
        "perche, remplace",
        orders=True,
        heads="remove, erase, delete, wipe, paint out, paint … out, get rid of, get … out of, take … out, "
        "take out, take … off, take away, take … away, clean, clean up, cut … out, scrub, strip, dust "
        "bust, dustbust, dehaze, defog, denoise, degrain, regrain, deflicker, despill, stabilise, "
        "stabilize, track, matchmove, match move, object track, camera track, roto, rotoscope, key "
        "the, key out, pull a key, blend, merge, morph, crop, reframe, relight, grade, regrade, "
        "desaturate, recolour, recolor, retouch, airbrush, beautify, upscale, sharpen, convert, "
        "conform, export, deliver, retime, swap, replace, age, de-age, match the grain, match grain, "
        "match the colour, match the color, match the grade, match the black, match the lighting, "
        "match the noise, match the lens, undistort, composite the, comp the, ungrade, extend the set,"
        " extend the wall, extend the building, fix the, fix his, fix her, repair, restore the film, "
        "make … in the plate, make the plate, turn … in the plate, change … in the plate, the … in the"
        " plate should, the … in the plate is too, the … in the plate needs, darken the, brighten the,"
        " warm the grade, cool the grade, colour the, color the, effacer, efface, effacez, enlever, "
        "enleve, enlevez, supprimer, supprime, supprimez, retirer, retire, retirez, virer, vire, "
        "virez, oter, ote, otez, gommer, gomme, gommez, nettoyer, nettoie, nettoyez, detourer, "
        "detoure, detourez, tracker, traquer, suivre en tracking, recadrer, recadre, recadrez, "
        "etalonner, etalonne, reetalonner, stabiliser, stabilise, stabilisez, debruiter, debruite, "
        "debruitez, vieillir, vieillis, vieillissez, rajeunir, rajeunis, rajeunissez, maquiller, "
        "flouter, floute, floutez, remplacer, remplace, remplacez, melanger les, fondre les, "
        "desaturer, desature, rendre … de la plaque, rends … de la plaque, rendez … de la plaque, la …"
        " de la plaque doit, l … de la plaque doit, le … de la plaque doit, assombrir le, assombrir "
        "la, eclaircir le, eclaircir la, harmoniser le grain, matcher le grain, prolonger le mur, "
        "prolonger le decor, corriger, corrige, corrigez, ralentir le plan, accelerer le plan, lower …"
        " opacity, raise … opacity, mask the, hold out the, holdout the, offset the, trim the, shift …"
        " frames, move … frames, the … too late, the … too early, the … late by, the … early by, "
        "baisser … opacite, baisse … opacite, masquer, masque la, masque le, decale, decaler, decalez,"
        " l … trop tard, l … trop tot, la … trop tard, la … trop tot, le … trop tard, le … trop tot, "
        "less … on the, less … in the, fewer … on the, fewer … in the, too much … on the, too much … in "
        "the, tone down the, dial down the, change the, change his, change her, extend, straighten, "
        "flip, flop, mirror the, slow down the shot, speed up the shot, blur, defocus, letterbox, push "
        "in, punch in, add a lens flare, add lens flare, add motion blur, add grain, add a vignette, "
        "moins de … sur le, moins de … sur la, moins de … dans le, moins de … dans la, trop de … sur le, "
        "trop de … dans la, changer la, changer le, changer les, change la, change le, changez la, "
        "changez le, etendre, etendez, rallonger, rallonge, allonger le, agrandir le decor, redresser, "
        "retourner l image, inverser l image, ajoute du grain, ajouter du grain, ajouter un flare, "
        "ajouter du flou, zoomer, adoucir la peau",
    ),
    "question": Cues(
        "an answer to a question",
        "",
        orders=True,
        heads="who, why, which, whose, how long, how many, how much, how far, how old, where is, where are, "
        "where did, what time, what version, what frame, do we have, does the, did we, did the, has the, "
        "have we, qui a, qui est, qui doit, qui fait, qui va, qui peut, qui s occupe, "
        "pourquoi, combien, quelle version, a quelle, a quel, ou est, ou sont, avons-nous",
    ),
    "blood": Cues(
        "blood",
        "blood, blood splatter, blood spray, blood hit, blood squib, blood burst, blood spurt, blood "
        "pool, bloody, gore, sang, giclee de sang, gicle de sang, eclaboussure de sang, ensanglante, "
        "blut, sangre",
    ),
    "leaves": Cues(
        "leaves",
        "falling leaves, autumn leaves, dead leaves, blowing leaves, leaf, confetti, petal, petals, "
        "feather, feathers, ticker tape, cherry blossom, cherry blossoms, blossom, feuille morte, "
        "feuilles mortes, feuilles d automne, petale, confettis, plumes, serpentins",
        "leaves, feuille, plume d oiseau",
    ),
    "creature": Cues(
        "a creature",
        "creature, monster, dragon, dinosaur, horse, dog, puppy, retriever, cat, bird, flock of birds, "
        "fish, wolf, wolves, alien, robot, zombie, ghost, animal, insect, butterfly, butterflies, spider, "
        "snake, bee, bees, swarm of bees, wasp, locust, locusts, fly swarm, starling, starlings, "
        "murmuration, crow, crows, raven, pigeon, seagull, bat, bats, rat, rats, shark, whale, dolphin, "
        "bear, lion, tiger, elephant, deer, fox, rabbit, unicorn, werewolf, vampire bat, monstre, cheval, "
        "chevaux, chien, oiseau, oiseaux, loup, fantome, poisson, insecte, papillon, dinosaure, araignee, "
        "abeille, abeilles, essaim d abeilles, etourneau, etourneaux, corbeau, corbeaux, mouette, "
        "chauve-souris, requin, baleine, ours, lapin, cerf, hund, vogel, perro, pajaro",
        "chat",
        scenery=True,
    ),
    "people": Cues(
        "people",
        "crowd, people, person, man, men, woman, women, child, children, soldier, army, extras, "
        "pedestrian, audience, dancer, actor, foule, gens, homme, femme, enfant, soldat, armee, figurant, "
        "personnes, pieton, danseur, danseuse",
        scenery=True,
    ),
    "vehicle": Cues(
        "a vehicle",
        "car, vehicle, truck, bus, motorcycle, bike, train, plane, aeroplane, airplane, jet plane, "
        "helicopter, spaceship, space ship, ufo, boat, ship, tank, drone, rocket, missile, voiture, "
        "camion, moto, velo, avion, helicoptere, vaisseau, bateau, navire, fusee, vehicule, char d assaut",
        scenery=True,
    ),
    "place": Cues(
        "a building or a landscape",
        "set extension, matte painting, skyline, decor",
        "building, house, tower, castle, bridge, city, mountain, forest, tree, grass, flower, moon, sun, "
        "star, planet, sunset, sunrise, sky, landscape, immeuble, maison, tour, chateau, pont, ville, "
        "montagne, foret, arbre, herbe, fleur, lune, soleil, etoile, planete, ciel, paysage, coucher de "
        "soleil",
        scenery=True,
    ),
}
