"""The camera that sees an element: from the kind's own controls, or the shot's.

The world is in metres: x to the right of frame, y up, z toward the camera. The origin is the foot of the
source. By its controls the camera does not turn or roll, and may be pitched; the shot's camera does what it
does, and the world is turned about its upright so that these axes are those of the shot's first frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import cos, radians, sin

from secondunit.elements.kind import Scene
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format

from .pinhole import Camera
from .shot import ShotFormat, exposed, height_distance

__all__ = ["Camera", "camera_at", "camera_for", "ground_level", "pitched_camera"]


def camera_for(settings: Mapping[str, Scalar], format: Format, height: float) -> Camera:
    """The camera that sees the source where the settings put it: `PLACE` and `CAMERA` of `controls`.

    `distance` 0 means: so far that `height` metres fill the frame above the source. A `ShotFormat` has a
    camera of its own, and gives that at the shot's first frame; see there where the source stands then.
    """
    x, y, distance = (float(settings[name]) for name in ("x", "y", "distance"))
    if isinstance(format, ShotFormat):
        return format.shot(x, y, distance, height).first
    bare = pitched_camera(settings, format)
    if distance <= 0.0:
        distance = height_distance(bare, y, height)
    dx, dy, dz = bare.ray(x, y)
    return replace(bare, x=-dx * distance, y=-dy * distance, z=-dz * distance)


def pitched_camera(settings: Mapping[str, Scalar], format: Format, height: float = 0.0) -> Camera:
    """The camera of the controls, `height` metres over the origin: it may be pitched, and does not turn."""
    across = float(settings["sensor"]) / float(settings["focal"])
    down = across * format.height / (format.width * format.pixel_aspect)
    c, s = cos(radians(float(settings["camera_pitch"]))), sin(radians(float(settings["camera_pitch"])))
    return Camera(0.0, height, 0.0, (1.0, 0.0, 0.0), (0.0, c, s), (0.0, s, -c), across, down, format)


def camera_at(scene: Scene, settings: Mapping[str, Scalar], height: float, frame: float) -> Camera:
    """The camera that sees a scene's source at a frame, or between two."""
    return camera_for(settings, exposed(scene), height).at(frame)


def ground_level(settings: Mapping[str, Scalar], camera: Camera) -> float:
    """The height of the ground in metres, never above the source's foot: that of the shot's world, else
    `camera_height` under the camera.
    """
    if camera.shot is not None:
        return min(0.0, camera.shot.ground)
    return min(0.0, camera.y - float(settings["camera_height"]))
