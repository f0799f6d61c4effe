"""What can be set on debris, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, LIGHT, blown, number, placed, shutter, time
from secondunit.wire.control import Control

from .materials import MATERIALS

#: The shapes that debris leaves from, and how its leaving goes on.
SHAPES = ("disc", "ball", "line", "ring")
TIMINGS = ("once", "bursts", "steady")

CONTROLS: tuple[Control, ...] = (
    Control("material", "Material", "choice", default="concrete", choices=tuple(MATERIALS), group="Look",
            help="What it is of: how heavy, how it breaks, how it shines."),
    number("amount", "Amount", 4000.0, 1.0, 60000.0, "", "Look",
           "How many pieces: in each burst, or in a second where they are steady."),
    number("largest", "Largest", 14.0, 0.2, 500.0, "cm", "Look", "The largest across."),
    number("smallest", "Smallest", 0.6, 0.05, 100.0, "cm", "Look", "The smallest across."),
    number("power", "Crumbling", 1.7, 0.3, 5.0, "", "Look",
           "How many more small ones: so fast their number falls with the size; 2.5 as rocks break."),
    Control("color", "Colour", "color", default="0.34 0.33 0.31", group="Look", help="Scene-linear."),
    Control("timing", "Timing", "choice", default="once", choices=TIMINGS, group="Motion",
            help="One burst, bursts one after another, or without end."),
    number("pause", "Pause", 2.0, 0.02, 60.0, "s", "Motion", "From one burst to the next, about."),
    number("duration", "Duration", 0.08, 0.0, 20.0, "s", "Motion", "How long a burst throws it."),
    number("delay", "Delay", 0.0, 0.0, 600.0, "s", "Motion", "One burst: how long after the first frame."),
    number("speed_out", "Speed", 12.0, 0.0, 200.0, "m/s", "Motion", "How fast the fastest leave."),
    number("variety", "Variety", 0.85, 0.0, 1.0, "", "Motion", "How much slower than that others leave."),
    number("toward", "Toward", 0.0, -360.0, 360.0, "deg", "Motion",
           "Where it flies: 0 right of frame, 180 left, 90 away, -90 at camera."),
    number("tilt", "Tilt", 90.0, -90.0, 90.0, "deg", "Motion", "90 is straight up, -90 straight down."),
    number("cone", "Cone", 55.0, 0.0, 180.0, "deg", "Motion",
           "How far it strays from there: 90 half a sphere, 180 to all sides."),
    number("bounce", "Bounce", 0.3, 0.0, 0.95, "", "Motion", "What is left of the speed against the ground."),
    number("friction", "Friction", 0.5, 0.0, 2.0, "", "Motion", "Of the ground: less slides farther."),
    *blown(0.0, help="The wind: it moves what is small."),
    number("stays", "Stays", 60.0, 0.1, 600.0, "s", "Motion",
           "How long a piece is there before it is taken away."),
    time(0.02, 8.0),
    Control("source", "Source", "choice", default="disc", choices=SHAPES, group="Source",
            help="The shape it leaves from; a matte, where given, takes its place."),
    number("width", "Source width", 0.8, 0.001, 200.0, "m", "Source", "How wide the source is."),
    number("preroll", "Pre-roll", 0.0, 0.0, 120.0, "s", "Source", "How long it flew before the first frame."),
    number("height", "Height", 3.0, 0.1, 500.0, "m", "Place", "How high over the source the frame reaches."),
    *placed(0.5, 0.14),
    number("distance", "Distance", 0.0, 0.0, 5000.0, "m", "Place",
           "From camera to source; 0 lets the height fill the frame above the source.", automatic=0.0),
    Control("ground", "Ground", "bool", default=True, group="Place",
            help="It lands on a floor and lies there."),
    number("drop", "Over ground", 0.0, 0.0, 500.0, "m", "Place", "How high over the floor the source is."),
    *CAMERA,
    *LIGHT,
    shutter("180 blurs as film does, 0 not at all"),
    Control("substeps", "Steps a frame", "int", "", 8, 1, 32, 1, group="Quality",
            help="More for fast pieces that bounce."),
)  # fmt: skip
