"""What the panel shows by the user's choice: which takes, and whether a quick look follows the form.

Held by the window manager: it belongs to who looks, and is neither saved with a document nor undone.
"""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty

from secondunit.host.gallery import ALL, BIN, CHOICES, HIDDEN, STARRED
from secondunit.wire.visible import visible

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


def _takes(_manager: Any, _context: Any) -> list[tuple[str, str, str, str, int]]:
    """What there is to choose: the fixed choices, and below them the show's playlists."""
    playlists = [
        (one.id, visible(one.name), "A playlist, in the order of the show's cut", "SEQ_SEQUENCER")
        for one in current().panel.playlists
    ]
    fixed = [(choice, *_WORDS[choice]) for choice in CHOICES]
    # Blender keeps no copy of these texts: they have to stay alive here.
    _offered[:] = [(*item, number) for number, item in enumerate([*fixed, *playlists])]
    return _offered


_offered: list[tuple[str, str, str, str, int]] = []


def _get_takes(_manager: Any) -> int:
    gallery, playlists = current().gallery, [one.id for one in current().panel.playlists]
    if gallery.playlist in playlists:
        return len(CHOICES) + playlists.index(gallery.playlist)
    return CHOICES.index(gallery.choice)


def _set_takes(_manager: Any, number: int) -> None:
    gallery, playlists = current().gallery, current().panel.playlists
    if number < len(CHOICES):
        gallery.set_choice(CHOICES[number])
    elif number - len(CHOICES) < len(playlists):
        gallery.set_playlist(playlists[number - len(CHOICES)].id)


def _set_quick(_manager: Any, on: bool) -> None:
    current().follow_quickly(on)


def _set_view(_manager: Any, on: bool) -> None:
    from . import quick_view  # what draws is loaded when it is wanted

    quick_view.switch(on)
    redraw(views=True)
    current().redraw_soon()


def register() -> None:
    """Give every window manager the choices."""
    takes = EnumProperty(
        name="Takes",
        description="Which takes are listed",
        items=_takes,
        get=_get_takes,
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
