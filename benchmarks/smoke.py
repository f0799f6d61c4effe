"""Smoke against Blender's own gas: seconds a frame, simulated and rendered, on the same machine in one run.

    python -m benchmarks.smoke [--blender PYTHON] [--frames 20]

Ours: at least 96 x 224 x 128 cells, 1080 x 617 pixels, every layer, a resumable cache file a frame. Blender:
a gas domain of 224 divisions (96 x 224 x 128 cells), rendered by Cycles on the CPU at 32 samples. Both start
from still air; the mean of the second half of the simulated frames and the last frame's render count. The
ratio is of wall-clock time; the ratio of processor time stands beside it. The goal is 25.

Blender is measured twice: as it comes, where it cuts a frame into up to four steps as the flow asks for it,
and held to one step a frame, which is what ours does by default. The goal is judged on Blender as it comes;
the ratio of equal steps is printed below it, and `--equal` judges by that one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from secondunit.elements import Scene, kind, warm
from secondunit.elements.carriers.fluid.plumes.plan import plan_of
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

GOAL = 25.0
SIZE = Format(1080, 617)

BLENDER = r"""
import ctypes, json, os, sys, time
import bpy, manta
# The bpy wheels lose the base classes of Mantaflow's grids, without which no fluid can be made.
def give_bases(name, *bases):
    kind = getattr(manta, name)
    line = (kind, *[getattr(manta, base) for base in bases], object)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(line))
    words = ctypes.cast(id(kind), ctypes.POINTER(ctypes.c_void_p))
    words[next(n for n in range(3, 60) if words[n] == id(kind.__mro__))] = id(line)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))
for kind, name in (("Real", "LevelsetGrid"), ("int", "FlagGrid"), ("Vec3", "MACGrid")):
    if not hasattr(getattr(manta, name), "setConst"):
        give_bases(f"Grid<{kind}>", "GridBase", "PbClass")
        give_bases(name, f"Grid<{kind}>", "GridBase", "PbClass")
frames, width, height, cache = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
most_steps = int(sys.argv[5])
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.frame_start, scene.frame_end = 1, frames
scene.render.fps = 24
bpy.ops.mesh.primitive_cube_add(size=1, location=(0, 0, 2.0))
domain = bpy.context.object
domain.scale = (4.0 * 128 / 224, 4.0 * 96 / 224, 4.0)
bpy.ops.object.transform_apply(scale=True)
fluid = domain.modifiers.new("Fluid", "FLUID")
fluid.fluid_type = "DOMAIN"
settings = fluid.domain_settings
settings.domain_type = "GAS"
settings.resolution_max = 224
settings.use_adaptive_domain = False
if most_steps:
    settings.use_adaptive_timesteps = False
    settings.timesteps_min = settings.timesteps_max = most_steps
settings.vorticity = 0.1
settings.cache_directory = cache
settings.cache_type = "REPLAY"
settings.cache_frame_start, settings.cache_frame_end = 1, frames
bpy.ops.mesh.primitive_cylinder_add(radius=0.25, depth=0.2, location=(0, 0, 0.15))
source = bpy.context.object
flow = source.modifiers.new("Fluid", "FLUID")
flow.fluid_type = "FLOW"
flow.flow_settings.flow_type = "SMOKE"
flow.flow_settings.flow_behavior = "INFLOW"
flow.flow_settings.temperature = 2.0
source.hide_render = True
material = bpy.data.materials.new("Smoke")
material.use_nodes = True
tree = material.node_tree
tree.nodes.clear()
volume = tree.nodes.new("ShaderNodeVolumePrincipled")
volume.inputs["Density"].default_value = 12.0
output = tree.nodes.new("ShaderNodeOutputMaterial")
tree.links.new(volume.outputs["Volume"], output.inputs["Volume"])
domain.data.materials.append(material)
sun = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
sun.rotation_euler = (0.9, -0.9, 0.0)
scene.collection.objects.link(sun)
camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
camera.location, camera.rotation_euler = (0.0, -8.0, 2.0), (1.5708, 0.0, 0.0)
scene.collection.objects.link(camera)
scene.camera = camera
scene.render.engine = "CYCLES"
scene.cycles.device, scene.cycles.samples = "CPU", 32
scene.cycles.use_denoising = False
scene.cycles.use_adaptive_sampling = False
scene.render.film_transparent = True
scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = width, height, 100
scene.render.image_settings.file_format = "OPEN_EXR"
scene.render.filepath = cache + "/picture.exr"
walls, cpus = [], []
for frame in range(1, frames + 1):
    wall, cpu = time.perf_counter(), time.process_time()
    scene.frame_set(frame)
    bpy.context.evaluated_depsgraph_get().update()
    walls.append(time.perf_counter() - wall)
    cpus.append(time.process_time() - cpu)
