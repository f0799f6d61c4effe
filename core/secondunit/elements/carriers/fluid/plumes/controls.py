"""What can be set on a plume, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, FINER, LIGHT, blown, number, placed, swirl, time
from secondunit.wire.control import Control

from ..shapes import SHAPES

PLUME_CONTROLS: tuple[Control, ...] = (
    number("density", "Density", 1.0, 0.02, 8.0, "", "Look",
           "How much light a puff stops: 0.1 haze, 3 solid."),
    Control("color", "Colour", "color", default="0.62 0.61 0.6", group="Look",
            help="How much light the smoke scatters: 0.02 soot, 0.6 grey, 0.95 white."),
    number("billow", "Billow", 0.6, 0.0, 1.0, "", "Look", "How far rounded heads bite into the edge."),
    number("wisps", "Wisps", 0.35, 0.0, 1.0, "", "Look", "How far thin smoke breaks into threads."),
    number("softness", "Softness", 0.3, 0.0, 1.0, "", "Look", "0 keeps the edges crisp, 1 blurs them."),
    number("temperature", "Heat", 130.0, 0.0, 1500.0, "K", "Motion",
           "How much hotter than the air: it lifts."),
    number("rise", "Push", 0.9, 0.0, 30.0, "m/s", "Motion", "The speed at which smoke leaves the source."),
    time(0.05, 8.0),
    *blown(0.0, 0.25, help="The wind at half the plume's height."),
    number("turbulence", "Turbulence", 0.4, 0.0, 2.0, "", "Motion", "Eddies of the air around."),
    swirl(0.35),
    number("expansion", "Expansion", 0.5, 0.0, 5.0, "1/s", "Motion", "How fast fresh smoke swells."),
    number("cooling", "Cooling", 4.0, 0.1, 600.0, "s", "Motion", "The time in which heat falls to a third."),
    number("life", "Life", 9.0, 0.2, 600.0, "s", "Motion", "The time in which smoke thins to a third."),
    Control("source", "Source", "choice", default="disc", choices=SHAPES, group="Source",
            help="The shape smoke leaves from; a matte, where given, takes its place."),
    number("width", "Source width", 0.5, 0.002, 200.0, "m", "Source", "How wide the source is."),
    number("unevenness", "Unevenness", 0.6, 0.0, 1.0, "", "Source", "How much the source puffs."),
    number("preroll", "Pre-roll", -1.0, -1.0, 120.0, "s", "Source",
           "How long it smoked before the first frame; -1 lets the plume stand first.", automatic=-1.0),
    number("height", "Height", 4.0, 0.05, 2000.0, "m", "Place",
           "How tall the plume is: this sets the scale."),
    *placed(0.5, 0.1),
    number("distance", "Distance", 0.0, 0.0, 10000.0, "m", "Place",
           "From camera to source; 0 lets the plume fill the frame above the source.", automatic=0.0),
    Control("ground", "Ground", "bool", default=True, group="Place", help="Smoke spreads on a floor."),
    *CAMERA,
    *LIGHT,
    number("forward", "Forward scatter", 0.25, -0.9, 0.9, "", "Light",
           "Henyey and Greenstein's g: above zero the smoke glows against the light."),
    Control("resolution", "Resolution", "int", "cells", 0, 0, 640, 8, group="Quality", automatic=0.0,
            help="Cells over the plume's height: 64 for a look, 320 for a hero shot; 0 makes them as fine as "
                 "the picture needs."),
    FINER,
    Control("substeps", "Steps a frame", "int", "", 1, 1, 8, 1, group="Quality",
            help="2 for fast smoke, so that it does not skip."),
)  # fmt: skip
