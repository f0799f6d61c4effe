"""The looks of snow: named settings, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look, Scalar
from secondunit.wire.frozen import FrozenMap

STEADY: dict[str, Scalar] = {"rate": 0.8, "wind": 0.4}
LIGHT_FALL: dict[str, Scalar] = {"rate": 0.2, "wind": 0.2, "turbulence": 0.15, "gusts": 0.3}
HEAVY: dict[str, Scalar] = {"rate": 2.2, "wind": 0.8, "size": 1.2, "near": 1.0, "far": 50.0, "opacity": 1.2}
BLIZZARD: dict[str, Scalar] = {
    "rate": 4.0, "wind": 10.0, "gusts": 0.6, "turbulence": 1.6, "eddy": 5.0, "size": 0.7, "flutter": 5.0,
    "near": 2.5, "far": 50.0, "opacity": 2.2,
}  # fmt: skip
FAIRY: dict[str, Scalar] = {
    "rate": 0.2, "size": 2.0, "wind": 0.1, "turbulence": 0.15, "fall": 0.7, "flutter": 30.0, "aperture": 16.0,
    "far": 20.0, "opacity": 2.0,
}  # fmt: skip

LOOKS: tuple[Look, ...] = (
    Look("steady", "Snowfall", FrozenMap(STEADY), "What falls on a grey afternoon."),
    Look("light", "Light snow", FrozenMap(LIGHT_FALL), "Single flakes that take their time."),
    Look("heavy", "Heavy snow", FrozenMap(HEAVY), "Thick and large, with little wind."),
    Look("blizzard", "Blizzard", FrozenMap(BLIZZARD), "Small and hard, driven across by a storm."),
    Look("fairy_tale", "Fairy tale", FrozenMap(FAIRY),
         "Large soft flakes that hardly fall, near ones out of focus."),
)  # fmt: skip
