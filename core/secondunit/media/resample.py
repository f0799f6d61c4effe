"""Pixels at other places: one straight mapping an axis, true in area downward and smooth upward.

A pixel i covers i to i + 1. Downward each new pixel is the mean, over its own area, of the picture joined by
straight lines: ramps stay exact and the sum of light is kept. Upward it is the cubic of E. Catmull and
R. Rom, "A class of local interpolating splines" (1974), held between the four pixels it is made of: nothing
rings. Where nothing moves pixels are kept bit for bit. It knows no fits, no colour and no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from .half import HALF_MAX
from .picture import Pixels

Fill = Literal["mirror", "edge", "black"]

_BLOCK_VALUES = 1 << 17


@dataclass(frozen=True)
class Axis:
    """New pixel d has its middle at `start` + (d + 0.5) x `step` of the old picture; `count` of them."""

    start: float
    step: float
    count: int


def resampled(pixels: Pixels, down: Axis, across: Axis, fill: Fill = "mirror") -> npt.NDArray[np.float32]:
    """(height, width[, channels]) along both axes: (down.count, across.count[, channels]) float32.

    Beyond its edges the picture goes on mirrored, as its last pixels, or as 0 (`fill`). Where pixels move,
    NaN counts as 0 and infinity as the largest half float, so that neither spreads.
    """
    values = np.asarray(pixels, np.float32)
    if (down, across) == (Axis(0, 1, values.shape[0]), Axis(0, 1, values.shape[1])):
        return values.copy()
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    # The axis that takes most away goes first.
    if across.count * len(values) < down.count * values.shape[1]:
        return _along(_along(values, across, 1, fill), down, 0, fill)
    return _along(_along(values, down, 0, fill), across, 1, fill)


def _along(values: npt.NDArray[np.float32], axis: Axis, number: int, fill: Fill) -> npt.NDArray[np.float32]:
    size = values.shape[number]
    if axis == Axis(0, 1, size):
        return values
    places, weights, clamp = _taps(axis)
    within = np.clip(places, 0, size - 1)
    if fill == "mirror":
        turned = places % (2 * size)
        within = np.where(turned < size, turned, 2 * size - 1 - turned)
    lines = np.ascontiguousarray(np.moveaxis(values, number, 0))
    output = np.empty((axis.count, *lines.shape[1:]), np.float32)
    tall = (slice(None), *(None for _ in lines.shape[1:]))
    rows = max(1, _BLOCK_VALUES // max(1, lines[0].size))
    for top in range(0, axis.count, rows):
        block = slice(top, top + rows)
        near = [lines[within[block, tap]] for tap in range(within.shape[1])]
        if fill == "black":
            for tap, sample in enumerate(near):
                sample[(places[block, tap] < 0) | (places[block, tap] >= size)] = 0
        limits = (np.minimum.reduce(near), np.maximum.reduce(near)) if clamp else None
        total = output[block]
        np.multiply(near[0], weights[block, 0][tall], out=total)
        for tap, sample in enumerate(near[1:], 1):
            sample *= weights[block, tap][tall]
            total += sample
        if limits:
            np.clip(total, *limits, out=total)
    return np.ascontiguousarray(np.moveaxis(output, 0, number))


def _taps(axis: Axis) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32], bool]:
    """For each new pixel the old ones and their weights, and whether the result is held between them."""
    middle = axis.start + (np.arange(axis.count) + 0.5) * axis.step
    if axis.step == 1 and float(axis.start).is_integer():
        places = np.floor(middle).astype(np.intp)[:, None]
        weights, clamp = np.ones((axis.count, 1)), False
    elif axis.step > 1:
        taps = int(np.ceil(axis.step)) + 2
        places = np.floor(middle - axis.step / 2 - 0.5).astype(np.intp)[:, None] + np.arange(taps)
        away = middle[:, None] - (places + 0.5)
        weights = (_tent_below(away + axis.step / 2) - _tent_below(away - axis.step / 2)) / axis.step
        clamp = False
    else:
        places = np.floor(middle - 0.5).astype(np.intp)[:, None] + np.arange(-1, 3)
        weights, clamp = _catmull_rom(middle[:, None] - (places + 0.5)), True
    return places, weights.astype(np.float32), clamp


def _tent_below(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The area of a tent of height 1, from -1 to 1, that lies below x."""
    x = np.clip(x, -1, 1)
    return np.where(x < 0, (x + 1) ** 2 / 2, 1 - (1 - x) ** 2 / 2)


def _catmull_rom(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x = np.abs(x)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return np.where(x < 1, near, np.where(x < 2, far, 0))
