"""A plate cut out by a matte: the colours of what is in front, premultiplied, with the matte as its alpha."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.models.sizes import resized

Pixels = npt.NDArray[np.float32]
Coverage = npt.NDArray[np.float32]

#: The colours of what is in front are estimated on a picture of at most so many pixels: they vary slowly.
MOST_PIXELS = 1 << 19


def cut_out(picture: Pixels, alpha: Coverage) -> Pixels:
    """(height, width, 4) float32 of a scene-linear picture (height, width, 3) and its matte (height, width).

    Where the matte is whole the colours are the plate's, bit for bit; where it is 0 all is 0; between, the
    plate without the background's share: `F a = I - (1 - a) B`, with B estimated from where F is not seen
    (see `background_of`), held between 0 and what the plate has.
    """
    out = np.zeros((*alpha.shape, 4), np.float32)
    out[..., 3] = alpha
    whole = alpha >= 1.0
    out[whole, :3] = picture[whole]
    between = (alpha > 0) & ~whole
    if between.any():
        behind = background_of(picture, alpha)
        front = picture[between] - (np.float32(1.0) - alpha[between])[:, None] * behind[between]
        # What is in front adds no more light than the plate has there, and takes none away.
        out[between, :3] = np.clip(front, np.minimum(picture[between], 0), np.maximum(picture[between], 0))
    return out


def background_of(picture: Pixels, alpha: Coverage) -> Pixels:
    """What is behind a matte's edge, (height, width, 3): the plate where the matte is 0, spread out.

    By pull and push over halved sizes: each pixel is the mean of what is nearest of the plate outside. The
    plate is taken at a size of at most `MOST_PIXELS`.
    Source: S. J. Gortler et al., "The Lumigraph" (1996), section 3.5.
    """
    return spread(picture, (alpha <= 0).astype(np.float32))


def spread(picture: Pixels, known: Coverage) -> Pixels:
    """The picture where `known` is 1, and what is nearest of it elsewhere: smooth, (height, width, 3)."""
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
