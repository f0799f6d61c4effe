"""What can be set on fog, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.carriers.haze.controls import QUALITY, lit, moving
from secondunit.elements.optics.controls import CAMERA, number
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    number("visibility", "Visibility", 150.0, 2.0, 20000.0, "m", "Look",
           "How far one sees in it, to 2 % of contrast: 50 dense fog, 200 fog, 1000 mist, 5000 haze. "
           "A matte, where given, holds the fog inside it: it lies over what is white."),
    Control("color", "Colour", "color", default="0.95 0.95 0.95", group="Look",
            help="How much light the fog scatters."),
    number("unevenness", "Unevenness", 0.5, 0.0, 1.5, "", "Look", "0 is even; 1 drifts in swathes."),
    number("holes", "Holes", 0.0, 0.0, 0.95, "", "Look", "The part of the bank that is clear."),
    number("softness", "Softness", 0.5, 0.05, 2.0, "", "Look", "How soft the edges of holes are."),
    number("height", "Height", 12.0, 0.2, 1000.0, "m", "Place",
           "Over so many metres upward it thins to a third."),
    number("base", "Base", 0.0, 0.0, 500.0, "m", "Place", "How high above the ground it hangs: low cloud."),
    number("front", "Front", 0.0, 0.0, 5000.0, "m", "Place",
           "How far from the camera the bank begins; 0 is all around it."),
    *moving(0.8, 0.4, 5.0),
    number("advance", "Advance", 0.0, -40.0, 40.0, "m/s", "Motion",
           "How fast the bank's front comes nearer; a loop holds it still."),
    *CAMERA,
    *lit(0.4, 0.25),
    number("forward", "Forward scatter", 0.6, -0.9, 0.9, "", "Light",
           "Henyey and Greenstein's g: above zero the fog glows against the light."),
    *QUALITY,
)  # fmt: skip
