"""Rays through the pixels of a frame, and how they pass what is empty: what every march does alike.

Steps start at a fixed, blue-noise-like offset per pixel (interleaved gradient noise, Jimenez 2014): it
never changes from frame to frame, so it cannot flicker. Knows nothing of light.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, inner

from .camera import Camera

#: Fine cells along a block that is skipped when it is empty.
BLOCK = 4
Occupied = npt.NDArray[np.uint8]
Number = float | np.floating[Any]


def pixel_rays(camera: Camera, low: tuple[float, float, float], cell: float) -> Field:
    """The camera in cells of `cell` metres from the corner `low`, and its rays by pixel.

    (4, 3) float32: the camera's place, then the directions (a metre deep) through the middle of frame, one
    pixel to the right, one pixel down.
    """
    width, height = camera.format.width, camera.format.height
    middle = np.array(camera.ray(0.5, 0.5))
    right = (np.array(camera.ray(1.0, 0.5)) - middle) * 2.0 / width
    down = (np.array(camera.ray(0.5, 0.0)) - middle) * 2.0 / height
    at = np.array([camera.x - low[0], camera.y - low[1], camera.z - low[2]])
    return (np.stack([at, middle, right, down]) / cell).astype(np.float32)


@inner
def offset(px: float, py: float) -> float:
    """Where the steps of a pixel's ray begin, as a share of a step."""
    shift = 52.9829189 * ((0.06711056 * px + 0.00583715 * py) % 1.0)
    return float(shift - np.floor(shift))


@inner
def direction(eye: Field, across: Number, down: Number) -> tuple[float, float, float, float]:
    """The unit direction of the ray so many pixels from the middle of frame, and its length a metre deep."""
    dx = eye[1, 0] + across * eye[2, 0] + down * eye[3, 0]
    dy = eye[1, 1] + across * eye[2, 1] + down * eye[3, 1]
    dz = eye[1, 2] + across * eye[2, 2] + down * eye[3, 2]
    size = np.sqrt(dx * dx + dy * dy + dz * dz)
    return dx / size, dy / size, dz / size, size


@inner
def _enter(start: float, way: float, size: float, near: float, far: float) -> tuple[float, float]:
    if abs(way) < 1e-12:
        return (near, far) if 0.0 <= start <= size else (1.0, 0.0)
    a, b = -start / way, (size - start) / way
    return max(near, min(a, b)), min(far, max(a, b))


@inner
def inside(eye: Field, dx: float, dy: float, dz: float, nx: int, ny: int, nz: int) -> tuple[float, float]:
    """Where a ray enters a box of so many cells and where it leaves it; it misses it where near >= far."""
    near, far = _enter(float(eye[0, 0]), dx, float(nx), 0.0, 1e30)
    near, far = _enter(float(eye[0, 1]), dy, float(ny), near, far)
    return _enter(float(eye[0, 2]), dz, float(nz), near, far)


@inner
def empty_way(
    occupied: Occupied, x: float, y: float, z: float, dx: float, dy: float, dz: float, step: Number
) -> float:
    """How far a ray goes on from a place in an empty block, in whole steps; 0 in one that holds anything."""
    bi = min(max(int(x) // BLOCK, 0), occupied.shape[2] - 1)
    bj = min(max(int(y) // BLOCK, 0), occupied.shape[1] - 1)
    bk = min(max(int(z) // BLOCK, 0), occupied.shape[0] - 1)
    if occupied[bk, bj, bi] != 0:
        return 0.0
    leave = 1e30
    if abs(dx) > 1e-9:
        leave = min(leave, ((bi + (1 if dx > 0.0 else 0)) * BLOCK - x) / dx)
    if abs(dy) > 1e-9:
        leave = min(leave, ((bj + (1 if dy > 0.0 else 0)) * BLOCK - y) / dy)
    if abs(dz) > 1e-9:
        leave = min(leave, ((bk + (1 if dz > 0.0 else 0)) * BLOCK - z) / dz)
    return float(step * (np.floor(max(leave, 0.0) / step) + 1.0))
