"""Which parts of Blender's windows are drawn anew when the panel's model changed."""

from __future__ import annotations

from typing import Any

import bpy

#: The areas that show the panel.
AREAS = ("VIEW_3D", "IMAGE_EDITOR", "SEQUENCE_EDITOR", "NODE_EDITOR", "PREFERENCES")


def redraw(views: bool) -> None:
    """Redraw where the panel is; the 3D `views` beside it too where a quick look is drawn over them."""
    manager: Any = bpy.context.window_manager
    for window in manager.windows:
        for area in window.screen.areas:
            if area.type in AREAS:
                _redraw_area(area, views)


def _redraw_area(area: Any, views: bool) -> None:
    for region in area.regions:
        seen = views and area.type == "VIEW_3D" and region.type == "WINDOW"
        if region.type == "UI" or area.type == "PREFERENCES" or seen:
            region.tag_redraw()
