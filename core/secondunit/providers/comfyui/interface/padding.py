"""A plate on its larger canvas in place of margins that a blueprint would add.

`ImagePadForOutpaint` (nodes.py of ComfyUI 0.3.64) gives the larger picture and a mask that is white in its
margins. The canvas is laid out before it is sent, so that the plate lies on whole pixels and sides are what
the model takes; the mask is the matte that goes with it.
"""

from __future__ import annotations

from secondunit.providers.comfyui.workflow import Graph

_PADS = "ImagePadForOutpaint"


def unpad(graph: Graph, matte: str) -> bool:
    """Take the only node that pads away; False where there is none, or several, or it pads nothing."""
    padding = [node for node, body in graph.items() if body["class_type"] == _PADS]
    if len(padding) != 1:
        return False
    picture = graph[padding[0]]["inputs"].get("image")
    if not isinstance(picture, list):
        return False
    instead = {0: picture, 1: [matte, 0]}
    for body in graph.values():
        for name, value in body["inputs"].items():
            if isinstance(value, list) and len(value) == 2 and value[0] == padding[0]:
                body["inputs"][name] = instead[value[1]]
    del graph[padding[0]]
    return True
