"""The scene's cameras as the controls of an element take them: height, pitch, lens and film back.

Reads only; the camera stands as Blender shows it at the current frame.
"""

from __future__ import annotations

from math import asin, atan2, degrees, hypot
from typing import Any

import bpy

from secondunit.host import CameraView, Source
from secondunit.wire.errors import NothingSelected

PREFIX = "camera:"
#: A roll below this is none, in degrees.
LEVEL = 0.5


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
    # A camera looks along its own -Z; its own X and Y are right and up.
    right, up, back = (matrix.col[axis].to_3d().normalized() for axis in range(3))
    pitch = degrees(asin(min(1.0, max(-1.0, -back.z))))
    roll = degrees(atan2(right.z, hypot(right.x, right.y))) if up.z >= 0 else 180.0
    if abs(roll) > LEVEL:
        remarks.append(f"The camera is rolled by {roll:.1f} degrees; elements stand upright.")
    if _moves(camera):
        remarks.append(f"The camera moves; it was read at frame {scene.frame_current}.")
    if lens.shift_x or lens.shift_y:
        remarks.append("The lens shift is not taken over.")
    flat = lens.type != "PERSP"
    if flat:
        remarks.append("Only a perspective camera has a focal length to take over.")
    return CameraView(
        camera.name,
        height=round(matrix.translation.z * scale, 4),
        pitch=round(pitch, 3),
        focal=None if flat else round(lens.lens, 4),
        sensor=None if flat else round(film_back(scene, lens), 4),
        remarks=tuple(remarks),
    )


def film_back(scene: bpy.types.Scene, lens: Any) -> float:
    """The width in millimetres that the render exposes: Blender fits width, height, or the longer side."""
    render = scene.render
    wide = (render.resolution_x * render.pixel_aspect_x) / (render.resolution_y * render.pixel_aspect_y)
    if lens.sensor_fit == "VERTICAL":
        return float(lens.sensor_height) * wide
    if lens.sensor_fit == "AUTO" and wide < 1.0:
        return float(lens.sensor_width) * wide
    return float(lens.sensor_width)


def _moves(camera: Any) -> bool:
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
