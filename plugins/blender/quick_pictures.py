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
    apart: Any
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
    """The newest quick look of a panel: its pixels, and it as an icon.

    Read by the timer: while Blender draws it refuses whatever writes, into a place apart too.
    """

    def __init__(self) -> None:
        self._of: QuickPreview | None = None
        self._icons: Any = None
        #: The pixels of what was read last; None where there is none, or none that can be read.
        self.pixels: Pixels | None = None
        #: The number of its icon; 0 where there is none, or no window.
        self.icon = 0

    @property
    def picture(self) -> QuickPreview | None:
        """What was read last, where it could be read."""
        return self._of if self.pixels is not None else None

    def read(self, picture: QuickPreview | None) -> None:
        """Take up the newest quick look; nothing happens where it is the one that was read last."""
        if picture is self._of:
            return
        self.forget()
        self._of = picture
        if picture is None:
            return
        try:
            self.pixels = read_jpeg(picture.data)
        except RuntimeError:
            return
        if not bpy.app.background:
            self._icons = bpy.utils.previews.new()
            made = self._icons.new(_NAME)
            made.image_size = self.pixels.width, self.pixels.height
            made.image_pixels_float.foreach_set(self.pixels.values)
            self.icon = int(made.icon_id)

    def forget(self) -> None:
        """Free what was read."""
        self._of, self.pixels, self.icon = None, None, 0
        if self._icons is not None:
            bpy.utils.previews.remove(self._icons)
            self._icons = None
