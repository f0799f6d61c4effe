"""What can be set on a plume, with units, ranges and defaults."""

from __future__ import annotations

from secondunit.elements.optics.controls import CAMERA, LIGHT, number
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
    number("speed", "Time", 1.0, 0.05, 8.0, "x", "Motion", "0.5 is half speed: slower looks larger."),
    number("wind", "Wind", 0.0, 0.0, 40.0, "m/s", "Motion", "The wind at half the plume's height."),
    number("wind_direction", "Wind to", 0.0, -360.0, 360.0, "deg", "Motion",
           "Where the wind blows: 0 right of frame, 180 left, 90 away, -90 at camera."),
    number("gusts", "Gusts", 0.25, 0.0, 1.0, "", "Motion", "How unsteady the wind is."),
    number("turbulence", "Turbulence", 0.4, 0.0, 2.0, "", "Motion", "Eddies of the air around."),
    number("swirl", "Swirl", 0.35, 0.0, 2.0, "", "Motion", "How strongly small whirls are kept alive."),
    number("expansion", "Expansion", 0.5, 0.0, 5.0, "1/s", "Motion", "How fast fresh smoke swells."),
    number("cooling", "Cooling", 4.0, 0.1, 600.0, "s", "Motion", "The time in which heat falls to a third."),
    number("life", "Life", 9.0, 0.2, 600.0, "s", "Motion", "The time in which smoke thins to a third."),
    Control("source", "Source", "choice", default="disc", choices=SHAPES, group="Source",
            help="The shape smoke leaves from; a matte, where given, takes its place."),
    number("width", "Source width", 0.5, 0.002, 200.0, "m", "Source", "How wide the source is."),
    number("unevenness", "Unevenness", 0.6, 0.0, 1.0, "", "Source", "How much the source puffs."),
    number("preroll", "Pre-roll", -1.0, -1.0, 120.0, "s", "Source",
           "How long it smoked before the first frame; -1 lets the plume stand first."),
    number("height", "Height", 4.0, 0.05, 2000.0, "m", "Place",
           "How tall the plume is: this sets the scale."),
    number("x", "Across", 0.5, -0.5, 1.5, "", "Place", "The source in frame: 0 left edge, 1 right edge."),
    number("y", "Up", 0.1, -0.5, 1.5, "", "Place", "The source in frame: 0 bottom edge, 1 top edge."),
    number("distance", "Distance", 0.0, 0.0, 10000.0, "m", "Place",
           "From camera to source; 0 lets the plume fill the frame above the source."),
    Control("ground", "Ground", "bool", default=True, group="Place", help="Smoke spreads on a floor."),
    *CAMERA,
    *LIGHT,
    number("forward", "Forward scatter", 0.25, -0.9, 0.9, "", "Light",
           "Henyey and Greenstein's g: above zero the smoke glows against the light."),
    Control("resolution", "Resolution", "int", "cells", 160, 8, 640, 8, group="Quality",
            help="Cells over the plume's height: 64 for a look, 224 for a shot, 320 for a hero shot."),
    number("detail", "Detail", 1.0, 0.0, 1.0, "", "Quality", "How much finer the picture is than the cells."),
    Control("substeps", "Steps a frame", "int", "", 1, 1, 8, 1, group="Quality",
            help="2 for fast smoke, so that it does not skip."),
)  # fmt: skip
