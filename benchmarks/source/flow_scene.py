"""Frames of a wall, a post and a sill before it and a thing that passes, with where each pixel goes, by bpy.

    PYTHON-OF-BLENDER flow_scene.py SET FOLDER WIDTH HEIGHT FRAMES

SET is `calm` (a camera that drifts) or `fast` (one that pans by some 25 pixels a frame of 960, the thing by
40). Everything glows. A frame is SET.NNNN.exr with Blender's passes Combined and Vector.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import bpy
from clean_plate_scene import board, key, pattern


def main(which, out, width, height, frames):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.samples = "CPU", 12
    scene.cycles.use_denoising = scene.cycles.use_adaptive_sampling = False
    scene.cycles.max_bounces = 0
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.view_settings.view_transform = "Raw"
    scene.render.use_motion_blur = False
    bpy.context.view_layer.use_pass_vector = True
    scene.frame_start, scene.frame_end = 1, frames
    board(
        "wall",
        (40.0, 12.0),
        (0, 6.0, 0),
        pattern("wall", (1200, 4000), 60, (0.05, 0.04, 0.03), (0.5, 0.34, 0.22), 3),
    )
    near = pattern("near", (900, 1200), 60, (0.02, 0.04, 0.03), (0.16, 0.3, 0.24), 11)
    board("post", (0.9, 6.0), (-2.0, 3.5, 0), near)
    board("sill", (24.0, 0.8), (0, 3.5, -1.75), near)
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.62, location=(0, 3.0, 0), segments=48, ring_count=24)
    body = bpy.context.object
    body.scale = (0.62, 0.62, 1.35)
    body.data.materials.append(pattern("thing", (600, 600), 40, (0.02, 0.02, 0.2), (0.7, 0.5, 0.9), 23))
    data = bpy.data.cameras.new("camera")
    camera = bpy.data.objects.new("camera", data)
    scene.collection.objects.link(camera)
    scene.camera = camera
    data.lens = 30.0
    # Metres a frame of the thing, radians a frame of the camera.
    thing, pan = (0.05, 0.002) if which == "calm" else (0.3, -0.045)
    for frame in range(-1, frames + 3):
        t = frame - 0.5 * (frames + 1)
        key(body, "location", frame, (thing * t, 3.0, 0.02 * t))
        key(camera, "location", frame, (0.03 * t, -4.0 + 0.01 * t, 0.02 * math.sin(frame)))
        key(
            camera,
            "rotation_euler",
            frame,
            (math.pi / 2 + 0.003 * math.sin(frame), 0.002 * math.sin(2.0 * frame), -pan * t),
        )
    for action in bpy.data.actions:
        curves = getattr(action, "fcurves", None) or action.layers[0].strips[0].channelbags[0].fcurves
        for curve in curves:
            for point in curve.keyframe_points:
                point.interpolation = "LINEAR"
    images = scene.render.image_settings
    if hasattr(images, "media_type"):
        images.media_type = "MULTI_LAYER_IMAGE"
    images.file_format, images.color_depth = "OPEN_EXR_MULTILAYER", "32"
    for frame in range(1, frames + 1):
        scene.frame_set(frame)
        scene.cycles.seed = frame
        scene.render.filepath = str(Path(out) / f"{which}.{frame:04d}.exr")
        bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(word) for word in sys.argv[3:6]))
