"""A blueprint that finds by words, pointed at what is meant instead: by points and boxes on the first frame.

`SAM3_Detect` takes points and boxes as well as words, and joins what each finds; of a clip it would look for
the same places in every frame. Pointed, it is told no words, looks at the first frame alone, and what it
finds there is followed through the clip by `SAM3_VideoTrack` (comfy_extras/nodes_sam3.py of ComfyUI).
"""

from __future__ import annotations

import copy
from typing import Any

from secondunit.providers.comfyui.workflow import Graph

_DETECTS, _TRACKS, _MASKS, _FIRST = "SAM3_Detect", "SAM3_VideoTrack", "SAM3_TrackToMask", "ImageFromBatch"
_WORDS, _PICTURES, _MODEL = "conditioning", "image", "model"


def pointed(graph: Graph, detector: str, moving: bool) -> Graph | None:
    """The graph whose node `detector` is told by points and boxes alone; None where it is no such node."""
    body = graph.get(detector)
    if body is None or body["class_type"] != _DETECTS:
        return None
    pictures, model = body["inputs"].get(_PICTURES), body["inputs"].get(_MODEL)
    if not isinstance(pictures, list) or not isinstance(model, list):
        return None
    own = copy.deepcopy(graph)
    own[detector]["inputs"].pop(_WORDS, None)
    if not moving:
        return own
    names = {kind: f"{detector}_{kind}" for kind in ("first", "track", "mask")}
    for other in own.values():
        for name, value in other["inputs"].items():
            if value == [detector, 0]:
                other["inputs"][name] = [names["mask"], 0]
    own[detector]["inputs"][_PICTURES] = [names["first"], 0]
    own[names["first"]] = _node(_FIRST, image=pictures, batch_index=0, length=1)
    own[names["track"]] = _node(
        _TRACKS, images=pictures, model=model, initial_mask=[detector, 0], detection_threshold=0.5,
        max_objects=0, detect_interval=1,
    )  # fmt: skip
    own[names["mask"]] = _node(_MASKS, track_data=[names["track"], 0], object_indices="")
    return own


def _node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": kind}}
