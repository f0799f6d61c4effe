"""A drawn shape as a source: what the shot's camera sees of an object, as a matte on disk.

A mesh is filled, a curve without a body is a line. The files are named by what they hold, so that the same
shape is the same brief, and another shape never changes the files of a job that is under way.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import numpy.typing as npt

from secondunit.host.shot_space import ShotSpace
from secondunit.wire import CameraTrack, Format, FrameRange, Matte
from secondunit.wire.errors import HostError, NothingSelected

from .handles import ROLE_KEY, SHAPE, World

PREFIX = "shape:"
#: How many pixels a matte is wide, and how many of them finer it is drawn on each side.
WIDE, FINER = 960, 2
#: How thick a line is, as a share of the frame's width.
THICK = 0.004
#: What is drawn in one go at most: Blender waits for it.
MOST_FACES, MOST_FRAMES = 20_000, 500
#: What is nearer to the camera than this is not drawn, in metres.
NEAREST = 0.01

Points = npt.NDArray[np.float64]
Picture = npt.NDArray[np.float32]


def shapes(scene: Any) -> list[Any]:
    """The scene's objects that are drawn shapes, by name."""
    return sorted(
        (thing for thing in scene.objects if thing.get(ROLE_KEY) == SHAPE), key=lambda thing: str(thing.name)
    )


def matte(scene: Any, source: str, track: CameraTrack | None, format: Format, frames: FrameRange) -> Matte:
    """The matte of a shape as a camera sees it: a still where the camera stands still, else a frame a file.

    Raises `NothingSelected`, `HostError`.
    """
    thing: Any = scene.objects.get(source.removeprefix(PREFIX))
    if thing is None or thing.get(ROLE_KEY) != SHAPE:
        raise NothingSelected(
            "The shape that was chosen is not in this scene.", remedy="Choose another.", where=source
        )
    if track is None:
        raise HostError("A drawn shape is seen by a perspective camera, and none is read.")
    points, faces, edges = _geometry(scene, thing)
    if len(faces) > MOST_FACES:
        raise HostError(
            f"{thing.name} has {len(faces):,} faces; {MOST_FACES:,} are the most for a drawn shape.",
            remedy="Use a simpler object, for example its outline.",
        )
    moments = FrameRange(frames.first, frames.first) if track.still else frames
    if len(moments) > MOST_FRAMES:
        raise HostError(
            f"A drawn shape is drawn over {MOST_FRAMES} frames at most where the camera moves.",
            remedy="Choose fewer frames, or a matte that was rendered.",
        )
    pictures = [_drawn(ShotSpace(track.sample(frame), format), points, faces, edges) for frame in moments]
    if not any(picture.any() for picture in pictures):
        raise HostError(f"The camera does not see {thing.name}.", remedy="Move it into the frame.")
    return _written(pictures, moments)


def _written(pictures: list[Picture], frames: FrameRange) -> Matte:
    files = [_png(picture) for picture in pictures]
    name = sha256(b"".join(files)).hexdigest()[:16]
    folder = Path(bpy.utils.extension_path_user(__package__ or "", path="shapes", create=True))
    still = len(files) == 1
    for frame, data in zip(frames, files, strict=True):
        path = folder / (f"{name}.png" if still else f"{name}.{frame:04d}.png")
        if not path.is_file():
            partial = path.with_suffix(".partial")
            partial.write_bytes(data)
            partial.replace(path)
    return Matte((folder / (f"{name}.png" if still else f"{name}.%04d.png")).as_posix(), frames, channel="R")


def _geometry(scene: Any, thing: Any) -> tuple[Points, list[tuple[int, ...]], list[tuple[int, ...]]]:
    """An object's corners in the shot's world, its triangles, and its edges where it has no face."""
    seen: Any = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
    mesh = seen.to_mesh()
    if mesh is None:
        raise HostError(f"{thing.name} has no shape.", remedy="Choose a mesh or a curve.")
    try:
        mesh.calc_loop_triangles()
        faces = [tuple(triangle.vertices) for triangle in mesh.loop_triangles]
        edges = [] if faces else [tuple(edge.vertices) for edge in mesh.edges]
        world, matrix = World(scene), seen.matrix_world
        places = [world.to_shot(matrix @ vertex.co) for vertex in mesh.vertices]
    finally:
        seen.to_mesh_clear()
    return np.array(places, np.float64).reshape(-1, 3), faces, edges


def _drawn(
    stage: ShotSpace, points: Points, faces: list[tuple[int, ...]], edges: list[tuple[int, ...]]
) -> Picture:
    """What a camera sees, (height, width) 0 to 1."""
    format = stage.format
    wide = min(WIDE, format.width)
    high = max(1, round(wide * format.height / format.width))
    sight = np.array([stage.see((float(x), float(y), float(z))) for x, y, z in points]).reshape(-1, 3)
    across, down, deep = sight[:, 0] * wide * FINER, (1.0 - sight[:, 1]) * high * FINER, sight[:, 2]
    fine = np.zeros((high * FINER, wide * FINER), bool)
    places = np.stack([across, down], axis=1)
    for corners in faces:
        if min(deep[list(corners)]) > NEAREST:
            _fill(fine, places[list(corners)])
    for corners in edges:
        if min(deep[list(corners)]) > NEAREST:
            _stroke(fine, places[list(corners)], THICK * wide * FINER)
    picture: Picture = fine.reshape(high, FINER, wide, FINER).mean(axis=(1, 3), dtype=np.float32)
    return picture


def _window(fine: npt.NDArray[np.bool_], places: Points, rim: float) -> tuple[slice, slice, Points, Points]:
    """The part of a picture about some places, and where its pixels' middles are."""
    low = np.clip(np.floor(places.min(axis=0) - rim), 0, (fine.shape[1], fine.shape[0])).astype(int)
    high = np.clip(np.ceil(places.max(axis=0) + rim), 0, (fine.shape[1], fine.shape[0])).astype(int)
    x, y = np.meshgrid(np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1]) + 0.5)
    return slice(low[1], high[1]), slice(low[0], high[0]), x, y


def _fill(fine: npt.NDArray[np.bool_], corners: Points) -> None:
    rows, columns, x, y = _window(fine, corners, 0.0)
    inside = []
    for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        inside.append((other[0] - one[0]) * (y - one[1]) - (other[1] - one[1]) * (x - one[0]))
    fine[rows, columns] |= np.all(np.array(inside) >= 0.0, axis=0) | np.all(np.array(inside) <= 0.0, axis=0)


def _stroke(fine: npt.NDArray[np.bool_], ends: Points, thick: float) -> None:
    rows, columns, x, y = _window(fine, ends, thick)
    along = ends[1] - ends[0]
    long = max(float(along @ along), 1e-12)
    share = np.clip(((x - ends[0][0]) * along[0] + (y - ends[0][1]) * along[1]) / long, 0.0, 1.0)
    away = np.hypot(x - ends[0][0] - share * along[0], y - ends[0][1] - share * along[1])
    fine[rows, columns] |= away <= 0.5 * thick


def _png(picture: Picture) -> bytes:
    """A picture of code values, three equal channels of 8 bits."""
    high, wide = picture.shape
    values = np.repeat(np.rint(picture * 255.0).astype(np.uint8)[:, :, None], 3, axis=2)
    rows = np.concatenate([np.zeros((high, 1), np.uint8), values.reshape(high, -1)], axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
