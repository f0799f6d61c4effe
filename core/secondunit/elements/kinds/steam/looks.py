"""Steam by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("vent", "Steam vent", FrozenMap({}), "A vent in a yard, two metres of white."),
    Look("grate", "Street grate", FrozenMap({
        "source": "patch", "width": 0.9, "height": 2.4, "rise": 0.5, "temperature": 40.0, "wind": 0.5,
        "density": 0.07, "ground": True, "evaporation": 0.3, "x": 0.4}),
        "It creeps out and drifts along the street."),
    Look("stack", "Locomotive stack", FrozenMap({
        "width": 0.6, "height": 6.0, "rise": 4.0, "density": 0.35, "evaporation": 0.16, "unevenness": 1.0,
        "temperature": 80.0}), "Heavy white puffs from a stack."),
    Look("jet", "Burst pipe", FrozenMap({
        "width": 0.14, "height": 3.0, "rise": 14.0, "density": 0.3, "evaporation": 1.3, "temperature": 70.0,
        "expansion": 0.5, "unevenness": 0.8, "wisps": 0.6, "substeps": 3, "ground": False}),
        "A hard jet that hisses out under pressure and is gone two metres on."),
    Look("cup", "Hot drink", FrozenMap({
        "source": "patch", "width": 0.08, "height": 0.3, "rise": 0.14, "temperature": 30.0, "density": 0.035,
        "wisps": 1.0, "billow": 0.25, "softness": 0.8, "turbulence": 0.7, "swirl": 0.8, "evaporation": 0.6,
        "expansion": 0.0, "unevenness": 1.0}), "Threads over a cup."),
)  # fmt: skip
