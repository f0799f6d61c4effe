"""The words that lead a wish to a torch: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.kind_words import KindWords

CUES = KindWords(
    "a torch",
    "torch, torches, torchlight, flaming torch, burning torch, tiki torch, burning brand, burning "
    "brands, torche, flambeau, flambeaux, retraite aux flambeaux, flamme olympique, fackel, antorcha",
    "sconce!, rag-wrapped, rags, pitch-soaked, burning stick, medieval, dungeon, crypt, tomb, cave, "
    "catacomb*!, olympic, tiki, angry mob, villagers, procession, wall bracket, moyenageu*, medieva*, "
    "cachot!, oubliettes!, donjon, chateau fort, grotte, catacombes, villageois, fourches, chiffon, "
    "chiffons, poix, baton, olympique, applique, souterrain, lit stick, club soaked, goblin, goblins, "
    "cavern, caverne",
    compound=True,
    broader="fire",
)
