"""Channel nodes: Shuffle, Shuffle2 and Remove.

Working knowledge of Nuke, to be checked against "Channel Nodes" of the Reference Guide. The words of
Shuffle2's `mappings` were read off scripts that Nuke wrote: a count, then for each channel its source
(name, layer, place in the layer) and its target the same way; `white -1 -1` and `black -1 -1` are
constants.
"""

from __future__ import annotations

import numpy as np

from ..script import words
from .channels import COLORS, channel_set, layer_channels
from .engine import Call, node
from .expressions import NotExecuted
from .image import RGBA, Image, Plane

IDENTITY = "4 " + " ".join(f"{name} 0 {n} {name} 0 {n}" for n, name in enumerate(RGBA))


@node("Shuffle2", honours={
    "in1": "rgba", "in2": "none", "out1": "rgba", "out2": "none", "fromInput1": "{0} B",
    "fromInput2": "{0} B",
    "mappings": IDENTITY,
})  # fmt: skip
def shuffle2(call: Call) -> Image:
    """Channels of up to two layers into the channels of up to two layers; all others of B go on."""
    b = call.input(0)
    sources = [_source(call, "fromInput1"), _source(call, "fromInput2")]
    layers = [call.text("in1"), call.text("in2")]
    outs = [call.text("out1"), call.text("out2")]
    rows = _mappings(call.raw("mappings"))
    box = b.box
    for source in sources:
        if source is not b:
            box = box.union(source.box)
    base = b.within(box)
    changed: dict[str, Plane] = {}
    for name, layer, place, target, out_layer, out_place in rows:
        if name in ("white", "black") and layer < 0:
            plane = np.full((box.height, box.width), float(name == "white"), np.float32)
        else:
            _agree(name, layers, layer, place, sources[layer])
            plane = sources[layer].plane(name, box)
        _agree(target, outs, out_layer, out_place, b)
        changed[target] = plane
    return base.with_planes(changed)


def _source(call: Call, knob: str) -> Image:
    found = [word.text for word in words(call.raw(knob))]
    if len(found) != 2 or found[1] not in ("A", "B"):
        raise NotExecuted(f"{knob} {call.raw(knob)!r} of {call.node.name}")
    number = int(found[0])
    if number != {"B": 0, "A": 1}[found[1]]:
        raise NotExecuted(f"{knob} {call.raw(knob)!r} of {call.node.name}: input 0 is B, input 1 is A")
    return call.input(number)


def _mappings(text: str) -> list[tuple[str, int, int, str, int, int]]:
    found = text.split()
    if not found or not found[0].isdigit() or len(found) != 1 + 6 * int(found[0]):
        raise NotExecuted(f"the mappings {text!r}")
    rows = [found[n : n + 6] for n in range(1, len(found), 6)]
    return [(a, int(b), int(c), d, int(e), int(f)) for a, b, c, d, e, f in rows]


def _agree(name: str, layers: list[str], layer: int, place: int, image: Image) -> None:
    """The name of a channel, its layer and its place must say the same."""
    owner, _, own = name.rpartition(".")
    named = layers[layer] if 0 <= layer < len(layers) else "none"
    known = layer_channels(named, image)
    expected = known[place] if 0 <= place < len(known) else None
    if own in COLORS and expected is None:
        expected = f"{named}.{COLORS[place]}"
    family = {"rgb": "rgba", "alpha": "rgba"}.get(named, named)
    if owner != family or expected != name:
        raise NotExecuted(f"a mapping names {name}, layer {layer} ({named}) and place {place}")


@node("Shuffle", honours={
    "in": "rgba", "in2": "none", "out": "rgba", "out2": "none", "red": "red", "green": "green",
    "blue": "blue",
    "alpha": "alpha", "black": "red", "white": "green", "red2": "blue", "green2": "alpha",
})  # fmt: skip
def shuffle(call: Call) -> Image:
    """The channels of one layer from those of up to two."""
    call.only("out2", "none")
    image = call.input(0)
    out, first, second = call.text("out"), call.text("in"), call.text("in2")
    prefix = {"rgb": "rgba", "alpha": "rgba"}.get(out, out)
    layers = {"": {"rgb": "rgba"}.get(first, first), "2": {"rgb": "rgba"}.get(second, second)}
    changed: dict[str, Plane] = {}
    for color in COLORS[: 3 if out == "rgb" else 4]:
        value = call.text(color)
        if value in ("black", "white"):
            shape = (image.box.height, image.box.width)
            changed[f"{prefix}.{color}"] = np.full(shape, float(value == "white"), np.float32)
            continue
        layer = layers["2" if value.endswith("2") else ""]
        if value.removesuffix("2") not in COLORS or layer in ("none", "alpha"):
            raise NotExecuted(f"{color} {value} of Shuffle {call.node.name}")
        changed[f"{prefix}.{color}"] = image.plane(f"{layer}.{value.removesuffix('2')}")
    return image.with_planes(changed)


@node("Remove", honours={"operation": "remove", "channels": "all", "channels2": "none", "channels3": "none",
                         "channels4": "none"})  # fmt: skip
def remove(call: Call) -> Image:
    """Without the channels, or with nothing but them."""
    image = call.input(0)
    named = {
        name for knob in ("channels", "channels2", "channels3", "channels4")
        for name in channel_set(call.text(knob), image)
    }  # fmt: skip
    keep = call.choice("operation", "remove", "keep") == "keep"
    planes = {name: plane for name, plane in image.planes.items() if (name in named) == keep}
    return Image(planes, image.box, image.format, image.black_outside)
