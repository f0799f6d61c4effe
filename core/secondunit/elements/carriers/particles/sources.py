"""Where particles leave from: a shape, or the artist's own matte; and the dice of each particle.

A particle is its number: what chance decides of it comes from the seed and that number alone.
"""

from __future__ import annotations

from collections.abc import Callable
from math import tau

import numpy as np
import numpy.typing as npt

from secondunit.elements.carriers.mattes import clean_matte
from secondunit.elements.kernels import Field
from secondunit.elements.kind import Scene
from secondunit.elements.noise import scramble
from secondunit.elements.optics.camera import Camera

Numbers = npt.NDArray[np.float64]


def chance(seed: int, number: npt.NDArray[np.int64], of: int) -> Numbers:
    """A number in [0, 1) for each particle and each thing that chance decides of it."""
    start = scramble(np.array([(seed * 64 + of) & 0xFFFFFFFFFFFFFFFF], np.uint64))
    bits = scramble(scramble(number.astype(np.uint64) ^ start))
    return (bits >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def evenly(seed: int, number: npt.NDArray[np.int64], of: int) -> Numbers:
    """A number in [0, 1) for each particle, and as many everywhere of those that follow one another.

    The whole is then steady, though each is one of few. `of` is 0 or 1: both together fill a square evenly
    (Roberts 2018, "The Unreasonable Effectiveness of Quasirandom Sequences").
    """
    start = chance(seed, np.zeros(1, np.int64), 40 + of)[0]
    return np.asarray((start + number * 1.324717957244746 ** -(1.0 + of)) % 1.0)


def places_at(
    scene: Scene, shape: str, width: float, camera: Camera, seed: int, frame: int
) -> Callable[[npt.NDArray[np.int64]], Numbers]:
    """Where particles are born at a frame: within the source's shape, or the artist's matte."""
    if scene.matte is None:
        return lambda number: _in_shape(shape, width, seed, number)
    matte, _ = clean_matte(scene.matte(frame), frame)
    view = camera.at(frame)
    return lambda number: _in_matte(matte, view, width, seed, number)


def _in_shape(shape: str, width: float, seed: int, number: npt.NDArray[np.int64]) -> Numbers:
    a, b, c = (chance(seed, number, n) for n in (7, 8, 9))
    radius = 0.5 * width
    if shape == "line":
        return np.stack([(2.0 * a - 1.0) * radius, 0.0 * b, (2.0 * c - 1.0) * 0.05 * width], axis=-1)
    if shape == "ball":
        r, up = radius * a ** (1.0 / 3.0), 2.0 * b - 1.0
        flat = r * np.sqrt(1.0 - up * up)
        return np.stack([flat * np.cos(tau * c), r * up, flat * np.sin(tau * c)], axis=-1)
    r = radius * (0.85 + 0.15 * a if shape == "ring" else a**0.5)
    return np.stack([r * np.cos(tau * b), 0.1 * radius * c, r * np.sin(tau * b)], axis=-1)


def _in_matte(
    matte: Field, camera: Camera, thick: float, seed: int, number: npt.NDArray[np.int64]
) -> Numbers:
    """Places on the upright plane through the source, as dense as the matte is bright."""
    total = np.cumsum(matte.astype(np.float64).reshape(-1))
    if total[-1] <= 0.0:
        return np.full((len(number), 3), -1e6)
    at = np.searchsorted(total, chance(seed, number, 7) * total[-1], side="right")
    height, width = matte.shape
    across = (at % width + chance(seed, number, 8)) / width
    up = 1.0 - (at // width + chance(seed, number, 9)) / height
    forward, upward, right = camera.forward, camera.upward, camera.right
    aside, lift = across - 0.5 + camera.shift_x, (up - 0.5 + camera.shift_y) * camera.down
    ray_y, ray_z = (forward[n] + upward[n] * lift + right[n] * (aside * camera.across) for n in (1, 2))
    # What a turned camera sees beside the source's plane, or only far off, is no source.
    deep = np.where(ray_z < -1e-3, -camera.z / np.minimum(ray_z, -1e-3), 1e6)
    x = camera.x + deep * aside * camera.across * right[0] + deep * (forward[0] + upward[0] * lift)
    z = 0.3 * thick * (chance(seed, number, 10) - 0.5)
    return np.stack([x, camera.y + deep * ray_y, z], axis=-1)
