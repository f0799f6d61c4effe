"""A camera of a scene through the shot's frames, as a brief carries it.

The frames are evaluated in a scene of their own that holds the camera alone, and is gone again afterwards:
the artist's scene stays at its frame, nothing heavy in it is evaluated, and what the camera hangs on
(parents, constraints, drivers, an animated lens) counts all the same. Blender's z is up, ours is y.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import bpy

from secondunit.wire import CameraSample, CameraTrack
from secondunit.wire.camera import LONGEST_TRACK
from secondunit.wire.errors import HostError
from secondunit.wire.rotation import angles_of

from .handles import ground_level

#: The longest that Blender is kept for a camera, in seconds.
PATIENCE = 4.0
#: Frames before and after the shot's that are read too: vectors and blur look at the neighbours.
AROUND = 1


def track_of(scene: bpy.types.Scene, camera: Any) -> CameraTrack:
    """The camera over the scene's frames; raises `HostError` where that takes too long, or not now."""
    if bpy.app.is_job_running("RENDER"):
        raise HostError("Blender is rendering.", remedy="Read the camera when it is done.")
    first = scene.frame_start - AROUND
    last = min(max(scene.frame_end, scene.frame_start) + AROUND, first + LONGEST_TRACK - 1)
    samples, ground = [], ground_level(scene)
    until = monotonic() + PATIENCE
    with alone(camera) as apart:
        for frame in range(first, last + 1):
            apart.frame_set(frame)
            seen = camera.evaluated_get(apart.view_layers[0].depsgraph)
            samples.append(_sample(scene, seen, ground))
            if monotonic() > until:
                raise HostError(
                    f"Reading {camera.name} takes too long: {len(samples)} of {last - first + 1} frames.",
                    remedy="Bake its animation (Object, Animation, Bake Action), then choose it again.",
                )
    return CameraTrack.of(first, samples, camera.name)


def film_back(scene: bpy.types.Scene, lens: Any) -> float:
    """The width in millimetres that the render exposes: Blender fits width, height, or the longer side."""
    sensor, wide = _fit(scene, lens)
    return sensor * wide


def _fit(scene: bpy.types.Scene, lens: Any) -> tuple[float, float]:
    """The side of the sensor in millimetres that a side of the frame is fitted to, and the width of the frame
    as a multiple of that side.
    """
    render = scene.render
    wide = (render.resolution_x * render.pixel_aspect_x) / (render.resolution_y * render.pixel_aspect_y)
    if lens.sensor_fit == "VERTICAL":
        return float(lens.sensor_height), wide
    return float(lens.sensor_width), wide if lens.sensor_fit == "AUTO" and wide < 1.0 else 1.0


def _sample(scene: bpy.types.Scene, camera: Any, ground: float) -> CameraSample:
    lens, matrix = camera.data, camera.matrix_world
    scale = scene.unit_settings.scale_length or 1.0
    x, y, z = (scale * float(number) for number in matrix.translation)
    # A camera's scale does not show in its picture: its axes have length one, square to one another.
    backward = matrix.col[2].to_3d().normalized()
    right = matrix.col[1].to_3d().cross(backward).normalized()
    axes = [upright(axis) for axis in (right, backward.cross(right), backward)]
    a, b, c = ((axes[0][n], axes[1][n], axes[2][n]) for n in range(3))
    rx, ry, rz = angles_of((a, b, c))
    sensor, wide = _fit(scene, lens)
    render = scene.render
    tall = (
        wide * (render.resolution_y * render.pixel_aspect_y) / (render.resolution_x * render.pixel_aspect_x)
    )
    # Blender's shift is in shares of the fitted side.
    return CameraSample(
        x, z - scale * ground, -y, rx, ry, rz, float(lens.lens), sensor * wide,
        shift_x=float(lens.shift_x) / wide, shift_y=float(lens.shift_y) / tall,
    )  # fmt: skip


def upright(vector: Any) -> tuple[float, float, float]:
    """A vector of Blender's, whose z is up, with y up."""
    return float(vector.x), float(vector.z), -float(vector.y)


@contextmanager
def alone(*things: Any) -> Iterator[Any]:
    """A scene with these things alone; no handler of the artist's hears of its frames."""
    handlers: list[Any] = [bpy.app.handlers.frame_change_pre, bpy.app.handlers.frame_change_post]
    kept = [list(handler) for handler in handlers]
    apart = bpy.data.scenes.new("Second Unit reads a shot")
    try:
        for handler in handlers:
            handler.clear()
        for thing in things:
            apart.collection.objects.link(thing)
        yield apart
    finally:
        for handler, functions in zip(handlers, kept, strict=True):
            handler.extend(functions)
        bpy.data.scenes.remove(apart)


def moves(camera: Any) -> bool:
    """Whether something may move it or its lens over the shot."""
    while camera is not None:
        for data in (camera, camera.data):
            animation = getattr(data, "animation_data", None)
            if animation is not None and (animation.action is not None or len(animation.drivers)):
                return True
        if len(camera.constraints):
            return True
        camera = camera.parent
    return False
