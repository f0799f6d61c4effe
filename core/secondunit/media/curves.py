"""Curves between light and code values from 0 to 1, each with its exact inverse.

`srgb` is the curve of IEC 61966-2-1 with a shoulder of our own for light above a knee. `log` is the mu-law of
B. Smith, "Instantaneous companding of quantized signals", Bell System Technical Journal 36 (1957), with
mu = `TOE` x white: straight near black, logarithmic above. It knows numbers; it may not know colour spaces.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.floating]

#: How steep the logarithm is at black, in 1 / light.
TOE = 64.0
#: What light is divided by at least.
_LEAST = 1e-9


def srgb(light: Values, white: float, knee: float, *, clip: bool = True) -> Values:
    """sRGB codes of light; light from `knee` to `white` is rolled off so that `white` is code 1.

    Below the knee it is IEC 61966-2-1. Above, y = knee + ln(1 + a (x - knee)) / a before that curve, with a
    such that y(white) = 1: value and slope continue at the knee. With `white` 1 there is no shoulder. Light
    outside 0 to `white` is clipped, or with `clip` off goes on along the same formulae, straight below 0.
    """
    x = np.clip(light, 0, white) if clip else light
    if white > 1:
        a = _bend(white, knee)
        x = np.where(x > knee, knee + np.log1p(a * np.maximum(x - knee, 0)) / a, x)
        x = np.minimum(x, 1) if clip else x
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * np.power(np.maximum(x, 0), 1 / 2.4) - 0.055)


def shoulder(light: Values, white: float, knee: float) -> Values:
    """Light (..., channels) rolled off from `knee` to `white` by its brightest channel: `white` becomes 1.

    The others stay in proportion to it. What is below 0 or, in the brightest channel, above `white` is
    clipped; with `white` 1 nothing else is done.
    """
    x = np.maximum(light, 0)
    peak = np.max(x, axis=-1, keepdims=True)
    held = np.minimum(peak, white)
    rolled = held
    if white > 1:
        a = _bend(white, knee)
        rolled = np.where(held > knee, knee + np.log1p(a * np.maximum(held - knee, 0)) / a, held)
    shrunk: Values = x * (np.minimum(rolled, 1) / np.maximum(peak, _LEAST))
    return shrunk


def shoulder_light(rolled: Values, white: float, knee: float) -> Values:
    """The inverse of `shoulder`."""
    peak = np.max(rolled, axis=-1, keepdims=True)
    light = peak
    if white > 1:
        a = _bend(white, knee)
        light = np.where(peak > knee, knee + np.expm1(a * np.maximum(peak - knee, 0)) / a, peak)
    grown: Values = rolled * (np.minimum(light, white) / np.maximum(peak, _LEAST))
    return grown


def srgb_light(codes: Values, white: float, knee: float, *, clip: bool = True) -> Values:
    """The inverse of `srgb`."""
    y = np.clip(codes, 0, 1) if clip else codes
    x = np.where(y <= 0.0031308 * 12.92, y / 12.92, np.power((np.maximum(y, 0) + 0.055) / 1.055, 2.4))
    if white > 1:
        a = _bend(white, knee)
        x = np.where(x > knee, knee + np.expm1(a * np.maximum(x - knee, 0)) / a, x)
    return np.minimum(x, white) if clip else x


def log(light: Values, white: float, *, clip: bool = True) -> Values:
    """ln(1 + TOE x) / ln(1 + TOE white) of light, clipped to 0 to `white`; with `clip` off odd around 0."""
    x = np.clip(light, 0, white) if clip else light
    codes: Values = np.copysign(np.log1p(TOE * np.abs(x)) / math.log1p(TOE * white), x)
    return codes


def log_light(codes: Values, white: float, *, clip: bool = True) -> Values:
    """The inverse of `log`."""
    y = np.clip(codes, 0, 1) if clip else codes
    light: Values = np.copysign(np.expm1(np.abs(y) * math.log1p(TOE * white)) / TOE, y)
    return np.minimum(light, white) if clip else light


@functools.lru_cache(maxsize=256)
def _bend(white: float, knee: float) -> float:
    """The a of the shoulder: ln(1 + a (white - knee)) = a (1 - knee), by halving an interval."""
    low, high = 1e-9, 1.0
    while math.log1p(high * (white - knee)) > high * (1 - knee):
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        if math.log1p(middle * (white - knee)) > middle * (1 - knee):
            low = middle
        else:
            high = middle
    return (low + high) / 2
