"""Small pictures for people: an element on a ground, scaled with square pixels, as 8-bit sRGB PNG.

Previews never go back into a comp. It knows pictures and views; it does not know takes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin

from ..wire.picture import Window
from .config import Config
from .display import Shown, to_display
from .over import over
from .picture import RGBA, Picture
from .whole import whole_file

#: What an element is laid on: a flat colour, a checker of two greys, or a plate.
Ground = Literal["black", "white", "grey", "checker"] | Picture

_FLAT = {"black": 0.0, "white": 1.0, "grey": 0.18}
_CHECKER = (0.11, 0.19)


def on_ground(picture: Picture, ground: Ground) -> Picture:
    """`picture` over `ground`, cut to the display window: RGBA float32, opaque.

    A plate gives the frame: its display window, its pixel aspect. A plate of another size is not scaled.
    """
    if isinstance(ground, Picture):
        return over(picture, ground).shown()
    front = replace(picture, channels=RGBA, pixels=picture.rgba()).shown()
    back = np.ones_like(front.pixels)
    if ground == "checker":
        back[..., :3] = checkered(front.data_window, max(back.shape))[..., None]
    else:
        back[..., :3] = _FLAT[ground]
    return over(front, replace(front, pixels=back))


def checkered(part: Window, longest: int, pixel_aspect: float = 1.0) -> npt.NDArray[np.float64]:
    """The light (height, width) of a part of a checker, whose squares follow the whole's `longest` side."""
    side = max(4, round(longest / 32))
    rows, columns = np.ogrid[: part.height, : part.width]
    across = (columns + part.x) * pixel_aspect // side
    return np.where(((rows + part.y) // side + across) % 2 != 0, *_CHECKER)


def fitted(picture: Picture, width: int, height: int) -> Picture:
    """`picture` with square pixels, scaled down to fit `width` x `height`; never larger than it is.

    Scaling averages scene-linear light over the area of each new pixel, so bright points keep their energy.
    """
    wide = picture.data_window.width * picture.pixel_aspect
    scale = min(1.0, width / wide, height / picture.data_window.height)
    size = max(1, round(wide * scale)), max(1, round(picture.data_window.height * scale))
    if size == (picture.data_window.width, picture.data_window.height):
        return picture
    planes = [
        np.asarray(Image.fromarray(np.ascontiguousarray(plane)).resize(size, _filter(size, picture)))
        for plane in np.moveaxis(picture.pixels.astype(np.float32, copy=False), -1, 0)
    ]
    return Picture.of(np.stack(planes, axis=-1), picture.channels, attributes=picture.attributes)


def preview(
    picture: Picture,
    colorspace: str,
    config: Config,
    *,
    ground: Ground = "checker",
    width: int = 1920,
    height: int = 1080,
    view: str = "",
) -> Shown:
    """`picture` on its ground as (height, width, 3) uint8 sRGB, no larger than `width` x `height`.

    Values that are not numbers count as 0. Raises `UnknownColorSpace`, `BadColor`.
    """
    composed = on_ground(_finite(picture), _finite(ground) if isinstance(ground, Picture) else ground)
    return to_display(fitted(composed, width, height).pixels, colorspace, config, view=view)


def write_thumbnail(
    path: Path | str,
    picture: Picture,
    colorspace: str,
    config: Config,
    *,
    ground: Ground = "checker",
    width: int = 384,
    height: int = 216,
    view: str = "",
) -> Path:
    """Write a thumbnail as PNG, at most `width` x `height`; raises what `preview` and `whole_file` raise."""
    thumbnail = preview(picture, colorspace, config, ground=ground, width=width, height=height, view=view)
    return write_png(path, Image.fromarray(thumbnail))


def write_png(path: Path | str, image: Image.Image) -> Path:
    """Write an image as PNG marked as sRGB; it appears under its name only when it is whole."""
    path = Path(path)
    marks = PngImagePlugin.PngInfo()
    marks.add(b"sRGB", b"\0")
    with whole_file(path) as temporary:
        image.save(temporary, format="PNG", pnginfo=marks, compress_level=4)
    return path


def _filter(size: tuple[int, int], picture: Picture) -> Image.Resampling:
    larger = size[0] > picture.data_window.width or size[1] > picture.data_window.height
    return Image.Resampling.BILINEAR if larger else Image.Resampling.BOX


def _finite(picture: Picture) -> Picture:
    pixels: npt.NDArray[np.floating] = picture.pixels
    if bool(np.isfinite(pixels).all()):
        return picture
    return replace(picture, pixels=np.nan_to_num(pixels, nan=0.0, posinf=65504.0, neginf=-65504.0))
