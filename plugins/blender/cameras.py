"""The scene's cameras: through the shot, and as the controls of an element take them at the current frame.

Reads only, but for what `camera_track` says of itself.
"""

from __future__ import annotations

from math import asin, degrees
from typing import Any

import bpy

from secondunit.host import CameraView, Source
from secondunit.wire.errors import NothingSelected

from .camera_track import film_back, track_of
from .handles import ground_level

PREFIX = "camera:"


def sources(scene: bpy.types.Scene) -> tuple[Source, ...]:
    """The scene's cameras, the one that is rendered first."""
    cameras = sorted(
        (camera for camera in scene.objects if camera.type == "CAMERA"),
        key=lambda camera: (camera != scene.camera, camera.name),
    )
    return tuple(
        Source(
            PREFIX + camera.name, camera.name, "The scene's camera" if camera == scene.camera else "Camera"
        )
        for camera in cameras
    )


def view(scene: bpy.types.Scene, source: str) -> CameraView:
    """The camera behind a source; raises `NothingSelected` when it is gone."""
    camera: Any = scene.objects.get(source.removeprefix(PREFIX)) if source.startswith(PREFIX) else None
    if camera is None or camera.type != "CAMERA":
        raise NothingSelected(
            "The camera that was chosen is not in this scene.", remedy="Choose another.", where=source
        )
    matrix, lens, remarks = camera.matrix_world, camera.data, []
    scale = scene.unit_settings.scale_length or 1.0
    # A camera looks along its own -Z.
    pitch = degrees(asin(min(1.0, max(-1.0, -matrix.col[2].to_3d().normalized().z))))
    flat = lens.type != "PERSP"
    if flat:
        remarks.append("Only a perspective camera has a focal length to take over.")
    return CameraView(
        camera.name,
        height=round((matrix.translation.z - ground_level(scene)) * scale, 4),
        pitch=round(pitch, 3),
        focal=None if flat else round(lens.lens, 4),
        sensor=None if flat else round(film_back(scene, lens), 4),
        remarks=tuple(remarks),
        track=None if flat else track_of(scene, camera),
    )
