"""Place a take as an image strip in the sequencer: on a free channel, premultiplied, on its own frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import bpy

from secondunit.host import Placed
from secondunit.host.brief_beside import plate_of
from secondunit.host.placement import (
    center_offset,
    frame_path,
    placed_frames,
    placed_name,
    require_same_element,
)
from secondunit.wire import FrameRange, Placement, Take, Task
from secondunit.wire.errors import CannotPlace, NothingSelected

from .colors import name_in_blender, unknown_in_blender, working_space
from .footage import scene_strips
from .images import document_path, require_frames
from .stamps import stamped, write_mark, write_stamp
from .strip_speed import content, has_keys, is_retimed, retime_alike, span, speed_effect

PREFIX = "strip:"
HIGHEST_CHANNEL = 128
#: The custom property with the width of the format that a strip was fitted with.
WIDTH_KEY = "second_unit_width"


def place(scene: bpy.types.Scene, placement: Placement, take: Take) -> Placed:
    """Add the strip; raises `CannotPlace` when no channel is free or Blender does not know its colours."""
    space = name_in_blender(take.colorspace)
    first = require_frames(take)
    frames = placed_frames(placement, take)
    editor: Any = scene.sequence_editor or scene.sequence_editor_create()
    strips = _strips(editor)
    plate = _retimed_plate(scene, take)
    taken = frames if plate is None else _hull(frames, span(speed_effect(scene, plate)), placement.offset)
    channel = _free_channel(strips, taken, placement.channel)
    active = editor.active_strip
    strip = strips.new_image(placed_name(take), first, channel, frames.first, fit_method="ORIGINAL")
    _set_files(strip, take)
    try:
        strip.colorspace_settings.name = space
    except TypeError:
        strips.remove(strip)
        raise unknown_in_blender(take.colorspace) from None
    strip.alpha_mode = "PREMUL"
    strip.blend_type = "ADD" if placement.blend == "plus" else "ALPHA_OVER"
    strip.blend_alpha = placement.mix
    strip.color_multiply = placement.gain
    strip.use_float = True
    _fit(scene, strip, take)
    if plate is not None:
        retime_alike(scene, strip, plate, placement.offset).select = False
    strip.select = False
    editor.active_strip = active
    write_stamp(strip, replace(placement, channel=strip.channel), take)
    return _read(strip)


def placed(scene: bpy.types.Scene) -> tuple[Placed, ...]:
    """The strips of the scene that are ours."""
    return tuple(_read(strip) for strip in _all(scene) if stamped(strip, "") is not None)


def set_version(scene: bpy.types.Scene, id: str, take: Take) -> Placed:
    """Show another take in the same strip, trims kept; raises `NothingSelected`, `CannotPlace`."""
    strip = next((candidate for candidate in _all(scene) if PREFIX + candidate.name == id), None)
    here = stamped(strip, id)
    if strip is None or here is None:
        raise NothingSelected("This strip is gone.", where=id)
    require_same_element(here, take)
    space = name_in_blender(take.colorspace)
    require_frames(take)
    if speed_effect(scene, strip) is not None and len(strip.elements) != len(take.frames):
        raise CannotPlace(
            f"{take.label} has other frames than the one that is retimed here.",
            remedy="Place it beside the other one.",
        )
    placement = replace(_read(strip).placement, take=take.id)
    moved = _set_files(strip, take)
    if moved:
        _set_start(strip, placed_frames(placement, take).first)
    strip.colorspace_settings.name = space
    _fit_again(strip, take)
    write_stamp(strip, placement, take)
    return _read(strip)


def _retimed_plate(scene: bpy.types.Scene, take: Take) -> Any:
    """The strip that a take was made from, where the scene shows it at other times than it was shot; or None.

    A retime of ours has the scene's frames already. Raises `CannotPlace` where the take cannot be retimed so.
    """
    plate = plate_of(take) if take.task is not Task.RETIME else None
    if plate is None:
        return None
    for strip in scene_strips(scene):
        if strip.type != "IMAGE" or not is_retimed(scene, strip):
            continue
        folder = bpy.path.abspath(strip.directory).replace("\\", "/")
        if folder + strip.elements[0].filename != plate.path % plate.file_frame(plate.frames.first):
            continue
        if has_keys(strip):
            raise CannotPlace(
                f"{strip.name} is retimed by keys, and Blender does not say where these lie in its files.",
                remedy="Retime it by a Speed effect, or render the scene as the plate.",
            )
        if take.frames != content(strip):
            raise CannotPlace(
                f"{take.label} has the frames {take.frames}; retimed as {strip.name} is it needs all of "
                f"{content(strip)}.",
                remedy="Ask for these frames, or render the scene as the plate.",
            )
        return strip
    return None


def _hull(frames: FrameRange, others: FrameRange, offset: int) -> FrameRange:
    """All frames from the first to the last of two ranges, the second so much later."""
    moved = others.moved(offset)
    return FrameRange(min(frames.first, moved.first), max(frames.last, moved.last))


def advice(scene: bpy.types.Scene) -> str:
    """What the sequencer's own colour space does to edges and light of takes, as a sentence; else empty."""
    settings = scene.sequencer_colorspace_settings
    if settings is None or not placed(scene):
        return ""
    space = settings.name
    if space == working_space().name or space.startswith(("Linear", "ACEScg")):
        return ""
    return (
        f"The sequencer mixes in {space}: edges and light of a take over its plate are not a comp's. "
        f"Set Render > Color Management > Sequencer to {working_space().name}."
    )


