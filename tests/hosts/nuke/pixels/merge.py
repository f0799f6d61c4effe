"""Merge nodes: Merge2, MergeExpression, Premult, Unpremult, ChannelMerge, Dissolve, Switch, Copy, CopyBBox.

Merge by the algorithm that the Nuke Reference Guide ("Merge Nodes", read) gives beside each operation, with A
and B for a channel and a and b for the alpha of the two inputs; Copy by its page, read in part. The others
are working knowledge of Nuke. The first input, B, goes on wherever nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .channels import channel_set, slots
from .color import ALIKE, blend, mixed, share
from .engine import Call, node
from .expressions import NotExecuted, Value, calculate
from .image import RGBA, Box, Image, Plane

#: (A, B, a, b) to the result.
Operation = Callable[[Plane, Plane, Plane, Plane], Plane]
ONE = np.float32(1)
OPERATIONS: dict[str, Operation] = {
    "over": lambda A, B, a, b: A + B * (ONE - a),
    "under": lambda A, B, a, b: A * (ONE - b) + B,
    "plus": lambda A, B, a, b: A + B,
    "minus": lambda A, B, a, b: A - B,
    "from": lambda A, B, a, b: B - A,
    "multiply": lambda A, B, a, b: A * B,
    "max": lambda A, B, a, b: np.maximum(A, B),
    "min": lambda A, B, a, b: np.minimum(A, B),
    "average": lambda A, B, a, b: (A + B) / 2,
    "difference": lambda A, B, a, b: np.abs(A - B),
    "copy": lambda A, B, a, b: A,
    "in": lambda A, B, a, b: A * b,
    "out": lambda A, B, a, b: A * (ONE - b),
    "mask": lambda A, B, a, b: B * a,
    "stencil": lambda A, B, a, b: B * (ONE - a),
    "atop": lambda A, B, a, b: A * b + B * (ONE - a),
    "xor": lambda A, B, a, b: A * (ONE - b) + B * (ONE - a),
    "matte": lambda A, B, a, b: A * a + B * (ONE - a),
}
NEEDS_ALPHA = ("over", "under", "in", "out", "mask", "stencil", "atop", "xor", "matte")


def joined(call: Call, a: Image, b: Image) -> Box:
    """The bounding box of a merge by its `bbox` knob."""
    how = call.choice("bbox", "union", "intersection", "A", "B")
    return {"union": b.box.union(a.box), "intersection": b.box.intersection(a.box), "A": a.box, "B": b.box}[
        how
    ]


@node("Merge2", honours={
    **{name: value for name, value in ALIKE.items() if "unpremult" not in name}, "operation": "over",
    "bbox": "union", "Achannels": "rgba", "Bchannels": "rgba", "output": "rgba", "also_merge": "none",
    "screen_alpha": "false", "sRGB": "false",
}, harmless="metainput rangeinput")  # fmt: skip
def merge(call: Call) -> Image:
    """A onto B. Outside its box A adds nothing; B goes on as its edge does."""
    for name in ("screen_alpha", "sRGB", "fringe", "inject", "process_mask"):
        call.only(name, "false")
    call.only("also_merge", "none")
    operation = call.choice("operation", *OPERATIONS)
    if call.connected(1) is None:
        return call.input(0)
    if len(call.node.inputs) - call.node.masks > 2:
        raise NotExecuted("Merge2 with more than one A")
    b, a = call.input(0), call.input(1)
    box = joined(call, a, b)
    names = [
        slots(call.text(knob), image) for knob, image in (("Achannels", a), ("Bchannels", b), ("output", b))
    ]
    if any(len(each) != len(names[0]) for each in names) or (len(names[0]) < 4 and operation in NEEDS_ALPHA):
        raise NotExecuted(f"the channels of Merge2 {call.node.name}")
    alpha_a = a.cut(names[0][3], box) if len(names[0]) > 3 else np.zeros(1, np.float32)
    alpha_b = b.plane(names[1][3], box) if len(names[1]) > 3 else np.zeros(1, np.float32)
    base = b.within(box)
    changed = {}
    for from_a, from_b, to in zip(*names, strict=True):
        if to:
            changed[to] = OPERATIONS[operation](a.cut(from_a, box), b.plane(from_b, box), alpha_a, alpha_b)
    much = share(call, base, 2)
    if much is not None:
        changed = {name: blend(base.plane(name), now, much) for name, now in changed.items()}
    out = base.with_planes(changed)
    return Image(out.planes, box, b.format, b.black_outside and a.black_outside)


def _merge_expressions() -> dict[str, str]:
    found = {**ALIKE, "mix": "1"}
    for n, channel in enumerate(RGBA):
        found |= {f"channel{n}": channel, f"expr{n}": ""}
    return found


@node("MergeExpression", honours=_merge_expressions())
def merge_expression(call: Call) -> Image:
    """Each of four expressions of Ar Ag Ab Aa and Br Bg Bb Ba fills the channels beside it.

    No page says which box it has; the larger one is taken, and A adds nothing beyond its own.
    """
    b, a = call.input(0), call.input(1)
    base = b.within(b.box.union(a.box))

    def lookup(name: str) -> Value:
        place = {f"{side}{c}": (side, n) for side in "AB" for n, c in enumerate("rgba")}.get(name)
        if place is None:
            raise NotExecuted(f"the name {name} in MergeExpression {call.node.name}")
        return a.cut(RGBA[place[1]], base.box) if place[0] == "A" else base.plane(RGBA[place[1]])

    changed: dict[str, Plane] = {}
    for n in range(4):
        text = call.text(f"expr{n}").strip()
        for name in slots(call.text(f"channel{n}"), b) if text else ():
            if name:
                changed[name] = np.asarray(calculate(text, lookup), np.float32)
    return mixed(call, base, changed, 2)


@node("Premult", honours={**ALIKE, "channels": "rgb", "alpha": "rgba.alpha"})
def premult(call: Call) -> Image:
    """The channels times alpha."""
    return _by_alpha(call, lambda plane, alpha: plane * alpha)


@node("Unpremult", honours={**ALIKE, "channels": "rgb", "alpha": "rgba.alpha"})
def unpremult(call: Call) -> Image:
    """The channels by alpha; where alpha is 0 they stay."""
    return _by_alpha(
        call, lambda plane, alpha: np.divide(plane, alpha, out=np.array(plane, np.float32), where=alpha != 0)
    )


def _by_alpha(call: Call, work: Callable[[Plane, Plane], Plane]) -> Image:
    image = call.input(0)
    name = slots(call.text("alpha"), image)[0]
    alpha = image.plane(name)
    names = [each for each in channel_set(call.text("channels"), image) if each != name]
    return mixed(call, image, {each: work(image.planes[each], alpha) for each in names})


@node("ChannelMerge", honours={
    "A": "rgba.alpha", "B": "rgba.alpha", "output": "rgba.alpha", "operation": "union",
    "bbox": "union", "mix": "1",
    "maskChannelInput": "none", "maskChannelMask": "rgba.alpha", "invert_mask": "false", "fringe": "false",
    "inject": "false",
})  # fmt: skip
def channel_merge(call: Call) -> Image:
    """One channel of A onto one of B; union is A + B - AB, and the others as in Merge."""
    call.only("fringe", "false")
    call.only("inject", "false")
    simple = ("plus", "minus", "from", "multiply", "max", "min", "difference", "in", "out")
    operation = call.choice("operation", "union", *simple)
    b, a = call.input(0), call.input(1)
    box = joined(call, a, b)
    first, second = (slots(call.text(knob), each)[0] for knob, each in (("A", a), ("B", b)))
    one, two = a.cut(first, box), b.plane(second, box)
    result = one + two - one * two if operation == "union" else {
        "in": one * two, "out": one * (1 - two),
    }.get(operation)  # fmt: skip
    if result is None:
        result = OPERATIONS[operation](one, two, one, two)
    base = b.within(box)
    to = slots(call.text("output"), b)[0]
    much = share(call, base, 2)
    if much is not None:
        result = blend(base.plane(to), result, much)
    return base.with_planes({to: result})


@node("Dissolve", honours={"which": "0", "channels": "all", "maskChannelMask": "rgba.alpha",
                           "maskChannelInput": "none", "invert_mask": "false"})  # fmt: skip
def dissolve(call: Call) -> Image:
    """From input 0 to input 1 as `which` goes from 0 to 1."""
    call.only("channels", "all")
    which = call.number("which")
    if call.node.masks or not 0 <= which <= 1:
        raise NotExecuted("Dissolve with a mask, or beyond its first two inputs")
    if which in (0, 1):
        return call.input(int(which))
    first, second = call.input(0), call.input(1)
    box = first.box.union(second.box)
    names = dict.fromkeys([*first.planes, *second.planes])
    much = np.full((box.height, box.width), which, np.float32)
    planes = {name: blend(first.plane(name, box), second.plane(name, box), much) for name in names}
    return Image(planes, box, first.format, first.black_outside and second.black_outside)


@node("CopyBBox")
def copy_bbox(call: Call) -> Image:
    """Input 0 within the bounding box of input 1."""
    return call.input(0).within(call.input(1).box)


@node("Switch", honours={"which": "0"})
def switch(call: Call) -> Image:
    """The input of that number; beyond the last it stays at the last."""
    which = int(call.number("which"))
    return call.input(max(0, min(which, len(call.node.inputs) - 1)))


def _copies() -> dict[str, str]:
    found = {f"{way}{n}": "none" for n in range(1, 8) for way in ("from", "to")}
    return {"from0": "rgba.alpha", "to0": "rgba.alpha", **found}


@node("Copy", honours={
    **_copies(), "channels": "none", "bbox": "union", "mix": "1", "maskChannelInput": "none",
    "maskChannelMask": "rgba.alpha", "invert_mask": "false", "fringe": "false", "inject": "false",
}, harmless="metainput")  # fmt: skip
def copy(call: Call) -> Image:
    """Channels of A in the place of channels of B."""
    call.only("fringe", "false")
    call.only("inject", "false")
    b, a = call.input(0), call.input(1)
    box = joined(call, a, b)
    base = b.within(box)
    pairs = [(name, name) for name in slots(call.text("channels"), a) if name]
    for n in range(8):
        source, target = call.raw(f"from{n}"), call.raw(f"to{n}")
        if "none" not in (source, target):
            pairs.append((source, target))
    much = share(call, base, 2)
    changed = {target: a.cut(source, box) for source, target in pairs}
    if much is not None:
        changed = {name: blend(base.plane(name), now, much) for name, now in changed.items()}
    return base.with_planes(changed)
