"""What can be set on a dust hit, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, FINER, LIGHT, blown, number, placed, swirl, time
from secondunit.wire.control import Control

CONTROLS: tuple[Control, ...] = (
    number("density", "Density", 0.7, 0.02, 8.0, "", "Look", "How much light fresh dust stops."),
    Control("color", "Colour", "color", default="0.52 0.42 0.31", group="Look",
            help="How much light the dust scatters: 0.52 0.42 0.31 dry earth, 0.6 concrete, 0.9 plaster."),
    number("billow", "Billow", 0.8, 0.0, 1.0, "", "Look", "How far rounded heads bite into the edge."),
    number("wisps", "Wisps", 0.8, 0.0, 1.0, "", "Look", "How far thin dust breaks into threads."),
    number("softness", "Softness", 0.15, 0.0, 1.0, "", "Look", "0 keeps the edges crisp, 1 blurs them."),
    time(0.05, 4.0),
    number("spread", "Spread", 0.6, 0.0, 1.0, "", "Motion", "0 throws it straight up, 1 flat outward."),
    number("weight", "Weight", 6.0, 0.0, 20.0, "m/s2", "Motion",
           "How strongly thick dust falls: 0 hangs as smoke does, 20 falls as sand does."),
    number("raggedness", "Raggedness", 0.7, 0.0, 1.0, "", "Motion", "0 an even crown, 1 uneven jets."),
    number("turbulence", "Turbulence", 1.0, 0.0, 3.0, "", "Motion", "Eddies that tear at the dust."),
    swirl(0.4),
    number("life", "Life", 1.6, 0.1, 120.0, "s", "Motion",
           "The time in which dust in the air thins to a third."),
    *blown(0.3, 0.2, help="The wind at half the room's height."),
    number("start", "Start", 0.2, 0.0, 600.0, "s", "Source", "When it strikes, after the first frame."),
    number("width", "Crater", 0.5, 0.02, 50.0, "m", "Source", "How wide the place is that is struck."),
    number("height", "Thrown", 1.6, 0.05, 200.0, "m", "Place",
           "How high dust is thrown: this sets its speed and the scale."),
    *placed(0.5, 0.15),
    number("distance", "Distance", 0.0, 0.0, 10000.0, "m", "Place",
           "From camera to source; 0 lets the dust fill the frame above the source.", automatic=0.0),
    *CAMERA,
    *LIGHT,
    number("forward", "Forward scatter", 0.35, -0.9, 0.9, "", "Light",
           "Henyey and Greenstein's g: above zero the dust glows against the light."),
    Control("resolution", "Resolution", "int", "cells", 0, 0, 480, 8, group="Quality", automatic=0.0,
            help="Cells over the room's height: 64 for a look, 200 for a hero shot; 0 makes them as fine as "
                 "the picture needs."),
    FINER,
    Control("substeps", "Steps a frame", "int", "", 4, 1, 12, 1, group="Quality",
            help="More for small or slowed hits, so that they do not skip."),
)  # fmt: skip
