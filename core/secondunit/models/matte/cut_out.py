"""A plate cut out by a matte: the colours of what is in front, premultiplied, with the matte as its alpha."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.models.sizes import resized

Pixels = npt.NDArray[np.float32]
Coverage = npt.NDArray[np.float32]

#: The colours of what is in front are estimated on a picture of at most so many pixels: they vary slowly.
MOST_PIXELS = 1 << 19
#: From which coverage on a pixel is the front's own, and up to which the background's.
FRONT, BEHIND = 0.97, 0.03
#: How far the nearest colours are held to, against what the pixel says.
GIVE = 0.02


def cut_out(picture: Pixels, alpha: Coverage) -> Pixels:
    """(height, width, 4) float32 of a scene-linear picture (height, width, 3) and its matte (height, width).

    Where the matte is whole the colours are the plate's, bit for bit; where it is 0 all is 0. Between, front
    F and background B are the nearest that are known, moved as little as explains the pixel I, which is
    `a F + (1 - a) B`: with `r` what is left unexplained, F moves by `r a / (a^2 + (1 - a)^2 + GIVE)`. The
    result, F a, is held between 0 and what the plate has.
    Source of the step: T. Germer et al., "Fast multi-level foreground estimation" (2020).
    """
    out = np.zeros((*alpha.shape, 4), np.float32)
    out[..., 3] = alpha
    whole = alpha >= 1.0
    out[whole, :3] = picture[whole]
    between = (alpha > 0) & ~whole
    if between.any():
        share = alpha[between][:, None]
        rest = np.float32(1.0) - share
        front = _nearest(picture, alpha >= FRONT, between)
        behind = _nearest(picture, alpha <= BEHIND, between)
        left = picture[between] - share * front - rest * behind
        front = front + left * share / (share * share + rest * rest + np.float32(GIVE))
        low, high = np.minimum(picture[between], 0), np.maximum(picture[between], 0)
        out[between, :3] = np.clip(front * share, low, high)
    return out


def _nearest(picture: Pixels, known: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_]) -> Pixels:
    """What is nearest of the known part at the wanted pixels, (n, 3); the picture where none is known."""
    if not known.any():
        return picture[wanted]
    return spread(picture, known.astype(np.float32))[wanted]


def spread(picture: Pixels, known: Coverage) -> Pixels:
    """The picture where `known` is 1, and what is nearest of it elsewhere: smooth, (height, width, 3).

    By pull and push over halved sizes, of a picture of at most `MOST_PIXELS`.
    Source: S. J. Gortler et al., "The Lumigraph" (1996), section 3.5.
    """
    height, width = known.shape
    share = min(1.0, (MOST_PIXELS / (height * width)) ** 0.5)
    small = max(1, round(height * share)), max(1, round(width * share))
    weight = known[..., None]
    weighted = np.concatenate([np.where(weight > 0, picture, 0.0), weight], axis=2).astype(np.float32)
    return resized(_spread(resized(weighted, *small)), height, width)


def _spread(weighted: Pixels) -> Pixels:
    """Colour where the weight (the fourth channel) is whole, and the coarser picture's where it is not."""
    height, width = weighted.shape[:2]
    weight = np.clip(weighted[..., 3:], 0.0, 1.0)
    own = weighted[..., :3] / np.maximum(weighted[..., 3:], np.float32(1e-6))
    if min(height, width) == 1 or (height <= 2 and width <= 2):
        total = float(weighted[..., 3].sum())
        mean = weighted[..., :3].sum(axis=(0, 1)) / max(total, 1e-6)
        return np.where(weight > 1e-4, own, mean.astype(np.float32)).astype(np.float32)
    half = (height + 1) // 2, (width + 1) // 2
    coarse = resized(_spread(resized(weighted, *half)), height, width)
    return (own * weight + coarse * (np.float32(1.0) - weight)).astype(np.float32)
