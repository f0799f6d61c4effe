"""The words that lead a wish to snow: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "snow",
    "snow, snowfall, snowflake, snowstorm, snow storm, blizzard, snowing, snowy, flurry, flurries, "
    "avalanche, neige, flocon, tempete de neige, il neige, poudreuse, schnee, nieve, snows, snowflakes, "
    "neiges, neiger, neigeux, neigeuse, flocons, floconne*, chute de neige, chutes de neige, bourrasque "
    "de neige, schneefall, schneesturm, nevada, ventisca, powder snow, powder, spindrift, snowdrift, "
    "neige poudreuse, neige fraiche, gresil, schneit, es schneit, nieva, nevando, verschneit, neige "
    "fondue",
    "flakes!, flake, white christmas, winter, ski*!, alpine, sleigh!, snowman!, arctic, antarctic, north "
    "pole, frosty, ice crystals, hiver, noel, traineau, arctique, banquise, cristaux de glace, cimes, "
    "enneige*, bonhomme de neige!, congere*!, snowboard*, sled, sledge, frost, icy, luge, tourmente, "
    "givre, icicles, christmas, xmas, snowplough, snowy village, mountain pass, col, alps, siberia, "
    "siberie, tundra, toundra, igloo, renne, reindeer, station de ski, blizzard, flocons",
)
