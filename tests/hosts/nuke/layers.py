"""Layers: those that Nuke has from the start, those that a script declares, and what a knob may name.

Nuke's own are the answers of `nuke.layers()` and `nuke.channels()` in a script without any other (Python
API reference of Nuke 16.0, "Working with Channels and Layers"), which says as well that a change of a default
layer "is not saved with the Nuke script" and that renaming one "causes an error when reloading": so none is
declared. `motion` is all of `forward` and `backward` together and has no channels of its own (pixelmania.se,
NNFlowVector's knob reference, on how Nuke makes a `motion_extra` where a file has some).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OWN = frozenset({
    "rgb", "rgba", "alpha", "depth", "motion", "forward", "backward", "disparity", "disparityL", "disparityR",
    "mask", "rotopaint_mask",
})  # fmt: skip
#: Words of a channel knob that name no layer.
_WORDS = frozenset({"all", "none", "black", "white"})
_DECLARED = re.compile(r"^\s*add_layer \{(\w+)((?: [\w.]+)+)\}$", re.M)


def declared(text: str) -> dict[str, tuple[str, ...]]:
    """The layers that a script declares, in order, with their channels."""
    return {match[1]: tuple(match[2].split()) for match in _DECLARED.finditer(text)}


def named(value: str) -> Iterator[str]:
    """The layers that the value of a channel knob names; `motion.u` is no channel that Nuke has."""
    for word in value.replace("{", " ").replace("}", " ").split():
        layer, _, channel = word.lstrip("-").partition(".")
        if layer not in _WORDS:
            yield f"{layer}.{channel}" if layer == "motion" and channel else layer


def in_mappings(text: str) -> Iterator[str]:
    """The layers that the mappings of a Shuffle2 name."""
    for word in text.split():
        if re.match(r"[A-Za-z_]\w*\.\w+\Z", word):
            yield from named(word)
