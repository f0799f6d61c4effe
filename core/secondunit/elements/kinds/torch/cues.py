"""The words that lead a wish to a torch: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "a torch",
    "torch, torch fire, torch flame, torchlight, flaming torch, burning torch, tiki torch, flame of a "
    "torch, flames of a torch, fire of a torch, torche, flambeau, feu de torche, flamme de torche, flamme "
    "d une torche, torches, burning brand, burning brands, flambeaux, retraite aux flambeaux, flamme "
    "olympique, fackel, antorcha, torch flames, wall torch, wall torches, handheld torch, hand-held "
    "torch, tiki torches, olympic flame, olympic torch, flaming brand, flaming brands, lit torch, lit "
    "torches, brandon, brandons, torche enflammee, torche olympique, fackeln, antorchas, flambeau allume, "
    "flaming stick, flaming club, burning stick",
    "sconce!, rag-wrapped, rags, pitch-soaked, medieval, dungeon, crypt, tomb, cave, catacomb*!, tiki, "
    "angry mob, procession, wall bracket, moyenageu*, medieva*, cachot!, oubliettes!, donjon, chateau "
    "fort, catacombes, villageois, fourches, chiffon, chiffons, poix, baton, applique, lit stick, club "
    "soaked, goblin, goblins, cavern, caverne, brand, brands, on a stick, stick wrapped, wrapped in rag, "
    "rag, pitch, cresset!, iron bracket, castle corridor, mine shaft, cave explorer, tomb explorer, tomb "
    "raider, witch hunt, bearer, gas lamp, spelunk*, minotaur, labyrinth, peasants, monks, monastery, "
    "crusader*, au bout du baton, porte-flambeau, bout de bois, cachots, moines, abbaye, labyrinthe, "
    "bucher des sorcieres, paysans, porteur, dungeon stairs, olympic!, olympic cauldron, olympique!, "
    "villagers!, pitchforks!, sconces!, lynch mob!, inquisition, ku klux, rag soaked, held aloft, holds "
    "aloft, carried aloft, gutters, guttering, tomb corridor!, pharaoh, pyramid, archaeolog*, explorer, "
    "guide, grotte!, souterrain!, brazier",
    compound=True,
    broader="fire",
)
