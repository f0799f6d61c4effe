"""A scene whose active camera is none, or not the one that was chosen, with handles in it."""

from __future__ import annotations

import json
import sys
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy

kinds_path = sys.argv[1]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import KindList, decode

    session = begin.part("session")
    here = session.current()
    scene = begin.empty(1920, 1080, 1001, 1048)
    scene.frame_set(1001)
    camera = scene.camera
    camera.location, camera.rotation_euler = (0.0, -10.0, 1.6), (radians(85), 0.0, 0.0)
    bpy.context.view_layer.update()
    here.look()
    here.panel.fields.use_kinds(decode(KindList, json.loads(Path(kinds_path).read_text())).kinds)
    here.set("kind", "smoke")
    begin.part("properties").follow(here.panel.fields)
    assert bpy.ops.second_unit.add_handles() == {"FINISHED"}
    found: dict[str, Any] = {"ticks": {}}
    empty = bpy.data.objects.new("Rig", None)
    scene.collection.objects.link(empty)

    def across() -> float:
        return float(here.panel.fields.value("controls.x"))

    def look() -> None:
        bpy.context.view_layer.update()
        here.look()

    # What stands as the active camera is an empty, or a lamp: neither has a lens.
    scene.second_unit.camera_source = f"camera:{camera.name}"
    for name in ("Rig", "Light"):
        scene.camera = bpy.data.objects[name]
        look()
        before = across()
        camera.location.x += 1.0
        look()
        found["ticks"][name] = [session._tick() > 0.0, before, across()]

    # Another camera is active: the one that was chosen leads, whatever the other one does.
    other = bpy.data.objects.new("Other", bpy.data.cameras.new("Other"))
    scene.collection.objects.link(other)
    scene.camera = other
    look()
    still = across()
    other.location.x += 3.0
    other.data.lens = 20.0
    look()
    after_other = across()
    camera.location.x += 1.0
    look()
    found["other"] = [still, after_other, across()]
    scene.second_unit.camera_source = ""
    look()
    found["none"] = session._tick() > 0.0

    def fails() -> None:
        raise AttributeError("a lamp without a lens")

    here.look, here._count = fails, 0
    found["due"] = session._tick()
    found["said"] = here.panel.message.message
    return found


begin.answer(act)
