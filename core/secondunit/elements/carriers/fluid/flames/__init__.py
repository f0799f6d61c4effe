"""Flames: gas that burns, glows by its heat and leaves soot; a family of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secondunit.elements.kind import Scene
from secondunit.wire.control import Filling, Scalar
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from ..gas_kind import GasKind
from ..plan import GasPlan
from .controls import FLAME_CONTROLS
from .plan import RAISED, ROOM, Hearth, burn_seconds, plan_of

if TYPE_CHECKING:
    from ..gas import Gas
    from ..picture import GasPicture

#: How firmly a flame is drawn toward its quick look, in the time in which its fuel burns.
LED = 30.0
#: How much longer fuel lasts on the few cells of a quick look, which thin its edges until they are burnt.
LASTING = 1.05


class FlameKind(GasKind):
    """A kind of flame; what it is called and which controls it starts from is the kind's own."""

    rows = FLAME_CONTROLS
    glows = True
    fillings: tuple[Filling, ...] = (Filling("height", ROOM),)
    led = True
    #: Where it burns.
    hearth: Hearth = RAISED

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
        return plan_of(settings, format, rate, matte, self.hearth)

    def gas(self, scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
        from ..gas import Gas
        from ..reaction import Burning
        from .weather import weather_for

        hearth = self.hearth
        source = str(settings["source"])
        beat = hearth.beat(float(settings["width"]), source)
        seconds = burn_seconds(settings)
        lasting = seconds * LASTING if scene.quick else seconds
        burning = Burning(lasting, hearth.soot, hearth.swelling, hearth.radiation, beat)
        weather = weather_for(settings, scene.rate, scene.seed, hearth)
        return Gas(plan, weather, source, ("density", "heat", "fuel"), burning, rate=LED / seconds)

    def draw(self, picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
        from .draw import draw_flame

        draw_flame(picture, settings, self.hearth)
