"""Fogs that an artist chooses by name, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS: tuple[Look, ...] = (
    Look("even", "Even fog", FrozenMap({"visibility": 120.0, "unevenness": 0.35, "height": 25.0}),
         "Grey air that thickens with distance, hardly moving."),
    Look("bank", "Rolling bank",
         FrozenMap({"visibility": 25.0, "unevenness": 0.8, "holes": 0.25, "height": 4.0, "front": 18.0,
                    "eddy": 4.0, "turbulence": 0.7, "wind": 1.5, "advance": 0.4}),
         "A low bank that rolls in from a distance, ragged at its front."),
    Look("patches", "Drifting patches",
         FrozenMap({"visibility": 60.0, "unevenness": 0.7, "holes": 0.5, "height": 5.0, "eddy": 6.0,
                    "turbulence": 0.5, "wind": 1.2}),
         "Swathes with clear air between them."),
    Look("low_cloud", "Low cloud",
         FrozenMap({"visibility": 60.0, "unevenness": 0.9, "holes": 0.35, "height": 14.0, "base": 7.0,
                    "eddy": 12.0, "turbulence": 0.9, "wind": 2.5}),
         "Cloud that hangs over the ground and hides what is tall."),
    Look("haze", "Distant haze",
         FrozenMap({"visibility": 2500.0, "unevenness": 0.3, "height": 120.0, "eddy": 60.0,
                    "turbulence": 1.0, "wind": 2.0, "color": "0.9 0.93 0.97"}),
         "Air that pales what is far away."),
)  # fmt: skip
