"""A camp fire: separate flames that lick from logs, and a little smoke."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames import FlameKind
from secondunit.elements.carriers.fluid.flames.plan import Hearth
from secondunit.elements.carriers.fluid.plan import Fill
from secondunit.wire.control import Filling

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .words import LEXICON

#: A fire that has burned down is no higher than its bed is wide: that much of the width fills the frame.
FRAMED = 1.15


class Campfire(FlameKind):
    """Flames that lick from a bed of logs, part and join again; or so from the artist's matte."""

    name = "campfire"
    label = "Camp fire"
    version = 7
    fill = Fill(0.83, 0.21)
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    rows = CONTROLS
    # Its tongues are thinner than a quick look's cells.
    halves = True
    # Wood burns clean and slowly: little soot, and thin flames that give their heat away quickly.
    hearth = Hearth(
        floor=0.02, below=0.0, soot=0.7, swelling=0.5, radiation=6.0, warm=0.85, hem=0.6, spread=0.3,
        deep=0.27, threads=1.0, framed=FRAMED,
    )  # fmt: skip
    fillings = (*FlameKind.fillings, Filling("width", FRAMED))


KIND = Campfire()
