"""Pixels of quick looks, and the newest as an icon: JPEG is read in a place of Blender's that is no document.

Reading takes some 10 ms for 480 pixels across. The document's own data is not touched, so nothing of it is
saved, undone or evaluated anew.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

import bpy
import bpy.utils.previews

from secondunit.host.quick import QuickPreview

_NAME = "quick look"


@dataclass(frozen=True)
class Pixels:
    """A picture as the display shows it: RGBA 0 to 1, rows from the bottom up."""

    width: int
    height: int
    values: array[float]


def read_jpeg(data: bytes) -> Pixels:
    """The pixels of a JPEG (or PNG); raises `RuntimeError` where Blender cannot read it."""
    with bpy.data.temp_data() as apart:
        image: Any = apart.images.new(_NAME, 1, 1)
        image.pack(data=data, data_len=len(data))
        image.source = "FILE"
        width, height = image.size
        if width < 1 or height < 1 or image.channels != 4:
            raise RuntimeError("This is no picture that can be read.")
        values = array("f", bytes(4 * 4 * width * height))
        image.pixels.foreach_get(values)
    return Pixels(width, height, values)


class QuickPictures:
    """The newest quick look of a panel, read once, and as an icon."""

    def __init__(self) -> None:
        self._of: QuickPreview | None = None
        self._pixels: Pixels | None = None
        self._icons: Any = None

    def pixels(self, picture: QuickPreview | None) -> Pixels | None:
        """The pixels of a quick look; None where there is none, or none that can be read."""
        if picture is not self._of:
            self._of, self._pixels = picture, None
            self.forget()
            if picture is not None:
                try:
                    self._pixels = read_jpeg(picture.data)
                except RuntimeError:
                    self._pixels = None
        return self._pixels

    def icon(self, picture: QuickPreview | None) -> int:
        """The number of a quick look's icon; 0 where there is none, or no window."""
        pixels = self.pixels(picture)
        if pixels is None or bpy.app.background:
            return 0
        if self._icons is None:
            self._icons = bpy.utils.previews.new()
            made = self._icons.new(_NAME)
            made.image_size = pixels.width, pixels.height
            made.image_pixels_float.foreach_set(pixels.values)
        return int(self._icons[_NAME].icon_id)

    def forget(self) -> None:
        """Free the icon."""
        if self._icons is not None:
            bpy.utils.previews.remove(self._icons)
            self._icons = None
