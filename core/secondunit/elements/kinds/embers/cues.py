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
    "ember particles, orange embers",
    "fleck!, flecks!, glowing specks!, specks, glowing bits, glowing particles, glowing dots, fireflies, "
    "red-hot, incandescent*!, rougeoy*, points orange, points oranges, points rouges, points lumineux, "
    "petits points, lucioles, coals, glowing coals, charbons ardents, charbons, particules de feu, hot "
    "flecks, burning scraps, scraps, floating upward, glowing, tiny orange, orange dots, orange specks, "
    "poussieres incandescentes, paillettes orangees, petites lumieres, papier brule, floating up, bits "
    "floating up, orange bits!, tiny orange bits!, floats upward, red specks, hot specks, glowing motes, "
    "glowing dust, fiery specks, forge coals, stokes, stoked, stoking, poker, log collapses, pyre "
    "collapses, after the fire, campfire dying, bellows, brazier stirred, drift up out of, charred "
    "flakes, village burned, tisonnier, remue le feu, attise, soufflet, poussieres de feu, rouges dans la "
    "nuit, points de feu",
    compound=True,
)
