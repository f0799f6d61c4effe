"""Smoke by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("plume", "Grey plume", FrozenMap({}), "A vent or a fire gone out, four metres tall."),
    Look("chimney", "Chimney", FrozenMap({
        "width": 0.35, "height": 6.0, "rise": 1.6, "ground": False, "unevenness": 0.4, "density": 0.25,
        "wind": 0.8, "color": "0.75 0.74 0.73"}), "Thin, pale, leaning with a breeze."),
    Look("oil", "Oil fire smoke", FrozenMap({
        "source": "bed", "width": 2.5, "height": 14.0, "density": 1.6, "color": "0.08 0.075 0.07",
        "billow": 0.85, "wisps": 0.15, "temperature": 260.0, "life": 25.0, "cooling": 9.0}),
        "Black, dense, rolling."),
    Look("haze", "Ground smoke", FrozenMap({
        "source": "bed", "width": 2.6, "height": 1.8, "density": 0.08, "temperature": 1.5, "rise": 0.03,
        "billow": 0.3, "softness": 0.5, "life": 10.0}),
        "What hangs over a floor after something burned."),
)  # fmt: skip
