"""Filter nodes: Blur, Defocus, VectorBlur2 and Grain2, executed only where they change nothing.

The Nuke Reference Guide names their knobs and not their kernels (what standard deviation a size stands for,
how a vector is sampled, what the grain's noise is), so at any other setting they are refused rather than
imitated.
"""

from __future__ import annotations

from .color import ALIKE
from .engine import Call, node
from .expressions import NotExecuted
from .image import Image

GRAIN = {f"{color}_{part}": "1" for color in ("red", "green", "blue") for part in ("size", "i", "m")}


@node("Blur", honours={**ALIKE, "channels": "all", "size": "0"}, harmless="filter quality crop")
def blur(call: Call) -> Image:
    """Nothing at size 0."""
    return _nothing(call, all(size == 0 for size in call.numbers("size")))


@node("Defocus", honours={**ALIKE, "channels": "all", "defocus": "0"},
      harmless="ratio scale quality method filter")  # fmt: skip
def defocus(call: Call) -> Image:
    """Nothing at defocus 0."""
    return _nothing(call, call.number("defocus") == 0)


@node("VectorBlur2", honours={**ALIKE, "channels": "all", "uv": "motion", "scale": "1", "offset": "0"},
      harmless="method uv_alpha grow_bbox soft_lines normalize alpha")  # fmt: skip
def vector_blur(call: Call) -> Image:
    """Nothing at scale 0."""
    return _nothing(call, call.number("scale") == 0)


@node("Grain2", honours={**ALIKE, **GRAIN, "black": "0", "seed": "1"}, harmless="presets minimum maximum")
def grain(call: Call) -> Image:
    """Nothing where the intensity of every channel is 0 and black is not lifted."""
    quiet = all(call.number(f"{color}_m") == 0 for color in ("red", "green", "blue"))
    return _nothing(call, quiet and not any(call.numbers("black")))


def _nothing(call: Call, quiet: bool) -> Image:
    if not quiet:
        raise NotExecuted(f"{call.node.cls} {call.node.name}: its kernel is not documented")
    return call.input(0)
