"""Compositing of premultiplied pictures with different data windows: over, plus and matte.

This is the reference: what a host's own Merge must give. Formulae: T. Porter and T. Duff, "Compositing
Digital Images", SIGGRAPH 1984. It knows no colour space; the pixels are scene-linear.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..wire.picture import Window
from .picture import RGBA, Picture


def over(element: Picture, plate: Picture) -> Picture:
    """`element` laid over `plate`: E + P (1 - a), RGBA float32, in the union of both data windows.

    Both are premultiplied; a picture without alpha is opaque within its data window. The plate's display
    window and attributes stay. Where the element's alpha and colour are 0 the plate is kept bit for bit.
    """
    window = _union(element.data_window, plate.data_window)
    front, back = _rgba(element, window), _rgba(plate, window)
    return _in(plate, window, front + back * (1.0 - front[..., 3:]))


def plus(light: Picture, plate: Picture) -> Picture:
    """`light` added to `plate`, alpha too but never above 1: for emission, which covers nothing."""
    window = _union(light.data_window, plate.data_window)
    front, back = _rgba(light, window), _rgba(plate, window)
    total = front + back
    overlap = (front[..., 3] > 0) & (back[..., 3] > 0)
    total[..., 3] = np.where(overlap, np.minimum(total[..., 3], 1.0), total[..., 3])
    return _in(plate, window, total)


def masked(picture: Picture, matte: Picture) -> Picture:
    """`picture` with every channel multiplied by the first channel (A if there is one) of `matte`."""
    name = "A" if matte.has_alpha else matte.channels[0]
    factor = matte.select((name,)).within(picture.data_window).pixels
    return replace(picture, pixels=(picture.pixels * factor).astype(picture.pixels.dtype, copy=False))


def _rgba(picture: Picture, window: Window) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    full = picture.rgba()
    return replace(picture, channels=RGBA, pixels=full).within(window).rgba()


def _in(plate: Picture, window: Window, pixels: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Picture:
    return replace(plate, channels=RGBA, pixels=pixels, data_window=window)


def _union(a: Window, b: Window) -> Window:
    x, y = min(a.x, b.x), min(a.y, b.y)
    return Window(x, y, max(a.right, b.right) - x, max(a.bottom, b.bottom) - y)
