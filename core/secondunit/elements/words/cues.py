"""What leads a wish to a kind: the names it goes by, and what only suggests it. Knows no kind."""

from __future__ import annotations

from dataclasses import dataclass

#: Behind a hint that counts twice.
STRONG = "!"


@dataclass(frozen=True)
class Cues:
    """What a kind is called, and the phrases that ask for it, parted by commas, in any language.

    They stand in lower case, without accents, for their plain plural (-s, -x) too; the longest phrase
    counts. One with `*` behind it is the beginning of a word. One phrase may stand for two kinds: the rest
    of the wish chooses.

    `names` ask for it wherever they stand, `hints` only where no kind is named: `a chimney` is smoke, `fire
    in a chimney` is fire. A hint with `STRONG` behind it all but names the kind: it counts twice.
    `instead` is a wish for a kind that is made here and comes nearest; empty where nothing does. `broader` is
    a kind that this one is a special case of: what is said of that one beside it is said of this one, as in
    `a torch burning on a wall`.
    """

    label: str
    names: str
    hints: str = ""
    instead: str = ""
    #: Whether it is more often what else is in the picture than what is wished for: `a street with cars`.
    scenery: bool = False
    #: Whether another kind's name before its own says only which it is: `campfire smoke`, `fire embers`.
    compound: bool = False
    broader: str = ""
    #: Whether it orders a change of the plate: it is the wish, whatever it is that is to be changed.
    orders: bool = False
    #: Phrases that order it at the head of a wish, parted by commas; `…` stands for a few words between.
    heads: str = ""
    #: The kinds that it makes as parts of its own: they need not be asked for apart.
    brings: tuple[str, ...] = ()


__all__ = ["STRONG", "Cues"]
