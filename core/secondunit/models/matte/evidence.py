"""What looks at other frames say of each pixel of a frame: background, figure, or how much of either.

A pixel is background where it goes on in another frame as the background moves, and not as the figure does.
Where frames agree on what is behind the figure, coverage is how far the pixel has gone from it: strands of
hair beyond any silhouette, and gaps in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.method import Coverage, Pixels

from .looks import AlignedFrame, Mask, grown
from .silhouette import OpenSilhouette

#: Pixels are compared through a Gaussian of so many pixels.
_AROUND = 1.2
#: All below is in what a look differs by where it shows the same: grain, in codes; never taken for less than
#: this, and a look that differs by more lies on nothing.
_LEAST, _MOST = 0.004, 0.03
#: It is the same up to so much, if what the figure's move brings there is so many times farther.
_SAME, _RATIO = 1.2, 1.6
#: What is finer than so many pixels is texture, if it is so much.
_FINE, _TEXTURED = 6.0, 1.3
#: A pixel alone agrees up to so much, differs from so much on, and is the figure's from so much on.
_AGREES, _DIFFERS, _FIGURE = 2.4, 4.8, 6.4
#: Looks agree on the background within so much in each channel; two have to.
_TOLERANCE, _TWO = 2.0, 2
#: From what agrees on, coverage rises to 1 over so many codes.
_RISE = 0.06
#: A core is open so near to background that a silhouette has taken in, in pixels of a picture of 1920.
_TAKEN_IN = 24.0
#: What hangs out of the band is thinner than this, in pixels of a picture of 1920.
_THIN = 15


@dataclass(frozen=True)
class Evidence:
    """All (height, width): `ground` is background for sure, `figure` a part of the figure, `core` what stays
    whole, `opened` what may be either; `coverage` float32, 0 to 1, holds where `seen`.
    """

    ground: Mask
    figure: Mask
    core: Mask
    opened: Mask
    coverage: Coverage
    seen: Mask

    @property
    def trimap(self) -> Coverage:
        """1 where the figure is, 0 where it is not, 0.5 where that is open."""
        trimap = np.where(self.ground | ~self.opened, 0.0, 0.5)
        return np.where(self.core | self.figure, 1.0, trimap).astype(np.float32)

    def joined(self, alpha: Coverage) -> Coverage:
        """A solved matte (height, width) with what was seen: between the two, for each errs its own way."""
        half = np.float32(0.5)
        joined = np.where(self.seen, half * alpha + half * self.coverage, alpha)
        return np.where(self.ground, np.float32(0.0), joined)


def evidence_of(codes: Pixels, looks: Sequence[AlignedFrame], coarse: OpenSilhouette) -> Evidence | None:
    """What looks say of a picture's codes (height, width, 3); None where none of them lies on it."""
    compared = _compared(codes, looks, ~coarse.band)
    if compared is None:
        return None
    grain, kept, ground, least = compared
    # Plain cloth goes on in itself, however it moves: within the silhouette a pixel has to have texture.
    ground &= ~coarse.person | (_texture(codes) > _TEXTURED * grain)
    whole = ground.astype(np.uint8)
    closed = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) > 0
    ground |= closed & (least < _AGREES * grain)
    broad = cv2.morphologyEx(ground.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0
    # A silhouette that has taken in a piece of the background is open around it.
    core = coarse.core & ~grown(broad, _TAKEN_IN * coarse.unit)
    apart, near, seen = _from_behind(codes, kept, coarse.reach & ~core, grain)
    differs = (least > _DIFFERS * grain) & coarse.reach
    figure = seen & (apart > _FIGURE * grain) & (near > _DIFFERS * grain)
    figure &= _hanging(figure, core, core | (coarse.person & coarse.reach & ~ground), coarse)
    ground |= seen & (near < _AGREES * grain)
    coverage = np.clip((apart - _AGREES * grain) / np.float32(_RISE), 0.0, 1.0).astype(np.float32)
    seen &= coarse.band | grown(figure, 3.0)
    return Evidence(
        ground & ~core, figure, core, (coarse.band | grown(differs, 1.5)) & coarse.reach, coverage, seen
    )


def _compared(
    codes: Pixels, looks: Sequence[AlignedFrame], outside: Mask
) -> tuple[float, list[AlignedFrame], Mask, Pixels] | None:
    """The looks' grain, those that lie on the picture, what goes on in them as the background does, and by
    how much each pixel differs from the look that is nearest there.
    """
    apart = [_distance(codes, look.ground) for look in looks]
    around = [np.sqrt(cv2.GaussianBlur(one * one, (0, 0), _AROUND)) for one in apart]
    grains = [
        float(np.median(broad[look.there & outside])) if (look.there & outside).any() else np.inf
        for broad, look in zip(around, looks, strict=True)
    ]
    kept = [at for at, grain in enumerate(grains) if grain < _MOST]
    if not kept:
        return None
    grain = max(_LEAST, float(np.median([grains[at] for at in kept])))
    ground = np.zeros(codes.shape[:2], np.bool_)
    least = np.full(codes.shape[:2], np.inf, np.float32)
    for at in kept:
        there = looks[at].there
        moved = _distance(codes, looks[at].figure)
        moved = np.sqrt(cv2.GaussianBlur(moved * moved, (0, 0), _AROUND))
        ground |= there & looks[at].moved & (around[at] < _SAME * grain) & (moved > _RATIO * around[at])
        least = np.where(there, np.minimum(least, apart[at]), least)
    return grain, [looks[at] for at in kept], ground, least


def _from_behind(
    codes: Pixels, looks: Sequence[AlignedFrame], wanted: Mask, grain: float
) -> tuple[Pixels, Pixels, Mask]:
    """By how much pixels differ from what most clear looks agree is behind, and from the nearest of those
    looks, (height, width); and where two agree at all.
    """
    here = codes[wanted]
    stack = np.stack([look.ground[wanted] for look in looks])
    clear = np.stack([look.clear[wanted] & look.there[wanted] for look in looks])
    count = len(looks)
    votes = np.zeros((count, len(here)), np.int32)
    totals = np.zeros_like(stack)
    for one in range(count):
        for other in range(one, count):
            same = np.abs(stack[one] - stack[other]).max(axis=1) < _TOLERANCE * grain
            same &= clear[one] & clear[other]
            for at, from_there in {(one, other), (other, one)}:
                votes[at] += same
                totals[at] += stack[from_there] * same[:, None]
    most = votes.argmax(axis=0), np.arange(len(here))
    behind = totals[most] / np.maximum(votes[most], 1)[:, None]
    agreed = votes[most] >= _TWO
    nearest = np.where(clear, np.linalg.norm(stack - here, axis=2), np.inf).min(axis=0, initial=np.inf)
    apart, near = (np.full(wanted.shape, value, np.float32) for value in (0.0, np.inf))
    seen = np.zeros(wanted.shape, np.bool_)
    apart[wanted], near[wanted] = np.linalg.norm(here - behind, axis=1), nearest
    seen[wanted] = agreed
    return apart, near, seen


def _hanging(figure: Mask, core: Mask, held: Mask, coarse: OpenSilhouette) -> Mask:
    """What hangs on the core, and is thin where it hangs out of the band: no shadow, and nobody else."""
    side = max(3, round(_THIN * coarse.unit)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    outside = (figure & ~coarse.band).astype(np.uint8)
    thick = cv2.dilate(cv2.morphologyEx(outside, cv2.MORPH_OPEN, kernel), kernel) > 0
    thin = coarse.band | ~thick
    count, pieces = cv2.connectedComponents(((figure & thin) | held).astype(np.uint8), connectivity=8)
    hangs = np.zeros(count, np.bool_)
    hangs[np.unique(pieces[core])] = True
    hangs[0] = False
    return np.asarray(hangs[pieces] & thin, np.bool_)


def _texture(codes: Pixels) -> Pixels:
    """How much of a picture is finer than `_FINE` pixels around each pixel, grain in it, (height, width)."""
    fine = _distance(codes, np.asarray(cv2.GaussianBlur(codes, (0, 0), _FINE), np.float32))
    return np.asarray(np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), _FINE / 2)), np.float32)


def _distance(one: Pixels, other: Pixels) -> Pixels:
    """By how much colours differ, (height, width): the length of the difference of their codes."""
    apart = one - other
    return np.asarray(np.sqrt(np.einsum("yxc,yxc->yx", apart, apart)), np.float32)
