"""Smoke, the first kind: a plume with its own words."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.plan import Fill
from secondunit.elements.carriers.fluid.plumes import PlumeKind

from .cues import CUES
from .looks import LOOKS
from .words import LEXICON


class Smoke(PlumeKind):
    """Billowing smoke from a vent, a fire gone out, a chimney, or the artist's own matte."""

    name = "smoke"
    label = "Smoke"
    version = 10
    fill = Fill(0.81, 0.55)
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS


KIND = Smoke()
