"""What can be set on a fire: a flame's controls from a bed of a metre, and its power."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.flames.controls import FLAME_CONTROLS
from secondunit.elements.carriers.fluid.starting import started
from secondunit.elements.optics.controls import number
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    *started(
        FLAME_CONTROLS,
        {"height": 2.0, "width": 1.0, "source": "bed", "soot": 0.25, "density": 2.2, "licks": 0.7,
         "rise": 0.2, "flicker": 0.8, "turbulence": 0.6, "temperature": 1850.0, "brightness": 16.0,
         "y": 0.12},
        {"height": 40.0, "width": 40.0},
    ),
    number("power", "Power", 0.0, 0.0, 500000.0, "kW", "Source",
           "How strongly it burns: how tall the flame stands follows; 0 leaves that to its height.",
           automatic=0.0),
)  # fmt: skip
