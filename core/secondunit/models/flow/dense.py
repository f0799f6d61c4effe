"""Dense flow between two scene-linear frames, with what is hidden in the other as a matte."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.clean_plate.plate import Pixels, floats
from secondunit.wire.errors import BadPicture, WrongChannels

from .calm import calmed
from .search import proxies, search, second_start

#: A way there and back may miss by this share of the squares of both, and by this much in pixels squared.
_SHARE, _MISS = 0.01, 0.5
#: Smaller pictures hold no patch.
_LEAST = 16


@dataclass(frozen=True)
class Flow:
    """`vectors` (height, width, 2) float32: where a pixel goes, x then y, in pixels; `hidden` (height, width)
    float32, 1 where what is there cannot be seen in the other frame."""

    vectors: Pixels
    hidden: Pixels


def flow(old: Pixels, new: Pixels) -> Flow:
    """From each pixel of `old` to `new`, both (height, width, 3) float32, scene-linear.

    WrongChannels where a shape is another, BadPicture where the sizes differ, are too small, or a value is
    no number. The same frames give the same bits, whatever the number of threads.
    """
    return flows(old, new)[0]


def flows(old: Pixels, new: Pixels) -> tuple[Flow, Flow]:
    """From `old` to `new` and back, for little more than one of them takes; the errors of `flow`."""
    _check(old, new)
    one, other = proxies(old, new)
    there, back = search(one, other), search(other, one)
    lost, lost_back = _hidden(there, back), _hidden(back, there)
    starts = (
        second_start(one, other, there, lost > 0.0),
        second_start(other, one, back, lost_back > 0.0),
    )
    if any(start is not None for start in starts):
        again, returned = search(one, other, starts[0]), search(other, one, starts[1])
        less, less_back = _hidden(again, returned), _hidden(returned, again)
        if less.sum() + less_back.sum() < lost.sum() + lost_back.sum():
            there, back, lost, lost_back = again, returned, less, less_back
    there, back = calmed(there, one, lost), calmed(back, other, lost_back)
    return Flow(there, _hidden(there, back)), Flow(back, _hidden(back, there))


def _hidden(there: Pixels, back: Pixels) -> Pixels:
    """1 where a way does not come back, or leaves the picture."""
    height, width = there.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    across, down = x + there[..., 0], y + there[..., 1]
    returned = floats(cv2.remap(back, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    apart = ((there + returned) ** 2).sum(axis=2)
    both = (there**2).sum(axis=2) + (returned**2).sum(axis=2)
    lost = apart > _SHARE * both + _MISS
    lost |= (across < 0.0) | (down < 0.0) | (across > width - 1.0) | (down > height - 1.0)
    return floats(lost)


def _check(old: Pixels, new: Pixels) -> None:
    for picture in (old, new):
        if picture.ndim != 3 or picture.shape[2] != 3:
            raise WrongChannels(f"A frame is {picture.shape}: flow takes (height, width, 3).")
        if not np.isfinite(picture).all():
            raise BadPicture(
                "A frame holds values that are no numbers.", remedy="Render or convert this frame again."
            )
    if old.shape != new.shape or min(old.shape[:2]) < _LEAST:
        raise BadPicture(
            f"The frames are {old.shape[1]}x{old.shape[0]} and {new.shape[1]}x{new.shape[0]}.",
            remedy=f"Give two frames of one size, at least {_LEAST}x{_LEAST}.",
        )
