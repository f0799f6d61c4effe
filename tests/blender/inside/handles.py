"""Handles in a real scene: moved by what an artist's tools write, set by Blender's own properties, undone."""

from __future__ import annotations

import json
import sys
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy
from bpy_extras.object_utils import world_to_camera_view
from drawn import drawn
from mathutils import Vector

kinds_path, folder = sys.argv[1:3]
CONTROLS = ("x", "y", "distance", "width", "height", "wind", "wind_direction", "key_side", "key_height")


def act() -> object:
    begin.switch_on()
    from secondunit.wire import KindList, decode

    session, parts = begin.part("session"), begin.part("handles")
    here = session.current()
    scene = begin.empty(1920, 1080, 1001, 1048)
    scene.frame_set(1001)
    scene.camera.location, scene.camera.rotation_euler = (0.0, -10.0, 1.6), (radians(85), 0.0, 0.0)
    bpy.context.view_layer.update()
    here.look()
    here.panel.fields.use_kinds(decode(KindList, json.loads(Path(kinds_path).read_text())).kinds)
    here.set("kind", "smoke")
    begin.part("properties").follow(here.panel.fields)
    smoke = scene.second_unit_smoke
    found: dict[str, Any] = {}

    def values() -> dict[str, Any]:
        return {name: here.panel.fields.value(f"controls.{name}") for name in CONTROLS}

    def thing(role: str) -> Any:
        return parts.find(bpy.context.scene)[role]

    def look() -> None:
        bpy.context.view_layer.update()
        here.look()

    def framed(point: Any) -> list[float]:
        bpy.context.view_layer.update()
        now = bpy.context.scene
        return list(world_to_camera_view(now, now.camera, Vector(point)))

    found["without"] = drawn()
    selected = [each.name for each in bpy.context.selected_objects]
    bpy.ops.ed.undo_push(message="opened")
    before = begin.undo_steps()
    assert bpy.ops.second_unit.add_handles() == {"FINISHED"}
    found["steps"] = begin.undo_steps()[len(before) :]
    found["selection_kept"] = selected == [each.name for each in bpy.context.selected_objects]
    found["roles"] = sorted(parts.find(scene))
    found["at_first"] = [values(), framed(thing("source").location), list(thing("source").location)]
    found["hand_at_first"] = sorted(here.panel.fields.hand)
    look()
    found["untouched"] = sorted(here.panel.fields.hand)

    # Objects lead.
    thing("source").location = (1.0, -2.0, 0.5)
    look()
    found["moved"] = [values(), framed((1.0, -2.0, 0.5))]
    thing("source").scale *= 2.0
    thing("top").location.z += 2.0
    look()
    found["sized"] = values()
    thing("wind").rotation_euler.z += radians(30)
    look()
    thing("wind").scale *= 3.0
    look()
    found["blown"] = values()
    middle = thing("source").location + Vector((0.0, 0.0, 0.5 * values()["height"]))
    thing("light").location = middle + Vector((5.0, 0.0, 0.0))
    look()
    found["lit"] = values()
    found["brief"] = dict(here.panel.brief().controls)

    # Fields lead, at once.
    smoke.x, smoke.y, smoke.distance = 0.25, 0.2, 8.0
    found["placed"] = framed(thing("source").location)
    smoke.height, smoke.wind, smoke.wind_direction = 3.0, 8.0, 180.0
    bpy.context.view_layer.update()
    arrow = thing("wind").matrix_world.to_3x3().col[2]
    found["fields_lead"] = [thing("top").location.z - thing("source").location.z, list(arrow)]
    found["after_fields"] = values()
    look()
    found["stays"] = values()
    smoke.x = 0.25
    smoke.source = "line"
    found["line"] = [thing("source").empty_display_type, list(thing("source").scale)]

    # The ground, and a camera that moves: what stands in the scene stays there.
    thing("ground").location.z = -1.0
    look()
    found["ground"] = [here.panel.fields.value("controls.camera_height"), here.panel.brief().camera.y]
    group = bpy.context.scene.second_unit_smoke
    group.camera_height = 3.0
    bpy.context.view_layer.update()
    found["typed_ground"] = thing("ground").location.z
    look()
    found["ground_after"] = here.panel.fields.value("controls.camera_height")
    stood = thing("source").location.copy()
    scene.camera.location.x += 1.0
    look()
    found["camera_moved"] = [
        (thing("source").location - stood).length,
        values()["x"],
        framed(thing("source").location)[0],
    ]

    # Undo takes both back, and redo brings both.
    bpy.ops.ed.undo_push(message="before")
    was = [list(thing("source").location), values()]
    thing("source").location.x += 0.5
    bpy.ops.ed.undo_push(message="moved")
    look()
    after = values()["x"]
    bpy.ops.ed.undo()
    look()
    back = [list(thing("source").location), values()]
    bpy.ops.ed.redo()
    look()
    found["undo"] = [was, back, after, values()["x"]]

    # Pieces of the set, and a lamp of the artist's.
    cube, lamp = bpy.data.objects["Cube"], bpy.data.objects["Light"]
    cube.location, cube.scale, cube.rotation_euler = (2.0, 1.0, 0.0), (0.5, 1.0, 2.0), (0.0, 0.0, radians(20))
    bpy.context.view_layer.update()
    for each in bpy.context.scene.objects:
        each.select_set(each == cube)
    bpy.context.view_layer.objects.active = cube
    assert bpy.ops.second_unit.use_object(role="obstacle") == {"FINISHED"}
    foot = thing("source").matrix_world.translation
    found["obstacle"] = [here.panel.fields.value("controls.obstacles"), list(foot)]
    cube.location.x = 3.0
    look()
    found["obstacle_moved"] = here.panel.fields.value("controls.obstacles")
    found["drawn"] = drawn()
    bpy.context.view_layer.objects.active = lamp
    assert bpy.ops.second_unit.use_object(role="light") == {"FINISHED"}
    found["own_light_gone"] = [each.name for each in bpy.data.objects if each.name == "Second Unit light"]
    lamp.location = foot + Vector((-3.0, 0.0, 0.5 * values()["height"]))
    look()
    found["lamp"] = values()
    stood = lamp.location.copy()
    thing("source").location.y += 1.0
    look()
    found["lamp_stays"] = [(lamp.location - stood).length, values()["key_side"]]

    # A file keeps them; they go on request, and what is the artist's stays.
    path = str(Path(folder) / "handles.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    kept = values()
    begin.empty()
    look()
    bpy.ops.wm.open_mainfile(filepath=path)
    look()
    look()
    found["reopened"] = [kept, values(), sorted(parts.find(bpy.context.scene))]
    cube, lamp = bpy.data.objects["Cube"], bpy.data.objects["Light"]
    assert bpy.ops.second_unit.release_object(name="Cube") == {"FINISHED"}
    found["released"] = here.panel.fields.value("controls.obstacles")
    assert bpy.ops.second_unit.remove_handles() == {"FINISHED"}
    found["left"] = [
        [each.name for each in bpy.data.objects if each.name.startswith("Second Unit")],
        [each.name for each in bpy.data.collections if each.name.startswith("Second Unit")],
        "Light" in bpy.context.scene.objects,
        values() == kept,
    ]
    bpy.context.scene.camera.data.type = "ORTHO"
    here.look_at_plate()
    found["flat"] = [list(bpy.ops.second_unit.add_handles()), drawn()]
    return found


begin.answer(act)
