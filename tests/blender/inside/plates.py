"""Every kind of footage a scene can hold, as a plate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import begin
import bpy

pattern, still, movie, folder = sys.argv[1:5]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import SecondUnitError, encode

    host = begin.part("blender_host").BlenderHost()
    found: dict[str, Any] = {}

    def read(source: str) -> Any:
        try:
            return encode(host.plate(source))
        except SecondUnitError as error:
            return {"code": error.code, "message": error.problem.message, "remedy": error.problem.remedy}

    def sources() -> list[list[Any]]:
        return [[source.id, source.needs_render] for source in host.sources()]

    # A clip whose files are numbered otherwise than the shot.
    scene = begin.empty(first=101, last=104)
    scene.render.fps, scene.render.fps_base = 24, 1.001
    clip = bpy.data.movieclips.load(pattern % 1001)
    clip.frame_start, clip.frame_offset = 101, 2
    clip.colorspace_settings.name = "ACEScg"
    scene.active_clip = clip
    found["clip"] = read(host.sources()[0].id)
    found["clip sources"] = sources()
    found["shot"] = encode(host.shot().rate), encode(host.shot().format), encode(host.shot().frames)
    scene.render.resolution_percentage, scene.render.pixel_aspect_x = 50, 2.0
    found["half"] = encode(host.shot().format)

    # A movie as a clip and as a strip that was trimmed.
    scene = begin.empty(first=1, last=10)
    clip = bpy.data.movieclips.load(movie)
    found["movie clip"] = read(f"clip:{clip.name}")
    editor = scene.sequence_editor_create()
    strip = editor.strips.new_movie("cut", movie, 1, 20)
    if hasattr(strip, "left_handle_offset"):
        strip.left_handle_offset = 3
    else:
        strip.frame_offset_start = 3
    found["movie strip"] = read("strip:cut")

    # Images: an untrimmed and a trimmed strip, a background picture, a compositor node, a still.
    scene = begin.empty(first=1, last=10)
    editor = scene.sequence_editor_create()
    strip = editor.strips.new_image("shot", pattern % 1002, 2, 50)
    for number in (1003, 1004, 1005):
        strip.elements.append(Path(pattern % number).name)
    found["strip"] = read("strip:shot")
    if hasattr(strip, "left_handle_offset"):
        strip.left_handle_offset, strip.right_handle_offset = 1, 1
    else:
        strip.frame_offset_start, strip.frame_offset_end = 1, 1
    found["trimmed strip"] = read("strip:shot")
    strip.elements[2].filename = Path(pattern % 1009).name
    found["broken strip"] = read("strip:shot")
    image = bpy.data.images.load(pattern % 1001)
    image.source = "SEQUENCE"
    background = scene.camera.data.background_images.new()
    background.image = image
    user = background.image_user
    user.frame_start, user.frame_duration, user.frame_offset = 11, 4, 1003
    found["background"] = read(f"image:{image.name}")
    user.frame_duration = 400
    found["too long"] = read(f"image:{image.name}")
    picture = bpy.data.images.load(still)
    tree = begin.part("trees").make_tree(scene)
    node = tree.nodes.new("CompositorNodeImage")
    node.image = picture
    found["still"] = read(f"image:{picture.name}")
    found["many sources"] = sources()
    found["matte"] = encode(host.matte(f"image:{picture.name}"))
    found["gone"] = read("clip:gone")

    # A render of the scene, made only when asked for.
    scene = begin.empty(width=32, height=18, first=7, last=9)
    scene.render.engine, scene.cycles.samples, scene.cycles.device = "CYCLES", 1, "CPU"
    scene.render.filepath = "//mine"
    before = scene.render.image_settings.file_format, scene.render.filepath
    found["not rendered"] = read("render:")
    said: list[str] = []
    begin.part("renders").render_plate(scene, Path(folder), said.append, wait=True)
    found["render"], found["render said"] = read("render:"), said
    found["render left alone"] = before == (scene.render.image_settings.file_format, scene.render.filepath)
    found["rendered sources"] = sources()
    scene.frame_end = 12
    found["render out of date"] = read("render:")
    return json.loads(json.dumps(found))


begin.answer(act)
