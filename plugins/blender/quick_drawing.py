"""Draw the quick look's section: the newest small frame, what it is, and where it is shown."""

from __future__ import annotations

from typing import Any

import bpy

from .lines import LETTER, Layout, sentence, width
from .session import BlenderSession
from .showing import QUICK, VIEW
from .take_listing import BLENDER_UNIT

#: The picture's share of the width: Blender draws an icon into a square, half of which is empty then.
SHARE = 0.8


def draw_switch(layout: Layout) -> None:
    """The tick in the section's head."""
    layout.prop(_manager(), QUICK, text="")


def draw_quick(layout: Layout, here: BlenderSession) -> None:
    """The newest quick look, what it is, and whether it stands over the camera's view too."""
    quick = here.panel.quick
    if not here.quick_wanted:
        sentence(layout, "Off: no small frame is made while the form changes.", quiet=True)
        return
    here.see_quick_look()
    picture, icon = here.quick_pictures.picture, here.quick_pictures.icon
    if picture is not None:
        if icon and not here.quick_in_view:
            layout.template_icon(icon_value=icon, scale=SHARE * width() * LETTER / BLENDER_UNIT)
        sentence(layout, picture.label + (" · drawing ..." if quick.working else ""), icon="IMAGE_DATA")
        for remark in picture.facts.remarks:
            sentence(layout, remark, quiet=True)
    elif quick.working:
        sentence(layout, "Drawing a small frame ...", icon="IMAGE_DATA")
    else:
        sentence(layout, quick.sentence or "It follows once something of the form changes.", quiet=True)
    layout.prop(_manager(), VIEW)


def _manager() -> Any:
    return bpy.context.window_manager
