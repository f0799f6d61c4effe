"""Sets of channels as Nuke's channel knobs write them: a layer, a list, all or none."""

from __future__ import annotations

from .expressions import NotExecuted
from .image import RGBA, Image

#: The order of a colour in a layer.
COLORS = ("red", "green", "blue", "alpha")


def layer_channels(layer: str, image: Image | None = None) -> list[str]:
    """The channels of a layer in order; `image` tells those of a layer that is not a colour."""
    if layer in ("rgba", "rgb", "alpha"):
        return {"rgba": list(RGBA), "rgb": list(RGBA[:3]), "alpha": [RGBA[3]]}[layer]
    found = [name for name in image.planes if name.rpartition(".")[0] == layer] if image else []
    order = {name: n for n, name in enumerate(COLORS)}
    return sorted(found, key=lambda name: order.get(name.rpartition(".")[2], 9))


def channel_set(text: str, image: Image) -> list[str]:
    """The channels of `image` that a knob names (`rgb`, `all`, `{rgba.red -rgba.green}`, `light_left`)."""
    named = [name for name in slots(text, image) if name]
    return [name for name in named if name in image.planes]


def slots(text: str, image: Image) -> list[str]:
    """The same as slots in order, an empty text for one that is off; channels need not be there."""
    parts = text.replace("{", " ").replace("}", " ").split()
    if parts == ["all"]:
        return list(image.planes)
    if parts in ([], ["none"]):
        return []
    if len(parts) == 1 and "." not in parts[0]:
        return layer_channels(parts[0], image)
    found = []
    for part in parts:
        if part == "none" or part.startswith("-"):
            found.append("")
        elif "." in part:
            found.append(part)
        else:
            raise NotExecuted(f"the channels {text!r}")
    return found


def place_of(channel: str) -> int:
    """Which of the four numbers of a colour knob belongs to a channel."""
    name = channel.rpartition(".")[2]
    return COLORS.index(name) if name in COLORS else 0
