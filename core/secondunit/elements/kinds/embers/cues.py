"""The words that lead a wish to embers: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "embers",
    "ember, cinder, glowing ash, hot ash, braise, escarbille, flammeche, cendres incandescentes, embers, "
    "cinders, glowing ashes, hot ashes, burning ash, firebrand, firebrands, braises, escarbilles, "
    "flammeches, cendre incandescente, cendres rougeoyantes, brindilles incandescentes, glut, ascuas, "
    "pavesas, tison, tisons",
    "fleck!, flecks!, glowing specks!, specks, glowing bits, glowing particles, glowing dots, fireflies, "
    "red-hot, incandescent*!, rougeoy*, points orange, points oranges, points rouges, points lumineux, "
    "petits points, particules incandescentes, lucioles, coals, glowing coals, charbons ardents, "
    "charbons, particules de feu, cendres chaudes, hot flecks, burning scraps, scraps, floating upward, "
    "glowing, tiny orange, orange dots, orange specks, poussieres incandescentes, paillettes orangees, "
    "petites lumieres, papier brule",
    compound=True,
)
