"""A dust hit: dust thrown up where something strikes the ground; it falls back, spreads and drifts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.elements.carriers.fluid.plan import Fill, GasPlan
from secondunit.elements.kind import Scene
from secondunit.wire.control import Filling, Scalar
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .plan import ROOM, plan_of
from .words import LEXICON

if TYPE_CHECKING:
    from secondunit.elements.carriers.fluid.gas import Gas
    from secondunit.elements.carriers.fluid.picture import GasPicture


class DustHit(GasKind):
    """A strike on dry ground: a crown of dust, a ring at its foot, and what hangs in the air after it."""

    name = "dust_hit"
    label = "Dust hit"
    version = 9
    fill = Fill(0.09, 0.11)
    led = True
    fillings = (Filling("height", ROOM),)
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    rows = CONTROLS
    tiny: Mapping[str, object] = {"resolution": 24, "start": 0.0}

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
        return plan_of(settings, format, matte)

    def gas(self, scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
        from .work import gas_of

        return gas_of(scene, settings, plan)

    def draw(self, picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
        from .render import draw

        draw(picture, settings)


KIND = DustHit()
