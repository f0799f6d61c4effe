"""Whether a face is a reference's very picture, pasted: how alike both are once they lie on one another.

The correlation coefficient of both, in a window around each pixel, as the mean over the face: what was
graded, tinted or lit anew by a smooth light still correlates; an actor who moved does not.
Both lie on one another by least squares over an affine map: G. D. Evangelidis, E. Z. Psarakis, "Parametric
image alignment using enhanced correlation coefficient maximization", PAMI 2008, as OpenCV has it.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

#: The window's sigma in pixels of a chip, and the deviation below which a window holds nothing but noise.
_WINDOW, _FLAT = 6.0, 0.01
_EDGE, _ROUNDS, _ENOUGH = 20, 40, 1e-4


def copied(chip: Array, reference: Array) -> float:
    """How much of a reference's picture is in another, -1 to 1; (150, 150, 3) chips, mirrored too."""
    seen, other = _grey(chip), _grey(reference)
    return max(_laid(seen, other), _laid(seen, np.ascontiguousarray(other[:, ::-1])))


def _laid(seen: Array, other: Array) -> float:
    plain = _correlation(seen, other)
    way, whole = np.eye(2, 3, dtype=np.float32), np.ones(seen.shape, np.uint8)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _ROUNDS, _ENOUGH)
    try:
        _, laid = cv2.findTransformECC(seen, other, way, cv2.MOTION_AFFINE, stop, whole, 5)
    except cv2.error:  # it has no answer where nothing of both is alike
        return plain
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(
        other, np.asarray(laid, np.float32), seen.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return max(plain, _correlation(seen, np.asarray(moved, np.float32)))


def _correlation(one: Array, two: Array) -> float:
    def mean(values: Array) -> Array:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), _WINDOW), np.float32)

    first, second = one - mean(one), two - mean(two)
    power = mean(first * first) * mean(second * second)
    here = (slice(_EDGE, -_EDGE), slice(_EDGE, -_EDGE))
    values = mean(first * second)[here] / np.sqrt(np.maximum(power[here], _FLAT**4))
    return float(values.mean(dtype=np.float64))


def _grey(chip: Array) -> Array:
    return np.ascontiguousarray(chip.mean(axis=2, dtype=np.float32))
