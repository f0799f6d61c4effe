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
    "fondue, snow flurries, snowstorms, dumping snow, neige mouillee, neige lourde, flocons de neige, "
    "schneeflocken, copos de nieve, copos, nevadas, nevasca, light flurries, snow showers, snow shower, "
    "it is snowing, its snowing, snow squall, bourrasques de neige, averses de neige, averse de neige, "
    "ground blizzard, blizzards, whiteout, white-out, white out",
    "flakes!, flake, white christmas, winter, ski*!, alpine, sleigh!, snowman!, arctic, antarctic, north "
    "pole, frosty, ice crystals, hiver, noel, traineau, arctique, banquise, cristaux de glace, cimes, "
    "enneige*, bonhomme de neige!, congere*!, snowboard*, sledge, frost, icy, luge, tourmente, givre, "
    "icicles, christmas, xmas, snowplough, snowy village, mountain pass, col, alps, siberia, siberie, "
    "tundra, toundra, igloo, renne, reindeer, station de ski, white flakes!, fluffy flakes!, winter "
    "wonderland!, ski lift!, chairlift!, husky, huskies, dog sled!, polar, yeti, everest, summit, "
    "christmas card, xmas card!, snowed in!, frozen lake, first of the winter, christmas eve, north face, "
    "avalanche zone, siberian, stalingrad, mushers, santa, pine trees in winter, blanc partout, "
    "telesiege!, chiens de traineau!, polaire, pere noel, veille de noel, sapins, montagne en hiver, "
    "skieur*!, pistes, station, siberien, glacier, all white, tout blanc, whitened, sugar-coated, ca "
    "tombe doucement!, eyelashes, chalet!, frozen, gel, grand froid, cold snap, mitten*, scarf, bonnet, "
    "moufles, polar bear, penguins, ours polaire, pingouins, fluff, soft fluff!, sled!, skier's turn!, "
    "ballet, nutcracker!, ground snow!, poudre sous le reverbere, piste de ski!, snowplow!, snow plough, "
    "sapin de noel, boule a neige, grands flocons",
)
