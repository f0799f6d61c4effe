"""The plate: what in the scene can be one, and its files, frames, rate, format and colour space, exactly.

A scene frame and a file's number are two things in Blender (start frame, offset); a plate carries both.
"""

from __future__ import annotations

from typing import Any

import bpy

from secondunit.host import Source
from secondunit.host.sequences import require_files, split_number
from secondunit.wire import ColorSpace, Format, FrameRange, Matte, Plate
from secondunit.wire.errors import MissingFrames, NothingSelected

from .colors import plate_space
from .footage import scene_clips, scene_images, scene_strips
from .headers import picture_format
from .renders import rendered_plate
from .scenes import scene_format, scene_rate, scene_view
from .strip_speed import content, has_keys, is_retimed

RENDER = "render:"


def sources(scene: bpy.types.Scene) -> tuple[Source, ...]:
    """Everything in the scene that can be the plate, the likeliest first; a render of it comes last."""
    choices = [Source(f"clip:{clip.name}", clip.name, "Movie clip") for clip in scene_clips(scene)]
    choices += [
        Source(f"image:{image.name}", image.name, f"Image of the {where}")
        for where, image, _ in scene_images(scene)
    ]
    choices += [Source(f"strip:{strip.name}", strip.name, "Sequencer strip") for strip in scene_strips(scene)]
    ready = rendered_plate(scene) is not None
    label = "Rendered scene" if ready else "Render of the scene"
    choices.append(Source(RENDER, label, "The scene as it renders", needs_render=not ready))
    return tuple(choices)


def plate(scene: bpy.types.Scene, source: str) -> Plate:
    """The plate behind a source; raises `NothingSelected`, `MissingFrames`."""
    kind, _, name = source.partition(":")
    if source == RENDER:
        render = rendered_plate(scene)
        if render is None:
            raise NothingSelected(
                "The scene has not been rendered as a plate yet.", remedy="Press Render plate first."
            )
        return render
    if kind == "clip":
        for clip in scene_clips(scene):
            if clip.name == name:
                return _clip_plate(scene, clip)
    if kind == "image":
        for _where, image, user in scene_images(scene):
            if image.name == name:
                return _image_plate(scene, image, user)
    if kind == "strip":
        for strip in scene_strips(scene):
            if strip.name == name:
                return _strip_plate(scene, strip)
    raise NothingSelected(
        "The plate that was chosen is not in this scene.", remedy="Choose another plate.", where=source
    )


def matte(scene: bpy.types.Scene, source: str) -> Matte:
    """The matte behind a source: its alpha where its files have one, else its red; raises as `plate`."""
    picture = plate(scene, source)
    kind, _, name = source.partition(":")
    depth = 32
    if kind == "image":
        depth = bpy.data.images[name].depth
    channel = "A" if depth in (32, 64, 128) and kind != "clip" else "R"
    return Matte(picture.path, picture.frames, channel=channel, first_in_file=picture.first_in_file)


def _clip_plate(scene: bpy.types.Scene, clip: Any) -> Plate:
    path = bpy.path.abspath(clip.filepath)
    frames = FrameRange.starting(clip.frame_start, max(1, clip.frame_duration - clip.frame_offset))
    space = plate_space(clip.colorspace_settings.name)
    if clip.source == "MOVIE":
        size = _size(clip, path, scene)
        return _plate(scene, _there(path), frames, size, space, clip.frame_offset)
    pattern, number = _pattern(path)
    size = _size(clip, pattern % (number + clip.frame_offset), scene)
    return _sequence(scene, pattern, frames, number + clip.frame_offset, size, space)


