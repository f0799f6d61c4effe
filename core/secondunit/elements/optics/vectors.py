"""Motion vectors: where what is seen at a pixel goes until the next frame, from the velocity around it and
from the camera's own motion.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, kernel, over, singles
from secondunit.elements.sampling import vector_between
from secondunit.wire.picture import Window

from .pinhole import Camera


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


class Departure(NamedTuple):
    """A camera that turns, and where it is a frame later.

    Its `place` from the grid's low corner in metres; its `axes` (3, 3), right, upward and forward, and those
    it has `then`; `drift` (3, 4), what it adds to the place of what stands still, in its axes, a metre of
    that place along each and at all; the size of a pixel a metre deep, and how many pixels `more` a metre is
    then; the middle of the frame off the lens's axis in pixels, and how far it slides until then.
    """

    place: Field
    axes: Field
    then: Field
    drift: Field
    across: np.float32
    down: np.float32
    more_across: np.float32
    more_down: np.float32
    shift_x: np.float32
    shift_y: np.float32
    slide_x: np.float32
    slide_y: np.float32
    seconds: np.float32
    width: np.float32
    height: np.float32
    cell: np.float32


def fill_motion(
    camera: Camera, window: Window, velocity: Field, low: tuple[float, float, float], cell: float,
    seconds: float, depth: Field, motion: Field, then: Camera | None = None,
) -> None:  # fmt: skip
    """Fill `motion` (height, width, 2) where `depth` (height, width, 1) says that something is.

    `velocity` (z, y, x, 3) is in m/s on cells of `cell` metres from the corner `low`, or, where `cell` is 0,
    that of what is seen at each pixel, (height, width, 1, 3); `seconds` is how long the air moves in a frame;
    `then` is a shot's own camera a frame later, None for one that neither moves nor turns. Motion is in
    pixels per frame, x to the right, y up.
    """
    width, height = camera.format.width, camera.format.height
    work = depth.size * 10
    if then is not None:
        departure = _departure(camera, then, low, cell, seconds)
        over(_carried, depth.shape[0], velocity, departure, window.x, window.y, depth, motion, work=work)
        return
    perspective = singles(
        Perspective, camera.x - low[0], camera.y - low[1], camera.z - low[2],
        *camera.forward[1:], *camera.upward[1:], camera.across / width, camera.down / height,
        seconds, width, height, cell,
    )  # fmt: skip
    over(_vectors, depth.shape[0], velocity, perspective, window.x, window.y, depth, motion, work=work)


def _axes(camera: Camera) -> npt.NDArray[np.float64]:
    return np.array([camera.right, camera.upward, camera.forward])


def _departure(
    camera: Camera, then: Camera, low: tuple[float, float, float], cell: float, seconds: float
) -> Departure:
    width, height = camera.format.width, camera.format.height
    here, there = _axes(camera), _axes(then)
    place = np.array([camera.x, camera.y, camera.z])
    way = place - np.array([then.x, then.y, then.z])
    # What changes is told apart from what is, so that a slow move is not lost in single precision.
    drift = np.concatenate([there @ here.T - np.eye(3), (there @ way)[:, None]], axis=1)
    return singles(
        Departure, place - np.array(low), here, there, drift, camera.across / width, camera.down / height,
        width / then.across - width / camera.across, height / then.down - height / camera.down,
        camera.shift_x * width, camera.shift_y * height,
        (camera.shift_x - then.shift_x) * width, (camera.shift_y - then.shift_y) * height,
        seconds, width, height, cell,
    )  # fmt: skip


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
            if cell > np.float32(0.0):
                vx, vy, vz = vector_between(velocity, x / cell - half, y / cell - half, z / cell - half)
            else:
                here = velocity[row, column, 0]
                vx, vy, vz = here[0], here[1], here[2]
            toward = vy * perspective.forward_y + vz * perspective.forward_z
            rising = vy * perspective.upward_y + vz * perspective.upward_z
            later = max(deep + toward * seconds, np.float32(1e-3))
            motion[row, column, 0] = ((across * deep + vx * seconds) / later - across) / sx
            motion[row, column, 1] = ((up * deep + rising * seconds) / later - up) / sy


@kernel
def _carried(
    start: int, stop: int, velocity: Field, departure: Departure, left: int, top: int, depth: Field,
    motion: Field,
) -> None:  # fmt: skip
    """Where the air at each pixel's depth goes in one frame, in pixels, for a camera that turns and moves."""
    half, cell, seconds = np.float32(0.5), departure.cell, departure.seconds
    place, axes, then, drift = departure.place, departure.axes, departure.then, departure.drift
    for row in range(start, stop):
        for column in range(depth.shape[1]):
            deep = depth[row, column, 0]
            if deep <= np.float32(0.0):
                continue
            beside = np.float32(left + column) + half - half * departure.width + departure.shift_x
            above = half * departure.height - np.float32(top + row) - half + departure.shift_y
            across, up = beside * departure.across, above * departure.down
            x = place[0] + deep * (axes[2, 0] + up * axes[1, 0] + across * axes[0, 0])
            y = place[1] + deep * (axes[2, 1] + up * axes[1, 1] + across * axes[0, 1])
            z = place[2] + deep * (axes[2, 2] + up * axes[1, 2] + across * axes[0, 2])
            if cell > np.float32(0.0):
                vx, vy, vz = vector_between(velocity, x / cell - half, y / cell - half, z / cell - half)
            else:
                here = velocity[row, column, 0]
                vx, vy, vz = here[0], here[1], here[2]
            # How far it goes along the later camera's axes, by itself and because the camera moves.
            aside = seconds * (vx * then[0, 0] + vy * then[0, 1] + vz * then[0, 2])
            aside += deep * (drift[0, 0] * across + drift[0, 1] * up + drift[0, 2]) + drift[0, 3]
            rising = seconds * (vx * then[1, 0] + vy * then[1, 1] + vz * then[1, 2])
            rising += deep * (drift[1, 0] * across + drift[1, 1] * up + drift[1, 2]) + drift[1, 3]
            toward = seconds * (vx * then[2, 0] + vy * then[2, 1] + vz * then[2, 2])
            toward += deep * (drift[2, 0] * across + drift[2, 1] * up + drift[2, 2]) + drift[2, 3]
            later = max(deep + toward, np.float32(1e-3))
            went = (aside - across * toward) / later
            rose = (rising - up * toward) / later
            motion[row, column, 0] = (
                went / departure.across + (across + went) * departure.more_across + departure.slide_x
            )
            motion[row, column, 1] = (
                rose / departure.down + (up + rose) * departure.more_down + departure.slide_y
            )
