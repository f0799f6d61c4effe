"""Where the pixels of a frame are in another one, and that frame brought to it.

Dense inverse search (T. Kroeger, R. Timofte, D. Dai, L. Van Gool, ECCV 2016), one way, on proxies without
their finest grain: what it gets wrong is seen by what it leaves (`agreement`), so that the way back is not
needed. Pictures are resampled by Lanczos over eight pixels: averages of cubic ones lose 1.3 dB of texture.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.coding import encode, exposure_of, grey

Pixels = npt.NDArray[np.float32]
Proxy = npt.NDArray[np.uint8]
Inside = npt.NDArray[np.bool_]
#: A proxy is smoothed by a Gaussian of so many pixels.
_CALM = 1.0
#: How smooth the flow is taken to be, where OpenCV has 20: grain pulls it about. And how often it is refined.
_SMOOTH, _ROUNDS = 60.0, 3
#: Flow is looked for down to a half of the size in pictures of so many pixels and more, and to a fourth.
_SIZES = (100_000, 500_000)
#: Smaller pictures hold no patch of the search: nothing of them is taken to move.
_LEAST = 32


def proxy_of(picture: Pixels) -> Proxy:
    """8 bits of (height, width, 3) scene-linear light, at an exposure of its own."""
    luminance = grey(picture)
    exposure = exposure_of(luminance, np.ones(luminance.shape, np.bool_))
    calm = cv2.GaussianBlur(encode(luminance, exposure), (0, 0), _CALM)
    return np.asarray(np.clip(calm * 255.0 + 0.5, 0.0, 255.0), np.uint8)


def flow_to(frame: Proxy, other: Proxy) -> Pixels:
    """Where each pixel of `frame` is in `other`: (height, width, 2) float32, x then y, in pixels."""
    nothing = np.zeros((*frame.shape, 2), np.float32)
    if min(frame.shape) < _LEAST:
        return nothing
    dense = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    dense.setFinestScale(sum(frame.size >= size for size in _SIZES))
    dense.setVariationalRefinementIterations(_ROUNDS)
    dense.setVariationalRefinementAlpha(_SMOOTH)
    return np.asarray(dense.calc(frame, other, nothing), np.float32)


def brought(other: Pixels, flow: Pixels) -> tuple[Pixels, Inside]:
    """`other` (height, width, channels) where `flow` says, and which pixels lie inside of it."""
    height, width = flow.shape[:2]
    across = flow[..., 0] + np.arange(width, dtype=np.float32)
    down = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    there = cv2.remap(other, across, down, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    inside = (across >= 0.0) & (down >= 0.0) & (across <= width - 1.0) & (down <= height - 1.0)
    return np.asarray(there, np.float32), np.asarray(inside, np.bool_)
