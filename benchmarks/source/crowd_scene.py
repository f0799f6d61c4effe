"""People before a wall, filmed in several passes by one camera: every picture, alpha and order is known.

The wall is a sum of waves with posts before it, evaluated where each pixel looks, so that a camera that
shakes or pans resamples nothing. People are shapes with soft edges, stripes of their own and a soft shadow
on the ground. It knows nothing of the method that is measured on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
#: From a frame's index to the homography from its pixels to the wall.
Camera = Callable[[int], Matrix]


def still(_index: int) -> Matrix:
    """A camera that stands."""
    return np.eye(3)


@dataclass(frozen=True)
class Person:
    """Who stands with the feet at `(x, y)` of the wall at index 0 and walks by `speed` pixels a frame."""

    x: float
    y: float
    tall: float
    color: tuple[float, float, float]
    speed: float = 0.0
    shadow: float = 0.0

    def cover(self, x: Pixels, y: Pixels, index: int) -> Pixels:
        """Alpha where the pixels look, 0 to 1, with an edge two pixels wide."""
        left, down = x - (self.x + self.speed * index), y - self.y
        unit = self.tall / 100.0
        head = np.hypot(left, down + 88 * unit) - 11 * unit
        body = _capsule(left, down, (0, -70), (0, -42), 16, unit)
        legs = np.minimum(
            _capsule(left, down, (-7, -42), (-8, -7), 7, unit),
            _capsule(left, down, (7, -42), (8, -7), 7, unit),
        )
        distance = np.minimum(np.minimum(head, body), legs)
        return np.asarray(np.clip(0.5 - distance / 2.0, 0.0, 1.0), np.float32)

    def light(self, x: Pixels, y: Pixels, index: int) -> Pixels:
        """(height, width, 3): the stripes of the clothes."""
        left, down = x - (self.x + self.speed * index), y - self.y
        fold = 1.0 + 0.35 * np.sin(0.31 * down + 0.1 * left) + 0.2 * np.sin(0.23 * left)
        return np.asarray(fold[..., None] * np.array(self.color), np.float32)

    def shade(self, x: Pixels, y: Pixels, index: int) -> Pixels:
        """What is left of the light on the ground, 1 where all of it is."""
        left, down = x - (self.x + self.speed * index), y - self.y
        unit = self.tall / 100.0
        far = np.hypot((left - 22 * unit) / (42 * unit), down / (9 * unit))
        return np.asarray(1.0 - self.shadow * np.clip(2.0 - 2.0 * far, 0.0, 1.0), np.float32)


def _capsule(
    x: Pixels, y: Pixels, top: tuple[float, float], foot: tuple[float, float], radius: float, unit: float
) -> Pixels:
    ax, ay, bx, by = (value * unit for value in (*top, *foot))
    run, fall = bx - ax, by - ay
    part = np.clip(((x - ax) * run + (y - ay) * fall) / max(run * run + fall * fall, 1e-9), 0.0, 1.0)
    return np.asarray(np.hypot(x - ax - part * run, y - ay - part * fall) - radius * unit, np.float32)


@dataclass
class Pass:
    """One pass: `pixels` with grain; `alpha` and `shade` of its people without anything in front."""

    pixels: dict[int, Pixels] = field(default_factory=dict)
    alpha: dict[int, Pixels] = field(default_factory=dict)
    shade: dict[int, Pixels] = field(default_factory=dict)


@dataclass
class Crowd:
    """The passes, and by frame the crowd as the first pass's camera would have seen it, without grain.

    `touched` is where anybody of another pass, or a shadow, is seen there.
    """

    passes: list[Pass]
    truth: dict[int, Pixels] = field(default_factory=dict)
    clean: dict[int, Pixels] = field(default_factory=dict)
    touched: dict[int, npt.NDArray[np.bool_]] = field(default_factory=dict)


@dataclass(frozen=True)
class Filming:
    """How a pass is filmed: its camera, its light over the first pass's, its own grain."""

    people: tuple[Person, ...]
    camera: Camera = still
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)


