"""Whether a face says enough to be compared: its size, blur and turn, and what of it is clipped or covered.

Limits were measured on four portraits that were degraded: at each, the same photograph comes to 0.25 to 0.4
from itself, and beyond to 0.5, where nobody can tell any more.
"""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from .alignment import AlignedFace

Array = npt.NDArray[np.float32]

#: Narrower faces, in pixels of the picture.
NARROWEST = 32.0
#: A blur of more, sigma in per cent of the face's width.
BLUR = 2.0
#: A head that is turned farther, in degrees.
YAW = 25.0
#: More of a face than this share is all white, or all but black.
CLIPPED, DARK = 0.2, 0.5
_WHITE, _BLACK = 0.99, 0.02
#: The least slope around the mouth, in per cent of its brightness a pixel of the chip: 24 faces soft, small,
#: dark or grainy had 1.7 and more, plain and ribbed cloth before a face at most 1.35; thick haze is as flat.
MOUTH = 1.5
#: Rows and columns of the mouth in a chip.
_AROUND_MOUTH = (slice(96, 124), slice(45, 105))
#: The blurs, sigma in pixels of a chip, between which detail is compared: grain is gone at the first.
_FINE, _COARSE = 2.0, 4.0
#: A face that is sharp has less detail than the mean of pictures: what is read of known blurs is so much
#: more than they are (four portraits, 1 to 4 %).
_READ = 1.18
#: How much of a chip's side is left out on each.
_EDGE = 25


class Withheld(StrEnum):
    """Why nothing is said of a face."""

    NO_FACE = "no face"
    NOT_LOOKED_FOR = "not looked for"
    SMALL = "the face is too small"
    BLURRED = "the face is blurred"
    TURNED = "the face is turned away"
    CLIPPED = "the face is clipped"
    DARK = "the face is too dark"
    COVERED = "no mouth is seen"


def withheld(face: AlignedFace) -> Withheld | None:
    """Why nothing may be said of a face that was detected, None where it may."""
    if face.width < NARROWEST:
        return Withheld.SMALL
    if abs(face.yaw) > YAW:
        return Withheld.TURNED
    inner = face.chip[_EDGE:-_EDGE, _EDGE:-_EDGE]
    if float((inner.min(axis=2) >= _WHITE).mean()) > CLIPPED:
        return Withheld.CLIPPED
    if float((inner.max(axis=2) <= _BLACK).mean()) > DARK:
        return Withheld.DARK
    if blur(face) > BLUR:
        return Withheld.BLURRED
    return Withheld.COVERED if _mouth(face) < MOUTH else None


def _mouth(face: AlignedFace) -> float:
    """How steep brightness is around the mouth, in per cent of its mean a pixel; cloth before it is flat."""
    grey = np.ascontiguousarray(face.chip.mean(axis=2, dtype=np.float32))
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), _FINE))
    down, across = np.gradient(smooth)
    steep = float(np.hypot(down, across)[_AROUND_MOUTH].mean(dtype=np.float64))
    return 100.0 * steep / max(float(grey[_AROUND_MOUTH].mean(dtype=np.float64)), _BLACK)


def blur(face: AlignedFace) -> float:
    """How blurred a face is: sigma, in per cent of its width.

    Pictures have power as the inverse square of frequency, so that slopes after a blur of a and after one of
    b have energies as (s^2 + b^2) to (s^2 + a^2); s is what was there before (D. J. Field, "Relations between
    the statistics of natural images and the response properties of cortical cells", JOSA A 1987).
    """
    grey = np.ascontiguousarray(face.chip.mean(axis=2, dtype=np.float32))
    ratio = _slopes(grey, _FINE) / max(_slopes(grey, _COARSE), 1e-12)
    square = (_COARSE**2 - ratio * _FINE**2) / max(ratio - 1.0, 1e-3)
    return float(100.0 * np.sqrt(max(square, 0.0)) / (face.width * face.scale) / _READ)


def _slopes(grey: Array, sigma: float) -> float:
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma))[_EDGE:-_EDGE, _EDGE:-_EDGE]
    down, across = np.diff(smooth, axis=0)[:, :-1], np.diff(smooth, axis=1)[:-1]
    return float((down**2 + across**2).mean(dtype=np.float64))
