"""Which part of a large picture is asked for at full size: what is seen of it, with room around; geometry."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from .pictures import PictureKey

if TYPE_CHECKING:
    from secondunit.wire import Format, Window

#: Parts begin and end at multiples of this, so that a small pan asks for nothing.
GRID = 128
#: The most pixels across that a part is asked for in: two large screens.
MOST = 8192


def detail_of(
    format: Format, pixels: int, visible: Window, enough: int, last: PictureKey | None
) -> tuple[Window, int] | None:
    """The part of a picture and the pixels across it is needed in; None where the whole one is enough.

    The whole picture of `format` is `pixels` wide on the screen (device px); a picture of it `enough` wide is
    here already, coded with loss: at 1:1 and beyond it is never enough. `visible` is what is seen, in the
    picture's own pixels. The `last` part is kept while it holds all that is seen, as finely.
    """
    if pixels < format.width and pixels <= enough:
        return None
    scale = min(1.0, pixels / format.width)
    shown = format.window.intersection(visible)
    if shown is None:
        return None
    # A part that was seen of something larger is none of this picture.
    own = last is not None and last.crop is not None and format.window.intersection(last.crop) == last.crop
    if own and last is not None and last.crop is not None and last.crop.intersection(shown) == shown:
        finest = last.width >= ceil(last.crop.width * scale) or last.width >= last.crop.width
        if finest and last.width <= 2 * ceil(last.crop.width * scale):
            return last.crop, last.width
    crop = _on_grid(shown, format)
    return crop, max(16, min(MOST, ceil(crop.width * scale)))


def _on_grid(shown: Window, format: Format) -> Window:
    from secondunit.wire import Window

    x, y = shown.x // GRID * GRID, shown.y // GRID * GRID
    right = min(format.width, -(-shown.right // GRID) * GRID)
    bottom = min(format.height, -(-shown.bottom // GRID) * GRID)
    return Window(x, y, right - x, bottom - y)
