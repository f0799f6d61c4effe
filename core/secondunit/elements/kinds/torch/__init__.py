"""Torch fire: a small flame with its own words."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames import FlameKind
from secondunit.elements.carriers.fluid.plan import Fill

from .cues import CUES
from .looks import LOOKS
from .words import LEXICON


class Torch(FlameKind):
    """The flame of a torch: tongues that tear off, a white core, a little smoke, or so from the artist's
    matte.
    """

    name = "torch"
    label = "Torch fire"
    version = 8
    fill = Fill(0.99, 0.49)
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS


KIND = Torch()
