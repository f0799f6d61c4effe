"""What can be set on sparks, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, blown, number, placed, shutter, time
from secondunit.wire.control import Control

#: The shapes that sparks leave from, and how their leaving goes on.
SHAPES = ("ball", "disc", "line", "ring")
TIMINGS = ("steady", "bursts", "once")

CONTROLS: tuple[Control, ...] = (
    number("amount", "Amount", 1600.0, 1.0, 60000.0, "", "Look",
           "How many leave: in a second where they are steady, together in each burst."),
    number("size", "Size", 0.7, 0.05, 10.0, "mm", "Look",
           "The largest across; most are a third of that. Small ones slow down sooner."),
    number("brightness", "Brightness", 9000.0, 0.0, 500000.0, "", "Look",
           "Scene-linear light of a fresh spark that fills its pixel: 1 is a white card."),
    number("temperature", "Heat", 2150.0, 1000.0, 3500.0, "K", "Look",
           "How hot they leave: 1500 orange, 1900 yellow, 2400 white. They redden as they cool."),
    number("white", "White balance", 4300.0, 2500.0, 10000.0, "K", "Look",
           "What the plate's camera shows as white: higher makes sparks more orange."),
    number("life", "Life", 0.9, 0.02, 20.0, "s", "Look", "How long one takes to cool until it is dark."),
    number("forks", "Forks", 0.25, 0.0, 1.0, "", "Look",
           "How many burst in the air into a few short rays, as steel with carbon does."),
    number("splits", "Splitting", 0.35, 0.0, 1.0, "", "Look", "How many break where they strike the ground."),
    Control("timing", "Timing", "choice", default="steady", choices=TIMINGS, group="Motion",
            help="A jet without end, bursts one after another, or one burst."),
    number("pause", "Pause", 0.8, 0.02, 60.0, "s", "Motion", "From one burst to the next, about."),
    number("duration", "Duration", 0.06, 0.0, 20.0, "s", "Motion", "How long a burst throws them."),
    number("delay", "Delay", 0.0, 0.0, 600.0, "s", "Motion", "One burst: how long after the first frame."),
    number("speed_out", "Speed", 13.0, 0.0, 200.0, "m/s", "Motion", "How fast the fastest leave."),
    number("variety", "Variety", 0.7, 0.0, 1.0, "", "Motion", "How much slower than that others leave."),
    number("toward", "Toward", 20.0, -360.0, 360.0, "deg", "Motion",
           "Where they fly: 0 right of frame, 180 left, 90 away, -90 at camera."),
    number("tilt", "Tilt", -12.0, -90.0, 90.0, "deg", "Motion", "90 is straight up, -90 straight down."),
    number("cone", "Cone", 14.0, 0.0, 180.0, "deg", "Motion",
           "How far they stray from there: 10 a grinder's jet, 90 half a sphere, 180 to all sides."),
    number("bounce", "Bounce", 0.45, 0.0, 0.95, "", "Motion",
           "What is left of the speed against the ground."),
    *blown(0.0),
    time(0.02, 8.0),
    Control("source", "Source", "choice", default="ball", choices=SHAPES, group="Source",
            help="The shape sparks leave from; a matte, where given, takes its place."),
    number("width", "Source width", 0.02, 0.001, 200.0, "m", "Source", "How wide the source is."),
    number("preroll", "Pre-roll", -1.0, -1.0, 120.0, "s", "Source",
           "How long sparks flew before the first frame; -1 fills the air first, where they are steady.",
           automatic=-1.0),
    number("height", "Height", 1.6, 0.1, 500.0, "m", "Place", "How high over the source the frame reaches."),
    *placed(0.3, 0.45),
    number("distance", "Distance", 0.0, 0.0, 5000.0, "m", "Place",
           "From camera to source; 0 lets the height fill the frame above the source.",
           automatic=0.0),
    Control("ground", "Ground", "bool", default=True, group="Place", help="They bounce on a floor."),
    number("drop", "Over ground", 0.9, 0.0, 500.0, "m", "Place", "How high over the floor the source is."),
    *CAMERA,
    shutter("180 makes streaks as film does, 0 makes points"),
    Control("substeps", "Steps a frame", "int", "", 8, 1, 32, 1, group="Quality",
            help="More for fast sparks that bounce."),
)  # fmt: skip
