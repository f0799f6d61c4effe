"""Plates of which everything is known: walls of waves seen through a moving camera, a thing before them,
grain.

A wall is a sum of waves no finer than four pixels, evaluated where each pixel looks: no resampling stands
between the truth and the plate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.plate import MattedPlate
from secondunit.wire.frames import FrameRange

Pixels = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
#: From a frame's index to the homography from its pixels to the wall.
Camera = Callable[[int], Matrix]


@dataclass
class Shot:
    """`pixels`, `truth` (without thing or grain) and `matte` by frame number."""

    pixels: dict[int, Pixels] = field(default_factory=dict)
    truth: dict[int, Pixels] = field(default_factory=dict)
    matte: dict[int, Pixels] = field(default_factory=dict)

    @property
    def plate(self) -> MattedPlate:
        frames = FrameRange(min(self.pixels), max(self.pixels))
        return MattedPlate(frames, self.pixels.__getitem__, self.matte.__getitem__)


def wall(
    seed: int, count: int = 140, finest: float = 4.5, contrast: float = 0.5
) -> Callable[[Matrix, tuple[int, int]], Pixels]:
    """A wall: asked with a homography and (height, width) it gives (height, width, 3) scene-linear light."""
    chance = np.random.default_rng(seed)
    length = np.exp(chance.uniform(np.log(finest), np.log(160.0), count))
    angle, phase = chance.uniform(0, 2 * np.pi, count), chance.uniform(0, 2 * np.pi, count)
    wave = np.stack([np.cos(angle), np.sin(angle)]) * 2 * np.pi / length
    power = length**0.35
    power *= contrast / np.sqrt((power**2).sum() / 2)
    tint = 1.0 + 0.25 * chance.normal(size=(count, 3))

    def seen(matrix: Matrix, size: tuple[int, int]) -> Pixels:
        y, x = np.mgrid[: size[0], : size[1]].astype(np.float64)
        place = matrix @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
        place = (place[:2] / place[2]).astype(np.float32)
        out = np.zeros((x.size, 3), np.float32)
        for index in range(count):
            value = np.cos(wave[0, index] * place[0] + wave[1, index] * place[1] + phase[index])
            out += value[:, None] * (power[index] * tint[index]).astype(np.float32)
        return np.asarray(0.22 * np.exp(out) * np.array([1.0, 0.85, 0.7]), np.float32).reshape(*size, 3)

    return seen


def handheld(seed: int = 2, pan: float = 3.0, shake: float = 1.5, turn: float = 0.003) -> Camera:
    """A pan of `pan` pixels a frame with a shake in pixels, a little turn and a little keystone."""
    chance = np.random.default_rng(seed)
    noise = chance.normal(size=(1000, 4))

    def at(index: int) -> Matrix:
        x, y, roll, key = noise[index]
        angle = turn * roll
        return np.array(
            [[np.cos(angle), -np.sin(angle), pan * index + shake * x],
             [np.sin(angle), np.cos(angle), shake * y],
             [2e-5 * key, 1e-5 * key, 1.0]]
        )  # fmt: skip

    return at


def shoot(
    size: tuple[int, int] = (144, 256),
    count: int = 12,
    camera: Camera | None = None,
    scene: Callable[[Matrix, tuple[int, int]], Pixels] | None = None,
    grain: float = 3.0,
    gain: Callable[[int], float] = lambda index: 1.0,
    thing: Callable[[int], tuple[float, float]] | None = None,
    radius: tuple[float, float] = (18.0, 30.0),
    first: int = 1001,
    seed: int = 0,
) -> Shot:
    """Frames of a wall with an ellipse before it; `grain` in 255ths of a display's code, spread over 1.5
    pixels.
    """
    camera, scene, chance = camera or handheld(), scene or wall(5), np.random.default_rng(seed)
    height, width = size
    thing = thing or (lambda index: (width * (0.25 + 0.5 * index / max(count - 1, 1)), height * 0.5))
    y, x = np.mgrid[:height, :width].astype(np.float32)
    shot = Shot()
    for index in range(count):
        truth = scene(camera(index), size) * np.float32(gain(index))
        column, row = thing(index)
        distance = np.hypot((x - column) / radius[0], (y - row) / radius[1])
        matte = np.clip((1.0 - distance) * min(radius) / 2.0 + 0.5, 0.0, 1.0).astype(np.float32)
        stripes = 0.4 + 0.3 * np.sin(0.5 * (y - row))[..., None] * np.array([1.0, 0.6, 0.2])
        pixels = truth * (1.0 - matte[..., None]) + matte[..., None] * stripes
        noise = np.stack([cv2.GaussianBlur(chance.normal(size=size), (0, 0), 0.7) for _ in range(3)], axis=2)
        noise *= grain / 255.0 / max(float(noise.std()), 1e-9)
        shot.pixels[first + index] = (pixels + noise / display_slope(pixels)).astype(np.float32)
        shot.truth[first + index] = truth.astype(np.float32)
        shot.matte[first + index] = matte
    return shot


def display(linear: Pixels) -> Pixels:
    """The code of an sRGB display, 0 to 1."""
    cut = np.clip(linear, 0.0, 1.0)
    return np.asarray(np.where(cut <= 0.0031308, 12.92 * cut, 1.055 * cut ** (1 / 2.4) - 0.055), np.float32)


def display_slope(linear: Pixels) -> Pixels:
    """How many display codes a unit of light is worth."""
    lit = np.maximum(linear, 0.0031308)
    return np.asarray(1.055 / 2.4 * lit ** (1 / 2.4 - 1), np.float32)


def decibels(one: Pixels, other: Pixels, where: npt.NDArray[np.bool_]) -> float:
    """The peak signal-to-noise ratio of two linear pictures as a display shows them."""
    return float(-10.0 * np.log10(np.mean((display(one)[where] - display(other)[where]) ** 2) + 1e-12))
