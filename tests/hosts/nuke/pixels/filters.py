"""Filter nodes: Blur, VectorBlur2 and Grain2 by stand-ins for Nuke's own kernels; Defocus only where off.

Nuke's manual names the knobs and says what a node does, not how it samples. So these prove what holds for
any kernel of the kind (energy, premultiplied colour and alpha alike, nothing where it is off), and no more:

Blur: a Gaussian whose standard deviation is size / 2.4, as Natron's Blur takes it; weights sum to 1.
VectorBlur2: each pixel drawn out into a straight line (the manual's words), scale times its vector long, u
to the right and v upward in pixels, in equal parts, bilinear between pixels. The pixel lies in the middle of
its line at offset -0.5, by a script that Nuke 15 wrote where the older VectorBlur stands when unset.
Grain2: normal noise n, one number a pixel and channel: the larger of `minimum` and p + a n (p m + black),
with p the pixel, m the intensity and a the alpha while `maskgrain` is on (1 - a with `maskinvert`). So
Natron's SeGrain has it, which was made after Nuke's gizmo (NatronGitHub/openfx-misc, SeNoise/SeGrain.cpp);
that the gizmo has one input, these knobs and no mask is read off saved scripts. No sizes, no irregularity.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .channels import channel_set, slots
from .color import ALIKE, mixed
from .engine import Call, node
from .expressions import NotExecuted
from .image import Box, Image, Plane

GRAIN = {f"{color}_{part}": "1" for color in ("red", "green", "blue") for part in ("size", "i", "m")}
#: Size of a Blur by standard deviation of its Gaussian.
PER_SIGMA = 2.4


@node("Blur", honours={**ALIKE, "channels": "all", "size": "0", "crop": "true", "filter": "gaussian"},
      harmless="quality")  # fmt: skip
def blur(call: Call) -> Image:
    """A Gaussian over the channels; the box grows by three standard deviations unless it is cropped."""
    call.only("filter", "gaussian")
    image = call.input(0)
    sizes = call.numbers("size")
    across, along = (max(0.0, size) / PER_SIGMA for size in (sizes if len(sizes) == 2 else sizes * 2))
    if not across and not along:
        return image
    grown = _grown(image.box, math.ceil(3 * across), math.ceil(3 * along))
    if call.flag("crop"):
        format = image.format
        grown = image.box.union(grown.intersection(Box(0, 0, format.width, format.height)))
    reach = _grown(grown, math.ceil(4 * across), math.ceil(4 * along))
    columns = _gauss(grown.x - reach.x, grown.width, reach.width, across)
    rows = _gauss(grown.y - reach.y, grown.height, reach.height, along)
    names = channel_set(call.text("channels"), image)
    changed = {
        name: (rows @ image.plane(name, reach).astype(np.float64) @ columns.T).astype(np.float32)
        for name in names
    }
    return mixed(call, image.within(grown), changed)


def _grown(box: Box, x: int, y: int) -> Box:
    return Box(box.x - x, box.y - y, box.r + x, box.t + y)


def _gauss(shift: int, count: int, length: int, sigma: float) -> npt.NDArray[np.float64]:
    """How much each of `length` pixels gives to each of `count`; every kernel sums to 1."""
    away = np.arange(length)[None, :] - (np.arange(count)[:, None] + shift)
    if sigma == 0:
        return (away == 0).astype(np.float64)
    reach = math.ceil(4 * sigma)
    own = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).sum()
    return np.where(np.abs(away) <= reach, np.exp(-0.5 * (away / sigma) ** 2), 0.0) / own


@node("Defocus", honours={**ALIKE, "channels": "all", "defocus": "0"},
      harmless="ratio scale quality method filter")  # fmt: skip
def defocus(call: Call) -> Image:
    """Nothing at defocus 0."""
    if call.number("defocus") != 0:
        raise NotExecuted(f"Defocus {call.node.name}: its kernel is not documented")
    return call.input(0)


@node("VectorBlur2", honours={
    **ALIKE, "channels": "rgb", "uv": "none", "scale": "1", "offset": "-0.5", "uv_offset": "0",
    "blur_type": "uniform", "uvalpha": "none", "normalize": "false",
}, harmless="soft_lines useGPUIfAvailable")  # fmt: skip
def vector_blur(call: Call) -> Image:
    """Every pixel drawn out along its vector; what all lines bring to a pixel adds up."""
    for name, value in (("uv_offset", "0"), ("blur_type", "uniform"),
                        ("uvalpha", "none"), ("normalize", "false")):  # fmt: skip
        call.only(name, value)
    image, scale = call.input(0), call.number("scale")
    found = slots(call.text("uv"), image)
    if scale == 0 or not found or not image.box.width or not image.box.height:
        return image
    u, v = (image.plane(name).astype(np.float64) * scale for name in found[:2])
    start = call.number("offset")
    longest = max(np.abs(u).max(), np.abs(v).max())
    reach = math.ceil(longest * max(abs(start), abs(start + 1))) + 1
    box = _grown(image.box, reach, reach) if image.black_outside else image.box
    parts = 2 * math.ceil(longest) + 3
    rows, columns = np.indices(u.shape)
    rows, columns = rows + image.box.y - box.y, columns + image.box.x - box.x
    changed: dict[str, Plane] = {}
    for name in channel_set(call.text("channels"), image):
        total = np.zeros((box.height, box.width))
        share = image.planes[name].astype(np.float64) / parts
        for part in range(parts):
            far = start + (part + 0.5) / parts
            _add(total, rows + far * v, columns + far * u, share)
        changed[name] = total.astype(np.float32)
    return mixed(call, image.within(box), changed)


def _add(
    total: npt.NDArray[np.float64], y: npt.NDArray[np.float64], x: npt.NDArray[np.float64],
    value: npt.NDArray[np.float64],
) -> None:  # fmt: skip
    """`value` shared out over the four pixels around each place; what leaves the picture is lost."""
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    down, right = y - top, x - left
    for row, column, share in (
        (top, left, (1 - down) * (1 - right)), (top, left + 1, (1 - down) * right),
        (top + 1, left, down * (1 - right)), (top + 1, left + 1, down * right),
    ):  # fmt: skip
        inside = (row >= 0) & (row < total.shape[0]) & (column >= 0) & (column < total.shape[1])
        np.add.at(total, (row[inside], column[inside]), (share * value)[inside])


@node("Grain2", honours={
    **GRAIN, "black": "0", "minimum": "0", "seed": "134", "maskgrain": "true", "maskinvert": "false",
})  # fmt: skip
def grain(call: Call) -> Image:
    """Noise in red, green and blue, another at each frame; never in alpha."""
    image = call.input(0)
    random = np.random.default_rng([int(call.number("seed")), int(call.frame) & 0xFFFFFFFF])
    through = np.ones((image.box.height, image.box.width), np.float32)
    if call.flag("maskgrain"):
        through = image.plane("rgba.alpha")
        through = 1 - through if call.flag("maskinvert") else through
    black, minimum = (_three(call.numbers(name)) for name in ("black", "minimum"))
    changed: dict[str, Plane] = {}
    for n, color in enumerate(("red", "green", "blue")):
        noise = random.standard_normal((image.box.height, image.box.width)).astype(np.float32)
        pixel = image.plane(f"rgba.{color}")
        much = np.float32(call.number(f"{color}_m") * 0.1) * pixel + np.float32(black[n])
        changed[f"rgba.{color}"] = np.maximum(np.float32(minimum[n]), pixel + through * noise * much)
    return image.with_planes(changed)


def _three(numbers: Sequence[float]) -> Sequence[float]:
    return list(numbers) * 3 if len(numbers) == 1 else numbers
