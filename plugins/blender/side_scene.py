"""Takes side by side as a scene of its own: strips in a grid, each over its plate, its name at its foot.

Knows no session. It looks as the scene does that it was made from: colours, view and rate are that one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import bpy

from secondunit.host.placement import center_offset, frame_path, stored_size
from secondunit.host.side_by_side import grid_of
from secondunit.wire import ColorSpace, Plate, Take, version_text
from secondunit.wire.errors import CannotPlace

from .colors import name_in_blender, working_space
from .images import document_path, require_frames

NAME = "Side by Side"
#: The property that marks the scene, and holds which layout it has.
MARK = "second_unit_side_by_side"
#: The property that names the scene it was made from.
OF = "second_unit_beside"
#: How high a name is in its cell, of the cell's height.
LETTERS = 0.07
_VIEW = ("view_transform", "look", "exposure", "gamma", "use_curve_mapping")


def is_one(scene: Any) -> bool:
    """Whether a scene is one of takes side by side: the form is not in it."""
    return scene is not None and bool(scene.get(MARK))


def scene_of() -> Any | None:
    """The scene of takes side by side, if there is one."""
    return next((scene for scene in bpy.data.scenes if is_one(scene)), None)


def origin(scene: Any) -> Any:
    """The scene that the artist works in: this one, or where this is one of ours that it was made from."""
    if not is_one(scene):
        return scene
    others = [other for other in bpy.data.scenes if not is_one(other)]
    return next((other for other in others if other.name == scene.get(OF)), (*others, scene)[0])


def make(like: bpy.types.Scene, takes: Sequence[Take], layout: str, plate: Plate | None) -> Any:
    """A scene of these takes in a grid, in place of the one that was there; raises `CannotPlace`."""
    spaces = [name_in_blender(take.colorspace) for take in takes]
    for take in takes:
        require_frames(take)
    remove()
    scene: Any = bpy.data.scenes.new(NAME)
    try:
        columns, rows = grid_of(layout, len(takes))
        _look_like(scene, like, takes, columns, rows)
        scene[MARK], scene[OF] = layout, like.name
        strips = scene.sequence_editor_create().strips
        for number, (take, space) in enumerate(zip(takes, spaces, strict=True)):
            cell = _Cell(scene, columns, rows, number)
            channel = 1 + 3 * number
            if plate is not None and plate.format == take.format:
                _add_plate(strips, cell, plate, channel)
            _add_take(strips, cell, take, space, channel + 1)
            _add_name(strips, cell, take, channel + 2)
    except Exception:
        bpy.data.scenes.remove(scene)
        raise
    return scene


def remove() -> bool:
    """Take the scene away; whether there was one. The last scene of a document stays."""
    scene = scene_of()
    if scene is None or len(bpy.data.scenes) < 2:
        return False
    bpy.data.scenes.remove(scene)
    return True


class _Cell:
    """The place of one take: its scale from pixels of a format, and its middle from that of the scene."""

    def __init__(self, scene: Any, columns: int, rows: int, number: int) -> None:
        self.width = scene.render.resolution_x / columns
        self.height = scene.render.resolution_y / rows
        column, row = number % columns, number // columns
        self.x = (column + 0.5 - columns / 2) * self.width
        self.y = (rows / 2 - row - 0.5) * self.height
        self.letters = max(6.0, self.height * LETTERS)
        above = 0.6 * self.letters / scene.render.resolution_y
        #: The middle of its foot, as a part of the scene's frame (0 to 1 from the lower left).
        self.foot = ((column + 0.5) / columns, (rows - row - 1) / rows + above)

    def fit(self, strip: Any, size: tuple[int, int], offset: tuple[float, float] = (0.0, 0.0)) -> None:
        """Put a format of that size into the cell; `offset` is where its pixels' middle lies off its own."""
        scale = min(self.width / size[0], self.height / size[1])
        strip.transform.scale_x = strip.transform.scale_y = scale
        strip.transform.offset_x = self.x + offset[0] * scale
        strip.transform.offset_y = self.y + offset[1] * scale


