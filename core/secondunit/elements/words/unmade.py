"""What else a wish may ask for, that no kind is: one table, data only.

These are known so that a wish for one is refused and not answered with something else; a row goes when its
kind comes to be made. What a kind that is made says of a phrase counts before what stands here.
"""

from __future__ import annotations

from .cues import Cues

UNMADE: dict[str, Cues] = {
    "tracers": Cues("tracers", "tracer, tracer bullet, tracer round, balle tracante"),
    "ash": Cues(
        "ash",
        "ash, ashes, falling ash, volcanic ash, cendre",
        instead="thin dark grey smoke, slow, lingering",
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
        "water, splash, splashes, splashing, ocean wave, sea wave, sea spray, spray, waterfall, river, "
        "flooding, fountain, geyser, tidal wave, tsunami, ocean, bubble, droplet, puddle, eau, eclaboussure, "
        "vagues, cascade, chute d eau, fontaine, embruns, inondation, bulle, flaque, wasser",
        "wave, flood, sea, lake, mer, vague, riviere, lac",
        scenery=True,
    ),
    "lightning": Cues(
        "lightning",
        "lightning, lightning bolt, lightning strike, thunderbolt, electric arc, electricity, eclair, "
        "foudre, arc electrique, coup de foudre",
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
        "magic, magic effect, spell, portal, force field, energy beam, laser, laser beam, lens flare, "
        "hologram, sortilege, portail magique, champ de force, rayon laser, hologramme, magie",
        "aura, glow, lueur",
    ),
    "heat": Cues(
        "heat distortion",
        "heat haze, heat distortion, heat shimmer, heat wave, mirage, distorsion de chaleur, brume de "
        "chaleur",
    ),
    "retouch": Cues(
        "a change of the plate itself",
        "remove, erase, paint out, painting out, clean up, cleanup, roto, rotoscope, stabilise, stabilize, "
        "denoise, upscale, sharpen, colour grade, color grade, grading, color correction, colour correction, "
        "relight, despill, green screen, greenscreen, sky replacement, face replacement, de-age, effacer, "
        "efface, enlever, enleve, supprimer, supprime, retirer, detourer, detourage, stabiliser, "
        "etalonnage, etalonner, nettoyer, fond vert, incrustation, debruiter",
    ),
    "blood": Cues(
        "blood", "blood, blood splatter, blood spray, blood hit, squib, gore, sang, giclee de sang"
    ),
    "leaves": Cues(
        "leaves",
        "falling leaves, autumn leaves, dead leaves, blowing leaves, leaf, confetti, petal, feather, "
        "feuille morte, feuilles mortes, petale, confettis",
        "leaves, feuille, plume d oiseau",
    ),
    "creature": Cues(
        "a creature",
        "creature, monster, dragon, dinosaur, horse, dog, cat, bird, flock of birds, fish, wolf, wolves, "
        "alien, robot, zombie, ghost, animal, insect, butterfly, butterflies, spider, snake, monstre, "
        "cheval, chevaux, chien, oiseau, loup, fantome, poisson, insecte, papillon, dinosaure, araignee",
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
