"""Vectors thrown forward to where their pixels are at a time between two frames.

Weighted, so that what is trusted covers what is not: S. Niklaus and F. Liu, "Softmax splatting for video
frame interpolation", CVPR 2020.
"""

from __future__ import annotations

import cv2
import numpy as np

from secondunit.models.clean_plate.compile import kernel
from secondunit.models.clean_plate.plate import Pixels, floats

#: What the least trusted vector still weighs: it counts where nothing else comes.
FLOOR = 1e-4
#: From this weight on a place has a vector of its own; below it those around it are mixed in.
_FULL = 1.0 / 3.0
#: A vector is the middle one of so many a side; weights are as soft as this, in pixels.
_CALM, _SOFT = 5, 1.5


def thrown(vectors: Pixels, weights: Pixels, time: float) -> tuple[Pixels, Pixels]:
    """The vectors (height, width, 2) at `time` of their way, and the weight that came to each place.

    Places to which nothing came have what is around them.
    """
    out = np.zeros((*weights.shape, 3), np.float32)
    _throw(vectors, floats(weights + FLOOR), np.float32(time), out)
    weight = np.ascontiguousarray(out[..., 2])
    mean = out[..., :2] / np.maximum(weight, 1e-9)[..., None]
    whole = _filled(floats(mean), floats(np.minimum(weight / _FULL, 1.0)))
    # Where two things part, single vectors of one land among those of the other: an edge would be ragged.
    calm = [cv2.medianBlur(np.ascontiguousarray(whole[..., part]), _CALM) for part in range(2)]
    return floats(np.stack(calm, axis=2)), floats(cv2.GaussianBlur(weight, (0, 0), _SOFT))


@kernel
def _throw(vectors: Pixels, weights: Pixels, time: np.float32, out: Pixels) -> None:
    height, width = weights.shape
    for y in range(height):
        for x in range(width):
            right, down = vectors[y, x, 0], vectors[y, x, 1]
            across, along = x + time * right, y + time * down
            # Far outside nothing is hit, and a whole number would not hold it.
            if not (-1.0 < across < width and -1.0 < along < height):
                continue
            left, top = int(np.floor(across)), int(np.floor(along))
            part_x, part_y = across - left, along - top
            for row in range(2):
                for column in range(2):
                    i, j = top + row, left + column
                    if i < 0 or j < 0 or i >= height or j >= width:
                        continue
                    share = weights[y, x] * (part_y if row else 1.0 - part_y)
                    share *= part_x if column else 1.0 - part_x
                    out[i, j, 0] += share * right
                    out[i, j, 1] += share * down
                    out[i, j, 2] += share


def _filled(values: Pixels, weights: Pixels) -> Pixels:
    """Values with what is around them where weights are below 1: a pyramid down and up again."""
    height, width = weights.shape
    if min(height, width) < 4:
        total = max(float(weights.sum()), 1e-9)
        mean = (values * weights[..., None]).sum(axis=(0, 1)) / total
        return floats(np.broadcast_to(mean, values.shape))
    size = ((width + 1) // 2, (height + 1) // 2)
    less = floats(cv2.resize(weights, size, interpolation=cv2.INTER_AREA))
    small = floats(cv2.resize(values * weights[..., None], size, interpolation=cv2.INTER_AREA))
    small = _filled(floats(small / np.maximum(less, 1e-6)[..., None]), less)
    around = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return floats(values * weights[..., None] + around * (1.0 - weights[..., None]))
