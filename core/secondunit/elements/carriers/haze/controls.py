"""Controls that every kind of haze has: how it is torn, what moves it, when it repeats, how fine it is."""

from __future__ import annotations

from dataclasses import replace

from secondunit.elements.optics.controls import LIGHT, WIND_TO, number, time
from secondunit.wire.control import Control


def moving(wind: float, turbulence: float, eddy: float) -> tuple[Control, ...]:
    """What moves haze, by the wind and the whirl that are usual."""
    return (
        number("wind", "Wind", wind, 0.0, 40.0, "m/s", "Motion", "How fast it drifts."),
        WIND_TO,
        number("turbulence", "Turbulence", turbulence, 0.0, 10.0, "m/s", "Motion",
               "How fast its eddies whirl."),
        number("eddy", "Eddy size", eddy, 0.02, 500.0, "m", "Motion", "How large its eddies are."),
        time(0.05, 8.0),
        number("loop", "Loop", 0.0, 0.0, 600.0, "s", "Motion",
               "After so long the same frames come again, without a seam; 0 for never."),
    )  # fmt: skip


def lit(key: float, ambient: float) -> tuple[Control, ...]:
    """The light of the scene, as it usually is where there is haze."""
    usual = {"key": key, "ambient": ambient}
    return tuple(replace(one, default=usual.get(one.name, one.default)) for one in LIGHT)


#: How fine it is made.
QUALITY: tuple[Control, ...] = (
    number("detail", "Detail", 1.0, 0.0, 1.0, "", "Quality", "1 goes down to the pixel; less is softer."),
    Control("sheets", "Sheets", "int", "", 100, 25, 400, 25, group="Quality",
            help="How finely the depth is cut: 50 for a look, 100 for a shot."),
)  # fmt: skip
