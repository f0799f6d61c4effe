"""A take of every kind that has a body, as a volume before the camera of a scene of its own, rendered."""

from __future__ import annotations

import sys
from math import radians
from typing import Any

import begin
import bpy

listed, out = sys.argv[1:3]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import Placement, PlacementKind, SecondUnitError

    host = begin.part("blender_host").BlenderHost()
    found: dict[str, Any] = {}
    for take in begin.takes(listed):
        scene = begin.empty(take.format.width, take.format.height, take.frames.first, take.frames.last)
        bpy.data.objects.remove(bpy.data.objects["Cube"])
        bpy.data.objects["Light"].data.energy = 0.0
        camera = scene.camera
        camera.location, camera.rotation_euler = (0.0, 0.0, 1.6), (radians(90.0), 0.0, 0.0)
        camera.data.lens, camera.data.sensor_width, camera.data.clip_end = 35.0, 36.0, 1e5
        sun = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
        sun.data.energy, sun.rotation_euler = 3.0, (radians(50.0), 0.0, radians(-60.0))
        scene.collection.objects.link(sun)
        scene.render.film_transparent = True
        try:
            placed = host.place(Placement(take.id, PlacementKind.VOLUME), take)
        except SecondUnitError as error:
            problem = error.problem
            found[take.kind] = {
                "refused": [problem.code, problem.message, problem.remedy],
                "placed": host.placed() == (),
                "left": [thing.name for thing in bpy.data.volumes],
            }
            continue
        begin.render(scene, f"{out}/{take.kind}", [take.frames.last], samples=16, marched=True)
        (volume,) = [thing for thing in scene.objects if thing.type == "VOLUME"]
        assert volume.data.grids.load(), volume.data.grids.error_message
        found[take.kind] = {
            "grids": [grid.name for grid in volume.data.grids],
            "placed": host.placed() == (placed,),
            "foot": list(volume.location),
        }
    return found


begin.answer(act)
