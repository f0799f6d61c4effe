"""One frame for the eye: an element on a ground or its alpha alone, small, as JPEG.

Scaled first and composed then: a quarter of the work, and within a pixel's own width of the whole way round.
It knows pictures; it does not know takes, files or what is kept.
"""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from secondunit.media.config import Config
from secondunit.media.display import to_display
from secondunit.media.picture import RGBA, Picture
from secondunit.media.preview import Ground, on_ground
from secondunit.media.shrink import shrunk
from secondunit.wire import Format, Viewing
from secondunit.wire.errors import OutOfRange

#: What a frame may be looked at on or as.
VIEWS = ("plate", "black", "white", "grey", "checker", "alpha", "behind")
#: The views that are a ground of their own.
FLAT: dict[str, Ground] = {"black": "black", "white": "white", "grey": "grey", "checker": "checker"}
#: Of 100: the step from which a gradient of smoke shows no blocks at 400 %.
QUALITY = 92


def check_view(view: str) -> None:
    """Raise `OutOfRange` unless `view` is one of `VIEWS`."""
    if view not in VIEWS:
        raise OutOfRange(
            f"There is no view {view[:40]!r}.", remedy="There are: " + ", ".join(VIEWS) + ".", where="view"
        )


def small_element(element: Picture, frame: Format, width: int) -> Picture:
    """`element` cut to `frame` and scaled to at most `width` pixels: RGBA float32, square pixels."""
    if element.channels != RGBA:
        element = replace(element, channels=RGBA, pixels=element.rgba())
    return shrunk(replace(element, display_window=frame.window, pixel_aspect=frame.pixel_aspect), width)


def composed(
    element: Picture, ground: Ground, space: str, config: Config, view: str, viewing: Viewing | None = None
) -> bytes:
    """A small element on its ground, both in `space`, through `view` of the config's sRGB display."""
    return jpeg_of(to_display(on_ground(element, ground).pixels, space, config, view=view, viewing=viewing))


def alone(
    plate: Picture, space: str, config: Config, view: str, viewing: Viewing | None = None, *, threads: int = 1
) -> bytes:
    """A small plate by itself, through `view`."""
    return jpeg_of(to_display(plate.pixels, space, config, view=view, viewing=viewing, threads=threads))


def exactly(plate: Picture, space: str, config: Config, view: str, viewing: Viewing) -> bytes:
    """Pixels of a plate through `view` as PNG: nothing is lost, for a look at grain at 1:1."""
    out = io.BytesIO()
    pixels = to_display(plate.pixels, space, config, view=view, viewing=viewing, threads=0)
    Image.fromarray(pixels).save(out, "PNG", compress_level=1)
    return out.getvalue()


def alpha_of(element: Picture, viewing: Viewing | None = None) -> bytes:
    """The alpha of a small element as grey: 0 is black, 1 is white, nothing is tone mapped."""
    alpha = element.pixels[..., element.channels.index("A")]
    if viewing is not None and not viewing.plain:
        alpha = np.clip(alpha * 2.0**viewing.exposure, 0.0, 1.0) ** (1.0 / viewing.gamma)
    return jpeg_of(np.rint(np.clip(alpha, 0.0, 1.0) * 255.0).astype(np.uint8))


def pixel_texts(values: npt.NDArray[np.floating]) -> tuple[str, ...]:
    """Each value of a pixel to five digits, as it would be typed; `nan` and `inf` as such."""
    return tuple(f"{float(value):.5g}" for value in values)


def jpeg_of(pixels: npt.NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
