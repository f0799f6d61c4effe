"""What the panel shows by the user's choice: which takes, and whether a quick look follows the form.

Held by the window manager: it belongs to who looks, and is neither saved with a document nor undone.
"""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty

from secondunit.host.gallery import ALL, BIN, CHOICES, HIDDEN, STARRED

from .session import current

#: The names of the properties.
TAKES, QUICK = "second_unit_takes", "second_unit_quick"
_WORDS = {
    ALL: ("All", "Every take that is not hidden", "RENDERLAYERS"),
    STARRED: ("Starred", "Those with your star", "SOLO_ON"),
    HIDDEN: ("Hidden", "Those that you put out of sight", "HIDE_ON"),
    BIN: ("In the Bin", "Those that were moved aside; the bin gives them back", "TRASH"),
}


def _set_takes(_manager: Any, number: int) -> None:
    current().gallery.set_choice(CHOICES[number])


def _set_quick(_manager: Any, on: bool) -> None:
    current().follow_quickly(on)


def register() -> None:
    """Give every window manager the choices."""
    items = [(choice, *_WORDS[choice], number) for number, choice in enumerate(CHOICES)]
    takes = EnumProperty(
        name="Takes",
        description="Which takes are listed",
        items=items,
        get=lambda _manager: CHOICES.index(current().gallery.choice),
        set=_set_takes,
    )
    quick = BoolProperty(
        name="Quick Look",
        description="Show a small frame of the element that follows while the form changes",
        get=lambda _manager: current().panel.quick.watching,
        set=_set_quick,
    )
    setattr(bpy.types.WindowManager, TAKES, takes)
    setattr(bpy.types.WindowManager, QUICK, quick)


def unregister() -> None:
    """Take the choices away."""
    delattr(bpy.types.WindowManager, TAKES)
    delattr(bpy.types.WindowManager, QUICK)
