"""Guides of a scene with a moving camera: what is made, where Blender sees corners, what stays as it was."""

from __future__ import annotations

import sys
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy

FIRST, LAST, LOOKED = 1001, 1004, (1001, 1003)


def facts(scene: Any) -> list[Any]:
    """Everything of a scene that drawing guides might touch."""
    render, image, display = scene.render, scene.render.image_settings, scene.display
    of_render = {
        name: str(getattr(render, name))
        for name in ("engine", "filepath", "use_compositing", "film_transparent", "dither_intensity",
                     "use_motion_blur", "use_border", "resolution_x", "resolution_percentage")
    }  # fmt: skip
    of_image = [image.file_format, image.color_depth, image.exr_codec, getattr(image, "media_type", "")]
    shading = [
        display.render_aa,
        display.shading.light,
        display.shading.color_type,
        display.shading.studio_light,
    ]
    layers = [
        [
            layer.name,
            layer.use,
            layer.use_pass_z,
            [[c.name, c.exclude] for c in layer.layer_collection.children],
        ]
        for layer in scene.view_layers
    ]
    things = [
        [thing.name, [list(row) for row in thing.matrix_world], thing.hide_render, list(thing.color),
         sorted(c.name for c in thing.users_collection)]
        for thing in scene.objects
    ]  # fmt: skip
    counts = [len(bpy.data.scenes), len(bpy.data.collections), len(bpy.data.objects), len(bpy.data.materials)]
    return [of_render, of_image, shading, layers, things, counts, scene.frame_current]


def act() -> object:
    begin.switch_on()
    from bpy_extras.object_utils import world_to_camera_view
    from mathutils import Vector

    from secondunit.wire import SecondUnitError, encode

    guides = begin.part("guides")
    place = Path(sys.argv[1])
    scene = begin.empty(320, 180, FIRST, LAST)
    for thing in list(scene.objects):
        if thing.type != "CAMERA":
            bpy.data.objects.remove(thing)
    camera = scene.camera
    camera.rotation_euler, camera.location = (radians(78), radians(3), radians(4)), (0.3, -7.0, 1.9)
    camera.data.lens, camera.data.shift_x, camera.data.shift_y = 32.0, 0.05, -0.03
    camera.keyframe_insert("location", frame=FIRST)
    camera.location.x = 1.2
    camera.keyframe_insert("location", frame=LAST)
    bpy.ops.mesh.primitive_plane_add(size=40)
    bpy.context.object.name = "Ground"
    bpy.ops.mesh.primitive_cube_add(size=1.4, location=(0.1, -1.0, 0.9), rotation=(0.2, 0.1, 0.5))
    box = bpy.context.object
    box.name = "Box ü"
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.6, location=(1.5, 0.5, 0.7))
    bpy.ops.object.shade_smooth()
    inner = bpy.data.collections.new("Set")
    scene.collection.children.link(inner)
    ball = bpy.context.object
    for collection in ball.users_collection:
        collection.objects.unlink(ball)
    inner.objects.link(ball)
    # A wall before the lens in a collection that the view layer leaves out, and one that is not rendered.
    away = bpy.data.collections.new("Away")
    scene.collection.children.link(away)
    for name, collection in (("Wall", away), ("Hidden", inner)):
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata([(-9, -5, -9), (9, -5, -9), (9, -5, 9), (-9, -5, 9)], [], [(0, 1, 2, 3)])
        wall = bpy.data.objects.new(name, mesh)
        collection.objects.link(wall)
    bpy.data.objects["Hidden"].hide_render = True
    layer = scene.view_layers[0]
    layer.layer_collection.children["Away"].exclude = True
    scene.frame_set(1002)
    bpy.ops.ed.undo_push(message="the scene stands")
    before, steps = facts(scene), begin.undo_steps()
    said: list[str] = []
    guides.make_guides(scene, place, said.append, wait=True, masked=[box])
    after = facts(scene)
    made = guides.scene_guides(scene)
    answer: dict[str, Any] = {
        "said": list(said),
        "untouched": before == after,
        "changed": [[one, other] for one, other in zip(before, after, strict=True) if one != other],
        "undo": begin.undo_steps() == steps,
        "left": sorted(path.name for path in place.rglob("*") if path.is_dir()),
        "handlers": len(bpy.app.handlers.render_write),
        "guides": [encode(guide) for guide in made],
        "track": encode(begin.part("camera_track").track_of(scene, camera)),
        "corners": {},
    }
    for frame in LOOKED:
        scene.frame_set(frame)
        corners = [box.matrix_world @ Vector(corner) for corner in box.bound_box]
        answer["corners"][frame] = [list(world_to_camera_view(scene, camera, corner)) for corner in corners]
    # Guides of another lens, range or size are no guides of the scene any more.
    stale = []
    for thing, name, value in (
        (camera.data, "lens", 33.0), (scene, "frame_end", LAST - 1), (scene.render, "resolution_y", 160),
    ):  # fmt: skip
        kept = getattr(thing, name)
        setattr(thing, name, value)
        stale.append(len(guides.scene_guides(scene)))
        setattr(thing, name, kept)
    answer["stale"] = stale, len(guides.scene_guides(scene))
    # What cannot be: a frame that cannot be written, no camera, a camera without perspective, two cameras.
    problems: dict[str, Any] = {}
    kept_write, failed = guides.write_guides, []

    def broken(*of: Any) -> None:
        raise OSError("no space left")

    guides.write_guides = broken
    guides.make_guides(scene, place, failed.append, wait=True)
    guides.write_guides = kept_write
    answer["failed"] = failed, sorted(path.name for path in place.iterdir()), len(guides.scene_guides(scene))

    def refused(name: str) -> None:
        try:
            guides.make_guides(scene, place, said.append, wait=True)
        except SecondUnitError as error:
            problems[name] = [error.problem.message, error.problem.remedy]

    other = bpy.data.objects.new("Other", bpy.data.cameras.new("Other"))
    scene.collection.objects.link(other)
    for frame, bound in ((1001, camera), (1003, other)):
        scene.timeline_markers.new("cut", frame=frame).camera = bound
    refused("two cameras")
    scene.timeline_markers.clear()
    scene.camera = camera
    camera.data.type = "ORTHO"
    refused("flat")
    scene.camera = None
    refused("none")
    answer["problems"] = problems
    return answer


begin.answer(act)
