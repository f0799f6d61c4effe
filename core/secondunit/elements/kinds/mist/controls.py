"""What can be set on ground mist, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.carriers.haze.controls import QUALITY, lit, moving
from secondunit.elements.optics.controls import CAMERA, number
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    number("visibility", "Visibility", 8.0, 0.2, 500.0, "m", "Look",
           "How far one would see within it, to 2 % of contrast: 2 dry ice, 8 thick, 40 a veil. "
           "A matte, where given, holds the mist inside it: it lies over what is white."),
    Control("color", "Colour", "color", default="0.95 0.95 0.95", group="Look",
            help="How much light the mist scatters."),
    number("unevenness", "Unevenness", 0.7, 0.0, 1.5, "", "Look", "0 is even; 1 drifts in swathes."),
    number("holes", "Wisps", 0.35, 0.0, 0.95, "", "Look", "How much of the ground between wisps is clear."),
    number("softness", "Softness", 0.5, 0.05, 2.0, "", "Look", "How soft the edges of wisps are."),
    number("height", "Height", 0.5, 0.03, 20.0, "m", "Place", "How high its top lies over the ground."),
    number("edge", "Soft top", 0.5, 0.05, 1.0, "", "Place",
           "The part of its height in which it ends: 0.1 is sharp as dry ice, 1 fades away."),
    number("swell", "Swell", 0.4, 0.0, 0.6, "", "Place", "How much its top rises and sinks."),
    number("front", "Front", 0.0, 0.0, 1000.0, "m", "Place",
           "How far from the camera it begins; 0 is all around it."),
    *moving(0.35, 0.2, 0.9),
    number("advance", "Advance", 0.0, -10.0, 10.0, "m/s", "Motion",
           "How fast its front comes nearer; a loop holds it still."),
    *CAMERA,
    *lit(0.4, 0.25),
    number("forward", "Forward scatter", 0.5, -0.9, 0.9, "", "Light",
           "Henyey and Greenstein's g: above zero the mist glows against the light."),
    *QUALITY,
)  # fmt: skip
