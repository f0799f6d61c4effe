"""Drawn shapes: a mesh and a curve as the shot's camera sees them, by the panel's own buttons."""

from __future__ import annotations

import json
import sys
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector


def act() -> object:
    begin.switch_on()
    from secondunit.wire import KindList, decode, encode

    here = begin.part("session").current()
    scene = begin.empty(480, 270, 1001, 1004)
    scene.frame_set(1001)
    scene.camera.location, scene.camera.rotation_euler = (0.0, -10.0, 1.6), (radians(90), 0.0, 0.0)
    here.look()
    here.panel.fields.use_kinds(decode(KindList, json.loads(Path(sys.argv[1]).read_text())).kinds)
    here.set("kind", "smoke")
    cube = bpy.data.objects["Cube"]
    cube.location, cube.rotation_euler = (1.0, 2.0, 1.2), (0.3, 0.2, 0.5)
    bpy.context.view_layer.update()

    def choose(thing: Any) -> Any:
        bpy.context.view_layer.objects.active = thing
        for each in bpy.context.scene.objects:
            each.select_set(each == thing)
        assert bpy.ops.second_unit.use_object(role="shape") == {"FINISHED"}, here.panel.message
        return here.panel.brief()

    def corners(thing: Any) -> list[list[float]]:
        bpy.context.view_layer.update()
        return [
            list(world_to_camera_view(scene, scene.camera, thing.matrix_world @ Vector(corner)))
            for corner in thing.bound_box
        ]

    found: dict[str, Any] = {"cube": [encode(choose(cube)), corners(cube)]}
    same = here.panel.matte.path
    here.look_at_plate()
    found["same_path"] = here.panel.matte.path == same
    cube.location.x -= 1.0
    bpy.context.view_layer.update()
    here.look_at_plate()
    found["other_path"] = here.panel.matte.path != same

    bpy.ops.curve.primitive_bezier_circle_add(
        radius=1.0, location=(0.0, 2.0, 1.6), rotation=(radians(90), 0, 0)
    )
    ring = bpy.context.object
    ring.name = "Ring"
    found["ring"] = [encode(choose(ring)), corners(ring)]
    found["menu"] = [source.id for source in begin.part("panels")._sources("matte_source")]
    found["automatic"] = here.source()

    # A camera that moves sees it elsewhere in each frame.
    scene.camera.keyframe_insert("location", frame=1001)
    scene.camera.location.x = 1.0
    scene.camera.keyframe_insert("location", frame=1004)
    here.look_at_plate()
    found["moving"] = encode(here.panel.matte)

    scene.camera.animation_data_clear()
    scene.camera.location = (0.0, 50.0, 1.6)
    bpy.context.view_layer.update()
    here.look_at_plate()
    found["behind"] = here.panel.message.message
    assert bpy.ops.second_unit.release_object(name=ring.name) == {"FINISHED"}
    found["released"] = [scene.second_unit.matte_source, here.panel.matte is None, ring.name in scene.objects]
    return found


begin.answer(act)
