"""A pass laid on the plate: moved by whole pixels where that is enough, which keeps its bits, else warped."""

from __future__ import annotations

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import bend, unbend

from .passes import Homography, Mask, Pixels


def is_whole(matrix: Homography) -> bool:
    """Whether a homography moves by whole pixels and does nothing else."""
    shift = np.eye(3)
    shift[:2, 2] = np.rint(matrix[:2, 2])
    return bool(np.array_equal(matrix, shift))


def laid(picture: Pixels, matrix: Homography) -> tuple[Pixels, Mask]:
    """The pixels that `matrix` leads to, of the same size, and where there are any; 0 elsewhere.

    Resampled by a cubic in knees (see `clean_plate.coding`): a lamp's edge does not ring.
    """
    height, width = picture.shape[:2]
    if is_whole(matrix):
        right, down = int(matrix[0, 2]), int(matrix[1, 2])
        out, there = np.zeros_like(picture), np.zeros((height, width), np.bool_)
        top, left = max(0, -down), max(0, -right)
        bottom, edge = min(height, height - down), min(width, width - right)
        if top < bottom and left < edge:
            out[top:bottom, left:edge] = picture[top + down : bottom + down, left + right : edge + right]
            there[top:bottom, left:edge] = True
        return out, there
    flags = cv2.WARP_INVERSE_MAP
    size = (width, height)
    knees = cv2.warpPerspective(
        bend(picture), matrix, size, flags=flags | cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    whole = np.ones((height, width), np.float32)
    there = np.asarray(cv2.warpPerspective(whole, matrix, size, flags=flags | cv2.INTER_LINEAR)) > 0.999
    out = unbend(np.asarray(knees, np.float32))
    out[~there] = 0.0
    return out, there
