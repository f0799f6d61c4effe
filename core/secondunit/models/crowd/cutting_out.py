"""A person cut out of a pass: a soft edge, and the colours of what is in front of a known background."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import encode
from secondunit.models.matte.closed_form import closed_form
from secondunit.models.matte.cut_out import spread

from .difference import Difference
from .passes import Pixels

#: How much the closed form counts against what the known background says, where the two colours are near.
_NEAR = 0.03
#: Coverage outside that is no more than this is grain.
_FAINT = 0.04


@dataclass(frozen=True)
class PassLayer:
    """`color` (height, width, 3), premultiplied with `alpha` (height, width); `shade` as in `Difference`."""

    color: Pixels
    alpha: Pixels
    shade: Pixels

    def over_black(self) -> Pixels:
        """R, G, B, A with the shadow in it: black that covers what the shadow takes."""
        cover = 1.0 - (1.0 - self.alpha) * self.shade
        return np.concatenate([self.color, cover[..., None]], axis=2, dtype=np.float32)


def band(height: int) -> int:
    """Half the width of what is neither in nor out for sure, in pixels."""
    return max(2, round(height / 300))


def cut_out(picture: Pixels, behind: Pixels, difference: Difference, exposure: float) -> PassLayer:
    """The people of a picture, both (height, width, 3) scene-linear, before a background that is known.

    In the band around them alpha is how far the pixel has gone from the background B to the nearest colours
    F of the person, a = (I - B)(F - B) / |F - B|^2 in codes; where F and B are too near to tell, the closed
    form on I - B says it, whose background is one colour. The colour is I - (1 - a) B.
    """
    alpha = difference.people.astype(np.float32)
    color = np.zeros_like(picture)
    if not difference.people.any():
        return PassLayer(color, alpha, difference.shade)
    ground = behind * difference.shade[..., None]
    reach = band(picture.shape[0])
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    people = difference.people.astype(np.uint8)
    inside, outside = cv2.erode(people, kernel) > 0, cv2.dilate(people, kernel) == 0
    open_band = ~inside & ~outside
    top, left, bottom, right = _box(~outside, 2 * reach + 2)
    window = (slice(top, bottom), slice(left, right))
    codes = encode(picture[window], exposure)
    away = codes - encode(ground[window], exposure)
    trimap = np.where(inside[window], 1.0, np.where(outside[window], 0.0, 0.5)).astype(np.float32)
    if inside.any():
        front = spread(away, inside[window].astype(np.float32))
        far = (front**2).sum(axis=2)
        direct = np.clip((away * front).sum(axis=2) / np.maximum(far, 1e-9), 0.0, 1.0)
        form = closed_form(away, trimap)
        trust = far / (far + np.float32(_NEAR**2))
        soft = trust * direct + (1.0 - trust) * form
        differs = difference.people[window] | (difference.near[window] & (soft > _FAINT))
        soft = np.where(differs, soft, np.float32(0.0))
        alpha[window] = np.where(open_band[window], soft, trimap)
    rest = 1.0 - alpha[..., None]
    low, high = np.minimum(picture, 0.0), np.maximum(picture, 0.0)
    color = np.where(alpha[..., None] > 0, np.clip(picture - rest * ground, low, high), np.float32(0.0))
    return PassLayer(np.asarray(color, np.float32), alpha, difference.shade)


def _box(mask: np.typing.NDArray[np.bool_], more: int) -> tuple[int, int, int, int]:
    """The rows and columns that hold a mask, and `more` on each side: top, left, bottom, right."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    height, width = mask.shape
    return (
        max(0, int(rows[0]) - more), max(0, int(columns[0]) - more),
        min(height, int(rows[-1]) + more + 1), min(width, int(columns[-1]) + more + 1),
    )  # fmt: skip
