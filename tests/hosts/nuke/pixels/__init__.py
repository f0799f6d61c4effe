"""An evaluator of the Nuke nodes that our snippets use, written from Foundry's documentation of each node.

`render` gives the pixels of a parsed node at a frame. It is strict: a class, a knob or a value that it does
not execute raises `NotExecuted`, so that nothing in a snippet is passed over in silence. See README.md.
"""

from __future__ import annotations

from . import color, filters, geometry, merge, read, shuffle, timing
from .engine import PixelError, render
from .expressions import NotExecuted

__all__ = [
    "NotExecuted",
    "PixelError",
    "color",
    "filters",
    "geometry",
    "merge",
    "read",
    "render",
    "shuffle",
    "timing",
]
