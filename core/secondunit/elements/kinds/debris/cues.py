"""The words that lead a wish to debris: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "debris",
    "debris, rubble, shrapnel, broken glass, glass shard, shard, shattering, shattered glass, splinter, "
    "flying rocks, falling rocks, rockfall, falling bricks, gravats, eclats de verre, verre brise, bris "
    "de verre, eboulement, chute de pierres, shards, shatters, splinters, splintering, chunk, chunks, "
    "fragment, fragments, flying glass, eclats de bois, chutes de pierres, vole en eclats, volent en "
    "eclats, trummer, truemmer, escombros, echarde, echardes, shattered, smithereens, falling stones, "
    "flying stones, landslide, eclats de pierre, fragment de mur, gravat, flying splinters, flying "
    "bricks, plaster chunks, roof tiles, tuiles, gravas, wood splinters, copeaux",
    "rock, rocks, brick, bricks, stones, boulder*, concrete, lumps, bits, pieces, planks, plank, timber, "
    "tiles, glass, window, windows, windscreen, ceiling, demolition, demolish*, collapse*, collapsing, "
    "crumbl*, smash*, breaks, bursts outward, punched through, wreckage, leaves, papers, paper, junk, "
    "scrap, brique*, beton, morceau, morceaux, bouts, planche*, tuile*, vitre*, verre, pare-brise, "
    "fenetre*, vitrine*, carreaux, plafond, cloison, effondre*, ecroul*, demoli*, pierre, pierres, "
    "rocher*, caillou*, cailloux, poutre*, eclats, eclat, pulveris*, papiers, feuilles volantes, "
    "decombres, debris, projet*, masonry, slate, plasterboard, furniture, wood chips, woodchips, twisted "
    "metal, crockery, splinter*, gives way, copeaux, ardoise*, platras, parpaing*, moellon*, vaisselle, "
    "assiette*, bouteille*, cede, meuble*, blown out, kicked in, sledge, wrecking ball, bulldozer, caves "
    "in, cave-in, falls apart, torn apart, ripped apart, pieces everywhere, everywhere, pavement, "
    "cobblestone, statue, bookshelf, chair, table, crate, crates, barrels burst, pots, bottles, plates, "
    "mirror, chandelier, porcelain, ceramic, boule de demolition, enfonce, defonce*, eventre*, arrache*, "
    "etagere, chaise, caisse, caisses, miroir, lustre, porcelaine, pave, paves, cassee, casses, brise en "
    "mille, mille morceaux, collapse, rocher",
)
