"""Color nodes: Grade, Add, Multiply, Clamp, Expression, and the sources Constant and CheckerBoard2.

Grade by the formula of its node help, read; the others from working knowledge of Nuke, to be checked
against "Color Nodes" and "Image Nodes" of the Reference Guide. The formula: A = multiply (gain - lift) /
(whitepoint - blackpoint), B = offset + lift - A blackpoint, out = (A in + B)^(1/gamma).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .channels import channel_set, place_of, slots
from .engine import Call, Scope, node, read_format
from .expressions import NotExecuted, Value, calculate
from .image import RGBA, Box, Image, Plane

#: What every node with a mask and a mix has.
MIXED = {"mix": "1", "maskChannelInput": "none", "maskChannelMask": "rgba.alpha", "invert_mask": "false"}
ALIKE = {**MIXED, "fringe": "false", "inject": "false", "process_mask": "false", "unpremult": "none",
         "invert_unpremult": "false"}  # fmt: skip


def mixed(call: Call, before: Image, changed: dict[str, Plane], mask_input: int = 1) -> Image:
    """`before` with the changed channels, as much of them as mix and mask let through."""
    for name in ("fringe", "inject", "process_mask", "invert_unpremult"):
        call.only(name, "false", "")
    call.only("unpremult", "none", "")
    much = share(call, before, mask_input)
    if much is None:
        return before.with_planes(changed)
    return before.with_planes({name: blend(before.plane(name), now, much) for name, now in changed.items()})


def share(call: Call, over: Image, mask_input: int) -> Plane | None:
    """How much of the result shows at each pixel, or None for all of it."""
    mix = np.float32(call.number("mix"))
    if call.raw("maskChannelInput") not in ("none", ""):
        raise NotExecuted(f"maskChannelInput of {call.node.cls} {call.node.name}")
    source = call.mask(mask_input)
    if source is None:
        return None if mix == 1 else np.full((over.box.height, over.box.width), mix, np.float32)
    channel = call.raw("maskChannelMask")
    if channel in ("none", ""):
        return None if mix == 1 else np.full((over.box.height, over.box.width), mix, np.float32)
    name = slots(channel, over)[0]
    mask = np.clip(call.engine.image(source, call.frame).plane(name, over.box), 0, 1)
    return (1 - mask if call.flag("invert_mask") else mask) * mix


def blend(before: Plane, now: Plane, much: Plane) -> Plane:
    """Between two planes; at 0 and 1 exactly one of them."""
    between = before * (1 - much) + now * much
    return np.where(much == 0, before, np.where(much == 1, now, between)).astype(np.float32)


def each_channel(call: Call, work: Callable[[Plane, int], Plane]) -> Image:
    """Apply `work` to the channels of the `channels` knob."""
    image = call.input(0)
    names = channel_set(call.text("channels"), image)
    return mixed(call, image, {name: work(image.planes[name], place_of(name)) for name in names})


@node("Grade", honours={
    **ALIKE, "channels": "rgb", "blackpoint": "0", "whitepoint": "1", "black": "0", "white": "1",
    "multiply": "1",
    "add": "0", "gamma": "1", "reverse": "false", "black_clamp": "true", "white_clamp": "false",
})  # fmt: skip
def grade(call: Call) -> Image:
    """A linear ramp in each channel, then gamma; reverse and gamma other than 1 are not executed."""
    call.only("reverse", "false")
    if any(value != 1 for value in call.quad("gamma")):
        raise NotExecuted("Grade with gamma: above 1 Nuke does not follow the formula of its documentation")
    low, high, lift, gain, times, plus = (
        np.array(call.quad(name), np.float32)
        for name in ("blackpoint", "whitepoint", "black", "white", "multiply", "add")
    )
    slope = times * (gain - lift) / (high - low)
    offset = plus + lift - slope * low
    floor, ceiling = call.flag("black_clamp"), call.flag("white_clamp")

    def work(plane: Plane, n: int) -> Plane:
        out = slope[n] * plane + offset[n]
        out = np.maximum(out, np.float32(0)) if floor else out
        return np.minimum(out, np.float32(1)) if ceiling else out

    return each_channel(call, work)


@node("Multiply", honours={**ALIKE, "channels": "rgb", "value": "1"})
def multiply(call: Call) -> Image:
    """Each channel times its number."""
    value = np.array(call.quad("value"), np.float32)
    return each_channel(call, lambda plane, n: plane * value[n])


@node("Add", honours={**ALIKE, "channels": "rgb", "value": "0"})
def add(call: Call) -> Image:
    """Each channel plus its number."""
    value = np.array(call.quad("value"), np.float32)
    return each_channel(call, lambda plane, n: plane + value[n])


@node("Clamp", honours={
    **ALIKE, "channels": "rgba", "minimum": "0", "maximum": "1", "minimum_enable": "true",
    "maximum_enable": "true",
    "MinClampTo_enable": "false", "MaxClampTo_enable": "false", "clampTo_": "",
})  # fmt: skip
def clamp(call: Call) -> Image:
    """No lower than minimum and no higher than maximum, where they are enabled."""
    call.only("MinClampTo_enable", "false")
    call.only("MaxClampTo_enable", "false")
    low, high = (np.array(call.quad(name), np.float32) for name in ("minimum", "maximum"))
    floor, ceiling = call.flag("minimum_enable"), call.flag("maximum_enable")

    def work(plane: Plane, n: int) -> Plane:
        out = np.maximum(plane, low[n]) if floor else plane
        return np.minimum(out, high[n]) if ceiling else out

    return each_channel(call, work)


def _expression_knobs() -> dict[str, str]:
    found = dict(ALIKE)
    for n, channel in enumerate(("rgba.red", "rgba.green", "rgba.blue", "rgba.alpha")):
        found |= {f"channel{n}": channel, f"expr{n}": "", f"temp_name{n}": "", f"temp_expr{n}": ""}
    return found


@node("Expression", honours=_expression_knobs())
def expression(call: Call) -> Image:
    """Each of four expressions fills the channels beside it; one that is empty leaves them."""
    image = call.input(0)
    box = image.box
    columns = np.broadcast_to(np.arange(box.x, box.r, dtype=np.float32), (box.height, box.width))
    rows = np.broadcast_to(np.arange(box.y, box.t, dtype=np.float32)[:, None], (box.height, box.width))
    here: dict[str, Value] = {"x": columns, "y": rows, "frame": call.frame,
                             "width": float(image.format.width),
                              "height": float(image.format.height)}  # fmt: skip
    short = dict(zip(("r", "g", "b", "a"), RGBA, strict=True))

    def lookup(name: str) -> Value:
        if name in here:
            return here[name]
        if name in short or name in image.planes:
            return image.plane(short.get(name, name))
        return Scope(call.engine, call.node, call.frame).number(name)

    for n in range(4):
        if call.raw(f"temp_name{n}"):
            here[call.raw(f"temp_name{n}")] = calculate(call.text(f"temp_expr{n}"), lookup)
    changed: dict[str, Plane] = {}
    for n in range(4):
        text = call.text(f"expr{n}").strip()
        for name in slots(call.text(f"channel{n}"), image) if text else ():
            if name:
                value = np.asarray(calculate(text, lookup), np.float32)
                changed[name] = np.broadcast_to(value, (box.height, box.width)).astype(np.float32)
    return mixed(call, image, changed)


@node(
    "Constant",
    honours={"channels": "rgba", "color": "0", "format": "", "first": "1", "last": "1"},
    passes=None,
)
def constant(call: Call) -> Image:
    """One colour over the whole of a format."""
    shape = read_format(call.raw("format")) if call.raw("format") else call.engine.format
    color = call.quad("color")
    box = Box(0, 0, shape.width, shape.height)
    blank = Image({}, box, shape, False)
    names = slots(call.text("channels"), blank)
    planes = {
        name: np.full((box.height, box.width), color[place_of(name)], np.float32) for name in names if name
    }
    return Image(planes, box, shape, False)


@node("CheckerBoard2", honours={
    "format": "", "boxsize": "64", "color0": "0.1 0.1 0.1 1", "color1": "0.5 0.5 0.5 1",
    "color2": "0.1 0.1 0.1 1",
    "color3": "0.5 0.5 0.5 1", "linewidth": "0", "centerlinewidth": "0",
}, passes=None)  # fmt: skip
def checkerboard(call: Call) -> Image:
    """Boxes counted from the middle of the format; lines are not executed."""
    call.only("linewidth", "0")
    call.only("centerlinewidth", "0")
    shape = read_format(call.raw("format")) if call.raw("format") else call.engine.format
    sizes = call.numbers("boxsize")
    wide, high = sizes if len(sizes) == 2 else sizes * 2
    box = Box(0, 0, shape.width, shape.height)
    column = np.floor((np.arange(box.width) + 0.5 - box.width / 2) / wide).astype(int) % 2
    row = np.floor((np.arange(box.height) + 0.5 - box.height / 2) / high).astype(int)[:, None] % 2
    colors = np.array([call.quad(f"color{n}") for n in range(4)], np.float32)
    # The four colours follow each other from box to box: 0 1 in one row, 3 2 in the next.
    chosen = np.where(row == 0, column, 3 - column)
    return Image({name: colors[chosen, n] for n, name in enumerate(RGBA)}, box, shape, False)
