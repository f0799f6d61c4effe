"""What can be set on drifting dust, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.carriers.haze.controls import QUALITY, moving
from secondunit.elements.optics.controls import CAMERA, LIGHT, number
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    number("visibility", "Visibility", 1.5, 0.1, 100.0, "m", "Look",
           "How far one would see in a fresh puff, to 2 % of contrast: 0.5 solid, 2 thick, 10 a veil. "
           "A matte, where given, holds the dust inside it: it lies over what is white."),
    Control("color", "Colour", "color", default="0.45 0.35 0.25", group="Look",
            help="The colour of the ground: 0.45 0.35 0.25 earth, 0.75 0.65 0.5 sand, 0.6 0.6 0.6 chalk."),
    number("unevenness", "Unevenness", 0.9, 0.0, 1.5, "", "Look", "0 is smooth puffs; 1 is torn by eddies."),
    number("holes", "Wisps", 0.3, 0.0, 0.95, "", "Look", "How far it breaks into wisps."),
    number("softness", "Softness", 0.7, 0.05, 2.0, "", "Look", "How soft the edges of wisps are."),
    number("rate", "Amount", 14.0, 0.2, 500.0, "1/s", "Source", "How many puffs are raised in a second."),
    number("size", "Puff size", 0.5, 0.05, 20.0, "m", "Source", "How large a fresh puff is."),
    number("width", "Track width", 0.8, 0.0, 50.0, "m", "Source", "How wide the track is."),
    number("rise", "Throw up", 1.6, 0.0, 20.0, "m/s", "Source", "How fast dust is thrown up."),
    number("spread", "Throw out", 1.0, 0.0, 20.0, "m/s", "Source", "How fast dust is thrown to the sides."),
    number("pace", "Pace", 5.0, 0.0, 60.0, "m/s", "Source",
           "How fast what raises it goes from start to end: 1.4 feet, 5 a trotting horse, 12 a car; 0 raises "
           "dust along the whole line at once, for ever."),
    number("lead", "Head start", 1.0, 0.0, 120.0, "s", "Source",
           "How long before the first frame it set off; a loop begins a pass with itself."),
    number("mixing", "Mixing", 0.12, 0.0, 10.0, "m2/s", "Motion",
           "How fast turbulence widens a puff: its variance grows by twice this in a second."),
    number("fall", "Settling", 0.06, 0.0, 3.0, "m/s", "Motion", "How fast it falls: 0.02 flour, 0.3 sand."),
    number("life", "Life", 6.0, 0.2, 120.0, "s", "Motion", "How long a puff hangs in the air."),
    *moving(0.8, 0.5, 0.6),
    number("x", "Start across", 0.12, -0.5, 1.5, "", "Place", "Where the line starts: 0 left, 1 right."),
    number("y", "Start up", 0.34, -0.5, 1.0, "", "Place",
           "Where the line starts on the ground: 0 bottom edge. At the horizon and above it is 300 m away."),
    number("end_x", "End across", 0.88, -0.5, 1.5, "", "Place", "Where the line ends: 0 left, 1 right."),
    number("end_y", "End up", 0.3, -0.5, 1.0, "", "Place", "Where the line ends on the ground."),
    *CAMERA,
    *LIGHT,
    number("forward", "Forward scatter", 0.4, -0.9, 0.9, "", "Light",
           "Henyey and Greenstein's g: above zero the dust glows against the light."),
    *QUALITY,
)  # fmt: skip
