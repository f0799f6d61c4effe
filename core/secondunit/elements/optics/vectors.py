"""Motion vectors: where what is seen at a pixel goes until the next frame, from the velocity around it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, kernel, over, singles
from secondunit.elements.sampling import vector_between
from secondunit.wire.picture import Window

from .camera import Camera


class Perspective(NamedTuple):
    """A camera over a grid of velocities: its place `x`, `y`, `z` from the grid's low corner in metres, the y
    and z of its forward and upward directions, the size of a pixel a metre deep, `seconds` of a frame, the
    format in pixels, the `cell` of the grid in metres.
    """

    x: np.float32
    y: np.float32
    z: np.float32
    forward_y: np.float32
    forward_z: np.float32
    upward_y: np.float32
    upward_z: np.float32
    across: np.float32
    down: np.float32
    seconds: np.float32
    width: np.float32
    height: np.float32
    cell: np.float32


def fill_motion(
    camera: Camera, window: Window, velocity: Field, low: tuple[float, float, float], cell: float,
    seconds: float, depth: Field, motion: Field,
) -> None:  # fmt: skip
    """Fill `motion` (height, width, 2) where `depth` (height, width, 1) says that something is.

    `velocity` (z, y, x, 3) is in m/s on cells of `cell` metres from the corner `low`; `seconds` is how long
    the air moves in a frame. Motion is in pixels per frame, x to the right, y up.
    """
    width, height = camera.format.width, camera.format.height
    perspective = singles(
        Perspective, camera.x - low[0], camera.y - low[1], camera.z - low[2],
        *camera.forward[1:], *camera.upward[1:], camera.across / width, camera.down / height,
        seconds, width, height, cell,
    )  # fmt: skip
    work = depth.size * 10
    over(_vectors, depth.shape[0], velocity, perspective, window.x, window.y, depth, motion, work=work)


@kernel
def _vectors(
    start: int,
    stop: int,
    velocity: Field,
    perspective: Perspective,
    left: int,
    top: int,
    depth: Field,
    motion: Field,
) -> None:
    """Where the air at each pixel's depth goes in one frame, in pixels."""
    half = np.float32(0.5)
    sx, sy, seconds, cell = perspective.across, perspective.down, perspective.seconds, perspective.cell
    for row in range(start, stop):
        for column in range(depth.shape[1]):
            deep = depth[row, column, 0]
            if deep <= np.float32(0.0):
                continue
            across = (np.float32(left + column) + half - half * perspective.width) * sx
            up = (half * perspective.height - np.float32(top + row) - half) * sy
            x = perspective.x + deep * across
            y = perspective.y + deep * (perspective.forward_y + up * perspective.upward_y)
            z = perspective.z + deep * (perspective.forward_z + up * perspective.upward_z)
            vx, vy, vz = vector_between(velocity, x / cell - half, y / cell - half, z / cell - half)
            toward = vy * perspective.forward_y + vz * perspective.forward_z
            rising = vy * perspective.upward_y + vz * perspective.upward_z
            later = max(deep + toward * seconds, np.float32(1e-3))
            motion[row, column, 0] = ((across * deep + vx * seconds) / later - across) / sx
            motion[row, column, 1] = ((up * deep + rising * seconds) / later - up) / sy
