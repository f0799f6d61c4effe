"""What can be set on rain, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, LIGHT, blown, number, shutter, time
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    number("rate", "Rate", 20.0, 0.1, 300.0, "mm/h", "Look",
           "How hard it rains: 1 drizzle, 5 light, 20 rain, 60 downpour, 150 cloudburst."),
    number("opacity", "Visibility", 2.5, 0.0, 50.0, "x", "Look",
           "What drops show of themselves: 1 is what a drop really covers, which film hardly sees."),
    number("forward", "Against light", 0.5, -0.9, 0.9, "", "Look",
           "How much brighter drops are against the light than with it; they bend light forward."),
    Control("color", "Colour", "color", default="1 1 1", group="Look", help="Of the drops, scene-linear."),
    number("glint", "Glint", 0.45, 0.0, 1.0, "", "Look",
           "How much streaks glitter along their length: falling drops swing."),
    number("splashes", "Splashes", 1.0, 0.0, 4.0, "x", "Look",
           "How many of those that strike the ground splash."),
    *blown(1.0, 0.3, help="The wind: it slants the rain."),
    number("turbulence", "Turbulence", 0.25, 0.0, 10.0, "m/s", "Motion", "How fast eddies of the air whirl."),
    number("eddy", "Eddy size", 2.5, 0.05, 50.0, "m", "Motion", "How large the eddies are."),
    time(0.02, 8.0, "0.5 is half speed."),
    number("near", "From", 0.4, 0.1, 500.0, "m", "Place", "The nearest drops, from the camera."),
    number("far", "To", 45.0, 1.0, 1000.0, "m", "Place", "The farthest drops, from the camera."),
    number("focus", "Focus", 6.0, 0.0, 1000.0, "m", "Place", "Where drops are sharp; 0 everywhere."),
    number("aperture", "Aperture", 9.0, 0.0, 100.0, "mm", "Place",
           "How wide the lens is open: 35 mm at f/4 is 9 mm. Wider blurs near drops more."),
    Control("ground", "Ground", "bool", default=True, group="Place",
            help="Drops end on a ground, the camera's height below it."),
    *CAMERA,
    *LIGHT,
    shutter("180 makes streaks as film does, 0 makes points"),
    Control("most", "Drops", "int", "", 350_000, 1_000, 4_000_000, 10_000, group="Quality",
            help="How many are drawn at most; far ones stand for those beside them."),
)  # fmt: skip
