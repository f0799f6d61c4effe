"""A scene whose guides are drawn by Blender's own bpy, and how long that took.

    PYTHON-OF-BLENDER guide_scene.py FOLDER FRAMES ROOT

The extension's own modules draw them, as a package of another name.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import time
import types
from pathlib import Path

import bpy

folder, frames, root = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
sys.path.insert(0, str(root / "core"))
package = types.ModuleType("second_unit_here")
package.__path__ = [str(root / "plugins" / "blender")]
sys.modules[package.__name__] = package

bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
bpy.ops.mesh.primitive_plane_add(size=60)
for number in range(40):
    bpy.ops.mesh.primitive_monkey_add(location=((number % 8 - 4) * 1.8, number // 8 * 2, 1))
    bpy.ops.object.shade_smooth()
    finer = bpy.context.object.modifiers.new("finer", "SUBSURF")
    finer.levels = finer.render_levels = 2
camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
scene.collection.objects.link(camera)
scene.camera = camera
camera.rotation_euler = math.radians(75), 0.0, math.radians(5)
scene.frame_start, scene.frame_end = 1001, 1000 + frames
for frame, x in ((1001, 1.0), (1000 + frames, 4.0)):
    camera.location = x, -8.0, 3.0
    camera.keyframe_insert("location", frame=frame)
scene.render.resolution_x, scene.render.resolution_y = 1280, 720

guides = importlib.import_module("second_unit_here.guides")
kinds = importlib.import_module("secondunit.wire").GuideKind
said = []
clock, processor = time.perf_counter(), time.process_time()
guides.make_guides(scene, folder, said.append, wait=True, kinds=(kinds.DEPTH, kinds.NORMALS))
assert said == [""], said
found = {
    "version": "{}.{}".format(*bpy.app.version),
    "seconds": time.perf_counter() - clock,
    "processor": time.process_time() - processor,
}
print("\n" + json.dumps(found), flush=True)
