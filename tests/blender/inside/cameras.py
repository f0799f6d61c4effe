"""Cameras that hang on all that one can: as the host reads them, and where Blender sees points."""

from __future__ import annotations

from math import radians
from typing import Any

import begin
import bpy

FRAMES = (1001, 1017, 1040)
POINTS = ((0.0, 3.0, 0.0), (1.5, 6.0, 2.0), (-2.0, 4.0, 0.5))


def act() -> object:
    begin.switch_on()
    from bpy_extras.object_utils import world_to_camera_view
    from mathutils import Vector

    from secondunit.wire import encode

    host = begin.part("blender_host").BlenderHost()
    seen: dict[str, Any] = {}

    def look(name: str, scene: Any) -> None:
        scene.frame_set(1009)
        camera = scene.camera
        heard: list[int] = []
        bpy.app.handlers.frame_change_post.append(lambda *of: heard.append(1))
        before = [list(row) for row in camera.matrix_world], camera.data.lens, len(bpy.data.scenes)
        view = host.camera(f"camera:{camera.name}")
        after = [list(row) for row in camera.matrix_world], camera.data.lens, len(bpy.data.scenes)
        bpy.app.handlers.frame_change_post.pop()
        answer = {
            "view": encode(view),
            "format": encode(host.shot().format),
            "frame": scene.frame_current,
            "untouched": before == after and not heard and len(camera.users_scene) == 1,
            "points": {},
        }
        for frame in FRAMES:
            scene.frame_set(frame)
            answer["points"][frame] = [
                list(world_to_camera_view(scene, camera, Vector(point))) for point in POINTS
            ]
        seen[name] = answer

    def fresh(width: int = 640, height: int = 360) -> Any:
        scene = begin.empty(width, height, 1001, 1040)
        scene.camera.rotation_euler = radians(80), radians(4), radians(5)
        scene.camera.location = 0.3, -7.0, 1.6
        return scene

    scene = fresh()
    look("still", scene)

    # A rig that moves, a target it looks at, a zoom with keys, a shift by a driver.
    scene = fresh()
    camera = scene.camera
    rig, target = (bpy.data.objects.new(name, None) for name in ("rig", "target"))
    for empty in (rig, target):
        scene.collection.objects.link(empty)
    camera.parent = rig
    rig.scale = 2.0, 2.0, 2.0
    target.location = 0.0, 4.0, 1.0
    for thing, path, values in (
        (rig, "location", ((0.0, 0.0, 0.0), (2.0, 1.0, 0.5))),
        (target, "location", ((0.0, 4.0, 1.0), (1.0, 5.0, 1.5))),
        (camera.data, "lens", (35.0, 60.0)),
    ):
        for frame, value in zip((1001, 1040), values, strict=True):
            setattr(thing, path, value)
            thing.keyframe_insert(path, frame=frame)
    constraint = camera.constraints.new("TRACK_TO")
    constraint.target, constraint.track_axis, constraint.up_axis = target, "TRACK_NEGATIVE_Z", "UP_Y"
    camera.data.driver_add("shift_x").driver.expression = "(frame - 1000) * 0.002"
    look("rig", scene)

    # Every fit of the sensor, pixels that are not square, a portrait, a scene in centimetres.
    for fit in ("AUTO", "HORIZONTAL", "VERTICAL"):
        for name, size, aspect in (
            ("wide", (640, 360), 1.0),
            ("tall", (360, 640), 1.0),
            ("squeezed", (640, 540), 2.0),
        ):
            scene = fresh(*size)
            scene.render.pixel_aspect_x = aspect
            lens = scene.camera.data
            lens.sensor_fit, lens.sensor_width, lens.sensor_height = fit, 32.0, 20.0
            lens.shift_x, lens.shift_y = 0.08, -0.05
            look(f"{fit} {name}", scene)
    scene = fresh()
    scene.unit_settings.scale_length = 0.01
    look("centimetres", scene)

    scene = fresh()
    scene.camera.data.type = "ORTHO"
    seen["flat"] = encode(host.camera(f"camera:{scene.camera.name}"))
    return seen


begin.answer(act)
