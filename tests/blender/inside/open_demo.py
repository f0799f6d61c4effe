"""Open the demo's scene as an artist would, and say what is in it."""

from __future__ import annotations

import sys

import begin
import bpy


def act() -> object:
    begin.switch_on()
    bpy.ops.wm.open_mainfile(filepath=sys.argv[1])
    host = begin.part("blender_host").BlenderHost()
    return {
        "placed": [f"{one.element} v{one.version}" for one in host.placed()],
        "paths": [image.filepath for image in bpy.data.images if image.source == "SEQUENCE"]
        + [clip.filepath for clip in bpy.data.movieclips],
        "rate": str(host.shot().rate),
    }


begin.answer(act)
