"""The controls of fog as a plan for its haze. An estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.haze.air import Air
from secondunit.elements.carriers.haze.plan import (
    HazePlan,
    Layer,
    extinction_of,
    ratio_of,
    standing_camera,
    wind_of,
)
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format


def plan_of(settings: Mapping[str, Scalar], format: Format, loop: float) -> HazePlan:
    """The plan of fog with these settings; `loop` in seconds."""

    def number(name: str) -> float:
        return float(settings[name])

    layer = Layer(
        number("height"), None, number("base"), 0.25 * min(number("unevenness"), 1.0), number("front"),
        0.0 if loop > 0.0 else number("advance"),
    )  # fmt: skip
    return HazePlan(
        standing_camera(settings, format),
        Air(number("eddy"), number("turbulence"), *wind_of(settings), loop),
        extinction_of(number("visibility")), number("unevenness"), number("holes"), number("softness"),
        number("forward"), number("detail"), ratio_of(number("sheets"), 0.12), layer,
    )  # fmt: skip
