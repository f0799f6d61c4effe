"""How everything moves between two frames, both ways, and how far that can be trusted.

Dense inverse search (T. Kroeger, R. Timofte, D. Dai, L. Van Gool, ECCV 2016) on 8-bit proxies.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import encode, exposure_of, grey, proxy
from secondunit.models.clean_plate.plate import Pixels, floats
from secondunit.models.clean_plate.tracking import Proxy

#: Pictures larger than this are searched at half their size at the finest.
_FINE = 600_000
#: A way there and back may miss by this share of the squares of both, and by this much in pixels squared.
_SHARE, _MISS = 0.02, 0.5
#: How much trust a code of difference costs, and over how many pixels it is looked at.
_PHOTO, _WINDOW = 30.0, 5
#: Beyond this nothing is left to tell apart.
_LEAST = 20.0
#: Smaller pictures hold no patch: there nothing moves.
SMALLEST = 16


@dataclass(frozen=True)
class Motion:
    """From one frame of a pair to the other.

    `vectors` (height, width, 2) float32: where each pixel goes, x then y, in pixels; `trust` (height, width)
    float32, 0 to 1: low where it does not come back or looks otherwise there, as what is hidden does.
    """

    vectors: Pixels
    trust: Pixels


def motions(old: Pixels, new: Pixels) -> tuple[Motion, Motion]:
    """There and back between (height, width, 3) float32 scene-linear frames of one size.

    The same frames give the same bits, whatever the number of threads.
    """
    exposure = pair_exposure(old, new)
    proxies = [proxy(grey(picture), exposure) for picture in (old, new)]
    codes = [encode(picture, exposure) for picture in (old, new)]
    there, back = _search(*proxies), _search(*reversed(proxies))
    return (
        Motion(there, _trust(there, back, codes[0], codes[1])),
        Motion(back, _trust(back, there, codes[1], codes[0])),
    )


def pair_exposure(old: Pixels, new: Pixels) -> float:
    """The one exposure at which both frames are looked at."""
    luminance = np.concatenate([grey(old), grey(new)])
    return exposure_of(luminance, np.ones(luminance.shape, np.bool_))


def grid(height: int, width: int) -> tuple[Pixels, Pixels]:
    """The places of pixels: x and y, (height, width) float32 each."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    return x, y


def sampled(picture: Pixels, x: Pixels, y: Pixels) -> Pixels:
    """A picture at places between its pixels; its edge goes on beyond it."""
    return floats(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def differing(one: Pixels, other: Pixels) -> Pixels:
    """How much coded pictures differ around each pixel, (height, width) float32 in codes."""
    apart = floats(np.abs(one - other).mean(axis=2))
    return floats(cv2.boxFilter(apart, -1, (_WINDOW, _WINDOW)))


def _search(old: Proxy, new: Proxy) -> Pixels:
    still = np.zeros((*old.shape, 2), np.float32)
    if min(old.shape) < SMALLEST:
        return still
    dense = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    dense.setFinestScale(0 if old.size < _FINE else 1)
    return floats(dense.calc(old, new, still))


def _trust(there: Pixels, back: Pixels, old: Pixels, new: Pixels) -> Pixels:
    x, y = grid(*there.shape[:2])
    across, down = x + there[..., 0], y + there[..., 1]
    apart = ((there + sampled(back, across, down)) ** 2).sum(axis=2)
    both = 2.0 * (there**2).sum(axis=2)
    doubt = apart / (_SHARE * both + _MISS) + _PHOTO * differing(old, sampled(new, across, down))
    return floats(np.exp(-np.minimum(doubt, _LEAST)))
