"""Guides of the scene: depth, normals, edges, poses, masks of objects and its camera, frame by frame as EXR.

In a window they are drawn by Blender's own render job, with its progress and Esc; without a window only when
the caller waits for it. What is not finished is not kept.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy

from secondunit.wire import CameraTrack, FrameRange, Guide, GuideKind, SecondUnitError, decode, encode
from secondunit.wire.errors import HostError
from secondunit.wire.guide import camera_digest

from . import guide_pictures as pictures
from .camera_track import track_of
from .exr_files import read_planes, write_planes
from .guide_scene import ALL, MASK, close_scene, guide_camera, open_scene
from .pose_joints import read_people, require_people
from .pose_pictures import Person, pose_json, pose_of, without_hidden
from .renders import placed_in, run_render, show_placed
from .scenes import scene_format, scene_rate

#: Where a scene remembers its guides.
GUIDES_KEY = "second_unit_guides"
#: What is made where nobody says otherwise.
USUAL = (GuideKind.DEPTH, GuideKind.NORMALS, GuideKind.EDGES)
#: What is made of the whole scene where a model takes it.
OF_SCENE = (*USUAL, GuideKind.POSE)
_RAW = "drawn"


@dataclass
class _Drawing:
    """Guides that are being made: what of which scene, and where they go."""

    scene: str
    copy: str
    folder: Path
    kinds: tuple[GuideKind, ...]
    masked: tuple[str, ...]
    track: CameraTrack
    guides: tuple[Guide, ...]
    metres: float
    #: The people in the picture at each frame, and whether what stands before a joint hides it.
    people: dict[int, tuple[Person, ...]]
    hides: bool
    faults: list[str] = field(default_factory=list)


def scene_guides(scene: Any) -> tuple[Guide, ...]:
    """The guides that were made of a scene, where its range, rate, format and camera are still theirs."""
    try:
        guides = tuple(decode(Guide, item) for item in json.loads(str(scene.get(GUIDES_KEY, "[]"))))
        camera = guide_camera(scene)
    except (ValueError, TypeError, SecondUnitError):
        return ()
    frames = _range(scene)
    now = frames, scene_rate(scene), scene_format(scene)
    standing = tuple(
        guide
        for guide in guides
        if (guide.frames, guide.rate, guide.format) == now
        and all(Path(guide.path % frame).is_file() for frame in (frames.first, frames.last))
    )
    if not standing:
        return ()
    try:
        digest = camera_digest(track_of(scene, camera), frames)
    except SecondUnitError:
        return ()
    return tuple(guide for guide in standing if guide.camera == digest)


def make_guides(
    scene: Any,
    folder: Path,
    callback: Callable[[str], None],
    *,
    wait: bool,
    kinds: Sequence[GuideKind] = USUAL,
    masked: Sequence[Any] = (),
    layer: Any = None,
    hides: bool = False,
) -> None:
    """Draw the scene's range through its camera into a new folder below `folder`.

    `callback` is called with an error sentence or ''; `masked` are objects of which a mask is made, `layer`
    is the view layer that is drawn, the scene's first where none is said. `hides` leaves joints of a pose out
    that something stands before. `wait` blocks until all is there:
    for sessions without a window only. Raises `NothingSelected` without a camera, or without a rig
    for a pose, `HostError`.
    """
    if bpy.app.is_job_running("RENDER"):
        raise HostError("Blender is rendering already.", remedy="Wait until it has finished.")
    camera = guide_camera(scene)
    track = track_of(scene, camera)
    layer = layer or next((one for one in scene.view_layers if one.use), scene.view_layers[0])
    people: dict[int, tuple[Person, ...]] = {}
    if GuideKind.POSE in kinds:
        people = read_people(scene, camera, require_people(layer), track, _range(scene))
    copy = open_scene(scene, layer, masked)
    try:
        place = _new_folder(folder)
    except OSError:
        close_scene(copy)
        raise
    drawing = _Drawing(
        scene.name,
        copy.name, place, tuple(kinds), tuple(thing.name for thing in masked), track,
        tuple(_guides(scene, place, kinds, masked, track)), scene.unit_settings.scale_length or 1.0,
        people, hides,
    )  # fmt: skip
    copy.render.filepath = (place / _RAW / f"{_RAW}.####").as_posix()
    ours = placed_in(scene)
    show_placed(scene, ours, False)

    def written(*_: object) -> None:
        _keep_frame(drawing)

    def finish(error: str) -> None:
        with suppress(ValueError):
            bpy.app.handlers.render_write.remove(written)
        own: Any = bpy.data.scenes.get(drawing.copy)
        if own is not None:
            close_scene(own)
        artists: Any = bpy.data.scenes.get(drawing.scene)
        if artists is not None:
            show_placed(artists, ours, True)
        callback(_ended(drawing, artists, error))

    bpy.app.handlers.render_write.append(written)
    run_render(copy.name, finish, wait)


def _range(scene: Any) -> FrameRange:
    """The scene's frames, one at least."""
    return FrameRange(scene.frame_start, max(scene.frame_start, scene.frame_end))


