"""What a model made, as compositor nodes over the plate that it was made of: rendered, to be measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import begin
import bpy

case_path, url, token, out = sys.argv[1:5]


def act() -> object:
    begin.switch_on()
    from secondunit.host.client import Client
    from secondunit.wire import Placement, PlacementKind

    case = json.loads(Path(case_path).read_text())
    client = Client(url, token, user="Blender")
    host = begin.part("blender_host").BlenderHost()
    takes = {name: client.take(id) for name, id in case["takes"].items()}
    frames = case["frames"]
    found: dict[str, Any] = {}

    def scene_of(width: int = 64, height: int = 36) -> Any:
        scene = begin.empty(width, height, frames[0], frames[-1])
        clip = bpy.data.movieclips.load(case["plate"] % case["first"])
        clip.colorspace_settings.name = "Linear Rec.709"
        clip.frame_start = case["first"]
        scene.active_clip = clip
        return scene

    def place(name: str, kind: str = "comp") -> Any:
        take = takes[name]
        return host.place(Placement(take.id, PlacementKind(kind), blend=take.blend), take)

    scene = scene_of()
    placed = place("clean")
    begin.render(scene, f"{out}/clean", frames)
    (node,) = [one for one in begin.part("trees").tree_of(scene).nodes if one.name == "SecondUnit_clean"]
    node.inputs["Gain"].default_value = 0.5
    node.node_tree.nodes["Gain"].label = "mine"
    after = host.set_version(placed.id, takes["clean2"])
    begin.render(scene, f"{out}/clean2", frames[:1])
    found["kept"] = [after.version, after.placement.gain, node.node_tree.nodes["Gain"].label]
    for name, width, height in (("wide", 64, 36), ("whole", 80, 52), ("fine", 64, 36), ("larger", 128, 72)):
        scene = scene_of(width, height)
        place({"whole": "wide", "larger": "fine"}.get(name, name))
        begin.render(scene, f"{out}/{name}", frames[:1])
    scene = scene_of()
    place("fine", "strip")
    begin.render(scene, f"{out}/strip", frames[:1])
    return found


begin.answer(act)
