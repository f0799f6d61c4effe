"""A grey-model shot as it is blocked: a moving camera, a box on a floor; its guides, and a take over it."""

from __future__ import annotations

import json
import sys
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy

FIRST, LAST, LOOKED = 1001, 1009, (1001, 1005, 1009)


def blocked() -> Any:
    """The shot."""
    scene = begin.empty(192, 128, FIRST, LAST)
    for thing in list(scene.objects):
        if thing.type != "CAMERA":
            bpy.data.objects.remove(thing)
    camera = scene.camera
    camera.rotation_euler, camera.location = (radians(76), 0.0, radians(3)), (-0.4, -6.0, 2.0)
    camera.data.lens = 34.0
    camera.keyframe_insert("location", frame=FIRST)
    camera.location = (0.6, -5.6, 2.0)
    camera.keyframe_insert("location", frame=LAST)
    bpy.ops.mesh.primitive_plane_add(size=30)
    bpy.ops.mesh.primitive_cube_add(size=1.6, location=(0.0, -0.5, 0.8), rotation=(0.0, 0.0, 0.4))
    bpy.context.object.name = "Box"
    return scene


def act() -> object:
    begin.switch_on()
    from secondunit.wire import GuideKind, Placement, PlacementKind, encode

    scene = blocked()
    guides = begin.part("guides")
    if len(sys.argv) == 2:
        said: list[str] = []
        guides.make_guides(
            scene, Path(sys.argv[1]), said.append, wait=True, kinds=(GuideKind.DEPTH,),
            masked=[bpy.data.objects["Box"]],
        )  # fmt: skip
        host = begin.part("blender_host").BlenderHost()
        track = host.camera(f"camera:{scene.camera.name}").track
        made = [encode(guide) for guide in guides.scene_guides(scene)]
        return {"said": said, "guides": made, "track": encode(track), "shot": encode(host.shot())}
    # A take of it, over the scene that it was guided by.
    takes, out = begin.takes(sys.argv[1]), sys.argv[2]
    (take,) = takes
    host = begin.part("blender_host").BlenderHost()
    placed = host.place(Placement(take.id, PlacementKind.COMP, blend=take.blend), take)
    begin.render(scene, out, list(LOOKED), samples=1)
    return json.loads(json.dumps({"name": placed.id}))


begin.answer(act)
