"""Flakes that are near enough to be seen for themselves: clumps of tufts that turn as they fall."""

from __future__ import annotations

from math import tau

import numpy as np

from secondunit.elements.kernels import Field

#: Larger ones than this, in pixels of radius, are seen to be clumps, where they are sharp.
SEEN = 1.0
#: The columns of a stroke: see `optics.strokes`.
_RADIUS, _COVERS, _LIGHT, _PHASE, _TUFT = 4, 5, 9, 12, 13


def clumped(strokes: Field, tufts: int, time: float) -> Field:
    """Strokes with those that are seen for themselves parted into `tufts`, at a time in seconds, in order.

    What a clump covers is about what its disc did: tufts of 0.62 of its radius lie over one another.
    """
    many = np.where(strokes[:, _TUFT] > 0.5, tufts, 1)
    result = np.repeat(strokes, many, axis=0)
    # Out of focus, or far, a flake is a soft blot.
    result[:, _TUFT] = 0.6
    of_clump = np.nonzero(np.repeat(many > 1, many))[0]
    # Every clump has all its tufts, one after another.
    rank = (np.arange(len(of_clump)) % tufts).astype(np.float64)
    rows = result[of_clump].astype(np.float64)
    phase, radius = rows[:, _PHASE], rows[:, _RADIUS]
    # A clump's own shape comes from its phase, and so does the pace at which it turns.
    dice = (np.sin(phase * 997.0 + rank * 78.233) * 43758.5453) % 1.0
    other = (np.sin(phase * 619.0 + rank * 37.719) * 24634.6345) % 1.0
    turn = phase + (1.0 + 3.0 * (phase / tau)) * time
    angle = tau * (rank / tufts + 0.5 * dice) + turn
    away = radius * (0.25 + 0.6 * other)
    # Turned about an axis across the view, it is seen narrower and wider.
    shift = np.stack([away * np.cos(angle), away * np.sin(angle) * (0.6 + 0.4 * np.sin(0.7 * turn))], axis=1)
    rows[:, 0:2] += shift
    rows[:, 2:4] += shift
    rows[:, _RADIUS] *= 0.45 + 0.35 * dice
    rows[:, _COVERS] *= 0.75
    rows[:, _LIGHT] *= 0.75 + 0.5 * other
    rows[:, _TUFT] = 0.9
    result[of_clump] = rows.astype(np.float32)
    return result
