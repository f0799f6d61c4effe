"""The words that lead a wish to a camp fire: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "a camp fire",
    "campfire, camp fire, bonfire, log fire, wood fire, feu de camp, feu de joie, feu de bois, "
    "lagerfeuer, hoguera, fire pit, firepit, feu de la saint-jean, feux de la saint-jean, feu de bivouac, "
    "fogata, beach fire, feu de plage, feu de camping, camp-fire, campfires, bonfires, cooking fire, camp "
    "cooking fire, fire ring, beach bonfire, council fire, scout fire, feux de camp, feu de camps, feu de "
    "veillee, hogueras, fogatas, feu de camp scout, feux de bois, feux de joie, osterfeuer",
    "log, logs!, firewood!, kindling, tent, tents, camping, campsite!, camp, scout, scouts, "
    "marshmallow*!, cowboys, ring of stones!, circle of stones!, stone ring, telling stories, ghost "
    "stories, guitar, buche!, buches!, rondin, fagot, fagots, tente, veillee, guimauve*!, chamallow*!, "
    "trappeurs, cercle de pierres, guitare, cow-boys, petit bois, camper*, hikers, stone circle, "
    "campeurs, randonneurs, belle etoile, wood pile, twigs, cowboy, rangers, wilderness, ranger, sleeping "
    "bags, sausages, roasting, hobo, hobos, brochettes, saucisses, sacs de couchage, campeur, bois mort, "
    "branches, brindilles seches, cercle de pierre, scoute, driftwood!, stones, rocks around, sit around, "
    "sat around, sat round, sitting around, sitting round, round the fire, around the fire, round the "
    "logs, logs burning!, teepee, sleeping bag, s'mores!, smores, harmonica, billy can, vikings, nomads, "
    "hunters, trappers, boy scouts, girl guides, desert night, campers, woodland camp, outlaws camp, log "
    "pile, logs on, autour du feu, assis autour, rondins!, buchettes, chaudron, nomades, chasseurs, bois "
    "flotte!, pierres, foyer de pierres, foyer, toasting!, toasted marshmallows!, patio, guests around "
    "it, huddle round!, huddled round!, huddle around!, warm their hands!, warming hands!, hobo camp, guy "
    "fawkes!, bonfire night!, beach party, driftwood blazing!, in a pit, scouts', bivouac!, tipi!, en "
    "tipi, guimauves!, plage, camper, campement!, gitans, roulotte*, round the flames",
    broader="fire",
)
