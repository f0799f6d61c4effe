"""Grains that fall through the air that carries them: what is thin falls as fast as what is thick.

Knows cells and a speed. Fluxes through faces, so that none is made and none lost but on what it falls on; of
second order, so that it is not smeared by cells. Source: van Leer 1977, "Towards the ultimate conservative
difference scheme IV".
"""

from __future__ import annotations

from math import ceil

import numpy as np

from secondunit.elements.kernels import Field, Spans, inner, kernel, over


@inner
def _slope(below: np.float32, here: np.float32, above: np.float32) -> np.float32:
    """How a field rises over a cell: the harmonic mean of its two differences, none at an extreme."""
    first, second = here - below, above - here
    product = first * second
    if product <= np.float32(0.0):
        return np.float32(0.0)
    return np.float32(2.0) * product / (first + second)


@kernel
def _fall(start: int, stop: int, f: Field, low: Spans, high: Spans, way: np.float32) -> None:
    """Let a field fall by a `way` of less than a cell, inside the spans."""
    ny, nx = f.shape[1], f.shape[2]
    zero, half = np.float32(0.0), np.float32(0.5) * (np.float32(1.0) - way)
    under = np.zeros(nx, np.float32)
    for k in range(start, stop):
        for i in range(nx):
            under[i] = way * max(zero, f[k, 0, i] - half * _slope(f[k, 0, i], f[k, 0, i], f[k, 1, i]))
        for j in range(ny):
            for i in range(nx):
                above = zero
                if j + 1 < ny:
                    here, far = f[k, j + 1, i], f[k, j + 2, i] if j + 2 < ny else zero
                    above = way * max(zero, here - half * _slope(f[k, j, i], here, far))
                if low[k, j] <= i < high[k, j]:
                    f[k, j, i] = max(zero, f[k, j, i] + above - under[i])
                under[i] = above


def fall(f: Field, low: Spans, high: Spans, way: float) -> None:
    """Let a field fall by a `way` in cells, in place; what comes through the lowest side is gone."""
    parts = max(1, ceil(way))
    for _ in range(parts):
        over(_fall, f.shape[0], f, low, high, np.float32(way / parts), work=f.size)
