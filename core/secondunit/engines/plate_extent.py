"""The pixels that a plate has beyond its format, where its files have overscan, and a matte over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from secondunit.media.picture import Picture
from secondunit.media.still import inspect_still
from secondunit.wire import Window
from secondunit.wire.footage import is_movie

from .plate_reader import PlateReader

Pixels = npt.NDArray[np.float32]


def extent_of(reader: PlateReader, frames: Iterable[int], window: Window) -> Window:
    """The pixels that each of `frames` has: the format's, and what of `window` all of them have beyond it.

    Its origin is the format's. Raises what looking at a file's header raises.
    """
    plate = reader.plate
    display = plate.format.window
    if is_movie(plate.path):
        return display
    extent = window
    for path in dict.fromkeys(reader.path(frame) for frame in frames):
        header = inspect_still(path, part=plate.part)
        data = _moved(header.data_window, header.display_window, -1)
        shared = extent.intersection(data)
        if shared is None or shared.intersection(display) != display:
            return display
        extent = shared
    return extent


def over_extent(picture: Picture, extent: Window) -> Picture:
    """A frame cropped and padded to an extent, whose origin is the display window's."""
    return picture.within(_moved(extent, picture.display_window, 1))


def padded(matte: Callable[[int], Pixels], format: Window, extent: Window) -> Callable[[int], Pixels]:
    """A matte of the format over `extent`, which is the format or more: it covers nothing beyond."""
    if extent == format:
        return matte
    down = format.y - extent.y, extent.bottom - format.bottom
    across = format.x - extent.x, extent.right - format.right
    return lambda frame: np.pad(matte(frame), (down, across))


def _moved(window: Window, origin: Window, sign: int) -> Window:
    return Window(window.x + sign * origin.x, window.y + sign * origin.y, window.width, window.height)
