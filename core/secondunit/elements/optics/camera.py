"""The camera that sees an element: where it stands, and where a point lands in the frame.

The world is in metres: x to the right of frame, y up, z toward the camera. The origin is the foot of the
source. The camera does not turn or roll; it may be pitched. Knows nothing of volumes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format


@dataclass(frozen=True)
class Camera:
    """A pinhole camera at (`x`, `y`, `z`) metres, looking along -z and `pitch` degrees upward.

    `across` is the width of the format as a multiple of the focal length; `format` is what it exposes.
    """

    x: float
    y: float
    z: float
    pitch: float
    across: float
    format: Format

    @property
    def down(self) -> float:
        """The height of the format as a multiple of the focal length."""
        return self.across * self.format.height / (self.format.width * self.format.pixel_aspect)

    @property
    def forward(self) -> tuple[float, float, float]:
        return 0.0, sin(radians(self.pitch)), -cos(radians(self.pitch))

    @property
    def upward(self) -> tuple[float, float, float]:
        return 0.0, cos(radians(self.pitch)), sin(radians(self.pitch))

    def ray(self, x: float, y: float) -> tuple[float, float, float]:
        """The direction through a place in frame (0 to 1, from the bottom left), one metre deep."""
        right, up = (x - 0.5) * self.across, (y - 0.5) * self.down
        f, u = self.forward, self.upward
        return right, f[1] + u[1] * up, f[2] + u[2] * up

    def see(self, x: float, y: float, z: float) -> tuple[float, float, float]:
        """Where a point of the world is in frame (0 to 1, from the bottom left), and its depth in metres."""
        dx, dy, dz = x - self.x, y - self.y, z - self.z
        f, u = self.forward, self.upward
        depth = dy * f[1] + dz * f[2]
        safe = depth if abs(depth) > 1e-9 else 1e-9
        up = (dy * u[1] + dz * u[2]) / safe
        return dx / safe / self.across + 0.5, up / self.down + 0.5, depth


def camera_for(settings: Mapping[str, Scalar], format: Format, height: float) -> Camera:
    """The camera that sees the source where the settings put it: `PLACE` and `CAMERA` of `controls`.

    `distance` 0 means: so far that `height` metres fill the frame above the source.
    """
    across = float(settings["sensor"]) / float(settings["focal"])
    bare = Camera(0.0, 0.0, 0.0, float(settings["camera_pitch"]), across, format)
    x, y = float(settings["x"]), float(settings["y"])
    distance = float(settings["distance"])
    if distance <= 0.0:
        distance = height / (bare.down * max(0.25, 0.96 - y))
    dx, dy, dz = bare.ray(x, y)
    return Camera(-dx * distance, -dy * distance, -dz * distance, bare.pitch, across, format)


def ground_level(settings: Mapping[str, Scalar], camera: Camera) -> float:
    """The height of the ground in metres: `camera_height` under the camera, never above the source's foot."""
    return min(0.0, camera.y - float(settings["camera_height"]))
