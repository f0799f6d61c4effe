"""The looks of rain: named settings, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look, Scalar
from secondunit.wire.frozen import FrozenMap

STEADY: dict[str, Scalar] = {"rate": 20.0, "wind": 1.0}
DRIZZLE: dict[str, Scalar] = {"rate": 1.0, "wind": 0.5, "opacity": 6.0, "turbulence": 0.8, "far": 25.0}
DOWNPOUR: dict[str, Scalar] = {"rate": 90.0, "wind": 2.0, "gusts": 0.4, "far": 60.0, "splashes": 1.5}
STORM: dict[str, Scalar] = {
    "rate": 70.0, "wind": 9.0, "gusts": 0.7, "turbulence": 1.5, "eddy": 4.0, "near": 3.0,
    "far": 60.0, "opacity": 4.0,
}  # fmt: skip
BACKLIT: dict[str, Scalar] = {
    "rate": 14.0, "key_side": 170.0, "key_height": 25.0, "key": 0.9, "ambient": 0.05, "forward": 0.6,
    "opacity": 2.0,
    "key_color": "1 0.9 0.72",
}  # fmt: skip

LOOKS: tuple[Look, ...] = (
    Look("steady", "Steady rain", FrozenMap(STEADY), "What falls all afternoon."),
    Look("drizzle", "Drizzle", FrozenMap(DRIZZLE), "Few and fine, more seen against dark than felt."),
    Look("downpour", "Downpour", FrozenMap(DOWNPOUR), "A summer's cloudburst that splashes on the street."),
    Look("storm", "Storm", FrozenMap(STORM), "Driven slanting by gusts."),
    Look(
        "backlit", "Backlit at night", FrozenMap(BACKLIT), "Lit from behind by a street lamp or a film lamp."
    ),
)
