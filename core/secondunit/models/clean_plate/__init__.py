"""The clean plate, computed: what a matte hides is taken from the frames that saw it.

`survey` reads the plate once and says where its frames stand, where it is cut, and whether it shows two
depths; `clean` gives the frames one at a time. Frames come by a function from a frame's number to its
pixels, so that this package knows no file. Everything outside the feathered matte keeps its bits. What no
frame saw is made of patches and is marked.
"""

from __future__ import annotations

from .cleaning import CleanFrame, CleaningSettings, clean, foreseen, second_depth
from .extension import Border, extend
from .path import Place
from .plate import MattedPlate
from .survey import Survey, survey

__all__ = [
    "Border",
    "CleanFrame",
    "CleaningSettings",
    "MattedPlate",
    "Place",
    "Survey",
    "clean",
    "extend",
    "foreseen",
    "second_depth",
    "survey",
]  # fmt: skip
