"""The words that lead a wish to debris: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

from .matter import MATTER

CUES = Cues(
    "debris",
    "debris, rubble, shrapnel, broken glass, glass shard, shard, shattering, shattered glass, splinter, "
    "flying rocks, falling rocks, rockfall, falling bricks, gravats, eclats de verre, verre brise, bris "
    "de verre, eboulement, chute de pierres, shards, shatters, splinters, splintering, chunk, chunks, "
    "fragment, fragments, flying glass, eclats de bois, chutes de pierres, vole en eclats, volent en "
    "eclats, trummer, truemmer, escombros, echarde, echardes, shattered, smithereens, falling stones, "
    "flying stones, landslide, eclats de pierre, fragment de mur, gravat, flying splinters, flying "
    "bricks, plaster chunks, roof tiles, tuiles, gravas, wood splinters, copeaux, flying debris, "
    "shattered window, stone chips, broken masonry, clods of earth, clods of dirt, clods of mud, clumps "
    "of earth, clumps of dirt, lumps of earth, flying clods, mottes de terre, gravel spray, spray of "
    "gravel, flying gravel, flying pebbles, projection de graviers, projections de graviers, pluie de "
    "gravats, cailloux qui volent, falling rubble, falling masonry, falling debris, glass shards, glass "
    "splinters, scherben, glasscherben, splitter, cascotes, astillas, cristales rotos, esquirlas, vidrios "
    "rotos, eclats de brique, eclats de metal, eclats de mur, eclats de roche, eclats de platre, morceaux "
    "de mur, morceaux de verre, morceaux de bois, bouts de bois, bouts de mur, shattering glass, breaking "
    "glass, glass breaking, bricks and mortar, flying chunks, explose en mille morceaux, explose en "
    "morceaux, explodes into pieces, explodes into shards, explodes into splinters, bursts into pieces, "
    "breaks into pieces, shatters into, " + MATTER,
    "rock, rocks, brick, bricks, stones, boulder*, concrete, lumps, bits, pieces, planks, plank, timber, "
    "tiles, glass, window, windows, windscreen, ceiling, demolition, demolish*, collapse*, collapsing, "
    "crumbl*, smash*, breaks, bursts outward, punched through, wreckage, papers, paper, junk, scrap, "
    "brique*, beton, morceau, morceaux, bouts, planche*, tuile*, vitre*, verre, pare-brise, fenetre*, "
    "vitrine*, carreaux, plafond, cloison, effondre*, ecroul*, demoli*, pierre, pierres, rocher*, "
    "caillou*, cailloux, poutre*, eclats, eclat, pulveris*, papiers, feuilles volantes, decombres, "
    "projet*, masonry, slate, plasterboard, furniture, wood chips, woodchips, twisted metal, crockery, "
    "splinter*, gives way, ardoise*, platras, parpaing*, moellon*, vaisselle, assiette*, bouteille*, "
    "cede, meuble*, blown out, kicked in, sledge, wrecking ball, bulldozer, caves in, cave-in, falls "
    "apart, torn apart, ripped apart, pieces everywhere, everywhere, pavement, cobblestone, statue, "
    "bookshelf, chair, table, crate, crates, barrels burst, pots, bottles, plates, mirror, chandelier, "
    "porcelain, ceramic, boule de demolition, enfonce, defonce*, eventre*, arrache*, etagere, chaise, "
    "caisse, caisses, miroir, lustre, porcelaine, pave, paves, cassee, casses, brise en mille, collapse, "
    "rocher, clod, clods, gravel, pebbles, pebble, hull breach!, hull, fuselage, panels, panelling, bits "
    "of wood, bits of wall, shop window, windshield, splintered, shingle*, floorboards, joist*, rafters, "
    "wall blows out, battering ram!, kicks the door in, door kicked in, spray of, stone dust and chunks, "
    "meteorite fragments, avalanche of rocks, rockslide!, scree, tumbling down, ceiling falls in!, "
    "ceiling gives way!, statue falls, pillar, column shatters, pane, plate glass, vase, pallets, "
    "graviers, gravillon*, porte cede, belier!, plancher*, poutres, toiture, cheminee s effondre, pan de "
    "mur!, s ecroule, eboulis!, assiettes, debris de, coque, carlingue, projections, chips, comes down "
    "on, ceiling comes down!, smashed, bottle, grit, chips fly!, splits under, panes!, bursting outward, "
    "brise, se brise!, se brisent!, vole en morceaux, toppled!, toppling, topples, breaks up, breaking "
    "up!, break apart, splits apart, rips through, tears through, crashes through!, crash through!, goes "
    "through the window!, through the glass!, through the wall!, wall gives!, everything goes flying, "
    "stuff flying, objects flying, contents of the, shelves, bookshelves, toiture arrachee, tempete "
    "arrache, a travers la vitre!, a travers le mur!, passe a travers, blade snaps!, spin away!, spinning "
    "away, cubes, safety glass!, windscreen shatters!, hole punched!, punched in, crystal everywhere!, "
    "arrachees!, blown off!, blown off by, torn off!, ripped off!, wing breaks, bumper, hubcap, hubcaps, "
    "pieces of car, parts fly!, chunks fly!, mille morceaux!, sciure!, sawdust!, wood shavings!, coconut, "
    "pinata, watermelon, pumpkin, snaps, arrachee, arraches",
)
