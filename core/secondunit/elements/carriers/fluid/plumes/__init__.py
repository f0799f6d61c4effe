"""Plumes: gas that stops and scatters light, lifted by its heat or pushed; a family of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secondunit.elements.kind import Scene
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from ..gas_kind import GasKind
from ..plan import GasPlan
from .controls import PLUME_CONTROLS
from .plan import plan_of

if TYPE_CHECKING:
    from ..gas import Gas
    from ..picture import GasPicture


class PlumeKind(GasKind):
    """A kind of plume; what it is called and which controls it starts from is the kind's own."""

    rows = PLUME_CONTROLS

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
        return plan_of(settings, format, rate, matte)

    def gas(self, scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
        from ..gas import Gas
        from .weather import LOSS, weather_for

        loss = float(settings.get("evaporation", LOSS))
        return Gas(plan, weather_for(settings, scene.rate, scene.seed, loss), str(settings["source"]))

    def draw(self, picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
        from .draw import draw_plume

        draw_plume(picture, settings)
