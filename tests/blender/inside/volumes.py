"""Takes as volumes before the scene's camera: where they stand, how they render, what is refused."""

from __future__ import annotations

import sys
from dataclasses import replace
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy
from drawn import drawn

listed, out = sys.argv[1:3]
WIDTH, HEIGHT = 128, 72


def shot(first: int, unit: float) -> Any:
    """A scene in units of so many metres, its camera turned and pitched as the takes were made for."""
    scene = begin.empty(WIDTH, HEIGHT, first, first + 3)
    scene.unit_settings.scale_length = unit
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    camera = scene.camera
    camera.rotation_euler = radians(90.0 - 6.0), 0.0, radians(35.0)
    camera.location = (3.0 / unit, -2.0 / unit, 1.7 / unit)
    camera.data.lens, camera.data.sensor_width, camera.data.clip_end = 40.0, 36.0, 1e5
    bpy.data.objects["Light"].data.energy = 0.0
    scene.world.use_nodes = True
    scene.world.node_tree.nodes["Background"].inputs[0].default_value = (0.0, 0.0, 0.0, 1.0)
    scene.render.film_transparent = True
    return scene


def lamp(scene: Any) -> None:
    sun = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
    sun.data.energy = 3.0
    sun.rotation_euler = radians(50.0), 0.0, radians(-60.0)
    scene.collection.objects.link(sun)


def act() -> object:
    begin.switch_on()
    from secondunit.wire import Placement, PlacementKind, SecondUnitError

    host = begin.part("blender_host").BlenderHost()
    smoke, newer, torch = begin.takes(listed)
    found: dict[str, Any] = {}

    def put(take: Any, **more: Any) -> Any:
        return host.place(Placement(take.id, PlacementKind.VOLUME, **more), take)

    for name, take, unit in (("smoke", smoke, 1.0), ("units", smoke, 0.01), ("torch", torch, 1.0)):
        scene = shot(take.frames.first, unit)
        if take is smoke:
            lamp(scene)
        placed = put(take)
        assert host.placed() == (placed,), host.placed()
        small = unit != 1.0
        begin.render(scene, f"{out}/{name}", [take.frames.last], samples=16 if small else 48, marched=small)
        (volume,) = [o for o in scene.objects if o.type == "VOLUME"]
        assert volume.data.grids.load(), volume.data.grids.error_message
        found[name] = {
            "grids": [grid.name for grid in volume.data.grids], "id": placed.id,
            "stands": list(volume.location),
        }  # fmt: skip
        if name == "smoke":
            begin.render(scene, f"{out}/after", [take.frames.last + 1], samples=4)
            volume.location.x += 1.0
            x = volume.location.x
            newest = host.set_version(placed.id, newer)
            assert newest.version == 2 and host.placed() == (newest,)
            assert volume.location.x == x, "what the artist moved stays there"
            assert Path(bpy.path.abspath(volume.data.filepath)).parent.name == "v002"
            bpy.ops.ed.undo_push(message="moved")

    scene = shot(smoke.frames.first, 1.0)
    lamp(scene)
    put(smoke, offset=10)
    scene.render.engine = "CYCLES"
    panel = found["panel"] = {}
    for bounces in (0, 8):
        scene.cycles.volume_bounces = bounces
        panel[str(bounces)] = drawn()
    begin.render(scene, f"{out}/later", [smoke.frames.last, smoke.frames.last + 10], 16, marched=True)

    # A camera that moves is taken as it is on the take's first frame, and the scene stays on its own.
    scene = shot(smoke.frames.first, 1.0)
    camera = scene.camera
    camera.keyframe_insert("location", frame=smoke.frames.first)
    camera.location.x += 5.0
    camera.keyframe_insert("location", frame=smoke.frames.last)
    scene.frame_set(smoke.frames.last)
    put(smoke)
    (volume,) = [o for o in scene.objects if o.type == "VOLUME"]
    found["moving"] = {"stands": list(volume.location), "frame": scene.frame_current}

    refused: dict[str, Any] = {}
    strange = {
        "without": replace(smoke, volume=None),
        "picture": replace(smoke, volume=None, provider="echo"),
        "away": replace(smoke, folder="/nowhere"),
    }
    for name, take in strange.items():
        scene = shot(1, 1.0)
        before = len(bpy.data.objects), len(bpy.data.volumes), len(bpy.data.materials)
        try:
            put(take)
        except SecondUnitError as error:
            refused[name] = [error.problem.code, error.problem.message, error.problem.remedy]
        assert before == (len(bpy.data.objects), len(bpy.data.volumes), len(bpy.data.materials)), name
        assert host.placed() == ()
    scene.camera.data.type = "ORTHO"
    try:
        put(smoke)
    except SecondUnitError as error:
        refused["flat"] = [error.problem.code, error.problem.message, error.problem.remedy]
    return {"found": found, "refused": refused}


begin.answer(act)
