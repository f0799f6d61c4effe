"""How much softer a frame is than the mosaic, and the mosaic made as soft.

A small blur adds half the trace of its covariance times the second derivatives; its three numbers are
fitted by least squares on what both show, and again on what is left. Drawn, it is a line as long as the
larger variance asks (a moving camera) under a round Gaussian of the smaller.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .plate import Mask, Pixels, floats

#: (xx, xy, yy), in pixels squared.
Covariance = npt.NDArray[np.float64]

_ROUNDS = 5
_LEAST = 0.08
_MOST = 150.0
_STEPS = 65


def softness(sharp: Pixels, soft: Pixels, seen: Mask) -> Covariance:
    """The covariance of the blur from `sharp` to `soft`, both (height, width), over what is seen; never
    negative.
    """
    answer = np.zeros(3)
    inner = cv2.erode(seen.view(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if int(inner.sum()) < 400:
        return answer
    goal = cv2.GaussianBlur(soft, (0, 0), 1.0)
    for _ in range(_ROUNDS):
        now = floats(cv2.GaussianBlur(soften(sharp[..., None], answer)[..., 0], (0, 0), 1.0))
        slopes = [0.5 * _second(now, 2, 0), _second(now, 1, 1), 0.5 * _second(now, 0, 2), np.ones_like(now)]
        rows = np.stack([slope[inner] for slope in slopes], axis=1).astype(np.float64)
        rest = (goal - now)[inner].astype(np.float64)
        limit = 4.0 * np.median(np.abs(rest)) + 1e-6
        rows, rest = rows[np.abs(rest) < limit], rest[np.abs(rest) < limit]
        if len(rest) < 200:
            break
        step = np.linalg.lstsq(rows, rest, rcond=None)[0][:3]
        answer = _positive(answer + step)
    return answer


def soften(pixels: Pixels, blur: Covariance) -> Pixels:
    """(height, width, channels) blurred; the very same where the blur is too small to see."""
    kernel = _kernel(blur)
    if kernel is None:
        return pixels
    answer = cv2.filter2D(pixels, cv2.CV_32F, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(answer, np.float32).reshape(pixels.shape)


def _second(values: Pixels, across: int, down: int) -> Pixels:
    scale = 0.25 if across == 1 else 1.0
    size = 3 if across == 1 else 1
    return np.asarray(cv2.Sobel(values, cv2.CV_32F, across, down, ksize=size, scale=scale), np.float32)


def _positive(blur: Covariance) -> Covariance:
    values, axes = np.linalg.eigh(np.array([[blur[0], blur[1]], [blur[1], blur[2]]]))
    whole = (axes * values.clip(0.0, _MOST)) @ axes.T
    return np.array([whole[0, 0], whole[0, 1], whole[1, 1]])


def _kernel(blur: Covariance) -> Pixels | None:
    values, axes = np.linalg.eigh(np.array([[blur[0], blur[1]], [blur[1], blur[2]]]))
    small, large = values.clip(0.0, None)
    if large < _LEAST:
        return None
    length, (x, y) = np.sqrt(12.0 * (large - small)), axes[:, 1]
    reach = int(np.ceil(length / 2.0 + 3.0 * np.sqrt(small))) + 2
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for step in np.linspace(-0.5, 0.5, _STEPS):
        across, down = reach + step * length * x, reach + step * length * y
        column, row = int(np.floor(across)), int(np.floor(down))
        right, below = across - column, down - row
        kernel[row : row + 2, column : column + 2] += np.outer((1.0 - below, below), (1.0 - right, right))
    if small > 0.02:
        kernel = np.asarray(
            cv2.GaussianBlur(kernel, (0, 0), float(np.sqrt(small)), borderType=cv2.BORDER_CONSTANT)
        )
    return np.asarray(kernel / kernel.sum(), np.float32)