def _image_plate(scene: bpy.types.Scene, image: Any, user: Any) -> Plate:
    path = bpy.path.abspath(image.filepath, library=image.library)
    space = plate_space(image.colorspace_settings.name)
    if image.source == "FILE":
        still = FrameRange(scene.frame_start, scene.frame_start)
        return _plate(scene, _there(path), still, _size(image, path, scene), space)
    frames = FrameRange.starting(user.frame_start, max(1, user.frame_duration))
    if image.source == "MOVIE":
        size = _size(image, path, scene)
        return _plate(scene, _there(path), frames, size, space, user.frame_offset)
    pattern, _ = _pattern(path)
    # Blender shows file 1 + offset at the start frame, whatever the number of the loaded file.
    size = _size(image, pattern % (1 + user.frame_offset), scene)
    return _sequence(scene, pattern, frames, 1 + user.frame_offset, size, space)


def _strip_plate(scene: bpy.types.Scene, strip: Any) -> Plate:
    new = hasattr(strip, "left_handle")
    left = int(strip.left_handle if new else strip.frame_final_start)
    length = int(strip.duration if new else strip.frame_final_duration)
    trimmed = int(strip.left_handle_offset if new else strip.frame_offset_start)
    frames = FrameRange.starting(left, max(1, length))
    space = plate_space(strip.colorspace_settings.name)
    if strip.type == "MOVIE":
        path = _there(bpy.path.abspath(strip.filepath))
        element, size = strip.elements[0], scene_format(scene)
        if element.orig_width and element.orig_height:
            size = Format(element.orig_width, element.orig_height, size.pixel_aspect)
        skipped = trimmed + int(strip.animation_offset_start)
        return _plate(scene, path, frames, size, space, skipped)
    folder = bpy.path.abspath(strip.directory).replace("\\", "/")
    names = [frame.filename for frame in strip.elements]
    if strip.type == "MOVIE" and has_keys(strip):
        raise MissingFrames(
            f"The movie {strip.name} is retimed by keys: Blender does not say how many frames it has.",
            remedy="Render the scene as the plate, or choose the movie as a clip.",
            where=strip.name,
        )
    if is_retimed(scene, strip):  # the plate is what was shot, with frames of its own
        frames, trimmed = content(strip), 0
    if len(names) == 1:
        still = folder + names[0]
        return _plate(scene, still, FrameRange(left, left), _size(strip, still, scene), space)
    pattern, number = _pattern(folder + names[0])
    for index, name in enumerate(names):
        if folder + name != pattern % (number + index):
            raise MissingFrames(
                f"The strip {strip.name} is no unbroken sequence: {name} follows {names[max(0, index - 1)]}.",
                remedy="Add the strip again from one complete sequence.",
            )
    size = _size(strip, pattern % (number + trimmed), scene)
    return _sequence(scene, pattern, frames, number + trimmed, size, space)


def _sequence(
    scene: bpy.types.Scene, pattern: str, frames: FrameRange, first: int, size: Format, space: ColorSpace
) -> Plate:
    require_files(pattern, FrameRange.starting(first, len(frames)))
    start = None if first == frames.first else first
    return _plate(scene, pattern, frames, size, space, start)


def _plate(
    scene: bpy.types.Scene,
    path: str,
    frames: FrameRange,
    size: Format,
    space: ColorSpace,
    first: int | None = None,
) -> Plate:
    """A plate at the scene's rate, judged through the scene's view."""
    view = scene_view(scene)
    return Plate(path, frames, scene_rate(scene), size, space, first_in_file=first, view=view)


def _pattern(path: str) -> tuple[str, int]:
    parts = split_number(path.replace("\\", "/"))
    if parts is None:
        raise MissingFrames("The plate's files carry no frame numbers.", where=path)
    return parts


def _there(path: str) -> str:
    from pathlib import Path

    if not Path(path).is_file():
        raise MissingFrames("The plate's file is not there.", where=path)
    return path.replace("\\", "/")


def _size(data: Any, path: str, scene: bpy.types.Scene) -> Format:
    """The size of a file's picture; raises `MissingFrames` if it is unreadable."""
    aspect = scene_format(scene).pixel_aspect
    if getattr(data, "source", "") == "MOVIE" and min(data.size) > 0:
        return Format(int(data.size[0]), int(data.size[1]), aspect)
    size = picture_format(_there(path), aspect)
    if size is None:
        raise MissingFrames("The plate cannot be read by Blender.", where=path)
    return size
