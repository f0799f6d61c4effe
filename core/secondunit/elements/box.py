"""The box of cells a simulation happens in: where it stands in the world and how fine it is.

Knows the camera and the settings; knows nothing of the solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format

from .camera import Camera, camera_for, ground_level

#: Earth's pull and the temperature of the air, for buoyancy.
GRAVITY, AIR = 9.81, 293.0


@dataclass(frozen=True)
class Box:
    """`nx` x `ny` x `nz` cubic cells of `cell` metres; `x`, `y`, `z` is the low corner in metres.

    `floor` says whether the low y side is the ground; every other side is open air.
    """

    x: float
    y: float
    z: float
    cell: float
    nx: int
    ny: int
    nz: int
    floor: bool

    @property
    def cells(self) -> int:
        return self.nx * self.ny * self.nz

    @property
    def shape(self) -> tuple[int, int, int]:
        return self.nz, self.ny, self.nx


def lift(settings: Mapping[str, Scalar]) -> float:
    """The upward acceleration of fresh smoke in m/s^2."""
    return GRAVITY * float(settings["temperature"]) / AIR


def rise_speed(settings: Mapping[str, Scalar]) -> float:
    """Roughly how fast the plume rises on average, in m/s (a buoyant puff of the source's size)."""
    buoyant = 1.1 * sqrt(max(0.0, lift(settings)) * float(settings["width"]))
    return max(0.1, buoyant + 0.5 * float(settings["rise"]))


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind at half the plume's height along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)


def box_for(settings: Mapping[str, Scalar], format: Format, matte: bool) -> tuple[Box, Camera]:
    """The box and the camera for these settings.

    The box is as tall as the plume, wide enough for its spread and its drift with the wind, and cut where
    nothing could be seen. With a matte it spans the frame. `resolution` counts cells over the plume's
    height, or over half the box's width where that is more.
    """
    camera = camera_for(settings, format)
    height, width = float(settings["height"]), float(settings["width"])
    wx, wz = wind(settings)
    seconds = height / rise_speed(settings)
    spread = 0.285 * height + 0.15 * min(1.0, abs(wx) * seconds / height) * height
    deep = 0.21 * height
    left = right = max(spread, 0.9 * width)
    near = far = max(deep, 0.9 * width)
    reach = 2.6 * height
    right += min(reach, max(0.0, 1.5 * wx * seconds))
    left += min(reach, max(0.0, -1.5 * wx * seconds))
    near += min(reach, max(0.0, 1.5 * wz * seconds))
    far += min(reach, max(0.0, -1.5 * wz * seconds))
    depth = camera.see(0.0, 0.0, 0.0)[2]
    frame_left = camera.x - 0.5 * camera.across * depth
    frame_right = camera.x + 0.5 * camera.across * depth
    margin = 0.12 * height
    if matte:
        left, right = margin - frame_left, frame_right + margin
        near = far = max(deep, 0.9 * width)
    left = max(min(left, margin - frame_left), 0.9 * width)
    right = max(min(right, frame_right + margin), 0.9 * width)
    ground = ground_level(settings, camera)
    low = -0.5 * width
    if matte:
        low = min(low, camera.y + camera.ray(0.5, 0.0)[1] * depth)
    floor = bool(settings["ground"]) and ground > low - 0.25 * height
    low = ground if floor else low
    high = 1.1 * height
    if matte:
        high = max(high, camera.y + camera.ray(0.5, 1.0)[1] * depth + margin)
    cell = max(height, 0.5 * (left + right), 0.5 * (near + far)) / int(settings["resolution"])
    nx, ny, nz = (_fast(size / cell) for size in (left + right, high - low, near + far))
    return Box(-left, low, -far, cell, nx, ny, nz, floor), camera


def _fast(cells: float) -> int:
    """The next count of cells that the cosine transform likes."""
    from scipy.fft import next_fast_len  # it loads half of scipy

    return int(next_fast_len(max(8, round(cells)), real=True))


def fineness(settings: Mapping[str, Scalar], box: Box, camera: Camera) -> int:
    """How many fine cells a cell is cut into along each axis: each a little over a pixel; 3 is the most."""
    depth = max(camera.see(0.0, 0.0, 0.0)[2], 1e-6)
    pixels = camera.format.width * box.cell / (camera.across * depth)
    wanted = 1.0 + float(settings["detail"]) * (min(3.0, 0.8 * pixels) - 1.0)
    most = 3 if box.cells < 3_500_000 else 2 if box.cells < 12_000_000 else 1
    return max(1, min(most, round(wanted)))
