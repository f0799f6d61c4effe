"""What size a blueprint works at, where its own nodes would scale a plate: it is sent in that size instead.

A node that scales to so many pixels rounds, and one of FLUX.1 Kontext's crops: the answer would lie beside
the plate. Sources, all of ComfyUI's comfy_extras: `ImageScaleToTotalPixels` (nodes_post_processing.py),
`ImageScaleToMaxDimension` (nodes_images.py), `FluxKontextImageScale` and its sizes (nodes_flux.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from secondunit.providers.comfyui.workflow import LONGER_SIDE, MEGAPIXELS, Graph, InputPlace, PlateBounds
from secondunit.wire import Size

#: The sizes into which `FluxKontextImageScale` cuts: each also upright.
KONTEXT = tuple(
    Size(width, height)
    for width, height in (
        (1024, 1024), (1104, 944), (1184, 880), (1248, 832), (1328, 800), (1392, 752), (1456, 720),
        (1504, 688), (1568, 672), (672, 1568), (688, 1504), (720, 1456), (752, 1392), (800, 1328),
        (832, 1248), (880, 1184), (944, 1104),
    )
)  # fmt: skip
_BY_PIXELS, _BY_SIDE, _KONTEXT = (
    "ImageScaleToTotalPixels",
    "ImageScaleToMaxDimension",
    "FluxKontextImageScale",
)
#: A node that counts, and how it rounds a side down to a multiple: `(a // 32) * 32`.
_COUNTS, _WHOLE = "ComfyMathExpression", re.compile(r"\(a // (\d+)\) \* \1")
#: Pixels of a megapixel as these nodes count them.
MEGAPIXEL = 1024 * 1024


def plate_size(graph: Graph, loaders: Collection[str]) -> tuple[PlateBounds, dict[str, list[InputPlace]]]:
    """The size that the plates of `loaders` are sent in, and where a graph is told that it is theirs already.

    Only nodes that a plate or its matte reaches unchanged in size count.
    """
    bounds = PlateBounds()
    places: dict[str, list[InputPlace]] = {}
    for node, body in graph.items():
        inputs = body["inputs"]
        if body["class_type"] == _COUNTS and (match := _WHOLE.fullmatch(str(inputs.get("expression")))):
            bounds = bounds.within(multiple=int(match[1]))
        if not _reached(graph, inputs.get("image"), loaders):
            continue
        if body["class_type"] == _BY_PIXELS and isinstance(inputs.get("megapixels"), (int, float)):
            places.setdefault(MEGAPIXELS, []).append(InputPlace(node, "megapixels"))
            steps = inputs.get("resolution_steps")
            bounds = bounds.within(
                most_pixels=round(inputs["megapixels"] * MEGAPIXEL),
                multiple=steps if isinstance(steps, int) and steps > 0 else 1,
            )
        elif body["class_type"] == _BY_SIDE and (place := _constant(graph, node, "largest_size")) is not None:
            if place not in places.setdefault(LONGER_SIDE, []):
                places[LONGER_SIDE].append(place)
            bounds = bounds.within(most_side=int(graph[place.node]["inputs"][place.input]))
        elif body["class_type"] == _KONTEXT:
            bounds = bounds.within(sizes=KONTEXT)
    return bounds, places


def _constant(graph: Graph, node: str, name: str) -> InputPlace | None:
    """Where a number that an input has is written: there, or at the primitive that it is linked to."""
    value = graph[node]["inputs"].get(name)
    if isinstance(value, int):
        return InputPlace(node, name)
    if isinstance(value, list) and graph.get(value[0], {}).get("class_type") == "PrimitiveInt":
        inner = graph[value[0]]["inputs"].get("value")
        return InputPlace(value[0], "value") if isinstance(inner, int) else None
    return None


def _reached(graph: Graph, link: object, loaders: Collection[str]) -> bool:
    """Whether a link comes from a loader, by nodes alone that make masks of pictures or pictures of masks."""
    for _ in range(len(graph)):
        if not (isinstance(link, list) and link and link[0] in graph):
            return False
        if link[0] in loaders:
            return True
        body = graph[link[0]]
        name = {"MaskToImage": "mask", "ImageToMask": "image"}.get(body["class_type"])
        link = body["inputs"].get(name) if name is not None else None
    return False
