"""How different two colours look: CIELAB and CIEDE2000; and which hue one has: Oklab.

Formulae: CIE 15:2004 for CIELAB; G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula:
implementation notes, supplementary test data, and mathematical observations", Color Research and Application
30 (2005), whose numbers of equations stand beside the lines.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

# Linear Rec.709 to XYZ with the white D65: ITU-R BT.709-6, the primaries of IEC 61966-2-1.
_XYZ = np.array(
    [
        [0.4123907992659595, 0.357584339383878, 0.1804807884018343],
        [0.21263900587151036, 0.715168678767756, 0.07219231536073371],
        [0.01933081871559185, 0.11919477979462599, 0.9505321522496606],
    ]
)
#: Linear Rec.709 to XYZ of which white is 1, 1, 1.
NORMALISED: Values = _XYZ / _XYZ.sum(axis=1, keepdims=True)
_DELTA = 6 / 29
_OKLAB_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def lab(rgb: npt.NDArray[np.floating]) -> Values:
    """CIELAB of linear Rec.709 (..., 3), relative to D65; light above 1 is brighter than L* = 100."""
    xyz = np.asarray(rgb, np.float64) @ NORMALISED.T
    root = np.where(xyz > _DELTA**3, np.cbrt(xyz), xyz / (3 * _DELTA**2) + 4 / 29)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def oklab(rgb: npt.NDArray[np.floating]) -> Values:
    """Oklab of linear Rec.709 (..., 3), 0 or more; scaling light scales all three by one factor.

    Source: B. Ottosson, "A perceptual color space for image processing" (2020), matrices of 2021-01-25.
    """
    values: Values = np.cbrt(np.asarray(rgb, np.float64) @ _OKLAB_LMS.T) @ _OKLAB.T
    return values


def ciede2000(first: Values, second: Values) -> Values:
    """CIEDE2000 between colours in CIELAB, (..., 3) each, with kL = kC = kH = 1; 1 is just seen."""
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(first, -1, 0), np.moveaxis(second, -1, 0)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2  # (2), (3)
    g = 0.5 * (1 - _seventh(mean))  # (4)
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)  # (5), (6)
    h1, h2 = _hue((1 + g) * a1, b1), _hue((1 + g) * a2, b2)  # (7)
    grey = c1 * c2 == 0
    apart = h2 - h1
    turn = np.where(apart > 180, apart - 360, np.where(apart < -180, apart + 360, apart))
    dl, dc = l2 - l1, c2 - c1  # (8), (9)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(np.where(grey, 0, turn)) / 2)  # (10), (11)
    level, chroma = (l1 + l2) / 2, (c1 + c2) / 2  # (12), (13)
    hue_sum = h1 + h2
    far = np.where(hue_sum < 360, hue_sum + 360, hue_sum - 360) / 2
    hue = np.where(grey, hue_sum, np.where(np.abs(apart) <= 180, hue_sum / 2, far))  # (14)
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )  # (15)
    turning = np.radians(30 * np.exp(-(((hue - 275) / 25) ** 2)))  # (16)
    sl = 1 + 0.015 * (level - 50) ** 2 / np.sqrt(20 + (level - 50) ** 2)  # (18)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t  # (19), (20)
    rt = -np.sin(2 * turning) * 2 * _seventh(chroma)  # (17), (21)
    lightness, saturation, shade = dl / sl, dc / sc, dh / sh
    squared = lightness**2 + saturation**2 + shade**2 + rt * saturation * shade  # (22)
    differences: Values = np.sqrt(np.maximum(squared, 0))
    return differences


def _seventh(chroma: Values) -> Values:
    power = chroma**7
    root: Values = np.sqrt(power / (power + 25.0**7))
    return root


def _hue(a: Values, b: Values) -> Values:
    return np.where((a == 0) & (b == 0), 0, np.degrees(np.arctan2(b, a)) % 360)
