"""A part of a take's frame pixel by pixel: the element over its ground through the view, without any loss.

What `previews` shows small and as JPEG, composed here at the size of the files: at 1:1 grain, edges and alpha
are those that were delivered. It knows pictures; it does not know takes, files or what is kept.
"""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from PIL import Image

from secondunit.media.config import Config
from secondunit.media.display import to_display
from secondunit.media.half import HALF_MAX
from secondunit.media.picture import RGBA, Picture
from secondunit.media.preview import checkered
from secondunit.media.shrink import squared
from secondunit.wire import Format, Viewing, Window
from secondunit.wire.errors import OutOfRange

#: The most pixels of one answer: what is wanted of a part that is larger is made smaller.
MOST_PIXELS = 16 << 20


def part_of(crop: Window, frame: Format) -> Window:
    """The crop as far as it lies in the format; raises `OutOfRange` where none of it does."""
    part = crop.intersection(frame.window)
    if part is None:
        raise OutOfRange(f"{crop} lies outside of the picture.", where="crop")
    return part


def element_part(element: Picture, part: Window) -> Picture:
    """The pixels of an element that are seen in a part of its format: RGBA float32 at (0, 0)."""
    if element.has_alpha:  # what is around its pixels is empty, and a part of it is converted alone
        return _at_origin(element.within(part))
    return _at_origin(replace(element, channels=RGBA, pixels=element.rgba()).within(part))


def plate_part(plate: Picture, part: Window) -> Picture:
    """The pixels of a plate, whose top left corner is 0, 0, in that part."""
    window = plate.display_window
    whole = plate.within(replace(part, x=part.x + window.x, y=part.y + window.y))
    return _at_origin(whole)


def checker_part(part: Window, frame: Format) -> Picture:
    """The checker that lies behind a whole frame, in that part of it."""
    light = checkered(part, max(frame.width, frame.height), frame.pixel_aspect)
    pixels = np.ones((part.height, part.width, 4), np.float32)
    pixels[..., :3] = light[..., None]
    return Picture.of(pixels, RGBA)


def shown_part(
    picture: Picture, width: int, space: str, config: Config, view: str, viewing: Viewing, *, alpha: bool
) -> bytes:
    """A part as PNG: through the view, or its `alpha` as grey; averaged in whole squares to about `width`."""
    small = squared(picture, min(width, max(1, MOST_PIXELS // picture.pixels.shape[0]))).pixels
    if alpha:
        values = np.clip(small[..., 3] * 2.0**viewing.exposure, 0.0, 1.0) ** (1.0 / viewing.gamma)
        codes = np.rint(values * 255.0).astype(np.uint8)
    else:
        codes = to_display(small, space, config, view=view, viewing=viewing, threads=0)
    out = io.BytesIO()
    Image.fromarray(codes).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _at_origin(picture: Picture) -> Picture:
    """The picture's pixels as RGBA float32 at (0, 0); what is no number counts as 0."""
    pixels = picture.rgba()
    if not bool(np.isfinite(pixels).all()):
        pixels = np.nan_to_num(pixels, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    return Picture.of(pixels, RGBA)
