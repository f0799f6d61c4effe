"""A drawn shape as a source: what the shot's camera sees of an object, as a matte on disk.

A mesh is filled, a curve without a body is a line. The files are named by what they hold, so that the same
shape is the same brief, and another shape never changes the files of a job that is under way.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import bpy

from secondunit.host import Source
from secondunit.host.shot_space import ShotSpace, Vector
from secondunit.wire import CameraTrack, Format, FrameRange, Matte
from secondunit.wire.errors import HostError, NothingSelected

from .handles import ROLE_KEY, SHAPE, World

PREFIX = "shape:"
#: What is drawn in one go at most: Blender waits for it.
MOST_FACES, MOST_FRAMES = 20_000, 500


def shapes(scene: Any) -> list[Any]:
    """The scene's objects that are drawn shapes, by name."""
    return sorted(
        (thing for thing in scene.objects if thing.get(ROLE_KEY) == SHAPE), key=lambda thing: str(thing.name)
    )


def as_sources(scene: Any) -> tuple[Source, ...]:
    """The drawn shapes as what a matte can be."""
    return tuple(Source(PREFIX + shape.name, shape.name, "Drawn shape") for shape in shapes(scene))


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
    # What draws is loaded with the first shape: a start of Blender pays nothing for it.
    from .silhouette import drawn, png

    pictures = [drawn(ShotSpace(track.sample(frame), format), points, faces, edges) for frame in moments]
    if not any(picture.any() for picture in pictures):
        raise HostError(f"The camera does not see {thing.name}.", remedy="Move it into the frame.")
    return _written([png(picture) for picture in pictures], moments)


def _written(files: list[bytes], frames: FrameRange) -> Matte:
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


def _geometry(scene: Any, thing: Any) -> tuple[list[Vector], list[tuple[int, ...]], list[tuple[int, ...]]]:
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
    return places, faces, edges
