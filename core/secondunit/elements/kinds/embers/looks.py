"""The looks of embers: named settings, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS: tuple[Look, ...] = (
    Look("camp_fire", "Camp fire", FrozenMap({"width": 0.5, "rate": 60.0, "height": 3.0, "draught": 1.8}),
         "A few that rise lazily from a small fire."),
    Look("bonfire", "Bonfire",
         FrozenMap({"width": 1.5, "rate": 260.0, "height": 8.0, "draught": 4.0, "life": 4.0,
                    "turbulence": 1.4}),
         "A column of them over a fire as high as a man."),
    Look("wildfire", "Wildfire",
         FrozenMap({"width": 14.0, "rate": 900.0, "height": 18.0, "draught": 6.0, "life": 6.0, "size": 9.0,
                    "wind": 5.0, "gusts": 0.6, "eddy": 3.0, "turbulence": 2.0}),
         "A front that the wind drives through the frame."),
    Look("burst", "Burst",
         FrozenMap({"width": 0.4, "rate": 500.0, "rise": 3.0, "spread": 4.0, "life": 1.6, "height": 3.0,
                    "temperature": 1750.0, "cooling": 1.6}),
         "A log that breaks: fast, hot and short."),
    Look("drifting", "Drifting ash glow",
         FrozenMap({"draught": 0.0, "rise": -0.3, "spread": 0.3, "y": 1.05, "width": 6.0, "rate": 90.0,
                    "life": 5.0, "temperature": 1250.0, "brightness": 30.0, "wind": 0.8}),
         "They come down slowly, red, long after the fire."),
)  # fmt: skip