def film(
    filmings: list[Filming], size: tuple[int, int], count: int, grain: float = 2.0, first: int = 1001
) -> Crowd:
    """`count` frames of (height, width) of every pass; `grain` in 255ths of a display's code."""
    crowd, chance = Crowd([Pass() for _ in filmings]), np.random.default_rng(3)
    everyone = [(number, person) for number, one in enumerate(filmings) for person in one.people]
    scene = _wall(size)
    for index in range(count):
        for number, filming in enumerate(filmings):
            x, y = _looks(filming.camera(index), size)
            picture, _ = _seen(scene(x, y), filming.people, x, y, index)
            made = crowd.passes[number]
            made.pixels[first + index] = _grainy(picture * np.array(filming.gain, np.float32), grain, chance)
            made.alpha[first + index] = _union([one.cover(x, y, index) for one in filming.people], size)
            made.shade[first + index] = _least([one.shade(x, y, index) for one in filming.people], size)
        x, y = _looks(filmings[0].camera(index), size)
        back, gain = scene(x, y), np.array(filmings[0].gain, np.float32)
        crowd.clean[first + index] = back * gain
        crowd.truth[first + index] = _seen(back, [one for _, one in everyone], x, y, index)[0] * gain
        others = [one for number, one in everyone if number]
        there = _union([one.cover(x, y, index) for one in others], size) > 0
        crowd.touched[first + index] = there | (_least([one.shade(x, y, index) for one in others], size) < 1)
    return crowd


def _seen(back: Pixels, people: object, x: Pixels, y: Pixels, index: int) -> tuple[Pixels, None]:
    """The wall with shadows on it, the deepest where they meet, and people over it, the nearest last."""
    crowd = sorted(people, key=lambda one: one.y)  # type: ignore[call-overload]
    out = back * _least([one.shade(x, y, index) for one in crowd], x.shape)[..., None]
    for one in crowd:
        cover = one.cover(x, y, index)[..., None]
        out = out * (1.0 - cover) + cover * one.light(x, y, index)
    return np.asarray(out, np.float32), None


def _union(covers: list[Pixels], size: tuple[int, ...]) -> Pixels:
    left = np.ones(size, np.float32)
    for cover in covers:
        left *= 1.0 - cover
    return 1.0 - left


def _least(shades: list[Pixels], size: tuple[int, ...]) -> Pixels:
    return np.asarray(np.minimum.reduce([np.ones(size, np.float32), *shades]), np.float32)


def _looks(matrix: Matrix, size: tuple[int, int]) -> tuple[Pixels, Pixels]:
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float64)
    place = matrix @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    place = (place[:2] / place[2]).astype(np.float32)
    return place[0].reshape(size), place[1].reshape(size)


def _wall(size: tuple[int, int], count: int = 60) -> Callable[[Pixels, Pixels], Pixels]:
    chance = np.random.default_rng(11)
    length = np.exp(chance.uniform(np.log(5.0), np.log(200.0), count))
    angle, phase = chance.uniform(0, 2 * np.pi, count), chance.uniform(0, 2 * np.pi, count)
    power = length**0.35
    power *= 0.4 / np.sqrt((power**2).sum() / 2)
    tint = 1.0 + 0.2 * chance.normal(size=(count, 3))
    wide = size[1]

    def seen(x: Pixels, y: Pixels) -> Pixels:
        out = np.zeros((*x.shape, 3), np.float32)
        for one in range(count):
            turn = 2 * np.pi / length[one]
            wave = np.cos(turn * (np.cos(angle[one]) * x + np.sin(angle[one]) * y) + phase[one])
            out += wave[..., None] * (power[one] * tint[one]).astype(np.float32)
        light = np.asarray(0.25 * np.exp(out) * np.array([1.0, 0.88, 0.74]), np.float32)
        for post in range(-2, 8):
            edge = np.clip(3.0 - np.abs(x - wide * (0.09 + 0.17 * post)), 0.0, 1.0)[..., None]
            light = light * (1.0 - edge) + edge * np.float32(0.6)
        return np.asarray(light, np.float32)

    return seen


def _grainy(picture: Pixels, grain: float, chance: np.random.Generator) -> Pixels:
    white = chance.normal(size=picture.shape).astype(np.float32)
    noise = cv2.GaussianBlur(white, (0, 0), 0.6)
    slope = 1.055 / 2.4 * np.maximum(picture, 0.0031308) ** (1 / 2.4 - 1)
    return np.asarray(picture + noise / max(float(noise.std()), 1e-9) * (grain / 255.0) / slope, np.float32)
