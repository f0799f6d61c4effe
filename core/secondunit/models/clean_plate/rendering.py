"""One frame of a clean plate: the mosaic seen from it, its light, its blur, its seam and its grain."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.plate_match.cut_grain import grain_for, level_of

from .blur import soften, softness
from .coding import decode, encode, unbend
from .hole import HoleBox, bounds, feather, hole_of, widen
from .membrane import membrane
from .mosaic import Mosaic, look, nearer
from .path import Place
from .plate import Homography, Mask, Pixels
from .spans import MARGIN

#: The seam's light is read this far around the hole, in pixels.
_RIM = 12
#: A code farther than this from the plate's is another thing, not another light.
_OTHER = 0.12


@dataclass(frozen=True)
class HoleFill:
    """What stands in a box of a frame before it is joined: `code` without grain, `box`, `alpha` the
    feathered hole (height, width) of the box, `never_seen` of the box, `gain` and `matrix` to the mosaic,
    `pixels` scene-linear with grain.
    """

    box: HoleBox
    code: Pixels
    pixels: Pixels
    alpha: Pixels
    hole: Mask
    never_seen: Mask
    gain: Pixels
    matrix: Homography


def fill_of(
    picture: Pixels,
    matte: Pixels,
    place: Place,
    matrix: Homography,
    mosaic: Mosaic,
    exposure: float,
    beside: tuple[Mosaic, Homography] | None,
    look_of: tuple[int, int, bool, int],
    beyond: bool = False,
) -> HoleFill | None:
    """The fill of a frame; None where nothing is hidden. `look_of` is grow, feather (pixels), grain, seed;
    `beyond` says that what is hidden lies around the picture.
    """
    grow, width, with_grain, seed = look_of
    hole = hole_of(matte, grow)
    inner = bounds(hole)
    if inner is None:
        return None
    box = inner.grown(MARGIN, hole.shape)
    seen_there = look(mosaic, matrix, box)
    if beside is not None:
        seen_there = nearer(seen_there, look(*beside, box), beyond)
    shown, depth = seen_there.knees, seen_there.depth
    alpha = feather(hole, width)[box.cut]
    hidden = hole[box.cut]
    plate = picture[box.cut]
    gain = np.array(place.gain, np.float32)
    light = unbend(shown, exposure) * gain
    seen = (depth > 0.0) & ~widen(hidden, 2)
    blur = softness(
        light.clip(-1.0, 8.0 / exposure).mean(axis=2), plate.clip(-1.0, 8.0 / exposure).mean(axis=2), seen
    )
    code = encode(soften(light, blur), exposure)
    own = encode(plate, exposure)
    rest = own - code
    near = widen(hidden, _RIM + 2) & seen & (np.abs(rest).max(axis=2) < _OTHER)
    code = code + membrane(rest, near.astype(np.float32))
    final = code
    if with_grain:
        final = code + _grain(own - code, code, seen, depth, seed + place.frame)
    return HoleFill(box, code, decode(final, exposure), alpha, hidden, hidden & (depth <= 0.0), gain, matrix)


def join(picture: Pixels, fill: HoleFill) -> Pixels:
    """The frame with its fill; where alpha is zero the bits are the frame's own."""
    out = picture.copy()
    alpha = fill.alpha[..., None]
    there = out[fill.box.cut]
    mixed = np.where(alpha >= 1.0, fill.pixels, there * (1.0 - alpha) + fill.pixels * alpha)
    out[fill.box.cut] = np.where(alpha > 0.0, mixed, there)
    return out


def flicker(before: HoleFill, now: HoleFill) -> float:
    """The mean difference of two fills of one mosaic in light alone, in codes of 255, where both stand."""
    matrix = np.linalg.inv(now.matrix @ _corner(now.box)) @ before.matrix @ _corner(before.box)
    there = cv2.warpPerspective(decode(before.code), matrix, now.box.size, flags=cv2.INTER_LANCZOS4)
    both = cv2.warpPerspective(before.hole.astype(np.float32), matrix, now.box.size, flags=cv2.INTER_LINEAR)
    mask = (np.asarray(both) > 0.999) & now.hole
    if not mask.any():
        return 0.0
    same_light = encode(np.asarray(there, np.float32) * (now.gain / before.gain))
    return float(np.abs((now.code - same_light)[mask]).mean() * 255.0)


def _corner(box: HoleBox) -> Homography:
    return np.array([[1.0, 0.0, box.left], [0.0, 1.0, box.top], [0.0, 0.0, 1.0]])


def _grain(rest: Pixels, code: Pixels, seen: Mask, depth: Pixels, seed: int) -> Pixels:
    fine = rest - cv2.GaussianBlur(rest, (0, 0), 6.0)
    level = level_of(fine, code, seen & (depth > 1.5))
    if level is None:
        return np.zeros_like(code)
    kept = 1.0 - 1.0 / np.maximum(depth, 1.0)
    usual = float(np.median(kept[depth > 0.0])) if (depth > 0.0).any() else 1.0
    grain = grain_for(fine, code, seen & (depth > 1.5), level, seed)
    share = np.where(depth > 0.0, kept, usual) / max(usual, 1e-3)
    return np.asarray(
        grain / np.sqrt(max(usual, 0.3)) * np.sqrt(share * max(usual, 0.3))[..., None], np.float32
    )
