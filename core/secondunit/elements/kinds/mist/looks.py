"""Mists that an artist chooses by name, the usual one first."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS: tuple[Look, ...] = (
    Look("swamp", "Swamp",
         FrozenMap({"visibility": 9.0, "height": 0.6, "holes": 0.55, "unevenness": 0.8, "swell": 0.5,
                    "edge": 0.6, "eddy": 1.0, "wind": 0.25, "turbulence": 0.18}),
         "Slow wisps that creep over dark ground or water."),
    Look("dry_ice", "Dry ice",
         FrozenMap({"visibility": 1.2, "height": 0.28, "holes": 0.12, "unevenness": 0.5, "softness": 0.35,
                    "edge": 0.25, "swell": 0.5, "eddy": 0.45, "wind": 0.5, "turbulence": 0.35,
                    "sheets": 250}),
         "A dense white carpet that rolls, ankle-deep, as on a stage."),
    Look("meadow", "Morning meadow",
         FrozenMap({"visibility": 45.0, "height": 1.6, "holes": 0.15, "unevenness": 0.5, "edge": 0.8,
                    "swell": 0.35, "eddy": 3.0, "wind": 0.4, "turbulence": 0.2, "key_height": 10.0,
                    "key_color": "1 0.78 0.55", "forward": 0.7}),
         "A thin layer to the hips that glows in low sun."),
    Look("lake", "Steaming lake",
         FrozenMap({"visibility": 12.0, "height": 1.0, "holes": 0.7, "unevenness": 0.9, "softness": 0.4,
                    "edge": 0.9, "swell": 0.6, "eddy": 1.4, "wind": 0.9, "turbulence": 0.4}),
         "Torn shreds that drift over cold water."),
)  # fmt: skip
