"""One frame: cache file in, layers out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from secondunit.wire.control import Scalar

from .box import Box, box_for
from .cache import Stored, read_stored
from .camera import Camera
from .kernels import Field, kernel, over, zeros
from .kind import PASSES, RenderedFrame, Scene
from .light import PARTS, color, light_volume, light_weights
from .march import BLOCK, march, occupy
from .solver.grid import vector_between
from .volume import Volume, fine_volume

#: The optical depth of a fresh plume of density 1 across its source.
OPAQUE = 16.0


def render_volume(scene: Scene, settings: Mapping[str, Scalar], path: Path) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    stored = read_stored(path)
    box, camera = box_for(settings, scene.format, scene.matte is not None)
    window = scene.window
    high, wide = window.height, window.width
    beauty, sides = zeros(high, wide, 4), zeros(high, wide, 6)
    depth, opacity, motion = zeros(high, wide, 1), zeros(high, wide, 1), zeros(high, wide, 2)
    albedo = color(settings, "color")
    weights = light_weights(settings, scene.plate_luminance)
    volume = fine_volume(stored, settings, box, camera, scene.seed % (1 << 61))
    if volume is not None:
        extinction = OPAQUE * float(settings["density"]) / float(settings["width"])
        bright = light_volume(volume, settings, camera, extinction)
        occupied = np.zeros([-(-n // BLOCK) for n in volume.density.shape], np.uint8)
        occupy(volume.density, volume.low, volume.high, occupied)
        eye = _eye(camera, volume)
        numbers = np.array(
            [
                extinction * volume.cell,
                PARTS,
                scene.format.width,
                scene.format.height,
            ],
            np.float32,
        )
        over(
            march, high, volume.density, bright, occupied, eye, numbers, window.x, window.y,
            np.array(albedo, np.float32), np.array(list(weights.values()), np.float32),
            beauty, sides, depth, opacity, work=high * wide * 10,
        )  # fmt: skip
        speed = float(settings["speed"]) * scene.rate.denominator / scene.rate.numerator
        _move(scene, box, camera, stored, depth, motion, speed)
    layers = {"beauty": beauty}
    for n, name in enumerate(PASSES):
        layers[name] = sides[:, :, n : n + 1] * np.array(albedo, np.float32)
    layers |= {"depth": depth, "motion": motion, "density": opacity}
    return RenderedFrame(window, layers, weights)


def _eye(camera: Camera, volume: Volume) -> Field:
    """The camera in fine cells from the volume's low corner, and its rays by pixel."""
    width, height = camera.format.width, camera.format.height
    middle = np.array(camera.ray(0.5, 0.5))
    right = (np.array(camera.ray(1.0, 0.5)) - middle) * 2.0 / width
    down = (np.array(camera.ray(0.5, 0.0)) - middle) * 2.0 / height
    at = np.array([camera.x - volume.x, camera.y - volume.y, camera.z - volume.z])
    rays = np.stack([at, middle, right, down])
    return (rays / volume.cell).astype(np.float64).astype(np.float32)


def _move(
    scene: Scene, box: Box, camera: Camera, stored: Stored, depth: Field, motion: Field, seconds: float
) -> None:
    """Fill in the motion vectors from the velocity where the smoke is seen."""
    corner = stored.facts["corner"]
    low = [box.x + corner[2] * box.cell, box.y + corner[1] * box.cell, box.z + corner[0] * box.cell]
    forward, upward = camera.forward, camera.upward
    view = np.array(
        [
            [camera.x - low[0], camera.y - low[1], camera.z - low[2]],
            [0.0, forward[1], forward[2]],
            [0.0, upward[1], upward[2]],
            [camera.across / scene.format.width, camera.down / scene.format.height, seconds],
            [scene.format.width, scene.format.height, 2.0 * box.cell],
        ],
        np.float32,
    )
    over(
        _vectors, depth.shape[0], stored.arrays["velocity"], view, scene.window.x, scene.window.y, depth,
        motion, work=depth.size * 10,
    )  # fmt: skip


@kernel
def _vectors(
    start: int, stop: int, velocity: Field, view: Field, left: int, top: int, depth: Field, motion: Field
) -> None:
    """Where the air at each pixel's depth goes in one frame, in pixels."""
    half = np.float32(0.5)
    sx, sy, seconds, cell = view[3, 0], view[3, 1], view[3, 2], view[4, 2]
    for row in range(start, stop):
        for column in range(depth.shape[1]):
            deep = depth[row, column, 0]
            if deep <= np.float32(0.0):
                continue
            across = (np.float32(left + column) + half - half * view[4, 0]) * sx
            up = (half * view[4, 1] - np.float32(top + row) - half) * sy
            x = view[0, 0] + deep * across
            y = view[0, 1] + deep * (view[1, 1] + up * view[2, 1])
            z = view[0, 2] + deep * (view[1, 2] + up * view[2, 2])
            vx, vy, vz = vector_between(velocity, x / cell - half, y / cell - half, z / cell - half)
            toward = vy * view[1, 1] + vz * view[1, 2]
            rising = vy * view[2, 1] + vz * view[2, 2]
            later = max(deep + toward * seconds, np.float32(1e-3))
            motion[row, column, 0] = ((across * deep + vx * seconds) / later - across) / sx
            motion[row, column, 1] = ((up * deep + rising * seconds) / later - up) / sy
