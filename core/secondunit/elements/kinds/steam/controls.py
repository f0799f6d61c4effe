"""What can be set on steam: a plume's controls as droplets need them, and how fast they evaporate."""

from __future__ import annotations

from secondunit.elements.carriers.fluid.plumes.controls import PLUME_CONTROLS
from secondunit.elements.carriers.fluid.starting import started
from secondunit.elements.optics.controls import number
from secondunit.wire.control import Control, Scalar

#: Droplets absorb nothing and scatter forward (g 0.85 alone; less after several scatterings).
DROPLETS: dict[str, Scalar] = {"color": "0.96 0.965 0.97", "forward": 0.6}

CONTROLS: tuple[Control, ...] = (
    *started(
        PLUME_CONTROLS,
        {**DROPLETS, "density": 0.3, "billow": 0.55, "wisps": 0.9, "softness": 0.5, "temperature": 55.0,
         "rise": 1.2, "width": 0.35, "height": 2.2, "expansion": 1.5, "cooling": 1.5, "life": 12.0,
         "unevenness": 0.7, "turbulence": 0.9, "swirl": 0.6, "ground": False},
    ),
    number("evaporation", "Evaporation", 0.45, 0.0, 5.0, "1/s", "Look",
           "How fast droplets go into the air: fresh steam lasts one over it in seconds, thin steam less."),
)  # fmt: skip
