"""An evaluator of the Nuke nodes that our snippets use, for proofs on pixels without a Nuke.

`render` gives the pixels of a parsed node at a frame. It is strict: a class, a knob or a value that it does
not execute raises `NotExecuted`, so that nothing in a snippet is passed over in silence. README.md says what
comes from a page of Foundry's, and what from working knowledge.
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
