"""Frames of a wall with nothing before it, and a thing alone with its alpha, drawn by Blender's own bpy.

    PYTHON-OF-BLENDER clean_plate_scene.py SET FOLDER WIDTH HEIGHT FRAMES

SET is `plane` (one wall), `depths` (a post and a sill before it) or `shake` (a camera that shakes, with
motion blur). Everything glows, so that the thing over the clean frame is what the camera would have seen.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

import bpy
import numpy as np


def bumps(chance, shape, size):
    """Random values in 0..1, smooth over `size` pixels (cubic)."""
    rows, columns = shape[0] // size + 4, shape[1] // size + 4
    grid = chance.random((rows, columns))

    def mixed(values, count):
        at = np.arange(count) / size
        whole = at.astype(int)
        part = at - whole
        part = part * part * (3 - 2 * part)
        return values[whole] * (1 - part)[:, None] + values[whole + 1] * part[:, None]

    return mixed(mixed(grid, shape[0]).T, shape[1]).T


def pattern(name, shape, brick, dark, light, seed):
    """A material that glows with a painted picture: bricks, dirt in octaves, specks."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    row = y // brick
    across = (x + (row % 2) * brick) % (2 * brick)
    edge = np.minimum(np.minimum(across, 2 * brick - across), np.minimum(y % brick, brick - y % brick))
    mortar = np.clip(1.0 - (edge - 0.045 * brick) / (0.05 * brick), 0.0, 1.0)
    tone = chance.random((shape[0] // brick + 2, shape[1] // brick + 3))[
        row, (x + (row % 2) * brick) // (2 * brick)
    ]
    dirt = sum(bumps(chance, shape, max(3, size)) * size**0.45 for size in (4, 9, 21, 50, 130, 400))
    dirt = (dirt - dirt.mean()) / dirt.std()
    level = np.exp(0.28 * dirt) * (0.7 + 0.5 * tone)
    level = mortar * 0.45 * np.exp(0.2 * dirt) + (1.0 - mortar) * level
    colour = mortar[..., None] * np.array(dark) + (1.0 - mortar[..., None]) * (
        np.array(light) * (0.8 + 0.4 * tone[..., None] * np.array([1, 0.8, 0.6]))
    )
    pixels = np.ones((*shape, 4), np.float32)
    pixels[..., :3] = colour * level[..., None]
    image = bpy.data.images.new(name, shape[1], shape[0], float_buffer=True)
    image.colorspace_settings.name = "Non-Color"
    image.pixels.foreach_set(pixels.ravel())
    image.pack()
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    picture, glow = tree.nodes.new("ShaderNodeTexImage"), tree.nodes.new("ShaderNodeEmission")
    out = tree.nodes.new("ShaderNodeOutputMaterial")
    picture.image, picture.interpolation = image, "Linear"
    tree.links.new(picture.outputs["Color"], glow.inputs["Color"])
    tree.links.new(glow.outputs[0], out.inputs["Surface"])
    return material


def board(name, size, place, material, turn=(math.pi / 2, 0, 0)):
    bpy.ops.mesh.primitive_plane_add(size=1.0, location=place, rotation=turn)
    thing = bpy.context.object
    thing.name = name
    thing.scale = (size[0], size[1], 1.0)
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    thing.data.materials.append(material)
    return thing


def key(thing, path, frame, value):
    setattr(thing, path, value)
    thing.keyframe_insert(path, frame=frame)


def main(which, out, width, height, frames):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    samples = {"clean": 36, "thing": 12}
    scene.cycles.use_denoising = False
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.max_bounces = 0
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "16"
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.film_transparent = True
    scene.view_settings.view_transform = "Raw"
    scene.frame_start, scene.frame_end = 1, frames
    wall = board(
        "wall",
        (20.0, 11.0),
        (0, 6.0, 0),
        pattern("wall", (1980, 3600), 90, (0.05, 0.04, 0.03), (0.5, 0.34, 0.22), 3),
    )
    rest = [wall]
    if which == "depths":
        near = pattern("near", (900, 1200), 60, (0.02, 0.04, 0.03), (0.16, 0.3, 0.24), 11)
        rest += [
            board("post", (0.9, 6.0), (-2.0, 3.5, 0), near),
            board("sill", (24.0, 0.8), (0, 3.5, -1.75), near),
        ]
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.62, location=(0, 3.0, 0), segments=48, ring_count=24)
    body = bpy.context.object
    body.scale = (0.62, 0.62, 1.35)
    body.data.materials.append(pattern("thing", (600, 600), 40, (0.02, 0.02, 0.2), (0.7, 0.5, 0.9), 23))
    key(body, "location", 1, (-1.35, 3.0, -0.1))
    key(body, "location", frames, (1.3, 3.0, 0.05))
    data = bpy.data.cameras.new("camera")
    camera = bpy.data.objects.new("camera", data)
    scene.collection.objects.link(camera)
    scene.camera = camera
    data.lens = 30.0
    chance = random.Random(5)
    for frame in range(-1, frames + 3):
        t = (frame - 1) / (frames - 1)
        wobble = 0.013 if which == "shake" else 0.01
        if which == "shake":
            turn = [chance.uniform(-1, 1) * wobble for _ in range(3)]
        else:
            turn = [wobble * math.sin(frame * k + k) for k in (0.9, 0.53, 0.71)]
        slide = 0.5 if which == "depths" else 0.9
        key(camera, "location", frame, (-slide / 2 + slide * t, -4.0 + 0.4 * t, 0.2 * math.sin(3.0 * t)))
        key(camera, "rotation_euler", frame, (math.pi / 2 + turn[0], 0.5 * turn[1], 0.06 - 0.1 * t + turn[2]))
    scene.render.use_motion_blur = which == "shake"
    scene.render.motion_blur_shutter = 0.6
    for name, shown in (("clean", rest), ("thing", [body])):
        scene.cycles.samples = samples[name]
        for thing in [*rest, body]:
            thing.hide_render = thing not in shown
        for frame in range(1, frames + 1):
            scene.frame_set(frame)
            scene.cycles.seed = frame
            scene.render.filepath = str(Path(out) / f"{name}.{frame:04d}.exr")
            bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(word) for word in sys.argv[3:6]))
