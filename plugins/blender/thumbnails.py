"""Thumbnails of takes as icons, read from the take's own preview file when a panel first shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import bpy.utils.previews

from secondunit.wire import Take

_pictures: Any = None


def icon_of(take: Take) -> int:
    """The icon of a take's thumbnail, or 0 while there is none."""
    global _pictures
    if not take.thumbnail or bpy.app.background:
        return 0
    if _pictures is None:
        _pictures = bpy.utils.previews.new()
    if take.id not in _pictures:
        path = Path(take.folder) / take.thumbnail
        if not path.is_file():
            return 0
        _pictures.load(take.id, str(path), "IMAGE")
    return int(_pictures[take.id].icon_id)


def forget() -> None:
    """Free every thumbnail."""
    global _pictures
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
        _pictures = None
