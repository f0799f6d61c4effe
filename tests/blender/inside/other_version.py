"""Save a scene with every placement, or open one that another Blender saved and render it."""

from __future__ import annotations

import sys
from typing import Any

import begin
import bpy

what, takes_path, blend, out = sys.argv[1:5]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import Placement, PlacementKind

    host = begin.part("blender_host").BlenderHost()
    first, second = begin.takes(takes_path)
    if what == "save":
        begin.empty()
        bpy.ops.wm.save_as_mainfile(filepath=blend)
        # A take without a volume stands as anything else.
        for kind in (kind for kind in host.kinds() if kind is not PlacementKind.VOLUME):
            host.place(Placement(first.id, kind, offset=1), first)
        bpy.ops.wm.save_as_mainfile(filepath=blend)
        return [one.id for one in host.placed()]
    bpy.ops.wm.open_mainfile(filepath=blend)
    found: dict[str, Any] = {"placed": [one.id for one in host.placed()]}
    for one in host.placed():
        assert host.set_version(one.id, second).version == 2
    scene = bpy.context.scene
    scene.render.use_sequencer = False
    begin.render(scene, out, [1002])
    return found


begin.answer(act)
