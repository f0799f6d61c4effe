"""A figure with hair, rendered by Blender with its own alpha, for the truth of mattes.

    .venv-blender-4.5/bin/python benchmarks/source/matte_scene.py FOLDER FRAMES WIDTH SAMPLES

Writes `figure.0001.exr` and so on: premultiplied, scene-linear Rec.709, 32 bits. The figure turns and sways.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

import bpy
from mathutils import Vector


def material(name: str, colour: tuple[float, float, float], roughness: float = 0.6) -> bpy.types.Material:
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    shader = made.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = roughness
    return made


def ball(
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    look: bpy.types.Material,
    under: bpy.types.Object,
) -> bpy.types.Object:
    bpy.ops.mesh.primitive_uv_sphere_add(segments=48, ring_count=32, location=at)
    made = bpy.context.object
    made.scale = size
    made.data.materials.append(look)
    bpy.ops.object.shade_smooth()
    made.parent = under
    return made


def hair(under: bpy.types.Object, look: bpy.types.Material, strands: int = 2600) -> None:
    """Curls from the top and the back of the head down to the shoulders, some of them loose."""
    rule = random.Random(5)
    curve = bpy.data.curves.new("hair", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution = "3D", 0.0022, 0
    for _ in range(strands):
        turn, high = rule.uniform(0, 2 * math.pi), rule.uniform(0.25, 1.0)
        out = math.sqrt(1 - high * high)
        root = Vector((0.105 * out * math.cos(turn), 0.125 * out * math.sin(turn), 1.68 + 0.145 * high))
        if root.y < -0.01 and high < 0.97:  # the face is free
            continue
        length, loose = rule.uniform(0.15, 0.42), rule.random() < 0.12
        sway = Vector((rule.gauss(0, 1), rule.gauss(0, 1), 0)) * (0.05 if loose else 0.018)
        away = Vector((root.x, root.y, 0)).normalized() * (0.075 if loose else 0.04)
        spline = curve.splines.new("POLY")
        spline.points.add(9)
        phase = rule.uniform(0, 6.3)
        for at, point in enumerate(spline.points):
            t = at / 9
            place = root + away * math.sin(min(1.0, 1.6 * t) * math.pi / 2) + sway * t * t
            place.z -= length * max(0.0, t - 0.12)
            place.x += 0.006 * math.sin(9 * t + phase)
            point.co = (*place, 1.0)
            point.radius = 1.0 - 0.7 * t
    made = bpy.data.objects.new("hair", curve)
    made.data.materials.append(look)
    bpy.context.collection.objects.link(made)
    made.parent = under


def figure() -> bpy.types.Object:
    root = bpy.data.objects.new("figure", None)
    bpy.context.collection.objects.link(root)
    skin, dark = material("skin", (0.52, 0.31, 0.22), 0.5), material("dark", (0.02, 0.015, 0.012), 0.3)
    shirt, lips = material("shirt", (0.09, 0.16, 0.3), 0.8), material("lips", (0.42, 0.12, 0.1))
    white = material("white", (0.8, 0.8, 0.8), 0.2)
    ball((0, 0, 1.66), (0.098, 0.115, 0.14), skin, root)
    ball((0, -0.02, 1.585), (0.07, 0.085, 0.075), skin, root)
    ball((0, 0.02, 1.47), (0.058, 0.06, 0.12), skin, root)
    ball((0, -0.125, 1.645), (0.016, 0.024, 0.026), skin, root)
    for side in (-1, 1):
        ball((0.038 * side, -0.1, 1.682), (0.017, 0.014, 0.01), white, root)
        ball((0.038 * side, -0.112, 1.682), (0.007, 0.005, 0.008), dark, root)
        ball((0.04 * side, -0.105, 1.708), (0.024, 0.012, 0.005), dark, root)
        ball((0.1 * side, 0.0, 1.66), (0.014, 0.026, 0.036), skin, root)
        ball((0.2 * side, 0.03, 1.29), (0.11, 0.1, 0.11), shirt, root)
        arm = ball((0.26 * side, 0.03, 1.08), (0.062, 0.066, 0.25), shirt, root)
        arm.rotation_euler = (0, -0.18 * side, 0)
    ball((0, -0.112, 1.59), (0.028, 0.012, 0.008), lips, root)
    ball((0, 0.03, 1.2), (0.23, 0.13, 0.23), shirt, root)
    ball((0, 0.03, 0.95), (0.2, 0.125, 0.3), shirt, root)
    hair(root, material("hair", (0.045, 0.026, 0.016), 0.35))
    return root


def main(folder: Path, frames: int, width: int, samples: int) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    root = figure()
    for at, energy, size, colour in (
        ((-1.6, -2.0, 2.4), 90, 1.0, (1.0, 0.93, 0.85)),
        ((2.0, -1.2, 1.8), 35, 1.5, (0.8, 0.9, 1.0)),
        ((0.5, 1.8, 2.6), 110, 0.6, (1.0, 1.0, 1.0)),
    ):
        light = bpy.data.lights.new("light", "AREA")
        light.energy, light.size, light.color = energy, size, colour
        lamp = bpy.data.objects.new("light", light)
        lamp.location = at
        lamp.rotation_euler = (Vector((0, 0, 1.5)) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
        bpy.context.collection.objects.link(lamp)
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.12, 0.13, 0.15, 1.0)
    scene.world = world
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    camera.data.lens, camera.location = 42, (0, -1.9, 1.5)
    camera.rotation_euler = (math.radians(90), 0, 0)
    bpy.context.collection.objects.link(camera)
    scene.camera = camera
    scene.render.engine, scene.cycles.device = "CYCLES", "CPU"
    scene.cycles.samples, scene.cycles.seed = samples, 1
    scene.cycles.use_denoising = False
    scene.cycles.max_bounces = 3
    scene.render.film_transparent = True
    scene.render.resolution_x, scene.render.resolution_y = width, width * 9 // 16
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.render.image_settings.color_mode = "RGBA"
    for frame in range(1, frames + 1):
        t = frame - 1
        root.location = (-0.14 + 0.012 * t, 0, 0)
        root.rotation_euler = (0, math.radians(0.6 * t), math.radians(-14 + 3.0 * t))
        scene.render.filepath = str(folder / f"figure.{frame:04d}.exr")
        bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
