"""An explosion by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("petrol", "Petrol", FrozenMap({}), "A fireball of eight metres that rolls up and turns to smoke."),
    Look("gas", "Gas", FrozenMap({
        "sparks": 0.0, "debris": 0.0, "soot": 0.12, "temperature": 2200.0, "burn": 2.8,
        "creases": 0.3, "density": 0.7, "rise": 1.3}),
        "Clean and bright: it burns longer and leaves little."),
    Look("car", "Car", FrozenMap({
        "width": 6.0, "height": 15.0, "soot": 1.1, "color": "0.07 0.066 0.062", "raggedness": 1.0,
        "burn": 2.7, "temperature": 1850.0, "brightness": 6.0, "sparks": 250.0}),
        "Ragged, and black before it is over."),
    Look("charge", "Charge in earth", FrozenMap({
        "width": 7.0, "height": 18.0, "burn": 0.9, "soot": 1.3, "color": "0.33 0.25 0.18", "flash": 3.0,
        "rise": 0.7, "raggedness": 1.0, "debris": 1500.0, "debris_color": "0.2 0.15 0.11",
        "substeps": 6}), "A flash, then brown smoke and dust."),
    Look("air", "Air burst", FrozenMap({
        "ground": False, "y": 0.5, "width": 6.0, "height": 12.0, "burn": 0.9, "flash": 2.0, "soot": 1.0,
        "raggedness": 0.9, "debris": 60.0}), "A round in the air: flash, ball, a black puff."),
)  # fmt: skip