def _guides(
    scene: Any, place: Path, kinds: Sequence[GuideKind], masked: Sequence[Any], track: CameraTrack
) -> list[Guide]:
    frames = _range(scene)
    names = [(kind, kind.value, "") for kind in kinds]
    names += [(GuideKind.MASK, f"mask_{number}", thing.name) for number, thing in enumerate(masked, 1)]
    digest = camera_digest(track, frames)
    return [
        Guide(
            kind, (place / f"{name}.%04d.exr").as_posix(), frames, scene_rate(scene), scene_format(scene),
            object=thing, camera=digest,
        )
        for kind, name, thing in names
    ]  # fmt: skip


def _new_folder(folder: Path) -> Path:
    """The next folder of its name that is not there: guides that a brief names are never written over."""
    number = 1
    while (place := folder / f"guides_v{number:03d}").exists():
        number += 1
    (place / _RAW).mkdir(parents=True)
    return place


def _keep_frame(drawing: _Drawing) -> None:
    """Make the guides of the frame that was just drawn; runs where Blender renders, after each frame."""
    if drawing.faults:
        return
    try:
        copy = bpy.data.scenes[drawing.copy]
        raw = Path(bpy.path.abspath(copy.render.frame_path(frame=copy.frame_current)))
        write_guides(drawing, copy.frame_current, read_planes(raw))
        raw.unlink()
    except (OSError, ValueError, KeyError) as error:
        drawing.faults.append(f"frame {copy.frame_current}: {error}")


def write_guides(drawing: _Drawing, frame: int, planes: dict[str, pictures.Plane]) -> None:
    """Write every guide of one frame from what Workbench drew of it."""
    distance = planes[f"{ALL}.Depth.Z"]
    there = distance < pictures.NOWHERE
    depth = pictures.depth_of(distance, drawing.metres)
    normals = None
    number = 0
    for guide in drawing.guides:
        if guide.kind in (GuideKind.NORMALS, GuideKind.EDGES) and normals is None:
            colors = _three(planes, f"{ALL}.Combined", "RGB")
            normals = pictures.normals_of(colors, there, drawing.track.sample(frame), guide.format)
        if guide.kind is GuideKind.DEPTH:
            parts = [depth]
        elif guide.kind is GuideKind.MASK:
            number += 1
            parts = [pictures.mask_of(planes[f"{MASK.format(number)}.Depth.Z"], distance)]
        elif guide.kind is GuideKind.POSE:
            parts = _write_pose(drawing, guide, frame, depth)
        elif guide.kind is GuideKind.EDGES and normals is not None:
            parts = [pictures.edges_of(depth, normals)]
        elif normals is not None:
            parts = [normals[..., part] for part in range(3)]
        named = dict(zip(guide.kind.channels, parts, strict=True))
        half = guide.kind is not GuideKind.DEPTH
        write_planes(Path(guide.path % frame), named, half=half, aspect=guide.format.pixel_aspect)


def _write_pose(drawing: _Drawing, guide: Guide, frame: int, depth: pictures.Plane) -> list[pictures.Plane]:
    """The skeletons of a frame, red, green and blue; their joints are written beside the picture."""
    people = drawing.people[frame]
    if drawing.hides:
        people = without_hidden(people, depth)
    Path(guide.path % frame).with_suffix(".json").write_text(pose_json(people, guide.format), "utf-8")
    picture = pose_of(people, guide.format)
    return [picture[..., part] for part in range(3)]


def _three(planes: dict[str, pictures.Plane], name: str, parts: str) -> pictures.Plane:
    import numpy as np

    return np.stack([planes[f"{name}.{part}"] for part in parts], axis=-1)


def _ended(drawing: _Drawing, scene: Any, error: str) -> str:
    """What is to be said; keeps the guides where every frame is there, and else nothing."""
    shutil.rmtree(drawing.folder / _RAW, ignore_errors=True)
    missing = [
        frame for guide in drawing.guides for frame in guide.frames if not Path(guide.path % frame).is_file()
    ]
    if drawing.faults:
        error = drawing.faults[0]
    elif not error and missing:
        error = f"frame {missing[0]} was not drawn"
    if error or scene is None:
        shutil.rmtree(drawing.folder, ignore_errors=True)
        return error or "The scene is gone."
    scene[GUIDES_KEY] = json.dumps([encode(guide) for guide in drawing.guides])
    return ""