def mark(scene: bpy.types.Scene, id: str, newest: int) -> None:
    """Say on the strip that a newer version is there."""
    for strip in _all(scene):
        if PREFIX + strip.name == id and stamped(strip, id) is not None:
            write_mark(strip, newest)


def _strips(editor: Any) -> Any:
    return editor.strips


def _all(scene: bpy.types.Scene) -> list[Any]:
    editor: Any = scene.sequence_editor
    return list(editor.strips_all) if editor is not None else []


def _read(strip: Any) -> Placed:
    """The stamp with what the artist changed on the strip itself since."""
    stamp = stamped(strip, PREFIX + strip.name)
    assert stamp is not None
    mix = min(max(round(float(strip.blend_alpha), 6), 0.0), 1.0)
    gain = round(float(strip.color_multiply), 6)
    return replace(stamp, placement=replace(stamp.placement, mix=mix, gain=gain, channel=strip.channel))


def _free_channel(strips: Any, frames: FrameRange, wanted: int) -> int:
    """The wanted channel or the one above every strip on these frames; raises `CannotPlace`."""
    channels = {s.channel for s in strips if _left(s) <= frames.last and _right(s) > frames.first}
    channel = wanted if wanted and wanted not in channels else max(channels, default=0) + 1
    if channel > HIGHEST_CHANNEL:
        raise CannotPlace("No channel of the sequencer is free on these frames.")
    return channel


def _set_files(strip: Any, take: Take) -> bool:
    """Point the strip at the take's files; true when there are more or fewer of them than before."""
    names = [PurePosixPath(frame_path(take, frame)).name for frame in take.frames]
    folder = str(PurePosixPath(frame_path(take, take.frames.first)).parent)
    strip.directory = document_path(folder + "/")
    elements = strip.elements
    changed = len(elements) != len(names)
    while len(elements) > len(names):
        elements.pop(len(elements) - 1)
    for index, name in enumerate(names):
        if index < len(elements):
            elements[index].filename = name
        else:
            elements.append(name)
    return changed and len(names) > 0


def _fit(scene: bpy.types.Scene, strip: Any, take: Take) -> None:
    """The take's format on the scene's frame, pixel for pixel where they agree; overscan reaches beyond."""
    scale = scene.render.resolution_x / take.format.width
    x, y = center_offset(take)
    strip.transform.scale_x = strip.transform.scale_y = scale
    strip.transform.offset_x, strip.transform.offset_y = x * scale, y * scale
    strip[WIDTH_KEY] = take.format.width


def _fit_again(strip: Any, take: Take) -> None:
    """Keep a strip as large as it is, with a version of more or fewer pixels."""
    before = strip.get(WIDTH_KEY)
    if isinstance(before, int) and before > 0 and before != take.format.width:
        strip.transform.scale_x *= before / take.format.width
        strip.transform.scale_y *= before / take.format.width
        strip[WIDTH_KEY] = take.format.width


def _left(strip: Any) -> int:
    return int(strip.left_handle if hasattr(strip, "left_handle") else strip.frame_final_start)


def _right(strip: Any) -> int:
    return int(strip.right_handle if hasattr(strip, "right_handle") else strip.frame_final_end)


def _set_start(strip: Any, frame: int) -> None:
    if hasattr(strip, "content_start"):
        strip.content_start = frame
    else:
        strip.frame_start = frame
