"""Where particles are seen: the one place where a camera meets this carrier.

A camera is asked for at a time in frames from the frame that is drawn, so that one that moves draws streaks
of what stands still: what the shutter opens on and what it closes on are seen through different cameras.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True)
class Sight:
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


def sight_of(scene: Scene, camera: CameraAt, speed: float, degrees: float) -> Sight:
    """The sight of a scene whose time runs at `speed`, with a shutter open for so many `degrees` of 360."""
    return Sight(camera, speed * scene.rate.denominator / scene.rate.numerator, degrees / 360.0)


def in_frame(camera: Camera, place: Numbers) -> tuple[Numbers, Numbers]:
    """Where places are, in pixels from the format's top left corner, and how deep, in metres."""
    forward, upward = np.array(camera.forward), np.array(camera.upward)
    away = place - np.array([camera.x, camera.y, camera.z])
    deep = away @ forward
    safe = np.maximum(deep, 1e-6)
    x = (away[:, 0] / safe / camera.across + 0.5) * camera.format.width
    y = (0.5 - (away @ upward) / safe / camera.down) * camera.format.height
    return np.stack([x, y], axis=-1), deep
