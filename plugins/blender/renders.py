"""A render of the scene as plate: EXR files in the working space, made without stopping Blender.

In a window it runs as Blender's own render job, with its own progress and Esc; without a window only when the
caller waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from secondunit.wire import FrameRange, Plate
from secondunit.wire.errors import HostError

from .colors import working_space
from .scenes import scene_format, scene_rate, scene_view
from .stamps import stamped
from .trees import tree_of

#: Where a scene remembers the plate that was rendered of it.
RENDERED_KEY = "second_unit_plate"
#: What is set for the render, and set back after it.
_SETTINGS = ("filepath", "use_file_extension", "use_overwrite", "use_placeholder", "use_sequencer")
_IMAGE_SETTINGS = ("media_type", "file_format", "color_mode", "color_depth", "exr_codec", "color_management")


def rendered_plate(scene: bpy.types.Scene) -> Plate | None:
    """The plate that was rendered of this scene, if its files are still there and its range the same."""
    pattern = str(scene.get(RENDERED_KEY, ""))
    frames = FrameRange(scene.frame_start, scene.frame_end)
    if not pattern or scene.frame_step != 1:
        return None
    absolute = bpy.path.abspath(pattern)
    if not all(Path(absolute % frame).is_file() for frame in (frames.first, frames.last)):
        return None
    rate, size = scene_rate(scene), scene_format(scene)
    return Plate(absolute, frames, rate, size, working_space(), view=scene_view(scene))


def render_plate(
    scene: bpy.types.Scene, folder: Path, callback: Callable[[str], None], *, wait: bool
) -> None:
    """Render the scene's range to EXR files in `folder`; `callback` is called with an error sentence or ''.

    `wait` blocks until it is finished: for sessions without a window only. Raises `HostError`.
    """
    if bpy.app.is_job_running("RENDER"):
        raise HostError("Blender is rendering already.", remedy="Wait until it has finished.")
    folder.mkdir(parents=True, exist_ok=True)
    name = bpy.path.clean_name(scene.name) or "scene"
    pattern = (folder / f"{name}.%04d.exr").as_posix()
    before = _set(scene, (folder / f"{name}.####").as_posix())

    names = placed_in(scene)
    show_placed(scene, names, False)

    def finish(error: str) -> None:
        _restore(scene, before)
        show_placed(scene, names, True)
        if not error:
            scene[RENDERED_KEY] = pattern
        callback(error)

    run_render(scene.name, finish, wait)


def _set(scene: bpy.types.Scene, path: str) -> dict[str, Any]:
    """Set up the render and give what was set before."""
    render: Any = scene.render
    image = render.image_settings
    before = {name: getattr(render, name) for name in _SETTINGS}
    before |= {f"image.{name}": getattr(image, name) for name in _IMAGE_SETTINGS if hasattr(image, name)}
    render.filepath, render.use_file_extension = path, True
    render.use_overwrite, render.use_placeholder, render.use_sequencer = True, False, False
    if hasattr(image, "media_type"):
        image.media_type = "IMAGE"
    image.file_format, image.color_mode, image.color_depth = "OPEN_EXR", "RGBA", "16"
    image.exr_codec = "ZIP"
    if hasattr(image, "color_management"):
        image.color_management = "FOLLOW_SCENE"
    return before


def _restore(scene: bpy.types.Scene, before: dict[str, Any]) -> None:
    render: Any = scene.render
    for name, value in before.items():
        owner = render.image_settings if name.startswith("image.") else render
        try:
            setattr(owner, name.removeprefix("image."), value)
        except TypeError:
            continue  # an option of another file format


def placed_in(scene: Any) -> list[tuple[str, str]]:
    """What we placed and is seen: a plate is the scene without it."""
    tree = tree_of(scene)
    nodes = tree.nodes if tree is not None else ()
    names = [
        ("node", node.name)
        for node in nodes
        if not node.mute and stamped(getattr(node, "node_tree", None), "") is not None
    ]
    planes = (plane for plane in scene.objects if not plane.hide_render and stamped(plane, "") is not None)
    return names + [("object", plane.name) for plane in planes]


def show_placed(scene: Any, names: list[tuple[str, str]], visible: bool) -> None:
    """Show or hide what was placed; looked up by name, for it may have gone meanwhile."""
    tree = tree_of(scene)
    for kind, name in names:
        if kind == "object" and name in scene.objects:
            scene.objects[name].hide_render = not visible
        elif kind == "node" and tree is not None and name in tree.nodes:
            tree.nodes[name].mute = not visible


_ended: list[tuple[Any, Any]] = []


def run_render(scene: str, finish: Callable[[str], None], wait: bool) -> None:
    """Render a scene's frames, as a job or before this returns; `finish` gets what went wrong, or nothing."""
    if wait:
        try:
            bpy.ops.render.render(animation=True, scene=scene)
        except RuntimeError as error:
            finish(str(error).strip()[:200])
        else:
            finish("")
        return
    when_ended(finish)
    try:
        bpy.ops.render.render("INVOKE_DEFAULT", animation=True, scene=scene)
    except RuntimeError as error:
        forget()
        finish(str(error).strip()[:200])


def when_ended(finish: Callable[[str], None]) -> None:
    """Call `finish` once, on the main thread, when Blender's render job has ended."""

    def later(error: str) -> None:
        forget()
        bpy.app.timers.register(lambda: finish(error), first_interval=0.0)

    def complete(*_: object) -> None:
        later("")

    def cancelled(*_: object) -> None:
        later("The render was stopped.")

    for handlers, handler in (
        (bpy.app.handlers.render_complete, complete),
        (bpy.app.handlers.render_cancel, cancelled),
    ):
        handlers.append(handler)
        _ended.append((handlers, handler))


def forget() -> None:
    while _ended:
        handlers, handler = _ended.pop()
        if handler in handlers:
            handlers.remove(handler)
