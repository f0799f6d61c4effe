"""Thumbnails of takes as icons, read from the take's own preview files when a panel first shows them.

Blender draws an icon into a square: a picture as wide as the panel would leave half of its square empty. So
a wide one has the take's contact sheet below its thumbnail.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import bpy.utils.previews

from secondunit.wire import Take

#: Empty rows between the thumbnail and the contact sheet.
GAP = 4

_pictures: Any = None


def icon_of(take: Take, wide: bool = False) -> int:
    """The icon of a take's thumbnail, or 0 while there is none; `wide` has its contact sheet below it."""
    global _pictures
    if not take.thumbnail or bpy.app.background:
        return 0
    if _pictures is None:
        _pictures = bpy.utils.previews.new()
    picture = _read(take, take.thumbnail)
    if picture is None:
        return 0
    sheet = _read(take, take.contact_sheet) if wide and take.contact_sheet else None
    return int(picture.icon_id if sheet is None else _stacked(take, picture, sheet).icon_id)


def _read(take: Take, name: str) -> Any:
    key = f"{take.id} {name}"
    if key not in _pictures:
        path = Path(take.folder) / name
        if not path.is_file():
            return None
        _pictures.load(key, str(path), "IMAGE")
    return _pictures[key]


def _stacked(take: Take, upper: Any, lower: Any) -> Any:
    """One picture of two: the lower one below the upper one, each in its own shape."""
    key = f"{take.id} stacked"
    if key not in _pictures:
        above, below = (stack_rows(one.image_size, one.image_pixels) for one in (upper, lower))
        columns = max(upper.image_size[0], lower.image_size[0])
        empty = [0] * columns
        made = _pictures.new(key)
        # Blender's pixels go from the bottom up.
        rows = [*centred(below, columns), *[empty] * GAP, *centred(above, columns)]
        made.image_size = columns, len(rows)
        made.image_pixels = [pixel for row in rows for pixel in row]
    return _pictures[key]


def stack_rows(size: Any, pixels: Any) -> list[list[int]]:
    """A picture's pixels by rows, `size` is its width and height."""
    width, height = size
    flat = list(pixels)
    return [flat[row * width : (row + 1) * width] for row in range(height)]


def centred(rows: list[list[int]], width: int) -> list[list[int]]:
    """Rows with as much that is empty on both sides as they need to be so wide."""
    left = (width - (len(rows[0]) if rows else 0)) // 2
    return [[0] * left + row + [0] * (width - left - len(row)) for row in rows]


def forget() -> None:
    """Free every thumbnail."""
    global _pictures
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
        _pictures = None
