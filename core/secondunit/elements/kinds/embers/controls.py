"""What can be set on embers, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, blown, number, placed, shutter, time
from secondunit.wire.control import Control

#: The shapes that embers leave from.
SHAPES = ("disc", "ball", "line", "ring")

CONTROLS: tuple[Control, ...] = (
    number("rate", "Amount", 120.0, 0.5, 5000.0, "1/s", "Look",
           "How many embers leave the source in a second."),
    number("size", "Size", 4.0, 0.2, 60.0, "mm", "Look",
           "How large an ember is, across; some are half or twice that."),
    number("brightness", "Brightness", 60.0, 0.0, 2000.0, "", "Look",
           "Scene-linear light of a fresh ember that fills its pixel: 1 is a white card."),
    number("temperature", "Heat", 1500.0, 900.0, 2500.0, "K", "Look",
           "How hot embers leave: 1200 red, 1450 orange, 1900 yellow. They redden as they cool."),
    number("white", "White balance", 4300.0, 2500.0, 10000.0, "K", "Look",
           "What the plate's camera shows as white: higher makes embers more orange."),
    number("twinkle", "Twinkle", 0.6, 0.0, 1.0, "", "Look",
           "How much an ember dims and flares as it tumbles."),
    number("life", "Life", 3.0, 0.1, 60.0, "s", "Motion", "How long an ember glows."),
    number("cooling", "Cooling", 4.0, 0.05, 60.0, "s", "Motion",
           "The time in which its heat falls to a third."),
    number("draught", "Draught", 3.6, 0.0, 30.0, "m/s", "Motion", "How fast hot air rises over the source."),
    number("rise", "Push", 0.8, -5.0, 30.0, "m/s", "Motion", "The speed at which embers leave upward."),
    number("spread", "Burst", 0.6, 0.0, 30.0, "m/s", "Motion",
           "The speed at which embers leave to all sides."),
    number("fall", "Weight", 0.7, 0.05, 15.0, "m/s", "Motion",
           "How fast an ember falls through still air: 0.5 ash, 1 flakes, 4 lumps."),
    *blown(0.0),
    number("gusts", "Gusts", 0.35, 0.0, 1.0, "", "Motion", "How unsteady wind and draught are."),
    number("turbulence", "Turbulence", 1.0, 0.0, 10.0, "m/s", "Motion", "How fast eddies of the air whirl."),
    number("eddy", "Eddy size", 0.6, 0.05, 50.0, "m", "Motion", "How large the eddies are."),
    time(0.05, 8.0),
    Control("source", "Source", "choice", default="disc", choices=SHAPES, group="Source",
            help="The shape embers leave from; a matte, where given, takes its place."),
    number("width", "Source width", 0.8, 0.01, 200.0, "m", "Source", "How wide the source is."),
    number("preroll", "Pre-roll", -1.0, -1.0, 120.0, "s", "Source",
           "How long embers flew before the first frame; -1 fills the air first.", automatic=-1.0),
    number("height", "Height", 4.0, 0.1, 500.0, "m", "Place", "How high over the source the frame reaches."),
    *placed(0.5, 0.08),
    number("distance", "Distance", 0.0, 0.0, 5000.0, "m", "Place",
           "From camera to source; 0 lets the height fill the frame above the source.", automatic=0.0),
    Control("ground", "Ground", "bool", default=True, group="Place",
            help="Embers land on a floor and lie there."),
    *CAMERA,
    shutter("180 makes streaks as film does, 0 makes points"),
    Control("substeps", "Steps a frame", "int", "", 4, 1, 16, 1, group="Quality",
            help="More for fast embers in small eddies."),
)  # fmt: skip
