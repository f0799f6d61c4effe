"""What the panel shows by the user's choice: which takes, and whether a quick look follows the form.

Held by the window manager: it belongs to who looks, and is neither saved with a document nor undone.
"""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty

from secondunit.host.gallery import ALL, BIN, CHOICES, HIDDEN, STARRED

from .redrawing import redraw
from .session import current

#: The names of the properties.
TAKES, QUICK, VIEW = "second_unit_takes", "second_unit_quick", "second_unit_quick_in_view"
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


def _set_view(_manager: Any, on: bool) -> None:
    from . import quick_view  # what draws is loaded when it is wanted

    quick_view.switch(on)
    redraw(views=True)
    current().redraw_soon()


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
        get=lambda _manager: current().quick_wanted,
        set=_set_quick,
    )
    view = BoolProperty(
        name="Over the Camera View",
        description="Show it over the frame in 3D views that look through the camera; handles stay in sight",
        get=lambda _manager: current().quick_in_view,
        set=_set_view,
    )
    setattr(bpy.types.WindowManager, TAKES, takes)
    setattr(bpy.types.WindowManager, QUICK, quick)
    setattr(bpy.types.WindowManager, VIEW, view)


def unregister() -> None:
    """Take the choices away."""
    delattr(bpy.types.WindowManager, TAKES)
    if current().quick_in_view:
        _set_view(None, False)
    delattr(bpy.types.WindowManager, QUICK)
    delattr(bpy.types.WindowManager, VIEW)
