"""What a network adds to a picture that a filter made larger: detail, and neither colour nor light.

The network sees codes from 0 to 1. What it says otherwise than the filter is taken as a difference of codes,
without its low frequencies, and not where the picture is darker or brighter than codes hold: there the filter
stands alone, bit for bit (`allowed`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter

from secondunit.models.sizes import resized

Pixels = npt.NDArray[np.float32]
#: Doubles codes (height, width, 3) from 0 to 1.
Double = Callable[[Pixels], Pixels]

#: Over how much of the codes' range the network's part fades out, below black (where the curve is steep and
#: noise goes far) and above white.
BELOW, ABOVE = np.float32(0.25), np.float32(0.04)
#: What varies over more than so many pixels of the plate is low frequency, and stays the filter's.
LOW = 2.0


def detail(codes: Pixels, larger: Pixels, room: Pixels, scale: int, double: Double) -> Pixels:
    """The difference of codes that makes `larger` of a filter as fine as the network says.

    `codes` (height, width, 3) and `larger` (scale height, scale width, 3) are codes of the same plate, which
    may lie outside 0 to 1; `room` is what `allowed` says of it. The difference has the shape of `larger` and
    is 0 where the network has no say.
    """
    said = double(np.clip(codes, 0.0, 1.0))
    if scale > 2:
        said = double(np.clip(said, 0.0, 1.0))
    if said.shape != larger.shape:
        said = resized(said, *larger.shape[:2])
    # Before its low frequencies are taken away as well: else what is clipped would glow around itself.
    difference = (said - np.clip(larger, 0.0, 1.0)) * room
    blocks = difference.reshape(codes.shape[0], scale, codes.shape[1], scale, 3)
    low = gaussian_filter(blocks.mean(axis=(1, 3), dtype=np.float32), (LOW, LOW, 0), mode="nearest")
    return np.asarray((difference - resized(low, *larger.shape[:2])) * room, np.float32)


def allowed(codes: Pixels, scale: int) -> Pixels:
    """How much the network has to say, (scale height, scale width, 1): 1 where all around lies within 0 to 1.

    `codes` (height, width, 3) are the plate's.
    """
    least = minimum_filter(codes.min(axis=2), 5, mode="nearest")
    most = maximum_filter(codes.max(axis=2), 5, mode="nearest")
    outside = np.maximum(-least / BELOW, (most - np.float32(1.0)) / ABOVE)
    inside = np.asarray(np.clip(1 - outside, 0.0, 1.0), np.float32)
    return resized(inside[..., None], codes.shape[0] * scale, codes.shape[1] * scale)
