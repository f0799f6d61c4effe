"""What cannot be placed is refused in a sentence, and nothing of it is left behind."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import begin
import bpy


def act() -> object:
    begin.switch_on()
    from secondunit.wire import ColorSpace, Placement, PlacementKind, SecondUnitError

    (take,) = begin.takes(sys.argv[1])
    host = begin.part("blender_host").BlenderHost()
    found: dict[str, Any] = {}

    def left() -> dict[str, int]:
        kinds = ("node_groups", "objects", "meshes", "materials", "images")
        return {kind: len(getattr(bpy.data, kind)) for kind in kinds}

    def refused(name: str, kind: str, one: Any, prepare: Any = lambda scene: None) -> None:
        scene = begin.empty()
        prepare(scene)
        bpy.ops.ed.undo_push(message="opened")
        before, steps = left(), len(begin.undo_steps())
        try:
            host.place(Placement(one.id, PlacementKind(kind)), one)
        except SecondUnitError as error:
            problem = error.problem
            found[name] = [problem.code, problem.message, problem.remedy]
        else:
            found[name] = None
        assert left() == before, f"{name} left {left()} of {before}"
        assert len(begin.undo_steps()) == steps
        assert host.placed() == ()

    def without_camera(scene: Any) -> None:
        bpy.data.objects.remove(scene.camera)

    def panoramic(scene: Any) -> None:
        scene.camera.data.type = "PANO"

    def no_output(scene: Any) -> None:
        tree = begin.part("trees").make_tree(scene)
        tree.nodes.clear()

    strange = replace(take, colorspace=ColorSpace("Film Scan of 1998"))
    away = replace(take, folder="/nowhere/takes")
    for kind in ("comp", "plane", "strip"):
        refused(f"{kind} strange space", kind, strange)
        refused(f"{kind} files away", kind, away)
    refused("no camera", "plane", take, without_camera)
    refused("panoramic", "plane", take, panoramic)
    refused("no output", "comp", take, no_output)

    # Nodes that were switched off come back as they were.
    if bpy.app.version < (5, 0, 0):
        scene = begin.empty()
        tree = begin.part("trees").make_tree(scene)
        color = tree.nodes.new("CompositorNodeRGB")
        tree.links.new(color.outputs[0], begin.part("trees").output_socket(tree))
        scene.use_nodes = False
        host.place(Placement(take.id, PlacementKind.COMP), take)
        assert scene.use_nodes
        group = next(node for node in tree.nodes if node.name.startswith("SecondUnit_"))
        assert group.inputs["Image"].links[0].from_node == color
    return found


begin.answer(act)
