"""The search itself: two proxies of one scale of codes, dense inverse search, and a second start where a part
of the picture moved farther than it looks.
"""

from __future__ import annotations

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import encode, exposure_of, grey
from secondunit.models.clean_plate.plate import Mask, Pixels, floats
from secondunit.models.clean_plate.tracking import Proxy

#: Codes beyond those of all but this share of pixels are cut off: lamps.
_TOP = 99.8
#: Blocks of so many pixels are looked for in pictures whose longer side has about as many as the second.
_BLOCK, _SMALL = 13, 240
#: About so many blocks, each this much in what is lost, and with this deviation at least, in codes of 255.
_MOST, _WHOLE, _FLAT = 48, 0.75, 3.0
#: A block is seen again where it correlates so well; so many have to go the same way, within so many small
#: pixels, and no farther apart than so many steps.
_LIKE, _AGREE, _SAME, _REACH = 0.8, 3, 1.5, 3


def proxies(old: Pixels, new: Pixels) -> tuple[Proxy, Proxy]:
    """Both frames (height, width, 3), scene-linear, in 8 bits: each at its own exposure, in one range."""
    codes = []
    for picture in (old, new):
        luminance = grey(picture)
        codes.append(encode(luminance, exposure_of(luminance, np.ones(luminance.shape, np.bool_))))
    top = max(1.0, *(float(np.percentile(code, _TOP)) for code in codes))
    one, other = (np.asarray(np.clip(code * (255.0 / top) + 0.5, 0.0, 255.0), np.uint8) for code in codes)
    return one, other


def search(old: Proxy, new: Proxy, start: Pixels | None = None) -> Pixels:
    """(height, width, 2) where each pixel of `old` goes, from `start`, else from standing still."""
    dense = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    dense.setFinestScale(0 if old.size < 1_000_000 else 1)
    begin = np.zeros((*old.shape, 2), np.float32) if start is None else start.copy()
    return floats(dense.calc(old, new, begin))


def second_start(old: Proxy, new: Proxy, there: Pixels, lost: Mask) -> Pixels | None:
    """Vectors in which lost parts of `old` go where they are seen again in `new`; None where none is.

    Blocks are looked for in the whole of `new`, small; what neighbours agree with is believed.
    """
    factor = max(1, round(max(old.shape) / _SMALL))
    size = max(old.shape[1] // factor, 1), max(old.shape[0] // factor, 1)
    one, other = (
        np.asarray(cv2.resize(proxy, size, interpolation=cv2.INTER_AREA), np.uint8) for proxy in (old, new)
    )
    mask = np.asarray(cv2.resize(floats(lost), size, interpolation=cv2.INTER_AREA)) > 0.5
    if min(one.shape) <= _BLOCK:
        return None
    step = max(_BLOCK // 2, round(float(np.sqrt(mask.sum() / _MOST))))
    places = _blocks(one, mask, step)
    shifts = [_seen_again(one, other, top, left) for top, left in places]
    sure = [(place, shift) for place, shift in zip(places, shifts, strict=True) if shift is not None]
    if len(sure) < _AGREE:
        return None
    corners, ways = np.array([place for place, _ in sure]), np.array([shift for _, shift in sure])
    near = np.abs(corners[:, None] - corners[None]).max(axis=2) <= _REACH * step
    alike = near & (np.abs(ways[:, None] - ways[None]).max(axis=2) <= _SAME)
    support = alike.sum(axis=1)
    if not (support >= _AGREE).any():
        return None
    start = there.copy()
    for block in sorted(np.flatnonzero(support >= _AGREE), key=lambda block: (support[block], block)):
        top, left = (max(int(corner) - step // 2, 0) * factor for corner in corners[block])
        side = (_BLOCK + step) * factor
        start[top : top + side, left : left + side] = np.median(ways[alike[block]], axis=0)[::-1] * factor
    return start


def _blocks(picture: Proxy, mask: Mask, step: int) -> list[tuple[int, int]]:
    """Corners, row and column, of blocks that lie in a mask and have something to see."""
    height, width = picture.shape
    return [
        (top, left)
        for top in range(0, height - _BLOCK + 1, step)
        for left in range(0, width - _BLOCK + 1, step)
        if mask[top : top + _BLOCK, left : left + _BLOCK].mean() > _WHOLE
        and picture[top : top + _BLOCK, left : left + _BLOCK].std() > _FLAT
    ]


def _seen_again(one: Proxy, other: Proxy, top: int, left: int) -> tuple[int, int] | None:
    """How far a block went, down and across, in small pixels; None where it is nowhere to be seen."""
    block = one[top : top + _BLOCK, left : left + _BLOCK]
    likeness = cv2.matchTemplate(other, block, cv2.TM_CCOEFF_NORMED)
    row, column = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
    return (int(row) - top, int(column) - left) if likeness[row, column] > _LIKE else None
