"""How a plate lies in the picture a model takes, and the way back: scale and padding, never distortion.

It knows geometry; `resample` moves the pixels. It does not know colour or files.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ..wire.errors import BadPicture, OutOfRange
from ..wire.intake import Form, Intake, Size
from ..wire.picture import LARGEST_SIDE, Window
from ..wire.prepared import Fit
from .picture import Pixels
from .resample import Axis, Fill, resampled

#: A small region is not enlarged more than this; it is sent with more of what is around it instead.
MOST_ENLARGED = 4.0
# How much the shape of an answer may differ from what was sent: services round sizes to their own multiples.
_SAME_SHAPE = 0.02
#: A region that holds this share of the window is the window.
_NEARLY_ALL = 0.7


def fit(
    intake: Intake,
    window: Window,
    region: Window | None = None,
    scale: float = 1.0,
    *,
    pixel_aspect: float = 1.0,
) -> Fit:
    """Where `region` of `window` (all of it when None) goes in a canvas that `intake` takes.

    `scale` is how many of the model's pixels one of the plate's (made square, see `squared`) should be, as
    far as the limits allow; where the intake names its sizes the region fills one of them. A region smaller
    than the window is grown where the canvas has room: more plate instead of padding. Raises `OutOfRange`
    where no canvas fulfils the intake's own limits.
    """
    wide, high = squared(pixel_aspect)
    whole = region is None or region.intersection(window) in (None, window)
    part = window if whole or region is None else (region.intersection(window) or window)
    if not whole:
        least = intake.least_side / scale
        part = _grown(part, math.ceil(least / wide), math.ceil(least / high), window)
    width, height = part.width * wide, part.height * high
    if intake.sizes:
        size = max(intake.sizes, key=lambda option: _worth(option, width, height, scale))
        factor = min(size.width / width, size.height / height)
        if not whole:
            factor = min(factor, max(scale, MOST_ENLARGED))
    else:
        size, factor = _free_size(intake, width, height, scale)
    if not whole:
        room = size.width / (wide * factor), size.height / (high * factor)
        part = _grown(part, math.floor(room[0] + 1e-6), math.floor(room[1] + 1e-6), window)
    inner = (
        max(1, min(size.width, round(part.width * wide * factor))),
        max(1, min(size.height, round(part.height * high * factor))),
    )
    corner = (size.width - inner[0]) // 2, (size.height - inner[1]) // 2
    return Fit(size, part, Window(*corner, *inner))


def squared(pixel_aspect: float) -> tuple[float, float]:
    """By what width and height are multiplied to make pixels square without losing any: (2, 1) for 2."""
    return (pixel_aspect, 1.0) if pixel_aspect >= 1 else (1.0, 1 / pixel_aspect)


def around(matte: Pixels, window: Window, *, context: float = 0.5, least: int = 64) -> Window | None:
    """The part of `window` that holds a matte and its surroundings; None where the matte is empty.

    The matte is (height, width) and fills the window; for several frames give their maximum. On every side
    there is `context` of the matte's larger side and at least `least` pixels, as far as the window reaches.
    What would be most of the window is the window.
    """
    rows, columns = (np.flatnonzero((matte > 0).any(axis=side)) for side in (1, 0))
    if not rows.size:
        return None
    box = Window(
        window.x + int(columns[0]),
        window.y + int(rows[0]),
        int(columns[-1] - columns[0]) + 1,
        int(rows[-1] - rows[0]) + 1,
    )
    part = box.grown(max(least, round(context * max(box.width, box.height)))).intersection(window)
    if part is None or part.width * part.height >= _NEARLY_ALL * window.width * window.height:
        return window
    return part


def fitted(
    pixels: Pixels, fit: Fit, fill: Fill = "mirror", *, at: tuple[int, int] = (0, 0)
) -> npt.NDArray[np.float32]:
    """The canvas a model is sent: `fit.size` of pixels (height, width[, channels]) float32.

    The first pixel given is the plate's pixel `at` (x, y). Beside `inner` the canvas shows more of the plate
    where there is any, and beyond its edge what `fill` says: mirrored, its last pixels, or 0.
    """
    down = Axis(
        *_there(fit.region.y - at[1], fit.region.height, fit.inner.y, fit.inner.height), fit.size.height
    )
    across = Axis(
        *_there(fit.region.x - at[0], fit.region.width, fit.inner.x, fit.inner.width), fit.size.width
    )
    return resampled(pixels, down, across, fill)


def unfitted(
    canvas: Pixels, fit: Fit, window: Window | None = None, *, scale: int = 1
) -> npt.NDArray[np.float32]:
    """The way back: pixels that fill `window` of the plate (`fit.region` when None), 0 outside the region.

    The canvas, (height, width[, channels]), may be larger or smaller than `fit.size` in the same shape:
    models round sizes and enlarge. With `scale` each side has so many times the plate's pixels. float32;
    raises `BadPicture` where the canvas has another shape.
    """
    window = window or fit.region
    tall, wide = canvas.shape[0] / fit.size.height, canvas.shape[1] / fit.size.width
    if abs(wide / tall - 1) > _SAME_SHAPE:
        raise BadPicture(
            f"A picture of {canvas.shape[1]}x{canvas.shape[0]} came back; {fit.size} was sent.",
            remedy="Choose a model size of the plate's own shape.",
        )
    picture = np.zeros((window.height * scale, window.width * scale, *canvas.shape[2:]), np.float32)
    part = window.intersection(fit.region)
    if part is None:
        return picture
    down = _back(part.y - fit.region.y, fit.region.height, fit.inner.y * tall, fit.inner.height * tall, scale)
    across = _back(part.x - fit.region.x, fit.region.width, fit.inner.x * wide, fit.inner.width * wide, scale)
    rows = slice((part.y - window.y) * scale, (part.bottom - window.y) * scale)
    columns = slice((part.x - window.x) * scale, (part.right - window.x) * scale)
    picture[rows, columns] = resampled(
        canvas, Axis(*down, part.height * scale), Axis(*across, part.width * scale), "edge"
    )
    return picture


def feathered(matte: Pixels, radius: float) -> npt.NDArray[np.float32]:
    """A matte (height, width) made soft inward over `radius` pixels: 0 wherever it was 0, nowhere larger.

    A matte that goes past the edge of the picture is not softened there.
    """
    values = np.clip(np.nan_to_num(matte), 0, 1).astype(np.float32)
    rows, columns = (np.flatnonzero((values > 0).any(axis=side)) for side in (1, 0))
    if not rows.size or radius <= 0:
        return values
    # One more pixel on each side, so that the nearest 0 is in it.
    box = (
        slice(max(0, int(rows[0]) - 1), int(rows[-1]) + 2),
        slice(max(0, int(columns[0]) - 1), int(columns[-1]) + 2),
    )
    inside = values[box] > 0
    if not inside.all():
        from scipy import ndimage  # a third of a second, which no start of a service has to wait for

        depth = np.asarray(ndimage.distance_transform_edt(inside), np.float32)
        ramp = np.minimum(depth / np.float32(radius + 1), 1)
        values[box] *= ramp * ramp * (3 - 2 * ramp)
    return values


def _there(start: int, length: int, inner: int, size: int) -> tuple[float, float]:
    step = length / size
    return start - inner * step, step


def _back(offset: int, length: int, inner: float, size: float, scale: int) -> tuple[float, float]:
    step = size / length
    return inner + offset * step, step / scale


def _grown(part: Window, width: int, height: int, window: Window) -> Window:
    """`part` grown evenly to `width` x `height` as far as `window` reaches; never smaller than it is."""
    x, wide = _spread(part.x, part.width, width, window.x, window.right)
    y, high = _spread(part.y, part.height, height, window.y, window.bottom)
    return Window(x, y, wide, high)


def _spread(start: int, length: int, wanted: int, low: int, high: int) -> tuple[int, int]:
    wanted = max(length, min(wanted, high - low))
    first = min(max(start - (wanted - length) // 2, low), high - wanted)
    return first, wanted


def _worth(size: Size, width: float, height: float, scale: float) -> tuple[float, int]:
    """How well a picture goes into a canvas: how sharp it stays, and how much of the canvas it fills."""
    factor = min(size.width / width, size.height / height)
    share = width * height * factor**2 / (size.width * size.height)
    return round(min(factor / scale, 1.0) * share, 6), -size.width * size.height


def _free_size(intake: Intake, width: float, height: float, scale: float) -> tuple[Size, float]:
    """The smallest canvas within the limits that holds width x height, scaled, and that scale."""
    movie = Form.MOVIE in (intake.plate_form, intake.result)
    unit = math.lcm(intake.multiple, 2 if movie else 1)
    most = (intake.most_side or LARGEST_SIDE) // unit * unit
    least = -(-intake.least_side // unit) * unit
    pixels = intake.most_pixels or most * most
    if most < least or least * least > pixels or not most:
        raise OutOfRange(
            "The model's own limits allow no size.",
            remedy="Its sides, multiples and pixels contradict each other.",
            where="intake",
        )
    ceiling = min(most / width, most / height, math.sqrt(pixels / (width * height)))
    factor = min(max(scale, intake.least_side / min(width, height)), ceiling)
    while True:
        sides = [max(least, -(-max(1, round(side * factor)) // unit) * unit) for side in (width, height)]
        if max(sides) <= most and sides[0] * sides[1] <= pixels:
            return Size(sides[0], sides[1]), factor
        smaller = [
            (side - unit) / length
            for side, length in zip(sides, (width, height), strict=True)
            if side > least
        ]
        factor = max(smaller)
