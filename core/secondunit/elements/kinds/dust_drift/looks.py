"""Drifting dusts that an artist chooses by name, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS: tuple[Look, ...] = (
    Look("hooves", "Horse's hooves",
         FrozenMap({"pace": 6.0, "rate": 12.0, "size": 0.5, "rise": 1.6, "spread": 1.0, "width": 0.7,
                    "life": 6.0, "visibility": 1.5}),
         "Puffs that a galloping horse throws up, one by one, and leaves behind."),
    Look("gravel", "Car on gravel",
         FrozenMap({"pace": 13.0, "rate": 45.0, "size": 0.9, "rise": 1.4, "spread": 1.8, "width": 1.7,
                    "life": 9.0, "mixing": 0.35, "visibility": 1.8, "color": "0.52 0.46 0.37", "eddy": 1.0,
                    "turbulence": 0.8, "fall": 0.05}),
         "The long plume behind a car on a dry road."),
    Look("feet", "Marching feet",
         FrozenMap({"pace": 0.0, "rate": 150.0, "size": 0.3, "rise": 0.5, "spread": 0.4, "width": 3.0,
                    "life": 5.0, "mixing": 0.05, "visibility": 16.0, "eddy": 0.5, "turbulence": 0.25,
                    "wind": 0.4}),
         "A low veil along the whole line, ever renewed; it can loop."),
    Look("herd", "Running herd",
         FrozenMap({"pace": 0.0, "rate": 60.0, "size": 1.2, "rise": 2.2, "spread": 1.6, "width": 6.0,
                    "life": 9.0, "mixing": 0.4, "visibility": 2.5, "color": "0.5 0.4 0.28", "eddy": 1.6,
                    "turbulence": 1.0, "wind": 1.2, "y": 0.4, "end_y": 0.42}),
         "A wall of dust along the whole line, taller than what raises it."),
)  # fmt: skip
