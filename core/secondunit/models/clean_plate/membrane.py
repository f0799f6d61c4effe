"""A smooth field through a hole from what is known around it: Laplace's equation, coarse to fine.

The membrane of P. Perez, M. Gangnet and A. Blake, "Poisson image editing", SIGGRAPH 2003, solved for the
difference of two pictures: pull and push (S. Gortler et al., "The Lumigraph", 1996) for a start, Jacobi's
steps to smooth it.
"""

from __future__ import annotations

import cv2
import numpy as np

from .plate import Pixels, floats

#: The seam's difference is averaged in squares of this many pixels: it follows light, not grain.
_BLOCK = 4
#: And smoothed over this many such squares, so that it does not flicker with the grain.
_SMOOTH = 3.0
_STEPS = 40


def membrane(difference: Pixels, known: Pixels) -> Pixels:
    """(height, width, channels) through every pixel of a difference of which `known` (height, width) says
    0..1 how far it is to be trusted; zero where nothing is known.
    """
    height, width = known.shape
    if not (known > 0.0).any():
        return np.zeros_like(difference)
    small = (max(-(-width // _BLOCK), 1), max(-(-height // _BLOCK), 1))
    weight = floats(cv2.GaussianBlur(cv2.resize(known, small, interpolation=cv2.INTER_AREA), (0, 0), _SMOOTH))
    values = floats(cv2.resize(difference * known[..., None], small, interpolation=cv2.INTER_AREA))
    values = floats(cv2.GaussianBlur(values, (0, 0), _SMOOTH)).reshape(small[1], small[0], -1)
    field = spread(values, weight)
    held = np.clip(weight * 4.0, 0.0, 1.0)[..., None]
    rim = field.copy()
    for _ in range(_STEPS):
        field = rim * held + cv2.blur(field, (3, 3)).reshape(field.shape) * (1.0 - held)
    large = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.float32).reshape(difference.shape)


def spread(values: Pixels, weight: Pixels) -> Pixels:
    """Values (already times their weight) carried into what has no weight, from coarser and coarser means."""
    mean = values / np.maximum(weight, 1e-6)[..., None]
    if min(weight.shape) < 2 or (weight > 1e-3).all():
        return np.asarray(mean, np.float32)
    size = (-(-weight.shape[1] // 2), -(-weight.shape[0] // 2))
    coarse_weight = floats(cv2.resize(weight, size, interpolation=cv2.INTER_AREA))
    coarse = floats(cv2.resize(values, size, interpolation=cv2.INTER_AREA)).reshape(size[1], size[0], -1)
    below = spread(coarse, coarse_weight)
    back = cv2.resize(below, (weight.shape[1], weight.shape[0]), interpolation=cv2.INTER_LINEAR)
    sure = np.clip(weight / 0.05, 0.0, 1.0)[..., None]
    return np.asarray(mean * sure + back.reshape(mean.shape) * (1.0 - sure), np.float32)
