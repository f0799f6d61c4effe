"""A blur as a kernel that has the covariance which was asked for, however small.

A large one is a line as long as the larger variance asks (a moving camera) under a round Gaussian of the
smaller. A line drawn by bilinear parts is wider than itself by up to a quarter of a pixel squared, and
a sampled Gaussian of a small deviation is a point: the first is counted, and small blurs are made of second
differences.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .plate import Pixels, floats

#: (xx, xy, yy), in pixels squared.
Covariance = npt.NDArray[np.float64]
#: A smaller variance is no blur; and how many points a line has.
_LEAST, _STEPS = 0.08, 65
#: Up to the first variance, in pixels squared, nine weights are about positive. From the second on a sampled
#: Gaussian has its own, and a line looks other than a Gaussian.
_FINE, _SAMPLED = 0.5, 2.0


def kernel_of(blur: Covariance) -> Pixels | None:
    """The weights of a blur, of odd sides, whose sum is 1; None where it is too small to see."""
    values, axes = np.linalg.eigh(np.array([[blur[0], blur[1]], [blur[1], blur[2]]]))
    small, large = values.clip(0.0, None)
    if large < _LEAST:
        return None
    if large <= _SAMPLED:
        return _spread(np.ones((1, 1), np.float32), blur, float(large))
    way = axes[:, 1]
    length = _length(small, large, way)
    round_ = _under(small, length, way)
    reach = int(np.ceil(length / 2.0 + 3.0 * np.sqrt(round_))) + 2
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for across, down in (reach + length * way[:, None] * _line()).T:
        column, row = int(np.floor(across)), int(np.floor(down))
        right, below = across - column, down - row
        kernel[row : row + 2, column : column + 2] += np.outer((1.0 - below, below), (1.0 - right, right))
    if round_ > _SAMPLED:
        kernel = floats(
            cv2.GaussianBlur(kernel, (0, 0), float(np.sqrt(round_)), borderType=cv2.BORDER_CONSTANT)
        )
    elif round_ > 0.0:
        kernel = _spread(kernel, np.array([round_, 0.0, round_]), round_)
    return floats(kernel / kernel.sum())


def _spread(kernel: Pixels, blur: Covariance, most: float) -> Pixels:
    """A kernel wider by `blur`, whose largest variance is `most`: by nine weights that have it exactly.

    The nine are a point and its second differences, as often as they stay about positive.
    """
    steps = max(int(np.ceil(most / _FINE)), 1)
    across, both, down = blur / steps
    part = np.zeros((3, 3), np.float32)
    part[1, 1] = 1.0 - across - down
    part[1, ::2], part[::2, 1] = across / 2.0, down / 2.0
    part[::2, ::2] = np.array([[both, -both], [-both, both]]) / 4.0
    kernel = np.pad(kernel, steps)
    for _ in range(steps):
        kernel = floats(cv2.filter2D(kernel, cv2.CV_32F, part[::-1, ::-1], borderType=cv2.BORDER_CONSTANT))
    return kernel


def _line() -> npt.NDArray[np.float64]:
    return np.linspace(-0.5, 0.5, _STEPS)


def _parts(places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The variance that a point has once it is parted among the pixels around it."""
    part = places - np.floor(places)
    return np.asarray(part * (1.0 - part), np.float64)


def _under(small: float, length: float, way: npt.NDArray[np.float64]) -> float:
    """The variance of the round Gaussian under a line: what the line's parts have across it is not added."""
    spread = _parts(length * way[:, None] * _line()).mean(axis=1)
    return max(small - float(spread @ way[::-1] ** 2), 0.0)


def _length(small: float, large: float, way: npt.NDArray[np.float64]) -> float:
    """How long a line along `way` is that, once it is drawn over its Gaussian, has `large`; by bisection."""
    low, high = 0.0, float(np.sqrt(12.0 * large)) + 1.0
    for _ in range(40):
        middle = (low + high) / 2.0
        spread = _parts(middle * way[:, None] * _line()).mean(axis=1)
        along = float((middle * _line()).var() + spread @ way**2) + _under(small, middle, way)
        low, high = (middle, high) if along < large else (low, middle)
    return (low + high) / 2.0
