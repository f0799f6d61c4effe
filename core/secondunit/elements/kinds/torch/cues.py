"""The words that lead a wish to a torch: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "a torch",
    "torch, torch fire, torch flame, torchlight, flaming torch, burning torch, tiki torch, flame of a "
    "torch, flames of a torch, fire of a torch, torche, flambeau, feu de torche, flamme de torche, flamme "
    "d une torche, torches, burning brand, burning brands, flambeaux, retraite aux flambeaux, flamme "
    "olympique, fackel, antorcha",
    "sconce!, rag-wrapped, rags, pitch-soaked, burning stick, medieval, dungeon, crypt, tomb, cave, "
    "catacomb*!, olympic, tiki, angry mob, villagers, procession, wall bracket, moyenageu*, medieva*, "
    "cachot!, oubliettes!, donjon, chateau fort, grotte, catacombes, villageois, fourches, chiffon, "
    "chiffons, poix, baton, olympique, applique, souterrain, lit stick, club soaked, goblin, goblins, "
    "cavern, caverne",
    compound=True,
    broader="fire",
)
