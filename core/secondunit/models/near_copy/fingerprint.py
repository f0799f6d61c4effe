"""A print of a picture: what was made in it, small and grey, with where that is.

It describes no person: it is less of the picture than the take's own thumbnail is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

#: A print's longer side, in pixels, and the least that the shorter one may have.
SIDE, LEAST = 64, 12
#: What is made less than this part of a pixel was not made, and less of a frame is too little to compare.
MADE, ENOUGH = 0.1, 0.01
#: The luminance of codes: ITU-R BT.709, on the codes as they are.
_GREY = np.array([0.2126, 0.7152, 0.0722], np.float32)
#: Below this deviation of its codes a picture shows nothing that could be held against another.
_FLAT = 0.01


@dataclass(frozen=True)
class Fingerprint:
    """A picture as it is compared: `grey` and `made`, (height, width) codes from 0 to 255.

    `made` is how much of each pixel counts.
    """

    grey: Bytes
    made: Bytes


def fingerprint(codes: Array, made: Array | None = None) -> Fingerprint | None:
    """The print of a picture, (height, width, 3) codes from 0 to 1; None where it has too little to compare.

    `made` (height, width) says from 0 to 1 where something was made; None: everywhere. The print is of the
    rectangle around it.
    """
    grey = np.ascontiguousarray(codes @ _GREY, np.float32)
    made = np.ones(grey.shape, np.float32) if made is None else np.asarray(made, np.float32)
    rows, columns = (np.flatnonzero((made > MADE).any(axis=axis)) for axis in (1, 0))
    if not rows.size or float(made.mean()) < ENOUGH:
        return None
    inside = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    grey, made = grey[inside], made[inside]
    height, width = grey.shape
    if max(height, width) < SIDE:
        return None
    size = (
        max(LEAST, round(SIDE * width / max(grey.shape))),
        max(LEAST, round(SIDE * height / max(grey.shape))),
    )
    small_made = cv2.resize(made, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(grey * made, size, interpolation=cv2.INTER_AREA) / np.maximum(small_made, 1e-3)
    weight = float(small_made.sum())
    middle = float((small * small_made).sum()) / weight
    if float((small_made * (small - middle) ** 2).sum()) / weight < _FLAT**2:
        return None
    small = np.where(small_made > MADE, small, middle)
    return Fingerprint(_bytes(small), _bytes(small_made))


def _bytes(values: npt.ArrayLike) -> Bytes:
    return np.asarray(np.clip(np.asarray(values, np.float32) * 255 + 0.5, 0, 255), np.uint8)
