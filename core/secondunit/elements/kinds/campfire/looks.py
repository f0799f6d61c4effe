"""A camp fire by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("evening", "Camp fire", FrozenMap({}), "Five logs, flames to the waist."),
    Look("bonfire", "Bonfire", FrozenMap({
        "width": 2.0, "height": 3.2, "soot": 0.35, "density": 2.0, "turbulence": 0.8}),
        "Stacked high: flames taller than a man."),
    Look("low", "Burned down", FrozenMap({
        "height": 0.32, "brightness": 9.0, "temperature": 1700.0, "soot": 0.1, "rise": 0.05}),
        "Small flames here and there over the wood."),
    Look("damp", "Damp wood", FrozenMap({
        "height": 0.6, "soot": 0.8, "color": "0.3 0.3 0.3", "brightness": 12.0}), "More smoke than flame."),
)  # fmt: skip
