"""What can be set on a camp fire: a flame's controls from five logs that lean together."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames.controls import FLAME_CONTROLS
from secondunit.elements.carriers.fluid.starting import started
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = started(
    FLAME_CONTROLS,
    {"height": 0.8, "width": 0.7, "source": "logs", "soot": 0.2, "density": 1.7, "licks": 0.85, "rise": 0.15,
     "flicker": 0.7, "turbulence": 0.7, "swirl": 0.6, "temperature": 1800.0, "brightness": 16.0, "y": 0.14,
     "color": "0.12 0.115 0.11"},
)  # fmt: skip
