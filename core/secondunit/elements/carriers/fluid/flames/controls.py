"""What can be set on a flame, with units, ranges and defaults: a small one's."""

from __future__ import annotations

from secondunit.elements.optics.controls import (
    CAMERA,
    FINER,
    LIGHT,
    blown,
    number,
    placed,
    shutter,
    swirl,
    time,
)
from secondunit.wire.control import Control

from ..shapes import SHAPES

FLAME_CONTROLS: tuple[Control, ...] = (
    number("brightness", "Brightness", 20.0, 0.0, 200.0, "", "Look",
           "Scene-linear light of a deep flame where it is hottest: 1 is a white card."),
    number("temperature", "Core", 1900.0, 1200.0, 4000.0, "K", "Look",
           "How hot the flame's core is: 1500 red, 1900 a torch, 2400 white; 4000 with the lowest white "
           "balance is as blue as burning gas. Its tips are cooler."),
    number("white", "White balance", 4300.0, 2500.0, 10000.0, "K", "Look",
           "What the plate's camera shows as white: higher makes the flame more orange."),
    number("density", "Soot in flame", 1.1, 0.02, 8.0, "", "Look",
           "How much the flame hides what is behind it: its alpha. It shines by what it hides."),
    number("soot", "Smoke left", 0.05, 0.0, 1.0, "", "Look",
           "How much dark smoke is left where the flame ends."),
    Control("color", "Smoke colour", "color", default="0.09 0.085 0.08", group="Look",
            help="How much light the smoke scatters: 0.02 soot, 0.6 grey."),
    number("licks", "Licks", 0.6, 0.0, 1.0, "", "Look",
           "How far eddies tear the flame into tongues and threads."),
    *blown(0.0, 0.3, help="The wind at half the flame's height.", most=20.0),
    number("rise", "Push", 0.3, 0.0, 15.0, "m/s", "Motion", "The speed at which fuel leaves the source."),
    time(0.05, 4.0),
    number("turbulence", "Turbulence", 0.5, 0.0, 2.0, "", "Motion", "Eddies of the air around."),
    swirl(0.5),
    number("flicker", "Flicker", 0.6, 0.0, 1.0, "", "Motion", "How unevenly the fuel leaves."),
    Control("source", "Source", "choice", default="ball", choices=SHAPES, group="Source",
            help="The shape that burns; a matte, where given, takes its place."),
    number("width", "Source width", 0.14, 0.02, 5.0, "m", "Source", "How wide the burning head is."),
    number("preroll", "Pre-roll", -1.0, -1.0, 60.0, "s", "Source",
           "How long it burned before the first frame; -1 lets the flame stand first.", automatic=-1.0),
    number("height", "Flame height", 0.7, 0.1, 12.0, "m", "Place",
           "How tall the flame stands on average: this sets the scale."),
    *placed(0.5, 0.2),
    number("distance", "Distance", 0.0, 0.0, 2000.0, "m", "Place",
           "From camera to source; 0 lets the flame fill the frame above the source.", automatic=0.0),
    *CAMERA,
    *LIGHT,
    shutter("180 blurs as film does, 0 leaves blur to the vectors"),
    Control("resolution", "Resolution", "int", "cells", 0, 0, 480, 8, group="Quality", automatic=0.0,
            help="Cells over the flame's room: 96 for a look, 240 for a hero shot; 0 makes them as fine as "
                 "the picture needs."),
    FINER,
    Control("substeps", "Steps a frame", "int", "", 5, 1, 12, 1, group="Quality",
            help="More for large or fast flames, so that they do not skip."),
)  # fmt: skip
