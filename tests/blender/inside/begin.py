"""What every script inside Blender begins with: the extension switched on, and a way to answer."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

PACKAGE = "bl_ext.user_default.second_unit"


def answer(act: Callable[[], Any]) -> None:
    """Run `act`, write what it returns (or its traceback) as JSON, and end at once."""
    try:
        found: dict[str, Any] = {"answer": act()}
    except BaseException:
        found = {"failed": traceback.format_exc()}
    Path(os.environ["SECONDUNIT_TEST_ANSWER"]).write_text(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


def switch_on() -> Any:
    """Enable the installed extension; returns its package."""
    import addon_utils

    addon_utils.extensions_refresh(ensure_wheels=True)
    module = addon_utils.enable(PACKAGE, default_set=True)
    assert module is not None, "the extension could not be switched on"
    return sys.modules[PACKAGE]


def part(name: str) -> Any:
    """A module of the extension."""
    import importlib

    return importlib.import_module(f"{PACKAGE}.{name}")


def takes(path: str) -> list[Any]:
    """The takes a test wrote."""
    from secondunit.wire import Take, decode

    return [decode(Take, item) for item in json.loads(Path(path).read_text())]


def empty(width: int = 64, height: int = 36, first: int = 998, last: int = 1012) -> Any:
    """A fresh document: the default scene with a small render and a range."""
    bpy.ops.wm.read_homefile(use_empty=False, use_factory_startup=True)
    scene = bpy.context.scene
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.frame_start, scene.frame_end = first, last
    return scene


def render(scene: Any, folder: str, frames: list[int], samples: int = 4, marched: bool = False) -> None:
    """Render single frames as float EXR files, `frame.0001.exr`.

    With `marched` Cycles goes through volumes in even steps, as it did before 5.0. Since then it asks a
    volume's shader in all places before it renders, which takes 5 to 11 s of a processor a frame.
    """
    if marched and hasattr(scene.cycles, "volume_biased"):
        scene.cycles.volume_biased = True
    image = scene.render.image_settings
    if hasattr(image, "media_type"):
        image.media_type = "IMAGE"
    image.file_format, image.color_mode, image.color_depth = "OPEN_EXR", "RGBA", "32"
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.device = samples, "CPU"
    scene.cycles.use_denoising = False
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    for frame in frames:
        scene.frame_set(frame)
        scene.render.filepath = str(Path(folder) / f"frame.{frame:04d}.exr")
        bpy.ops.render.render(write_still=True)


def undo_steps() -> list[str]:
    """The names of the undo steps, oldest first, as Blender prints them."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        sys.stdout.flush()
        kept = os.dup(1)
        os.dup2(file.fileno(), 1)
        try:
            bpy.context.window_manager.print_undo_steps()
        finally:
            import ctypes

            ctypes.CDLL(None).fflush(None)
            os.dup2(kept, 1)
            os.close(kept)
        file.seek(0)
        text = file.read().decode(errors="replace")
    return [line.split("name='")[1].rstrip("'\n ") for line in text.splitlines() if "name='" in line]