wall, cpu = time.perf_counter(), time.process_time()
bpy.ops.render.render(write_still=True)
render = time.perf_counter() - wall, time.process_time() - cpu
grid = [int(n) for n in domain.evaluated_get(bpy.context.evaluated_depsgraph_get())
        .modifiers["Fluid"].domain_settings.domain_resolution]
half = len(walls) // 2
mean = sum(walls[half:]) / len(walls[half:]), sum(cpus[half:]) / len(cpus[half:])
print("RESULT " + json.dumps({"grid": grid, "simulate": mean, "render": render}), flush=True)
os._exit(0)
"""


def ours(frames: int) -> tuple[tuple[float, float], tuple[float, float], str]:
    """(wall, processor) seconds a frame to simulate and to render, and the cells."""
    smoke = kind("smoke")
    settings = smoke.settings("", {"resolution": 224, "preroll": 0.0})
    scene = Scene("smoke", settings, 1, SIZE, Rate(24))
    warm()
    box = plan_of(settings, SIZE, Rate(24), matte=False).box
    with tempfile.TemporaryDirectory() as folder:
        half = frames // 2
        smoke.simulate(scene, Path(folder), FrameRange(1, half), _silent, _never)
        wall, cpu = time.perf_counter(), time.process_time()
        smoke.simulate(scene, Path(folder), FrameRange(1, frames), _silent, _never)
        count = frames - half
        simulate = (time.perf_counter() - wall) / count, (time.process_time() - cpu) / count
        wall, cpu = time.perf_counter(), time.process_time()
        smoke.render(scene, Path(folder), frames)
        render = time.perf_counter() - wall, time.process_time() - cpu
    return simulate, render, f"{box.nz}x{box.ny}x{box.nx}"


def blender(python: Path, frames: int, steps: int) -> tuple[tuple[float, float], tuple[float, float], str]:
    """The same from Blender, in a process of its own, in `steps` steps a frame (0: as many as it likes)."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = [str(n) for n in (frames, SIZE.width, SIZE.height)]
        command = [str(python), "-c", BLENDER, *numbers, folder, str(steps)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise SystemExit(f"Blender did not finish:\n{done.stderr[-2000:]}")
    result = json.loads(lines[-1].removeprefix("RESULT "))
    grid = "x".join(str(n) for n in result["grid"])
    return tuple(result["simulate"]), tuple(result["render"]), grid


def find_blender() -> Path | None:
    """The Python of a Blender venv: SECONDUNIT_BLENDER_PYTHON, else `.venv-blender-*` at the root."""
    named = os.environ.get("SECONDUNIT_BLENDER_PYTHON")
    root = Path(__file__).resolve().parents[1]
    places = [Path(named)] if named else sorted(root.glob(".venv-blender-*/bin/python"))
    return next((place for place in places if place.exists()), None)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.smoke", description=__doc__)
    parser.add_argument("--blender", type=Path, default=None, help="the Python of a Blender venv")
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--equal", action="store_true", help="judge by Blender held to one step a frame")
    chosen = parser.parse_args(arguments)
    python = chosen.blender or find_blender()
    if python is None:
        print("smoke: skipped, no Blender venv was found (python3 installers/setup.py makes it)")
        return 0
    simulate, render, cells = ours(chosen.frames)
    print(f"ours    {cells} cells: {simulate[0]:.2f} s simulated, {render[0]:.2f} s rendered a frame")
    ratios = {}
    for name, steps in (("as it comes", 0), ("one step a frame", 1)):
        theirs, picture, cells = blender(python, chosen.frames, steps)
        print(f"Blender {cells} cells, {name}: {theirs[0]:.2f} s simulated, {picture[0]:.2f} s rendered")
        ratios[name] = [(theirs[n] + picture[n]) / (simulate[n] + render[n]) for n in range(2)]
    for name, (wall, cpu) in ratios.items():
        print(f"smoke: {wall:.1f} x faster a frame than Blender, {name} ({cpu:.1f} x in processor time)")
    judged = ratios["one step a frame" if chosen.equal else "as it comes"][0]
    print(f"smoke: goal {GOAL:g} x: {'reached' if judged >= GOAL else 'missed'} with {judged:.1f} x")
    return 0 if judged >= GOAL else 1


def _silent(done: float, text: str) -> None:
    return


def _never() -> bool:
    return False


if __name__ == "__main__":
    sys.exit(main())
