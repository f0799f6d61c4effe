"""The words that lead a wish to embers: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "embers",
    "ember, cinder, glowing ash, hot ash, braise, escarbille, flammeche, cendres incandescentes, embers, "
    "cinders, glowing ashes, hot ashes, burning ash, firebrand, firebrands, braises, escarbilles, "
    "flammeches, cendre incandescente, cendres rougeoyantes, brindilles incandescentes, glut, ascuas, "
    "pavesas, tison, tisons, glowing flake, glowing flakes, burning flakes, hot flakes, ash flakes, "
    "burning ash flakes, glowing embers, floating embers, glowing cinders, hot cinders, burning paper "
    "scraps, flying cinders, cendres ardentes, cendres chaudes, particules incandescentes, paillettes de "
    "feu, flocons de feu, flocons incandescents, points incandescents, braises volantes, glimmering ash, "
    "sparks and embers, pavesa, ascua, glutfunken, burning leaves, burning debris flakes, fiery flakes, "
    "ember particles, orange embers, bits of burning paper, scraps of burning paper, pieces of burning "
    "paper, burning paper, papers burnt, bits of burning, flocons de cendre, papier brule qui vole, ash "
    "and embers, glowing bits of ash, hot ash falling, red ashes, cendres rouges, cendres en feu, burning "
    "newspaper, burning scraps, burning scraps of, burning pages, burning bits, burning pieces, burning "
    "fragments, burning leaf, burning twigs, paper burning up, charred paper",
    "fleck!, flecks!, glowing specks!, specks, glowing particles, glowing dots, fireflies, red-hot, "
    "incandescent*!, rougeoy*, points oranges, points rouges, points lumineux, petits points, lucioles, "
    "coals, glowing coals, charbons ardents, charbons, particules de feu, hot flecks, scraps, floating "
    "upward, glowing, tiny orange, orange specks, poussieres incandescentes, paillettes orangees, papier "
    "brule, floating up, bits floating up, orange bits!, tiny orange bits!, floats upward, red specks, "
    "hot specks, glowing motes, glowing dust, fiery specks, forge coals, stokes, stoked, stoking, poker, "
    "log collapses, pyre collapses, after the fire, campfire dying, bellows, brazier stirred, drift up "
    "out of, charred flakes, village burned, tisonnier, remue le feu, attise, soufflet, poussieres de "
    "feu, rouges dans la nuit, points de feu, glowing bits!, bits of ash!, ash floating, floating ash, "
    "little lights!, tiny lights!, little orange, pinpricks!, pinpricks of light!, dots of light, dots of "
    "orange, specks of light!, orange flecks!, petites lumieres!, petits points lumineux!, points "
    "orange!, monte du feu, montent du feu, montent du brasier, remonte dans la nuit, from the logs, "
    "orange dots!, burning letter!, flies up from it, red-hot flecks, au-dessus des toits, brazier kicked "
    "over, scatter of orange, updraft!, glowing edges!, rising in the updraft!, paper scraps, newspaper "
    "scraps",
    compound=True,
)
