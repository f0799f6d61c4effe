"""Sentences and labels in a region of some width: Blender's labels do not wrap, and are cut in silence."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, TypeAlias

from secondunit.wire.visible import visible

#: Blender's own layout, or what a test records instead.
Layout: TypeAlias = Any
#: What a letter takes at most on average, and what the edges and the tab of a sidebar take, in pixels.
LETTER, EDGES = 6.6, 34
#: The share of a row that a label before a value has, as Blender splits it.
SPLIT = 0.4
#: What an icon takes, in letters.
ICON = 3

_wide = 46


def fit(pixels: float, scale: float) -> None:
    """Set sentences for a region of that width, at the interface's scale."""
    global _wide
    _wide = max(16, int((pixels / scale - EDGES) / LETTER))


def width() -> int:
    """How many letters a line has."""
    return _wide


def fits(text: str, share: float = 1.0, icons: int = 0) -> bool:
    """Whether a text stands whole in a share of a line that holds so many icons too."""
    return len(text) <= share * (_wide - ICON * icons)


def sentence(layout: Layout, text: str, icon: str = "NONE", quiet: bool = False, beside: int = 0) -> None:
    """A sentence over as many lines as it needs; `quiet` draws it back, so many icons stand `beside` it."""
    column = layout.column(align=True)
    column.scale_y = 0.8
    if quiet:
        column.active = False
    for number, line in enumerate(wrap(visible(text), _wide - ICON * ((icon != "NONE") + beside)) or [""]):
        column.label(text=line, icon=icon if number == 0 else "BLANK1" if icon != "NONE" else "NONE")
