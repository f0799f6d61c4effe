"""Heads that carry photographs, turned, lit and framed by Blender, for the measure of drift.

    .venv-blender-5.2/bin/python benchmarks/source/head_scene.py SHOTS.json

SHOTS.json is a list of shots: `photo` is a file, `marks` places in its pixels of which the first two are
the eyes, `picture` the file to write, `light` x, y and z of the lamp in widths of a face from it (the camera
looks along y), `soft` how wide that is, `warmth` its red, green and blue, `strength`, `yaw` of the head in
degrees, `size` the width of the face as a share of the frame, `place` where its middle is, in shares,
and `shirt` a colour. Each picture is 640 x 360, as it is displayed.

The head is a relief: the photograph lies on it from the front, so that a turn of more than 35 degrees shows
how it is made.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import bpy
from mathutils import Vector

#: One of SHOTS.json.
Shot = dict[str, Any]
#: How many quads across and down, and how far the photograph goes on around the face, in widths of it.
GRID, AROUND = 90, 1.5


def depth(x: float, y: float) -> float:
    """How near a place is, in widths of a face; x to the right and y down, from between the eyes."""
    skull = 1.0 - (x / 0.62) ** 2 - ((y - 0.18) / 0.95) ** 2
    near = 0.62 * math.sqrt(max(skull, 0.0))
    down = min(max((y + 0.02) / 0.34, 0.0), 1.0)
    nose = 0.16 * down * math.exp(-((x / 0.085) ** 2)) if y < 0.36 else 0.0
    nose *= 1.0 if y < 0.33 else (0.36 - y) / 0.03
    eyes = -0.03 * math.exp(-(((abs(x) - 0.21) / 0.11) ** 2) - (y / 0.08) ** 2)
    brow = 0.025 * math.exp(-(((y + 0.13) / 0.07) ** 2)) * math.exp(-((x / 0.35) ** 2))
    chin = 0.05 * math.exp(-(((y - 0.78) / 0.12) ** 2) - (x / 0.2) ** 2)
    return near + nose + eyes + brow + chin


def head(shot: Shot) -> bpy.types.Object:
    image = bpy.data.images.load(shot["photo"])
    wide, high = image.size
    marks = [Vector(mark) for mark in shot["marks"]]
    left, right = marks[0], marks[1]
    width = (right - left).length / 0.42
    middle, along = (left + right) / 2, (right - left).normalized()
    below = Vector((-along.y, along.x))
    vertices, faces, places = [], [], []
    for row in range(GRID + 1):
        for column in range(GRID + 1):
            x = AROUND * (column / GRID - 0.5)
            y = AROUND * 1.2 * (row / GRID - 0.42)
            spot = middle + along * (x * width) + below * (y * width)
            vertices.append((x, -depth(x, y), -y))
            places.append((spot.x / wide, 1.0 - spot.y / high))
    for row in range(GRID):
        for column in range(GRID):
            first = row * (GRID + 1) + column
            quad = (first, first + GRID + 1, first + GRID + 2, first + 1)
            # Beyond the skull the relief falls away: that is background, not head.
            if all(-vertices[corner][1] > 0.12 for corner in quad):
                faces.append(quad)
    mesh = bpy.data.meshes.new("head")
    mesh.from_pydata(vertices, [], faces)
    layer = mesh.uv_layers.new()
    for loop in mesh.loops:
        layer.data[loop.index].uv = places[loop.vertex_index]
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    made = bpy.data.objects.new("head", mesh)
    bpy.context.collection.objects.link(made)
    mesh.materials.append(skin(image))
    made.rotation_euler = (0, 0, math.radians(float(shot["yaw"])))
    return made


def skin(image: bpy.types.Image) -> bpy.types.Material:
    made = bpy.data.materials.new("skin")
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    picture = nodes.new("ShaderNodeTexImage")
    picture.image, picture.extension = image, "EXTEND"
    shader = nodes["Principled BSDF"]
    shader.inputs["Roughness"].default_value = 0.7
    links.new(picture.outputs["Color"], shader.inputs["Base Color"])
    return made


def plain(name: str, colour: tuple[float, ...]) -> bpy.types.Material:
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    shader = made.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = 0.9
    return made


def around(shot: Shot) -> None:
    """A body, and a wall behind."""
    for size, at, colour in (
        ((0.3, 0.3, 0.5), (0, 0.05, -1.0), (0.45, 0.3, 0.24)),
        ((1.15, 0.45, 1.0), (0, 0.15, -2.1), tuple(shot["shirt"])),
    ):
        bpy.ops.mesh.primitive_uv_sphere_add(segments=40, ring_count=20, location=at)
        made = bpy.context.object
        made.scale = size
        made.data.materials.append(plain("cloth", colour))
    bpy.ops.mesh.primitive_plane_add(size=60, location=(0, 6, 0), rotation=(math.pi / 2, 0, 0))
    bpy.context.object.data.materials.append(plain("wall", (0.32, 0.33, 0.34)))


def rendered(shot: Shot) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    head(shot)
    around(shot)
    light = bpy.data.lights.new("lamp", "AREA")
    light.energy, light.size = 350 * float(shot["strength"]), float(shot["soft"])
    light.color = shot["warmth"]
    lamp = bpy.data.objects.new("lamp", light)
    lamp.location = Vector(shot["light"])
    lamp.rotation_euler = (-Vector(shot["light"])).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(lamp)
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.16, 0.16, 0.17, 1.0)
    scene.world = world
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    camera.data.sensor_width, camera.data.lens = 36.0, 85.0
    # A face is 1 wide: the distance at which that is the share of the frame that was asked for.
    camera.location = (0, -0.6 - 85.0 / (36.0 * float(shot["size"])), -0.15)
    x, y = shot["place"]
    camera.data.shift_x, camera.data.shift_y = 0.5 - x, (y - 0.5) * 360 / 640
    camera.rotation_euler = (math.pi / 2, 0, 0)
    bpy.context.collection.objects.link(camera)
    scene.camera = camera
    scene.render.engine, scene.cycles.device = "CYCLES", "CPU"
    scene.cycles.samples, scene.cycles.seed, scene.cycles.max_bounces = 8, 1, 1
    scene.cycles.use_denoising = False
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = 640, 360, 100
    scene.view_settings.view_transform = "Standard"
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(shot["picture"])
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    for wanted in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        rendered(wanted)
