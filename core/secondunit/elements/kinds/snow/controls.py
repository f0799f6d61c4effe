"""What can be set on snow, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, LIGHT, blown, number, shutter, time
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    number("rate", "Rate", 0.8, 0.02, 20.0, "mm/h", "Look",
           "How hard it snows, as water: 0.2 light, 0.8 snow, 3 heavy. 1 mm is about 1 cm of snow."),
    number("size", "Flakes", 1.0, 0.3, 5.0, "x", "Look",
           "How large flakes are beside usual ones of 1 to 8 mm."),
    number("opacity", "Visibility", 1.5, 0.0, 50.0, "x", "Look",
           "What flakes show of themselves: 1 is what they cover."),
    number("forward", "Against light", 0.25, -0.9, 0.9, "", "Look",
           "How much brighter flakes are against the light than with it."),
    Control("color", "Colour", "color", default="0.95 0.96 1", group="Look",
            help="Of the flakes, scene-linear."),
    *blown(0.4, 0.4),
    number("turbulence", "Turbulence", 0.2, 0.0, 15.0, "m/s", "Motion", "How fast eddies of the air whirl."),
    number("eddy", "Eddy size", 2.5, 0.05, 50.0, "m", "Motion", "How large the eddies are."),
    number("flutter", "Flutter", 15.0, 0.0, 200.0, "mm", "Motion", "How far flakes circle as they fall."),
    number("beat", "Flutters", 0.9, 0.0, 10.0, "1/s", "Motion", "How often they do in a second."),
    number("fall", "Fall", 1.0, 0.0, 5.0, "x", "Motion",
           "How fast they fall beside dry snow: 1.5 wet, 0.6 powder."),
    time(0.02, 8.0, "0.5 is half speed."),
    number("near", "From", 0.4, 0.1, 500.0, "m", "Place", "The nearest flakes, from the camera."),
    number("far", "To", 40.0, 1.0, 1000.0, "m", "Place", "The farthest flakes, from the camera."),
    number("focus", "Focus", 5.0, 0.0, 1000.0, "m", "Place", "Where flakes are sharp; 0 everywhere."),
    number("aperture", "Aperture", 9.0, 0.0, 100.0, "mm", "Place",
           "How wide the lens is open: 35 mm at f/4 is 9 mm. Wider blurs near flakes more."),
    Control("ground", "Ground", "bool", default=True, group="Place",
            help="Flakes end on a ground, the camera's height below it."),
    *CAMERA,
    *LIGHT,
    shutter("180 blurs as film does, 0 not at all"),
    Control("most", "Flakes drawn", "int", "", 400_000, 1_000, 4_000_000, 10_000, group="Quality",
            help="How many are drawn at most; far ones stand for those beside them."),
)  # fmt: skip
