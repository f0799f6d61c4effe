"""Blueprints that keep to a guide: which input takes it, and how a guide of ours goes in.

Reviewed by hand against comfyui-subgraph-blueprints 0.0.13. Some estimate depth or edges of a picture that
they are given; the scene's own guide takes the place of what they would find. Blueprints that take any kind
of guide without saying which (`controlnet_z_image_turbo`, `video_generation_ltx_2_3_ic_lora`) are not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.providers.comfyui.workflow import Graph
from secondunit.wire import GuideKind, Task


@dataclass(frozen=True)
class GuidedBlueprint:
    """How a blueprint is guided: the label of the input and the kind of guide it takes.

    `estimates` is the class of the node that would find the guide in a picture. `side` is the step of its
    sides: LTX-2 makes sides that are halved, then in 32s.
    """

    task: Task
    input: str
    kind: GuideKind
    estimates: str = ""
    side: int = 1


#: The step of LTX-2's sides.
_SIDE = 64
GUIDED_BLUEPRINTS = {
    "depth_to_video_ltx_2_0": GuidedBlueprint(
        Task.VIDEO, "depth reference video", GuideKind.DEPTH, "LotusConditioning", side=_SIDE
    ),
    "canny_to_video_ltx_2_0": GuidedBlueprint(Task.VIDEO, "canny_images", GuideKind.EDGES, side=_SIDE),
    "pose_to_video_ltx_2_0": GuidedBlueprint(Task.VIDEO, "control_images", GuideKind.POSE, side=_SIDE),
    "depth_to_image_z_image_turbo": GuidedBlueprint(
        Task.IMAGE, "control image", GuideKind.DEPTH, "LotusConditioning", side=16
    ),
    "canny_to_image_z_image_turbo": GuidedBlueprint(
        Task.IMAGE, "control image", GuideKind.EDGES, "Canny", side=16
    ),
    "pose_to_image_z_image_turbo": GuidedBlueprint(Task.IMAGE, "image", GuideKind.POSE, side=16),
}


def splice_guide(graph: Graph, kind: str) -> bool:
    """Let what used an estimate use the picture it would be made of; whether it was found.

    A node of the class `kind` finds it, alone or with others in one subgraph; what codes the picture for
    them takes it in at `pixels`.
    """
    finds = next((node for node, body in graph.items() if body["class_type"] == kind), None)
    if finds is None:
        return False
    prefix = finds.rpartition(":")[0] + ":"
    alone = "image" in graph[finds]["inputs"]
    inside = {finds} if alone else {node for node in graph if node.startswith(prefix)}
    taken = "image" if alone else "pixels"
    sources = [graph[node]["inputs"][taken] for node in inside if taken in graph[node]["inputs"]]
    if len(sources) != 1:
        return False
    for node, body in graph.items():
        if node in inside:
            continue
        for name, value in body["inputs"].items():
            if isinstance(value, list) and value and value[0] in inside:
                body["inputs"][name] = sources[0]
    return True
