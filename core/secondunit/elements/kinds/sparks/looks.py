"""The looks of sparks: named settings, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look, Scalar
from secondunit.wire.frozen import FrozenMap

GRINDER: dict[str, Scalar] = {
    "timing": "steady", "amount": 1600.0, "speed_out": 13.0, "cone": 14.0, "toward": 20.0, "tilt": -12.0,
    "forks": 0.25,
}  # fmt: skip
WELDING: dict[str, Scalar] = {
    "timing": "steady", "amount": 700.0, "speed_out": 6.0, "cone": 80.0, "toward": 0.0, "tilt": 60.0,
    "temperature": 2500.0, "life": 0.9, "forks": 0.05, "splits": 0.6, "variety": 0.9, "x": 0.5, "y": 0.4,
}  # fmt: skip
ELECTRICAL: dict[str, Scalar] = {
    "timing": "bursts", "amount": 420.0, "pause": 0.7, "duration": 0.05, "speed_out": 8.0, "cone": 110.0,
    "toward": 0.0, "tilt": -70.0, "temperature": 2700.0, "life": 1.0, "forks": 0.05, "splits": 0.5,
    "variety": 0.85, "size": 1.0, "x": 0.5, "y": 0.75, "drop": 2.2, "height": 1.0,
}  # fmt: skip
HIT: dict[str, Scalar] = {
    "timing": "once", "amount": 320.0, "duration": 0.015, "speed_out": 22.0, "cone": 65.0, "toward": 0.0,
    "tilt": 90.0, "temperature": 2300.0, "life": 0.3, "forks": 0.1, "splits": 0.2, "variety": 0.95,
    "x": 0.5, "y": 0.4, "drop": 1.0,
}  # fmt: skip
CUTTING: dict[str, Scalar] = {
    "timing": "steady", "amount": 2200.0, "speed_out": 3.5, "cone": 22.0, "toward": 0.0, "tilt": -88.0,
    "temperature": 1950.0, "life": 1.1, "size": 1.4, "forks": 0.03, "splits": 0.45, "variety": 0.6, "x": 0.5,
    "y": 0.9, "drop": 1.8, "height": 0.6, "brightness": 3000.0, "bounce": 0.4,
}  # fmt: skip
FALL: dict[str, Scalar] = {
    "timing": "steady", "amount": 900.0, "speed_out": 1.2, "cone": 60.0, "toward": 0.0, "tilt": -90.0,
    "source": "line", "width": 3.0, "temperature": 1900.0, "life": 2.4, "size": 1.2, "forks": 0.1,
    "splits": 0.5, "x": 0.5, "y": 1.05, "drop": 6.0, "height": 6.0, "distance": 12.0,
}  # fmt: skip

LOOKS: tuple[Look, ...] = (
    Look("grinder", "Grinder", FrozenMap(GRINDER), "A flat jet of steel that forks in the air."),
    Look("welding", "Welding", FrozenMap(WELDING), "White drops that spit to all sides and skitter off."),
    Look("electrical", "Short circuit", FrozenMap(ELECTRICAL), "Showers from a cable, one after another."),
    Look("hit", "Bullet hit", FrozenMap(HIT), "One short, fast burst off metal, at the first frame."),
    Look("cutting", "Cutting torch", FrozenMap(CUTTING), "A heavy orange stream that breaks on the floor."),
    Look("falling", "Spark fall", FrozenMap(FALL), "A curtain that falls from above the frame."),
)
