"""A take's frames as a Blender image sequence: loaded once a take and use, in the right colour and alpha."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import bpy

from secondunit.host.placement import frame_path, placed_frames, version_name
from secondunit.wire import Placement, Take
from secondunit.wire.errors import CannotPlace

from .colors import name_in_blender, unknown_in_blender


def document_path(path: str) -> str:
    """A path as the document should hold it: relative to a saved .blend where that is possible."""
    if not bpy.data.filepath:
        return path
    try:
        return bpy.path.relpath(path)
    except ValueError:  # another drive
        return path


def require_frames(take: Take, layer: str = "beauty") -> str:
    """The path of a layer's first frame; raises `CannotPlace` when the first or the last is not there."""
    first, last = (frame_path(take, frame, layer) for frame in (take.frames.first, take.frames.last))
    for path in (first, last):
        if not Path(path).is_file():
            raise CannotPlace(
                f"The files of {take.label} are not there.",
                remedy="Check that the show's folder is mounted on this machine.",
                where=path,
            )
    return first


def load_take(take: Take, *, packed: bool = False, layer: str = "beauty") -> Any:
    """The image sequence of a take, premultiplied, or of its `passes`; raises `CannotPlace`.

    `packed` keeps colour and alpha apart, as a shader needs them (light without cover would be lost).
    """
    space = name_in_blender(take.colorspace)
    path = require_frames(take, layer)
    mode = "CHANNEL_PACKED" if packed else "PREMUL"
    image: Any
    for image in bpy.data.images:
        if (
            image.source == "SEQUENCE"
            and image.alpha_mode == mode
            and image.colorspace_settings.name == space
            and os.path.normpath(bpy.path.abspath(image.filepath)) == os.path.normpath(path)
        ):
            return image
    image = bpy.data.images.load(path, check_existing=False)
    image.name = version_name(take) if layer == "beauty" else f"{version_name(take)} {layer}"
    image.source = "SEQUENCE"
    try:
        image.colorspace_settings.name = space
    except TypeError:
        bpy.data.images.remove(image)
        raise unknown_in_blender(take.colorspace) from None
    image.alpha_mode = mode
    image.filepath = document_path(path)
    return image


def drop_if_unused(image: Any | None) -> None:
    """Remove an image of ours that nothing uses any more."""
    if image is not None and image.users == 0:
        bpy.data.images.remove(image)


def set_frames(user: Any, p: Placement, take: Take) -> None:
    """Make an image user show the file of frame N at the scene's frame N + offset."""
    frames = placed_frames(p, take)
    user.frame_start = frames.first
    user.frame_duration = len(frames)
    # Blender counts the first file of a sequence as 1 and adds the offset to that.
    user.frame_offset = take.frames.first - 1
    user.use_cyclic = False
    user.use_auto_refresh = True
