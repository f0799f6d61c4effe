"""The words that tie, join and deny what a wish names, in English and French. Data only, without accents."""

from __future__ import annotations

#: What only gives something its shape or amount: `a cloud of dust`, `a bit of snow`, `une chute de neige`.
SHAPES = (
    "plume cloud column puff trail burst wall jet ring stream sheet mass bank streak swirl tornado vortex "
    "whirl curtain layer pillar storm rush gust lot bit pile touch hint amount load shower plenty handful "
    "few nuage colonne panache trainee mur tourbillon nappe rideau couche bouffee filet anneau tas beaucoup "
    "peu plein gerbe chute tempete explosion blast eruption haze veil blanket carpet spray fountain geyser "
    "splash cascade wave sea river avalanche blizzard hail rain mist fog skirt ball fan tongue lick belch "
    "gout gouts spurt spit voile tapis fontaine vague mer pluie volee salve boule langue brume"
)

#: What falls or floods, and so may be only the shape of what it is of: `une pluie de verre`.
FALLS = "rain snow hail shower storm blizzard avalanche cascade pluie neige grele averse tempete avalanche"

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
    "off from on above over sur du after around round beneath past behind beside near against au-dessus "
    "autour apres depuis hors derriere devant pres"
)

#: Words that say of a thing that the plate has it already, or that it is over.
PRESENT = (
    "already practical practicals done finished offscreen off-screen off-camera off-frame hors-champ deja "
    "reel reelle"
)

#: What says in several words that a thing is not to be seen, and so is only a source.
UNSEEN = (
    "out of shot, out of frame, out of view, out of picture, off screen, off camera, off frame, off shot, "
    "hors champ, hors cadre, hors du cadre, hors du champ"
)

#: Words between a denial and its thing.
FILLERS = (
    "a an the this that our my some any its their of kind sort type rather visible real actual un une le "
    "la les l ce cette ces son sa ses de du des d sorte vrai vraie"
)

#: Words of kinds that say a colour or a place only.
HARMLESS = (
    "blast door, blast doors, snowing down, fogs up, fogged up, fogging up, burn in, rains from, rains "
    "down, rain down, ash grey, ash gray, ash coloured, snow white, blood red, fire red, sea green, sky "
    "blue, dirt brown, sand coloured, gris cendre, blanc neige, bleu ciel, rouge sang, rouge feu, couleur "
    "sable, couleur cendre, vert d eau, fire truck, fire engine, fire escape, water tower, au ras de l eau, "
    "oil drum, oil barrel, steam engine, steam locomotive, raining down, rain of, sandbag, sandbags, sac de "
    "sable, sacs de sable, terre a terre, par terre, pomme de terre, machine gun nest, smoke detector, gun "
    "smoke, snow globe, sandstone, gunpowder, boom mic, boom pole, boom operator, boom arm, film crew, fire "
    "station, fire department, fire brigade, fire hose, fire hydrant, fire alarm, fire exit, fire "
    "extinguisher, fireman, firemen, firefighter, camp fire girl, pompiers, fireproof, hail of, storm of, "
    "blizzard of, snowman, rainbow, raincoat, flashlight, fog light, fog lamp, sparkling water, gun metal, "
    "gunmetal, smoke free, smoke break, line of fire, ceasefire, cease fire, crossfire, raining from, "
    "misty-eyed, steam iron, arc-en-ciel, chasse-neige, pare-feu, mise a feu, feu rouge, feux rouges, feu "
    "vert, feux de signalisation, traffic light, blanche-neige, poudre a canon, camera fog, white sands, "
    "sand castle, sandcastle, beach sand, chateau de sable"
)
