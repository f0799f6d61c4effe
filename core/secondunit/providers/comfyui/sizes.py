"""What size a workflow's answer has, followed through its nodes: as asked, as the plate, or always the same.

It knows what core's nodes do with sizes; of any other node it says nothing, and nothing is claimed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .workflow import MEGAPIXELS, Graph, InputPlace, Workflow

#: Core's nodes that make something of a width and a height of their own.
_MAKERS = ("EmptyImage", "EmptyLatentImage", "EmptySD3LatentImage", "EmptyChromaRadianceLatentImage",
           "EmptyFlux2LatentImage", "ImageScale", "LatentUpscale", "SolidMask")  # fmt: skip
#: Nodes that keep the size of what this input brings.
_KEEPERS = {
    "VAEDecode": "samples", "VAEDecodeTiled": "samples", "VAEEncode": "pixels", "VAEEncodeTiled": "pixels",
    "VAEEncodeForInpaint": "pixels", "KSampler": "latent_image", "KSamplerAdvanced": "latent_image",
    "SamplerCustom": "latent_image", "SamplerCustomAdvanced": "latent_image",
    "SetLatentNoiseMask": "samples", "RepeatLatentBatch": "samples", "LatentFromBatch": "samples",
    "ImageInvert": "image", "ImageBlur": "image", "ImageSharpen": "image", "ImageQuantize": "image",
    "ImageBlend": "image1", "ImageCompositeMasked": "destination", "ImageAddNoise": "image",
    "RepeatImageBatch": "image", "ImageFromBatch": "image", "ImageBatch": "image1", "ImageFlip": "image",
    "JoinImageWithAlpha": "image", "Canny": "image", "MaskToImage": "mask", "ImageToMask": "image",
    "CreateVideo": "images", "GetVideoComponents": "video", "Reroute": "",
}  # fmt: skip
_LOADERS = ("LoadImage", "LoadImageMask", "LoadVideo")
_FACTORS = {"ImageScaleBy": ("image", "scale_by"), "LatentUpscaleBy": ("samples", "scale_by")}
#: A node that is told the plate's own megapixels, and one whose model's name says how many times it enlarges.
_SCALES, _ENLARGES = "ImageScaleToTotalPixels", "ImageUpscaleWithModel"
_TIMES = re.compile(r"(?:^|[^0-9a-z])(?:x(\d)|(\d)x)|x(\d)(?=[^0-9])", re.IGNORECASE)
#: Links of a chain that is longer are not followed.
_LONGEST = 200


@dataclass(frozen=True)
class Extent:
    """How large something is: `times` the plate, `fixed` (width, height), or as asked where both are None."""

    times: float | None = None
    fixed: tuple[int, int] | None = None


def extent(workflow: Workflow, node: str) -> Extent | None:
    """The size of what a saving node is given; None where some node on the way is not known."""
    body = workflow.graph[node]["inputs"]
    link = body.get("images", body.get("video"))
    return _of(workflow, link, 0)


def _of(workflow: Workflow, link: object, steps: int) -> Extent | None:
    if not (isinstance(link, list) and link and link[0] in workflow.graph) or steps > _LONGEST:
        return None
    node = str(link[0])
    body = workflow.graph[node]
    kind, inputs = body["class_type"], body["inputs"]
    if kind in _LOADERS:
        nodes = {place.node for role in ("plate", "matte") for place in workflow.places.get(role, ())}
        return Extent(times=1.0) if node in nodes else None
    if kind in _MAKERS:
        return _made(workflow, node)
    if kind in _FACTORS:
        source, name = _FACTORS[kind]
        before, factor = _of(workflow, inputs.get(source), steps + 1), inputs.get(name)
        return None if before is None or _is_set(workflow, node, name) else _scaled(before, factor)
    if kind == _SCALES and _is_named_size(workflow, node):
        return _of(workflow, inputs.get("image"), steps + 1)
    if kind == _ENLARGES:
        return _enlarged(workflow, inputs, steps)
    if kind in _KEEPERS:
        source = _KEEPERS[kind] or next(iter(inputs), "")
        return _of(workflow, inputs.get(source), steps + 1)
    return None


def _is_named_size(workflow: Workflow, node: str) -> bool:
    return InputPlace(node, "megapixels") in workflow.places.get(MEGAPIXELS, ())


def _enlarged(workflow: Workflow, inputs: dict[str, Any], steps: int) -> Extent | None:
    """The size after a model that enlarges, by the number in its file's name (`RealESRGAN_x4plus`)."""
    link = inputs.get("upscale_model")
    loader = workflow.graph.get(str(link[0])) if isinstance(link, list) and link else None
    match = _TIMES.search(str((loader or {"inputs": {}})["inputs"].get("model_name", "")))
    before = _of(workflow, inputs.get("image"), steps + 1)
    if match is None or before is None:
        return None
    return _scaled(before, int(next(filter(None, match.groups()))))


def _made(workflow: Workflow, node: str) -> Extent | None:
    """A size of a node's own: asked for where its sides are named or come from named numbers, else fixed."""
    sides: list[int] = []
    for name in ("width", "height"):
        value = workflow.graph[node]["inputs"].get(name)
        named = {(place.node, place.input) for place in workflow.places.get(name, ())}
        if (node, name) in named or (isinstance(value, list) and _is_named(named, workflow.graph, value)):
            continue
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            return None  # linked to something else, or 0: by the other side
        if _is_set(workflow, node, name):
            return None  # as the artist sets it
        sides.append(value)
    if not sides:
        return Extent()
    return Extent(fixed=(sides[0], sides[1])) if len(sides) == 2 else None


def _is_set(workflow: Workflow, node: str, name: str) -> bool:
    """Whether an input has a name of the workflow's, and with it another value for each request."""
    return any(
        (place.node, place.input) == (node, name) for places in workflow.places.values() for place in places
    )


def _is_named(named: set[tuple[str, str]], graph: Graph, link: list[Any]) -> bool:
    return any(node == link[0] for node, _ in named) and link[0] in graph


def _scaled(before: Extent, factor: object) -> Extent | None:
    if not isinstance(factor, (int, float)) or isinstance(factor, bool) or factor <= 0:
        return None
    if before.fixed is not None:
        return Extent(fixed=(round(before.fixed[0] * factor), round(before.fixed[1] * factor)))
    # Of what is as asked, so many times: only 1 is as asked again.
    if before.times is None:
        return before if factor == 1 else None
    return Extent(times=before.times * float(factor))
