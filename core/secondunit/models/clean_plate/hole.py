"""The hole a matte makes: what is replaced, what a frame may give, and the feathered edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .plate import Mask, Pixels

#: A matte's softest edge that still counts: half an 8-bit step.
_LEAST = 1.0 / 510.0


@dataclass(frozen=True)
class HoleBox:
    """Columns `left` to `right` and rows `top` to `bottom` of a picture, in pixels, the ends excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.right - self.left, self.bottom - self.top

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)

    @property
    def cut(self) -> tuple[slice, slice]:
        """What cuts it out of an array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, margin: int, size: tuple[int, int]) -> HoleBox:
        """The box larger by `margin` on each side, within a picture of (height, width)."""
        return HoleBox(
            max(self.left - margin, 0),
            max(self.top - margin, 0),
            min(self.right + margin, size[1]),
            min(self.bottom + margin, size[0]),
        )


def hole_of(matte: Pixels, grow: int) -> Mask:
    """What goes away: all that the matte touches, larger by `grow` pixels for what it forgot."""
    return widen(np.asarray(matte > _LEAST), grow)


def widen(mask: Mask, by: int) -> Mask:
    """The mask larger by `by` pixels, round."""
    if by < 1 or not mask.any():
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.dilate(mask.view(np.uint8), disc), np.uint8) > 0


def feather(hole: Mask, width: int) -> Pixels:
    """1 in the hole, falling to 0 within `width` pixels outside it; exactly 0 beyond."""
    if not hole.any():
        return np.zeros(hole.shape, np.float32)
    distance = cv2.distanceTransform((~hole).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    fall = np.clip(1.0 - np.asarray(distance, np.float32) / (width + 1.0), 0.0, 1.0)
    return np.asarray(fall * fall * (3.0 - 2.0 * fall), np.float32)


def bounds(mask: Mask) -> HoleBox | None:
    """The smallest box around what is set; None where nothing is."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    return HoleBox(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
