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
    "floor, low smoke, low-lying smoke, vapeur rasante",
    "knee, knees, knee-high!, knee-deep!, ankle, ankles, ankle-high!, ankle-deep!, waist-high, "
    "waist-deep, shin*, hugging, hugs, carpet, along the ground, on the ground, over the ground, over the "
    "floor, forest floor, low-lying, cemetery!, graveyard!, tombstones!, gravestones!, graves, pond, "
    "lake, swamp!, marsh, bog, meadow, stream, stage, genou, genoux, cheville, chevilles, mi-cuisse, "
    "mollet*, rasant, rase, rampe, ras du sol, ras de l eau, au sol, cimetiere!, tombes!, etang, marais!, "
    "prairie, rosee, sous-bois, lac, ruisseau, tapis, marshy, moat, marecage*, douves, tourbiere, mare, "
    "swirling around their legs, at their feet, around their feet, feet, stage floor, dancefloor, dance "
    "floor, dewy, valley, river, riverbank, jungle floor, moss, crypt floor, tapis blanc, pieds, aux "
    "pieds, autour des pieds, vallee, riviere, plateau, clairiere, fougeres, mousse, rizieres, rice "
    "paddies",
    broader="fog",
)
