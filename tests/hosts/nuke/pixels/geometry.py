"""Transform nodes: Reformat, Crop, Transform and BlackOutside.

Working knowledge of Nuke, not read off its pages; "Transform Nodes" of the Reference Guide and its page on
filters are where to check it. The cubic filter weighs samples up to one pixel away by 1 - 3 d^2 + 2 d^3, so
that moves by whole pixels are exact, and widens as a picture shrinks.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from secondunit.wire.picture import Format

from .engine import Call, node, read_format
from .expressions import NotExecuted
from .image import Box, Image

FILTERS = ("cubic", "impulse", "Cubic", "Impulse")


@node("Reformat", honours={
    "type": "to format", "format": "", "box_width": "200", "box_height": "200", "box_fixed": "false",
    "box_pixel_aspect": "1", "scale": "1", "resize": "width", "center": "true", "flip": "false",
    "flop": "false",
    "turn": "false", "filter": "cubic", "clamp": "false", "black_outside": "false", "pbb": "false",
})  # fmt: skip
def reformat(call: Call) -> Image:
    """The picture scaled into another format; without pbb it is cut to it."""
    for name in ("flip", "flop", "turn", "clamp"):
        call.only(name, "false")
    image = call.input(0)
    target = _target(call, image.format)
    x, y = _factors(
        call.choice("resize", "none", "width", "height", "fit", "fill", "distort"), image.format, target
    )
    center = call.flag("center")
    move_x = (target.width - image.format.width * x) / 2 if center else 0.0
    move_y = (target.height - image.format.height * y) / 2 if center else 0.0
    image = replace(image, black_outside=image.black_outside or call.flag("black_outside"))
    moved = resampled(image, x, y, move_x, move_y, call.choice("filter", *FILTERS))
    out = replace(moved, format=target)
    return (
        out if call.flag("pbb") else out.within(out.box.intersection(Box(0, 0, target.width, target.height)))
    )


def _target(call: Call, source: Format) -> Format:
    kind = call.choice("type", "to format", "to box", "scale")
    if kind == "to format":
        return read_format(call.raw("format")) if call.raw("format") else call.engine.format
    if kind == "scale":
        found = call.numbers("scale")
        wide, high = found if len(found) == 2 else found * 2
        width, height = round(source.width * wide), round(source.height * high)
        return Format(width, height, source.pixel_aspect * (high / wide))
    if not call.flag("box_fixed"):
        raise NotExecuted("Reformat to a box that is not fixed")
    return Format(
        int(call.number("box_width")), int(call.number("box_height")), call.number("box_pixel_aspect")
    )


def _factors(resize: str, source: Format, target: Format) -> tuple[float, float]:
    """How much wider and higher a pixel's step becomes; shapes are kept but for `distort` and `none`."""
    if resize == "none":
        return 1.0, 1.0
    x, y = target.width / source.width, target.height / source.height
    if resize == "distort":
        return x, y
    aspect = target.pixel_aspect / source.pixel_aspect
    by_width, by_height = (x, x * aspect), (y / aspect, y)
    if resize in ("width", "height"):
        return by_width if resize == "width" else by_height
    smaller = by_width if by_width[1] <= by_height[1] else by_height
    return smaller if resize == "fit" else by_height if smaller is by_width else by_width


@node("Crop", honours={
    "box": "0 0 0 0", "softness": "0", "reformat": "false", "intersect": "false", "crop": "true",
    "black_outside": "true",
}, harmless="preset")  # fmt: skip
def crop(call: Call) -> Image:
    """The bounding box set to a rectangle (x y r t), or to what it shares with it."""
    call.only("softness", "0")
    call.only("crop", "true")
    image = call.input(0)
    x, y, r, t = (round(value) for value in call.numbers("box"))
    box = Box(x, y, r, t)
    if call.flag("intersect"):
        box = box.intersection(image.box)
    out = image.within(box)
    outside = image.black_outside or call.flag("black_outside")
    if not call.flag("reformat"):
        return Image(out.planes, box, image.format, outside)
    shape = Format(r - x, t - y, image.format.pixel_aspect)
    return Image(out.planes, box.moved(-x, -y), shape, outside)


