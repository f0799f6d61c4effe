"""Elements of several kinds as compositor nodes over a plate: rendered, to be measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path

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
    for name, id in case["takes"].items():
        take = client.take(id)
        scene = begin.empty(64, 36, case["frame"], case["frame"])
        clip = bpy.data.movieclips.load(case["plate"] % case["first"])
        clip.colorspace_settings.name = "Linear Rec.709"
        clip.frame_start = case["first"]
        scene.active_clip = clip
        host.place(Placement(take.id, PlacementKind.COMP, blend=take.blend), take)
        begin.render(scene, f"{out}/{name}", [case["frame"]])
    return sorted(case["takes"])


begin.answer(act)
