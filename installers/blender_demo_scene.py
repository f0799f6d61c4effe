"""The demo's part inside real Blender: place takes over a plate through the extension, and render the comp.

Runs under a Python that has `bpy`, without a window; the extension is installed by Blender's own installer
into a place that is thrown away, finds the service by `SECONDUNIT_HOME` and speaks to it over loopback. The
last line it prints is JSON: `frames`, `movie`, `still`, `blend`, `blender`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGE = "bl_ext.user_default.second_unit"


def main() -> int:
    """Do it all; the exit status is 0 when every file was made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--extension", type=Path, required=True, help="the zip of the extension")
    parser.add_argument("--home", help="the service's state folder (default: $SECONDUNIT_HOME)")
    parser.add_argument("--show", required=True)
    parser.add_argument("--shot", required=True)
    parser.add_argument("--take", action="append", required=True, metavar="ID",
                        help="a take to place; several from the back to the front")  # fmt: skip
    parser.add_argument("--plate", required=True, help="the plate's files, as plate.%%04d.exr")
    parser.add_argument("--colorspace", default="ACEScg", help="the plate's space, as Blender names it")
    parser.add_argument("--out", type=Path, required=True, help="where the comp goes")
    given = parser.parse_args()
    if given.home:
        os.environ["SECONDUNIT_HOME"] = given.home
    resources = Path(tempfile.mkdtemp(prefix="secondunit-blender-"))
    os.environ["BLENDER_USER_RESOURCES"] = str(resources)
    os.environ["XDG_CACHE_HOME"] = str(resources / "cache")  # else its thumbnails lie in the person's home
    try:
        made = make(given)
    except Stopped as error:
        print(f"Blender stopped: {error}", file=sys.stderr)
        status = 1
    else:
        print(json.dumps(made))
        status = 0
    finally:
        shutil.rmtree(resources, ignore_errors=True)
    sys.stdout.flush()
    return status


class Stopped(Exception):
    """The demo cannot go on; the message is for a person."""


def make(given: Any) -> dict[str, str]:
    """Install, connect, place, render and save; returns what was made."""
    import bpy

    out = given.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    here = session(given.extension.resolve())
    scene = open_plate(given, out)
    until(here, lambda: here.panel.connection.state.value == "online", "the service to answer")
    settings = scene.second_unit
    settings.show, settings.shot = given.show, given.shot
    takes = [until_take(here, given, id) for id in given.take]
    rate = takes[0].rate
    scene.render.fps = round(float(rate))
    scene.render.fps_base = scene.render.fps * rate.denominator / rate.numerator
    blend = out / f"{given.shot}_comp.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(blend))
    settings.place_as = "comp"
    acts: Any = bpy.ops
    for take in takes:
        if acts.second_unit.place(take=take.id) != {"FINISHED"}:
            raise Stopped(str(here.panel.message))
    made = render(scene, given.shot, out)
    bpy.ops.wm.save_as_mainfile(filepath=str(blend), relative_remap=True)
    here.close()
    return {**made, "blend": str(blend), "blender": bpy.app.version_string}


def until_take(here: Any, given: Any, id: str) -> Any:
    """The take of that id, as soon as the panel knows it."""
    until(here, lambda: here.panel.takes.get(id), f"take {id} of {given.show}/{given.shot}")
    return here.panel.takes.get(id)


def session(extension: Path) -> Any:
    """Install the extension as an artist would, and give its running session."""
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    chosen: Any = bpy.context.preferences
    chosen.filepaths.save_version = 0
    bpy.ops.extensions.package_install_files(
        filepath=str(extension), repo="user_default", enable_on_install=True
    )
    if PACKAGE not in sys.modules:
        raise Stopped("Blender did not take the extension.")
    from importlib import import_module

    here = import_module(f"{PACKAGE}.session").current()
    here.link.start()
    return here


def open_plate(given: Any, out: Path) -> Any:
    """A scene with the plate as its clip, in the plate's size and range, shown without a film look."""
    import bpy

    plate = Path(given.plate.replace("\\", "/")).resolve()
    numbers = sorted(
        int(path.name[len(plate.name.split("%")[0]) :].split(".")[0])
        for path in plate.parent.glob(plate.name.split("%")[0] + "*" + plate.suffix)
    )
    if not numbers:
        raise Stopped(f"There is no plate at {plate}.")
    scene: Any = bpy.context.scene
    clip: Any = bpy.data.movieclips.load(str(plate) % numbers[0])
    clip.colorspace_settings.name = given.colorspace
    clip.frame_start = numbers[0]
    scene.active_clip = clip
    scene.frame_start, scene.frame_end = numbers[0], numbers[-1]
    scene.frame_set(numbers[0])
    scene.render.resolution_x, scene.render.resolution_y = clip.size
    scene.render.resolution_percentage = 100
    # The plate is shown as it was shot: no film look on top.
    scene.view_settings.view_transform = "Standard"
    return scene


def until(here: Any, holds: Callable[[], object], what: str, patience: float = 60.0) -> None:
    """Pump the session until something holds; raises `Stopped`."""
    end = time.monotonic() + patience
    while not holds():
        here.pump()
        if time.monotonic() > end:
            connection = here.panel.connection
            raise Stopped(f"It waited in vain for {what}. {connection.sentence} {connection.remedy}")
        time.sleep(0.02)


def render(scene: Any, shot: str, out: Path) -> dict[str, str]:
    """Render the comp as EXR frames and as an H.264 movie, and one frame as a picture to look at."""
    import bpy

    frames = out / "frames" / f"{shot}_comp.####.exr"
    kind(scene, "IMAGE", "OPEN_EXR")
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.image_settings.color_depth = "16"
    scene.render.filepath = str(frames)
    bpy.ops.render.render(animation=True)
    middle = (scene.frame_start + scene.frame_end) // 2
    still = out / f"{shot}_comp.{middle}.png"
    kind(scene, "IMAGE", "PNG")
    scene.frame_set(middle)
    scene.render.filepath = str(still)
    bpy.ops.render.render(write_still=True)
    movie = out / f"{shot}_comp.mp4"
    kind(scene, "VIDEO", "FFMPEG")
    ffmpeg = scene.render.ffmpeg
    ffmpeg.format, ffmpeg.codec = "MPEG4", "H264"
    ffmpeg.constant_rate_factor, ffmpeg.ffmpeg_preset = "HIGH", "GOOD"
    scene.render.use_file_extension = False
    scene.render.filepath = str(movie)
    bpy.ops.render.render(animation=True)
    scene.render.use_file_extension = True
    scene.render.filepath = f"//{movie.name}"
    scene.frame_set(scene.frame_start)
    for path in (movie, still, Path(str(frames).replace("####", str(scene.frame_end)))):
        if not path.is_file():
            raise Stopped(f"Blender rendered no {path.name}.")
    return {"frames": str(frames).replace("####", "%04d"), "movie": str(movie), "still": str(still)}


def kind(scene: Any, media: str, file_format: str) -> None:
    """What a render writes; from 5.0 the medium is chosen before the format."""
    image = scene.render.image_settings
    if hasattr(image, "media_type"):
        image.media_type = media
    image.file_format = file_format


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Blender as a module may not come back from its own clean-up at exit.
    os._exit(code)