@node("BlackOutside")
def black_outside(call: Call) -> Image:
    """Nothing beyond the bounding box; the border of one pixel that Nuke adds is not drawn."""
    return replace(call.input(0), black_outside=True)


@node("Transform", honours={
    "translate": "0 0", "rotate": "0", "scale": "1", "skewX": "0", "skewY": "0", "center": "0 0",
    "invert_matrix": "false", "filter": "cubic", "clamp": "false", "black_outside": "true", "motionblur": "0",
    "mix": "1", "maskChannelInput": "none",
}, harmless="skew_order shutter shutteroffset shuttercustomoffset")  # fmt: skip
def transform(call: Call) -> Image:
    """The picture moved and scaled about a center; rotation and skew are executed only at 0."""
    for name in ("rotate", "skewX", "skewY", "motionblur"):
        if call.number(name) != 0:
            raise NotExecuted(f"{name} of Transform {call.node.name}")
    call.only("clamp", "false")
    call.only("mix", "1")
    call.only("maskChannelInput", "none")
    image = call.input(0)
    scale = call.numbers("scale")
    wide, high = scale if len(scale) == 2 else scale * 2
    (move_x, move_y), (at_x, at_y) = call.numbers("translate"), call.numbers("center")
    if call.flag("invert_matrix"):
        move_x, move_y, wide, high = -move_x / wide, -move_y / high, 1 / wide, 1 / high
    x, y = at_x + move_x - at_x * wide, at_y + move_y - at_y * high
    if (wide, high, x, y) == (1, 1, 0, 0):
        return image
    outside = image.black_outside or call.flag("black_outside")
    image = replace(image, black_outside=outside)
    return resampled(image, wide, high, x, y, call.choice("filter", *FILTERS))


def resampled(image: Image, wide: float, high: float, x: float, y: float, filter: str) -> Image:
    """The picture scaled from the origin by `wide` and `high`, then moved by `x` and `y` pixels."""
    if wide <= 0 or high <= 0:
        raise NotExecuted("a scale of 0 or less")
    columns, left = _weights(image.box.x, image.box.r, wide, x, filter)
    rows, low = _weights(image.box.y, image.box.t, high, y, filter)
    box = Box(left, low, left + len(columns), low + len(rows))
    if _shift_only(columns, rows):
        return Image(image.planes, box, image.format, image.black_outside)
    if not image.black_outside:
        columns, rows = (each / each.sum(axis=1, keepdims=True) for each in (columns, rows))
    planes = {}
    for name, plane in image.planes.items():
        planes[name] = (rows @ plane.astype(np.float64) @ columns.T).astype(np.float32)
    return Image(planes, box, image.format, image.black_outside)


def _shift_only(columns: npt.NDArray[np.float64], rows: npt.NDArray[np.float64]) -> bool:
    return all(
        len(each) == each.shape[1] and np.array_equal(each, np.eye(len(each))) for each in (columns, rows)
    )


def _weights(
    start: int, stop: int, scale: float, move: float, filter: str
) -> tuple[npt.NDArray[np.float64], int]:
    """Of one axis: how much each source pixel gives to each target pixel, and the first target pixel."""
    first, after = start * scale + move, stop * scale + move
    if scale == 1 and float(move).is_integer():
        return np.eye(stop - start), start + int(move)
    if filter.lower() == "impulse":
        low, high = math.floor(first + 0.5), math.ceil(after - 0.5)
    else:
        reach = max(1.0, scale) - 0.5 * scale if scale >= 1 else 0.5
        low, high = math.floor(first - reach + 1e-9), math.ceil(after + reach - 1e-9)
    centers = (np.arange(low, max(high, low + 1)) + 0.5 - move) / scale
    places = np.arange(start, stop) + 0.5
    if filter.lower() == "impulse":
        return (np.floor(centers)[:, None] == np.floor(places)[None, :]).astype(float), low
    width = max(1.0, 1.0 / scale)
    away = np.abs(centers[:, None] - places[None, :]) / width
    weights = np.where(away < 1, 1 - 3 * away**2 + 2 * away**3, 0.0) / width
    return weights, low
