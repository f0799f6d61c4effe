"""A fire by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("bed", "Fire on the ground", FrozenMap({}), "A bed of a metre with two metres of flame."),
    Look("pool", "Petrol pool", FrozenMap({
        "source": "patch", "width": 2.0, "height": 3.6, "soot": 0.7, "density": 3.0, "rise": 0.05,
        "temperature": 1750.0}), "A round pool that puffs, sooty, a third of its light hidden by smoke."),
    Look("wall", "Wall of flame", FrozenMap({
        "source": "line", "width": 5.0, "height": 1.7, "soot": 0.3, "distance": 8.0}),
        "A line of fire across the frame."),
    Look("wind", "Fire in the wind", FrozenMap({
        "width": 1.2, "height": 2.2, "wind": 3.0, "gusts": 0.5, "turbulence": 0.8}), "Torn and laid over."),
    Look("hearth", "Fire in a hearth", FrozenMap({
        "source": "line", "width": 0.7, "height": 0.6, "soot": 0.03, "gusts": 0.1, "brightness": 12.0,
        "density": 1.4}), "Low, clean, quiet."),
)  # fmt: skip
