"""A torch by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("wall", "Wall torch", FrozenMap({}), "A torch in its bracket, 0.7 metres of flame."),
    Look("handheld", "Carried torch", FrozenMap({
        "height": 0.5, "width": 0.12, "wind": 1.6, "gusts": 0.6, "flicker": 0.8}),
        "Bent by the way of who carries it."),
    Look("brazier", "Brazier", FrozenMap({
        "height": 1.0, "width": 0.45, "source": "coals", "soot": 0.12}), "A wide, low heap of flame."),
    Look("dying", "Dying torch", FrozenMap({
        "height": 0.28, "width": 0.12, "brightness": 9.0, "temperature": 1700.0, "flicker": 1.0,
        "soot": 0.35}), "Small, red, smoking."),
)  # fmt: skip
