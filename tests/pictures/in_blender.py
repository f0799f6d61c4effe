"""The guide's picture in a real Blender window: the plate, an element's handles on it, the panel.

Runs as `blender --python in_blender.py -- <extension.zip> <plate> <brief.json> <picture> <grab command>`.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bpy

zip_path, plate, brief_path, picture, grab = sys.argv[sys.argv.index("--") + 1 :][:5]
PACKAGE = "bl_ext.user_default.second_unit"
#: How long something may take, and how long Blender has to draw what changed, in seconds.
PATIENCE, DRAWING = 90.0, 2.5

bpy.context.preferences.view.show_splash = False


def story() -> Iterator[Callable[[], object] | float]:
    """What is done, one after the other; yields what is waited for: seconds, or a condition."""
    brief = json.loads(Path(brief_path).read_text("utf-8"))
    done = bpy.ops.extensions.package_install_files(
        filepath=zip_path, repo="user_default", enable_on_install=True
    )
    assert done == {"FINISHED"}, done
    here = importlib.import_module(f"{PACKAGE}.session").current()
    scene = bpy.context.scene
    stand_behind_camera(scene, brief["first"], brief["last"])
    look_through_camera()
    yield DRAWING
    look_through_camera()  # a panel that is drawn connects
    yield lambda: here.panel.online and here.panel.fields.kinds
    for name in ("show", "shot", "element", "prompt"):
        assert here.set(name, brief[name]) is None, name
    here.set("kind", "smoke")
    yield lambda: "controls.resolution" in here.panel.fields
    open_sections("quick", "takes")
    look_through_camera()
    yield DRAWING  # a section that is drawn has the quick look follow what is set from here on
    look_through_camera()
    for name, value in brief["by_hand"].items():
        assert here.set(f"controls.{name}", value) is None, name
    assert bpy.ops.second_unit.add_handles() == {"FINISHED"}
    for handle in bpy.data.collections["Second Unit Handles"].objects:
        handle.select_set(True)  # black lines are hard to see on a dark plate
    yield lambda: here.panel.estimate and here.panel.shot_takes()
    yield lambda: here.panel.quick.picture and not here.panel.quick.working
    bpy.context.window_manager.second_unit_quick_in_view = True
    look_through_camera()
    yield DRAWING
    look_through_camera()
    yield DRAWING
    subprocess.run([*grab.split(), picture], check=True)


def stand_behind_camera(scene: Any, first: int, last: int) -> None:
    """The plate as the camera's background clip, in its size and range, without a film look; nothing else."""
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    clip = bpy.data.movieclips.load(plate % first)
    clip.colorspace_settings.name = "ACEScg"
    clip.frame_start = first
    scene.active_clip = clip
    scene.frame_start, scene.frame_end = first, last
    scene.frame_set((first + last) // 2)
    scene.render.fps = 25
    scene.render.resolution_x, scene.render.resolution_y = clip.size
    scene.view_settings.view_transform = "Standard"
    camera = scene.camera
    camera.location, camera.rotation_euler = (0.0, 0.0, 1.7), (1.5708, 0.0, 0.0)
    camera.data.lens = 35.0
    camera.data.show_background_images = True
    behind = camera.data.background_images.new()
    behind.source, behind.clip, behind.alpha = "MOVIE_CLIP", clip, 1.0


def look_through_camera() -> None:
    """The 3D view through the camera, the frame beside the panel; a sidebar has tabs once it was drawn."""
    window = bpy.context.window_manager.windows[0]
    for area in window.screen.areas:
        if area.type != "VIEW_3D":
            continue
        space = area.spaces.active
        space.show_region_ui = True
        space.region_3d.view_perspective = "CAMERA"
        for region in area.regions:
            if region.type == "UI" and region.active_panel_category not in ("", "UNSUPPORTED"):
                region.active_panel_category = "Second Unit"
            if region.type == "WINDOW":
                with bpy.context.temp_override(window=window, area=area, region=region):
                    bpy.ops.view3d.view_center_camera()
        space.region_3d.view_camera_zoom, space.region_3d.view_camera_offset = 14.0, (0.08, 0.0)
        for part in ("show_floor", "show_axis_x", "show_axis_y", "show_cursor"):
            setattr(space.overlay, part, False)
        area.tag_redraw()


def open_sections(*names: str) -> None:
    """Leave only these sections of the panel open: a sidebar shows one screen of it."""
    for kind in importlib.import_module(f"{PACKAGE}.panels").CLASSES:
        if kind.__name__.startswith("SECONDUNIT_PT_view3d_"):
            label = kind.bl_idname.rpartition("_")[2]
            bpy.utils.unregister_class(kind)
            kind.bl_options = set() if label in names else {"DEFAULT_CLOSED"}
            # Blender remembers whether a panel is open by its name.
            kind.bl_idname = kind.bl_idname.replace("view3d", "view3d_")
            bpy.utils.register_class(kind)


told_by = story()
waits: list[Any] = [2.0, time.monotonic()]


def go() -> float:
    """One look at what is waited for, on Blender's own timer."""
    wait, since = waits
    try:
        held = time.monotonic() - since > wait if isinstance(wait, float) else wait()
        if held:
            waits[:] = next(told_by), time.monotonic()
        elif not isinstance(wait, float) and time.monotonic() - since > PATIENCE:
            raise TimeoutError(f"nothing came of what was waited for at line {told_by.gi_frame.f_lineno}")
    except StopIteration:
        end(0)
    except BaseException:
        traceback.print_exc()
        end(1)
    return 0.1


def end(status: int) -> None:
    """End at once: Blender's own clean-up may not come back."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


bpy.app.timers.register(go, first_interval=1.0, persistent=True)
