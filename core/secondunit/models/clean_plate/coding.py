"""Three codings of scene-linear light, each after an exposure; all are odd, so that negative values
survive.

Codes, c = 0.25 asinh(x / 0.1), compare as the eye does: near a display's values between black and white
(0.18 gives 0.34, 1 gives 0.75), and 3.5 at 60,000. Knees are light itself up to 2 and logarithmic above:
pictures are resampled and averaged in them, as a lens does it, while the ringing of a lamp's edge stays
small. Proxies are codes of 8 bits for the trackers; what is written is never made of one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .plate import Mask, Pixels

_SCALE, _KNEE = np.float32(0.25), np.float32(0.1)
_BEND = np.float32(2.0)
#: Rec.709 luminance: enough to track by, whatever the plate's primaries are.
_GREY = np.array([0.2126, 0.7152, 0.0722], np.float32)
#: The middle of what is seen comes here.
_MIDDLE = 0.18


def encode(pixels: Pixels, exposure: float = 1.0) -> Pixels:
    """Coded floats of scene-linear values, of the same shape."""
    lit = np.multiply(pixels, np.float32(exposure / _KNEE), dtype=np.float32)
    return np.asarray(np.arcsinh(lit) * _SCALE, np.float32)


def decode(code: Pixels, exposure: float = 1.0) -> Pixels:
    """Scene-linear values of coded floats: the inverse of `encode` to float32's rounding."""
    return np.asarray(np.sinh(code / _SCALE) * np.float32(_KNEE / exposure), np.float32)


def bend(pixels: Pixels, exposure: float | Pixels = 1.0) -> Pixels:
    """Knees of scene-linear values, of the same shape; `exposure` may be one for each channel."""
    lit = np.asarray(pixels * np.asarray(exposure, np.float32), np.float32)
    above = np.abs(lit) > _BEND
    if above.any():
        lit[above] = np.sign(lit[above]) * (_BEND + _BEND * np.log(np.abs(lit[above]) / _BEND))
    return lit


def unbend(knees: Pixels, exposure: float | Pixels = 1.0) -> Pixels:
    """Scene-linear values of knees: the inverse of `bend` to float32's rounding."""
    lit = np.array(knees, np.float32)
    above = np.abs(lit) > _BEND
    if above.any():
        lit[above] = np.sign(lit[above]) * _BEND * np.exp(np.abs(lit[above]) / _BEND - 1.0)
    return np.asarray(lit / np.asarray(exposure, np.float32), np.float32)


def slope(knees: Pixels) -> Pixels:
    """How many codes one knee is worth at each value."""
    return np.asarray(_SCALE / np.sqrt(knees * knees + _KNEE * _KNEE), np.float32)


def exposure_of(luminance: Pixels, seen: Mask) -> float:
    """What brings the median of the seen luminances to middle grey; 1 where nothing is lit or seen."""
    values = luminance[seen]
    middle = float(np.median(values)) if values.size else 0.0
    return _MIDDLE / middle if middle > 1e-6 else 1.0


def grey(pixels: Pixels) -> Pixels:
    """(height, width) luminance of (height, width, 3) scene-linear values."""
    return np.asarray(pixels @ _GREY, np.float32)


def proxy(luminance: Pixels, exposure: float) -> npt.NDArray[np.uint8]:
    """(height, width) of 8 bits for trackers, of scene-linear luminance."""
    return np.asarray(np.clip(encode(luminance, exposure) * 255.0 + 0.5, 0.0, 255.0), np.uint8)
