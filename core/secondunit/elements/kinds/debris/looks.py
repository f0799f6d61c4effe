"""The looks of debris: named settings, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look, Scalar
from secondunit.wire.frozen import FrozenMap

CONCRETE: dict[str, Scalar] = {
    "material": "concrete", "amount": 4000.0, "speed_out": 12.0, "power": 1.7, "color": "0.34 0.33 0.31",
}  # fmt: skip
WOOD: dict[str, Scalar] = {
    "material": "wood", "amount": 450.0, "largest": 32.0, "smallest": 1.2, "power": 1.4, "speed_out": 12.0,
    "color": "0.38 0.24 0.13", "friction": 0.6, "bounce": 0.25,
}  # fmt: skip
GLASS: dict[str, Scalar] = {
    "material": "glass", "amount": 1400.0, "largest": 9.0, "smallest": 0.3, "power": 1.6, "speed_out": 4.5,
    "tilt": 10.0, "toward": -90.0, "cone": 75.0, "source": "ball", "width": 1.0, "y": 0.55, "drop": 1.6,
    "height": 1.4, "color": "0.2 0.24 0.23", "friction": 0.2, "bounce": 0.35, "duration": 0.03,
}  # fmt: skip
DIRT: dict[str, Scalar] = {
    "material": "dirt", "amount": 16000.0, "largest": 9.0, "smallest": 0.35, "power": 1.5, "speed_out": 12.0,
    "cone": 32.0, "width": 0.5, "color": "0.1 0.07 0.045", "bounce": 0.12, "friction": 0.9, "duration": 0.12,
}  # fmt: skip
COLLAPSE: dict[str, Scalar] = {
    "material": "brick", "timing": "steady", "amount": 220.0, "largest": 22.0, "smallest": 1.0, "power": 1.4,
    "speed_out": 0.8, "tilt": -90.0, "cone": 70.0, "source": "line", "width": 3.5, "y": 1.08, "drop": 5.2,
    "height": 6.0, "distance": 11.0, "color": "0.36 0.15 0.09", "stays": 20.0, "duration": 3.0,
}  # fmt: skip

LOOKS: tuple[Look, ...] = (
    Look("concrete", "Concrete blast", FrozenMap(CONCRETE),
         "Chunks and grit from a charge in a wall or floor."),
    Look("wood", "Wood splinters", FrozenMap(WOOD), "A door or a crate that is blown apart."),
    Look("glass", "Broken window", FrozenMap(GLASS),
         "Shards that flash as they turn, out toward the camera."),
    Look("dirt", "Earth", FrozenMap(DIRT), "Soil and stones thrown up by a hit in the ground."),
    Look("collapse", "Falling bricks", FrozenMap(COLLAPSE), "What keeps coming down from above the frame."),
)  # fmt: skip
