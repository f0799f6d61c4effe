"""Steam: a plume of droplets that vanish where they mix with dry air."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.plan import Fill
from secondunit.elements.carriers.fluid.plumes import PlumeKind

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .words import LEXICON


class Steam(PlumeKind):
    """White steam from a kettle, a pipe, a grate, hot food, or the artist's own matte: it thins from its
    edges and is gone.
    """

    name = "steam"
    label = "Steam"
    version = 8
    fill = Fill(0.51, 0.37)
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    rows = CONTROLS


KIND = Steam()
