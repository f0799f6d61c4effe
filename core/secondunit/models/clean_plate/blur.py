"""How much softer a frame is than the mosaic, and the mosaic made as soft.

A small blur adds half the trace of its covariance times the second derivatives; its three numbers are
fitted by least squares on what both show, and again on what is left.
"""

from __future__ import annotations

import cv2
import numpy as np

from .blur_kernel import Covariance, kernel_of
from .plate import Mask, Pixels, floats

_ROUNDS = 5
#: A blur counts where it leaves less than this part of what the one before it left.
_HELPS = 0.999
_MOST = 150.0


def softness(sharp: Pixels, soft: Pixels, seen: Mask) -> Covariance:
    """The covariance of the blur from `sharp` to `soft`, both (height, width), over what is seen; never
    negative.
    """
    answer = np.zeros(3)
    inner = cv2.erode(seen.view(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if int(inner.sum()) < 400:
        return answer
    goal = cv2.GaussianBlur(soft, (0, 0), 1.0)
    now, least = answer, np.inf
    for round_ in range(_ROUNDS + 1):
        shown = floats(cv2.GaussianBlur(soften(sharp[..., None], now)[..., 0], (0, 0), 1.0))
        rest = (goal - shown)[inner].astype(np.float64)
        middle = float(np.median(np.abs(rest)))
        # Frames that lie a little apart look like a blur to the fit: one that helps nothing is none.
        if middle < least * _HELPS:
            answer, least = now, middle
        if round_ == _ROUNDS:
            break
        slopes = [0.5 * _second(shown, 2, 0), _second(shown, 1, 1), 0.5 * _second(shown, 0, 2)]
        rows = np.stack([*(slope[inner] for slope in slopes), np.ones_like(rest)], axis=1)
        near = np.abs(rest) < 4.0 * middle + 1e-6
        if int(near.sum()) < 200:
            break
        step = np.linalg.lstsq(rows[near].astype(np.float64), rest[near], rcond=None)[0][:3]
        now = _positive(now + step)
    return answer


def soften(pixels: Pixels, blur: Covariance) -> Pixels:
    """(height, width, channels) blurred; the very same where the blur is too small to see."""
    kernel = kernel_of(blur)
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
