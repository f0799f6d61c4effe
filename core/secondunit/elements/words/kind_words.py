"""What else a wish may ask for, by the words that do, in English and French: one table, data only.

A kind that is made brings its own words. These are known so that a wish for one is refused and not answered
with something else; a row goes when its kind comes to be made.
Words stand in lower case, without accents, for their plain plural (-s, -x) too; the longest phrase counts.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Behind a hint that counts twice.
STRONG = "!"


@dataclass(frozen=True)
class KindWords:
    """What a kind is called, and the words that ask for it, parted by commas.

    `hints` ask for it only where nothing else in the wish does: `a chimney` is smoke, `fire in a chimney` is
    fire. A hint with `STRONG` behind it all but names the kind, one with `*` is the beginning of a word.
    `instead` is a wish for a kind that is made here and comes nearest; empty where nothing does. `broader` is
    a kind that this one is a special case of: what is said of that one beside it is said of this one, as in
    `a torch burning on a wall`.
    """

    label: str
    words: str
    hints: str = ""
    instead: str = ""
    #: Whether it is more often what else is in the picture than what is wished for: `a street with cars`.
    scenery: bool = False
    #: Whether another kind's name before its own says only which it is: `campfire smoke`, `fire embers`.
    compound: bool = False
    broader: str = ""


UNMADE: dict[str, KindWords] = {
    "tracers": KindWords("tracers", "tracer, tracer bullet, tracer round, balle tracante"),
    "ash": KindWords(
        "ash",
        "ash, ashes, falling ash, volcanic ash, cendre",
        instead="thin dark grey smoke, slow, lingering",
    ),
    "dust storm": KindWords(
        "a dust storm",
        "dust devil, dust storm, dust mote, sandstorm, sand storm, tempete de sable, tourbillon de poussiere",
        "tornado, twister, tornade",
        instead="thin dusty smoke at ground level, drifting, cold",
    ),
    "clouds": KindWords(
        "clouds",
        "clouds, storm cloud, cumulus, cloudscape, cloudy sky, thundercloud, thunderstorm, nuages, orage, "
        "ciel nuageux",
        "cloud, nuage, storm, tempete",
        instead="huge soft white smoke, slow, lingering",
        scenery=True,
    ),
    "water": KindWords(
        "water",
        "water, splash, splashes, splashing, ocean wave, sea wave, sea spray, spray, waterfall, river, "
        "flooding, fountain, geyser, tidal wave, tsunami, ocean, bubble, droplet, puddle, eau, eclaboussure, "
        "vagues, cascade, chute d eau, fontaine, embruns, inondation, bulle, flaque, wasser",
        "wave, flood, sea, lake, mer, vague, riviere, lac",
        scenery=True,
    ),
    "lightning": KindWords(
        "lightning",
        "lightning, lightning bolt, lightning strike, thunderbolt, electric arc, electricity, eclair, "
        "foudre, arc electrique, coup de foudre",
    ),
    "lava": KindWords(
        "lava",
        "lava, magma, eruption, volcanic eruption, erupting volcano, lave, eruption volcanique, coulee de "
        "lave",
        "volcano, volcan",
        instead="huge thick dark grey smoke, billowing up, hot",
    ),
    "magic": KindWords(
        "a magic effect",
        "magic, magic effect, spell, portal, force field, energy beam, laser, laser beam, lens flare, "
        "hologram, sortilege, portail magique, champ de force, rayon laser, hologramme, magie",
        "aura, glow, lueur",
    ),
    "heat": KindWords(
        "heat distortion",
        "heat haze, heat distortion, heat shimmer, heat wave, mirage, distorsion de chaleur, brume de "
        "chaleur",
    ),
    "retouch": KindWords(
        "a change of the plate itself",
        "remove, erase, paint out, painting out, clean up, cleanup, roto, rotoscope, stabilise, stabilize, "
        "denoise, upscale, sharpen, colour grade, color grade, grading, color correction, colour correction, "
        "relight, despill, green screen, greenscreen, sky replacement, face replacement, de-age, effacer, "
        "efface, enlever, enleve, supprimer, supprime, retirer, detourer, detourage, stabiliser, "
        "etalonnage, etalonner, nettoyer, fond vert, incrustation, debruiter",
    ),
    "blood": KindWords(
        "blood", "blood, blood splatter, blood spray, blood hit, squib, gore, sang, giclee de sang"
    ),
    "leaves": KindWords(
        "leaves",
        "falling leaves, autumn leaves, dead leaves, blowing leaves, leaf, confetti, petal, feather, "
        "feuille morte, feuilles mortes, petale, confettis",
        "leaves, feuille, plume d oiseau",
    ),
    "creature": KindWords(
        "a creature",
        "creature, monster, dragon, dinosaur, horse, dog, cat, bird, flock of birds, fish, wolf, wolves, "
        "alien, robot, zombie, ghost, animal, insect, butterfly, butterflies, spider, snake, monstre, "
        "cheval, chevaux, chien, oiseau, loup, fantome, poisson, insecte, papillon, dinosaure, araignee",
        "chat",
        scenery=True,
    ),
    "people": KindWords(
        "people",
        "crowd, people, person, man, men, woman, women, child, children, soldier, army, extras, "
        "pedestrian, audience, dancer, actor, foule, gens, homme, femme, enfant, soldat, armee, figurant, "
        "personnes, pieton, danseur, danseuse",
        scenery=True,
    ),
    "vehicle": KindWords(
        "a vehicle",
        "car, vehicle, truck, bus, motorcycle, bike, train, plane, aeroplane, airplane, jet plane, "
        "helicopter, spaceship, space ship, ufo, boat, ship, tank, drone, rocket, missile, voiture, "
        "camion, moto, velo, avion, helicoptere, vaisseau, bateau, navire, fusee, vehicule, char d assaut",
        scenery=True,
    ),
    "place": KindWords(
        "a building or a landscape",
        "set extension, matte painting, skyline, decor",
        "building, house, tower, castle, bridge, city, mountain, forest, tree, grass, flower, moon, sun, "
        "star, planet, sunset, sunrise, sky, landscape, immeuble, maison, tour, chateau, pont, ville, "
        "montagne, foret, arbre, herbe, fleur, lune, soleil, etoile, planete, ciel, paysage, coucher de "
        "soleil",
        scenery=True,
    ),
}

#: What only gives something its shape or amount: `a cloud of dust`, `a bit of snow`, `une chute de neige`.
SHAPES = (
    "plume cloud column puff trail burst wall jet ring stream sheet mass bank streak swirl tornado vortex "
    "whirl curtain layer pillar storm rush gust lot bit pile touch hint amount load shower plenty handful "
    "few nuage colonne panache trainee mur tourbillon nappe rideau couche bouffee filet anneau tas "
    "beaucoup peu plein gerbe chute tempete"
)

#: What ties a thing to what was named before it: its source, its place, its likeness. It is no wish then.
LINKS = (
    "from of by after in inside over behind near under underneath beneath around above below through "
    "across at on onto into off out beside against before towards toward along past via like as between "
    "among to next front caused following during where when because leaving blowing for made de du des d "
    "dans sur sous derriere devant pres apres avant au aux cote par vers contre autour depuis chez entre "
    "parmi comme long cause pendant hors dessus dessous travers lors quand car pour provenant issue "
    "couleur"
)

#: What joins one wish to another; of these, what may only add to a place: `a street with cars`.
JOINS = "and with plus & + also et avec ainsi aussi or ou then puis"
ADDING = "with avec"

#: What takes the next thing away, also in two words; and what does so over an adjective: `no big explosion`.
DENIALS = (
    "no, not, without, never, non, sans, pas, ni, aucun, aucune, instead, except, minus, than, isn't, "
    "don't, dont, nor, free, hors, sauf, zero, plutot que, au lieu"
)
FAR_DENIALS = "no without sans aucun aucune zero don't dont"

#: What ties a thing as the source of what was spoken of before it: `flecks off the blaze`.
SOURCES = (
    "off from above over after around round beneath past behind beside near against au-dessus autour apres "
    "depuis hors derriere devant pres"
)

#: Words that say of a thing that the plate has it already, or that it is over.
PRESENT = "already practical practicals done finished deja reel reelle"

#: Words between a denial and its thing.
FILLERS = (
    "a an the this that our my some any its their of kind sort type rather visible real actual un une le "
    "la les l ce cette ces son sa ses de du des d sorte vrai vraie"
)

#: Words of kinds that say a colour or a place only.
HARMLESS = (
    "ash grey, ash gray, ash coloured, snow white, blood red, fire red, sea green, sky blue, dirt "
    "brown, sand coloured, gris cendre, blanc neige, bleu ciel, rouge sang, rouge feu, couleur sable, "
    "couleur cendre, vert d eau, fire truck, fire engine, fire escape, water tower, au ras de l eau, "
    "oil drum, oil barrel, steam engine, steam locomotive, raining down, rain of, pluie de, pluie d, "
    "sandbag, sandbags, sac de sable, sacs de sable, terre a terre, par terre, pomme de terre, machine "
    "gun nest, smoke detector, gun smoke, snow globe, sandstone, gunpowder, boom mic, boom pole, boom "
    "operator, boom arm, film crew, fire station"
)
