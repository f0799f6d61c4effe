"""A dust hit by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("earth", "Dry earth", FrozenMap({}), "Something heavy strikes a dirt road."),
    Look("bullet", "Bullet", FrozenMap({
        "width": 0.06, "height": 0.55, "spread": 0.3, "weight": 7.0, "raggedness": 0.9, "life": 0.9,
        "substeps": 6}), "A thin, quick spurt."),
    Look("stomp", "Footstep", FrozenMap({
        "width": 0.22, "height": 0.4, "spread": 1.0, "weight": 4.0, "density": 0.4, "raggedness": 0.4}),
        "Pushed out flat along the ground."),
    Look("shell", "Shell in earth", FrozenMap({
        "width": 2.0, "height": 9.0, "spread": 0.4, "weight": 9.0, "color": "0.26 0.2 0.15", "density": 1.1,
        "raggedness": 1.0, "life": 6.0}), "A dark fountain of earth."),
    Look("plaster", "Plaster", FrozenMap({
        "width": 0.4, "height": 0.9, "spread": 0.8, "weight": 2.0, "color": "0.85 0.83 0.8", "life": 5.0,
        "softness": 0.4}), "White, light, slow to settle."),
)  # fmt: skip
