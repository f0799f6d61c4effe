"""The words that lead a wish to ground mist: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "mist",
    "mist, ground mist, ground fog, dry ice, dry ice fog, dry ice smoke, stage fog, low mist, low fog, "
    "low lying fog, low-lying fog, low ground fog, creeping fog, morning mist, brume, brume au sol, brume "
    "matinale, glace carbonique, glace seche, fumee lourde, brouillard rasant, brouillard au sol, "
    "brouillard au ras du sol, mists, misty, low lying mist, low-lying mist, carpet of fog, brumes, "
    "brumeux, brumeuse, nappe de brume, nappe de brouillard, nappes de brouillard, bodennebel, neblina, "
    "bruma, carboglace, neige carbonique, dry-ice, low white stuff, dry ice effect, heavy smoke on the "
    "floor, low smoke, low-lying smoke, vapeur rasante, ground haze, ground-fog, layer of fog, fog layer, "
    "layer of mist, mist layer, knee-high fog, knee-deep fog, knee high fog, knee deep fog, knee-high "
    "mist, knee-deep mist, ankle-deep fog, ankle-deep mist, ankle-high fog, ankle-high mist, waist-high "
    "fog, waist-high mist, swamp fog, graveyard fog, graveyard mist, cemetery fog, cemetery mist, swamp "
    "mist, lake mist, valley mist, stage smoke, nappes de brume, brume rase, brume basse, brouillard bas, "
    "brouillard rampant, brouillard rase, fumee au sol, fumee basse, haze on the lake, haze lying on the "
    "lake, haze lying, low haze, nieblas bajas, bodennebelschwaden, bancs de brume, banc de brume, tapis "
    "de brume, tapis de brouillard, carpet of mist, blanket of fog, blanket of mist, sheet of mist, mist "
    "rolling, fog on the ground, fog on the floor, fog along the ground, vapour lying, vapour on the "
    "lake, vapour over the lake",
    "knee, knees, knee-high!, knee-deep!, ankle, ankles, ankle-high!, ankle-deep!, waist-high, "
    "waist-deep, shin*, hugging, hugs, carpet, along the ground, on the ground, over the ground, over the "
    "floor, forest floor, cemetery!, graveyard!, tombstones!, gravestones!, graves, pond, lake, swamp!, "
    "marsh, bog, meadow, stream, stage, genou, genoux, cheville, chevilles, mi-cuisse, mollet*, rasant, "
    "rase, rampe, ras du sol, ras de l eau, au sol, cimetiere!, tombes!, etang, marais!, prairie, rosee, "
    "sous-bois, lac, ruisseau, tapis, marshy, moat, marecage*, douves, tourbiere, mare, swirling around "
    "their legs, at their feet, around their feet, feet, stage floor, dancefloor, dance floor, dewy, "
    "valley, river, riverbank, jungle floor, moss, crypt floor, tapis blanc, pieds, aux pieds, autour des "
    "pieds, vallee, riviere, plateau, clairiere, fougeres, mousse, rizieres, rice paddies, layer, low "
    "layer!, blanket, hugs the ground!, hugging the ground!, hugging the floor!, pooling, pools round, "
    "spilling over, cascading down the steps, between the tombstones, tombs, paddy, paddies, marshland, "
    "fen, peat bog!, elves, enchanted forest!, hammer horror, vampire*, dracula, werewolf, concert stage, "
    "wedding first dance, first dance!, around the ankles!, round their ankles!, lapping at, slides over "
    "the grass, above the grass, over the grass, over the pond, skims, skimming, low-lying!, dewy grass, "
    "moorland dawn, spills off the stage, off the stage, nappe!, nappes, couche, ras de terre!, au ras, "
    "leche le sol, caveau, sur scene, scene de concert, loup-garou, vampires, elfes, foret enchantee!, "
    "autour des chevilles!, a hauteur de genou, jusqu aux genoux, etale au sol, herbe, sur l eau, "
    "au-dessus de l eau, a fleur d eau!, clairieres, witch, witches, cauldron overflowing!, overflowing, "
    "across the floor!, white stuff!, white stuff crawling!, crawling round!, crawls along the floor!, "
    "ferns, toadstools, fairies, faeries, potion, laboratory floor, cascades off, spilling off, spills "
    "across the floor!, cryptkeeper, coffin, coffins, cercueil, sorciere*, low white!, crypt!, parts as "
    "he walks!, rolling ground layer!, ground layer!, spills down the stairs!, spills down the steps!, "
    "floor effect!, terraces, rice terraces!, thin veil!, au ras de l herbe!, ras de l herbe!, lies in "
    "the hollow, hollows, hollow, dips in the ground, valley floor!, furrows, nappe blanche!, nappe "
    "basse!, nappe de",
    broader="fog",
)
