"""Red, green and blue of an EXR that holds luminance and half as much chroma: Y, RY and BY.

Bit for bit as OpenEXR's own `RgbaInputFile` gives them, in half float at the same places. Source:
ImfRgbaYca.cpp, ImfChromaticities.cpp and `FromYca` in ImfRgbaFile.cpp, OpenEXR 3.1. It knows arrays only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .exr_header import Chromaticities

Half = npt.NDArray[np.float16]
Float = npt.NDArray[np.float32]

#: Rec. ITU-R BT.709, which EXR means where it says nothing.
REC709: Chromaticities = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
#: A chroma sample between two others, from those 13, 11, ... 13 pixels away.
_TAPS = np.array(
    [0.002128, -0.007540, 0.019597, -0.043159, 0.087929, -0.186077, 0.627123,
     0.627123, -0.186077, 0.087929, -0.043159, 0.019597, -0.007540, 0.002128], np.float32,
)  # fmt: skip


def rgb_of_luminance_chroma(y: Half, ry: Half, by: Half, corners: Chromaticities | None) -> Half:
    """R, G and B, (height, width, 3) float16, of Y, and of RY and BY at half its size.

    `corners` are the file's chromaticities (Rec.709 where it has none). Both sides of Y are even.
    """
    weights = luminance_weights(corners or REC709)
    chroma = _upsampled(ry.astype(np.float16)), _upsampled(by.astype(np.float16))
    light = y.astype(np.float16)
    # A line more on each side, as OpenEXR reads them: what is saturated is judged by its neighbours.
    before = tuple(_between(plane[0::2], 0, np.array([-1])) for plane in chroma)
    after = tuple(plane[-2:-1] for plane in chroma)
    over, under = _rgb(light[:1], before, weights), _rgb(light[-2:-1], after, weights)
    rgb = np.concatenate([over, _rgb(light, chroma, weights), under])
    return _saturation_fixed(rgb, weights)


def luminance_weights(corners: Chromaticities) -> Float:
    """How much red, green and blue count in Y: the Y row of RGB to XYZ, which sums to 1."""
    rx, ry, gx, gy, bx, by, wx, wy = (np.float32(coordinate) for coordinate in corners)
    unit = np.float32(1)
    # In single precision and in OpenEXR's order, so that the last bit is its own (ImfChromaticities.cpp).
    x, z = wx / wy, (unit - wx - wy) / wy
    d = rx * (by - gy) + bx * (gy - ry) + gx * (ry - by)
    of_r, of_g, of_b = (c - unit + c * (x + z) for c in (ry, gy, by))
    row = np.array(
        [ry * ((x * (by - gy) - gx * of_b + bx * of_g) / d),
         gy * ((x * (ry - by) + rx * of_b - bx * of_r) / d),
         by * ((x * (gy - ry) - rx * of_g + gx * of_r) / d)], np.float32,
    )  # fmt: skip
    weights: Float = row / (row[0] + row[1] + row[2])
    return weights


def _upsampled(chroma: Half) -> Half:
    """Chroma at full size: first along the lines that have it, then the lines between."""
    wide = np.repeat(chroma, 2, axis=1)
    wide[:, 1::2] = _between(chroma, 1)
    full = np.repeat(wide, 2, axis=0)
    full[1::2] = _between(wide, 0)
    return full


def _between(samples: Half, axis: int, places: npt.NDArray[np.int64] | None = None) -> Half:
    """The samples half way after each of `places` (all) along an axis; beyond the ends the ends count."""
    count = samples.shape[axis]
    at = np.arange(count) if places is None else places
    total: Float | None = None
    for tap, offset in zip(_TAPS, range(-6, 8), strict=True):
        term = np.take(samples, np.clip(at + offset, 0, count - 1), axis=axis).astype(np.float32) * tap
        total = term if total is None else total + term
    assert total is not None
    return total.astype(np.float16)


def _rgb(y: Half, chroma: tuple[Half, ...], weights: Float) -> Half:
    ry, by = chroma
    light = y.astype(np.float32)
    red = (ry.astype(np.float32) + np.float32(1)) * light
    blue = (by.astype(np.float32) + np.float32(1)) * light
    green = (light - red * weights[0] - blue * weights[2]) / weights[1]
    grey = (ry == 0) & (by == 0)
    return np.stack([np.where(grey, light, channel) for channel in (red, green, blue)], axis=-1).astype(
        np.float16
    )


def _saturation_fixed(rgb: Half, weights: Float) -> Half:
    """Less saturation where a pixel has far more than those diagonally around it: chroma rings at edges."""
    values = rgb.astype(np.float32)
    most, least = values.max(axis=-1), values.min(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        saturation = np.where(most > 0, np.float32(1) - least / most, np.float32(0))
        beside = np.pad(saturation, ((0, 0), (1, 1)), "edge")
        around = beside[:-2, :-2] + beside[:-2, 2:] + beside[2:, :-2] + beside[2:, 2:]
        mean = np.minimum(np.float32(1), np.float32(0.25) * around)
        top = np.minimum(np.float32(1), np.float32(1) - (np.float32(1) - mean) * np.float32(0.25))
        inner, bright, own = values[1:-1], most[1:-1, :, None], saturation[1:-1]
        factor = (top / own)[..., None]
        less = np.maximum(bright - (bright - inner) * factor, np.float32(0)).astype(np.float16)
        before, after = _luminance(inner, weights), _luminance(less.astype(np.float32), weights)
        scaled = (less.astype(np.float32) * (before / after)[..., None]).astype(np.float16)
    less = np.where((after > 0)[..., None], scaled, less)
    return np.where(((own > mean) & (own > top))[..., None], less, rgb[1:-1])


def _luminance(rgb: Float, weights: Float) -> Float:
    total: Float = rgb[..., 0] * weights[0] + rgb[..., 1] * weights[1] + rgb[..., 2] * weights[2]
    return total
