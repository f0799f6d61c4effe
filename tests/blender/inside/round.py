"""One stop of the round: each take as a strip on its own frames at its own rate, rendered as a comp."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import begin
import bpy

cases_path, url, token = sys.argv[1:4]


def act() -> object:
    begin.switch_on()
    from secondunit.host.client import Client
    from secondunit.wire import Placement, PlacementKind

    client = Client(url, token, user="Blender")
    host = begin.part("blender_host").BlenderHost()
    found = []
    for case in json.loads(Path(cases_path).read_text()):
        take = client.take(case["take"])
        scene = begin.empty(first=take.frames.first, last=take.frames.last)
        scene.render.fps, scene.render.fps_base = case["fps"], case["base"]
        shot = host.shot()
        placed = host.place(Placement(take.id, PlacementKind.STRIP), take)
        (strip,) = scene.sequence_editor.strips_all
        new = hasattr(strip, "left_handle")
        rendered(scene, case["out"])
        found.append({
            "rate": str(shot.rate), "frames": str(shot.frames), "version": placed.version,
            "offset": placed.placement.offset, "read back": host.placed() == (placed,),
            "left": int(strip.left_handle if new else strip.frame_final_start),
            "right": int(strip.right_handle if new else strip.frame_final_end),
            "files": [element.filename for element in strip.elements],
        })  # fmt: skip
    return found


def rendered(scene: Any, pattern: str) -> None:
    """What the sequencer shows as EXR frames, named by Blender with the scene's own numbers."""
    image = scene.render.image_settings
    if hasattr(image, "media_type"):
        image.media_type = "IMAGE"
    image.file_format, image.color_mode, image.color_depth = "OPEN_EXR", "RGBA", "16"
    scene.render.use_sequencer, scene.render.use_compositing = True, False
    scene.render.film_transparent = True
    scene.render.filepath = pattern
    assert bpy.ops.render.render(animation=True) == {"FINISHED"}


begin.answer(act)
