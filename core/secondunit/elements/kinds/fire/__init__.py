"""Fire: a bed of fuel that burns, by its size or by its power."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.fluid.flames import FlameKind
from secondunit.elements.carriers.fluid.plan import Fill
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .plan import BED, flame_height
from .words import LEXICON


class Fire(FlameKind):
    """A fire on the ground or on what burns: it puffs, tears off, leaves smoke; or so from the artist's
    matte.
    """

    name = "fire"
    label = "Fire"
    version = 7
    fill = Fill(0.98, 0.50)
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    rows = CONTROLS
    hearth = BED

    def whole(self, settings: Mapping[str, Scalar]) -> FrozenMap[Scalar]:
        whole = super().whole(settings)
        return whole.updated({"height": flame_height(whole)})


KIND = Fire()