def _look_like(scene: Any, like: Any, takes: Sequence[Take], columns: int, rows: int) -> None:
    first = takes[0]
    scene.render.resolution_x = first.format.width
    scene.render.resolution_y = max(1, round(first.format.height * rows / columns))
    scene.render.resolution_percentage = 100
    for name in ("pixel_aspect_x", "pixel_aspect_y", "fps", "fps_base"):
        setattr(scene.render, name, getattr(like.render, name))
    scene.frame_start = min(take.frames.first for take in takes)
    scene.frame_end = max(take.frames.last for take in takes)
    scene.frame_set(min(max(like.frame_current, scene.frame_start), scene.frame_end))
    scene.display_settings.display_device = like.display_settings.display_device
    # In the sequencer's usual space an edge and all that glows would mix otherwise than in a comp.
    scene.sequencer_colorspace_settings.name = working_space().name
    for name in _VIEW:
        setattr(scene.view_settings, name, getattr(like.view_settings, name))


def _add_take(strips: Any, cell: _Cell, take: Take, space: str, channel: int) -> None:
    files = [frame_path(take, frame) for frame in take.frames]
    strip = _add_images(strips, take.label, files, channel, take.frames.first)
    strip.colorspace_settings.name = space
    strip.alpha_mode, strip.blend_type, strip.use_float = "PREMUL", "ALPHA_OVER", True
    _cut_to_format(strip, take)
    cell.fit(strip, (take.format.width, take.format.height), _middle(take))


def _middle(take: Take) -> tuple[float, float]:
    """Where the middle of what is left of the files' pixels lies, from that of the format."""
    left, right, bottom, top = _beyond(take)
    x, y = center_offset(take)
    return x + (left - right) / 2, y + (bottom - top) / 2


def _cut_to_format(strip: Any, take: Take) -> None:
    """What lies beyond the format would stand in the next cell."""
    crop = strip.crop
    crop.min_x, crop.max_x, crop.min_y, crop.max_y = _beyond(take)


def _beyond(take: Take) -> tuple[int, int, int, int]:
    """How many pixels of the files lie beyond the format: left, right, bottom, top."""
    window = take.data_window
    if window is None:
        return 0, 0, 0, 0
    width, height = stored_size(take)
    right, bottom = window.x + width - take.format.width, window.y + height - take.format.height
    return max(0, -window.x), max(0, right), max(0, bottom), max(0, -window.y)


def _add_plate(strips: Any, cell: _Cell, plate: Plate, channel: int) -> None:
    """The plate under a take, where it is a sequence of pictures in colours that Blender knows."""
    if plate.path.count("%") != 1:
        return
    files = [plate.path % plate.file_frame(frame) for frame in plate.frames]
    space = _space_name(plate.colorspace)
    if not space or not Path(files[0]).is_file():
        return
    strip = _add_images(strips, "Plate", files, channel, plate.frames.first)
    strip.colorspace_settings.name = space
    strip.use_float = True
    cell.fit(strip, (plate.format.width, plate.format.height))


def _space_name(space: ColorSpace) -> str:
    try:
        return name_in_blender(space)
    except CannotPlace:
        return ""


def _add_images(strips: Any, name: str, files: Sequence[str], channel: int, first: int) -> Any:
    strip = strips.new_image(name, files[0], channel, first, fit_method="ORIGINAL")
    strip.directory = document_path(str(PurePosixPath(files[0]).parent) + "/")
    for file in files[1:]:
        strip.elements.append(PurePosixPath(file).name)
    return strip


def _add_name(strips: Any, cell: _Cell, take: Take, channel: int) -> None:
    # Blender 5 asks for the length of a strip where those before it ask for its end.
    parameters = strips.bl_rna.functions["new_effect"].parameters.keys()
    number = len(take.frames)
    span = {"length": number} if "length" in parameters else {"frame_end": take.frames.first + number}
    strip = strips.new_effect(
        name=f"{take.label} name", type="TEXT", channel=channel, frame_start=take.frames.first, **span
    )
    strip.text = f"{take.element} {version_text(take.version)}"
    strip.font_size = cell.letters
    strip.location = cell.foot
    strip.anchor_x, strip.anchor_y, strip.alignment_x = "CENTER", "BOTTOM", "CENTER"
    # On a ground of its own it is read on any picture.
    strip.use_box, strip.box_color, strip.box_margin = True, (0.0, 0.0, 0.0, 0.75), 0.006
    strip.blend_type = "ALPHA_OVER"
