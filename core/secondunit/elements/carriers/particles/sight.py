"""Where particles are seen: the one place where a camera meets this carrier.

A camera is asked for at a time in frames from the frame that is drawn, so that one that moves draws streaks
of what stands still: what the shutter opens on and what it closes on are seen through different cameras.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import inner
from secondunit.elements.kind import Scene
from secondunit.elements.optics.camera import Camera

Numbers = npt.NDArray[np.float64]
#: The camera at so many frames after (or, below zero, before) the frame that is drawn.
CameraAt = Callable[[float], Camera]
#: Nearer to the camera than this, in metres, nothing is drawn.
NEAR = 0.05


def still(camera: Camera) -> CameraAt:
    """A camera that does not move."""
    return lambda frames: camera


def around(camera: Camera, frame: int) -> CameraAt:
    """The shot's camera around a frame."""
    return lambda frames: camera.at(frame + frames)


@dataclass(frozen=True)
class ShutterView:
    """A camera through one frame: `seconds` of the element's time pass in it, its shutter is open for the
    part `shutter` (0 to 1), half of that before the frame's own time and half after it.
    """

    camera: CameraAt
    seconds: float
    shutter: float

    @property
    def still(self) -> Camera:
        """The camera at the frame's own time."""
        return self.camera(0.0)

    def see(self, place: Numbers, frames: float = 0.0) -> tuple[Numbers, Numbers]:
        """Where places (count, 3) are seen at a time in frames: (count, 2) pixels from the format's top left
        corner, and their depth (count) in metres.
        """
        return in_frame(self.camera(frames), place)

    def motion(self, here: Numbers, later: Numbers) -> Numbers:
        """Motion in pixels per frame, x to the right, y up, of what is at `here` now and then at `later`."""
        return np.asarray((later - here) * np.array([1.0, -1.0]))


def sight_of(scene: Scene, camera: CameraAt, speed: float, degrees: float) -> ShutterView:
    """The sight of a scene whose time runs at `speed`, with a shutter open for so many `degrees` of 360."""
    return ShutterView(camera, speed * scene.rate.denominator / scene.rate.numerator, degrees / 360.0)


def in_frame(camera: Camera, place: Numbers) -> tuple[Numbers, Numbers]:
    """Where places are, in pixels from the format's top left corner, and how deep, in metres."""
    right, upward, forward = (np.array(axis) for axis in (camera.right, camera.upward, camera.forward))
    away = place - np.array([camera.x, camera.y, camera.z])
    deep = away @ forward
    safe = np.maximum(deep, 1e-6)
    x = (away @ right / safe / camera.across + 0.5 - camera.shift_x) * camera.format.width
    y = (0.5 - (away @ upward) / safe / camera.down + camera.shift_y) * camera.format.height
    return np.stack([x, y], axis=-1), deep


class Lens(NamedTuple):
    """A camera for kernels: its place, its three directions in the world, and its format in pixels; `across`
    and `down` are the format's sizes a metre deep, `shift_x` and `shift_y` how far its middle is from the
    lens's axis, as shares of those, to the right and up.
    """

    x: float
    y: float
    z: float
    right_x: float
    right_y: float
    right_z: float
    upward_x: float
    upward_y: float
    upward_z: float
    forward_x: float
    forward_y: float
    forward_z: float
    across: float
    down: float
    shift_x: float
    shift_y: float
    width: float
    height: float


def lens_of(camera: Camera) -> Lens:
    """A camera as numbers."""
    (fx, fy, fz), (ux, uy, uz) = camera.forward, camera.upward
    right = (fy * uz - fz * uy, fz * ux - fx * uz, fx * uy - fy * ux)
    return Lens(
        camera.x, camera.y, camera.z, *right, ux, uy, uz, fx, fy, fz, camera.across, camera.down,
        camera.shift_x, camera.shift_y, float(camera.format.width), float(camera.format.height),
    )  # fmt: skip


@inner
def see(lens: Lens, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Where a place is, in pixels from the format's top left corner, and how deep, in metres."""
    x, y, z = x - lens.x, y - lens.y, z - lens.z
    deep = x * lens.forward_x + y * lens.forward_y + z * lens.forward_z
    safe = max(deep, 1e-6)
    across = (x * lens.right_x + y * lens.right_y + z * lens.right_z) / safe / lens.across
    up = (x * lens.upward_x + y * lens.upward_y + z * lens.upward_z) / safe / lens.down
    return (across + 0.5 - lens.shift_x) * lens.width, (0.5 - up + lens.shift_y) * lens.height, deep
