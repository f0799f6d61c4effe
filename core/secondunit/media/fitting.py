"""How a plate lies in the picture a model takes, and the way back: scale and padding, never distortion.

It knows geometry and resampling; it does not know colour or files.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from ..wire.intake import Intake
from ..wire.picture import Window
from ..wire.prepared import Fit
from .picture import Pixels

Fill = Literal["mirror", "edge", "black"]


def fit(
    intake: Intake,
    window: Window,
    region: Window | None = None,
    scale: float = 1.0,
    *,
    pixel_aspect: float = 1.0,
) -> Fit:
    """Where `region` of `window` (all of it when None) goes in a canvas that `intake` takes.

    `scale` is how many of the model's pixels one of the plate's (made square) should be, as far as the limits
    allow. A region smaller than the window is grown where the canvas has room: more plate instead of padding.
    """
    raise NotImplementedError


def around(matte: Pixels, window: Window, *, context: float = 0.5, least: int = 64) -> Window | None:
    """The part of `window` that a matte (height, width), which fills it, and its surroundings take; None: empty."""
    raise NotImplementedError


def fitted(
    pixels: Pixels, fit: Fit, fill: Fill = "mirror", *, at: tuple[int, int] = (0, 0)
) -> npt.NDArray[np.float32]:
    """The canvas, (fit.size) float32, of pixels (height, width[, channels]) whose first one is at `at` (x, y)."""
    raise NotImplementedError


def unfitted(
    canvas: Pixels, fit: Fit, window: Window | None = None, *, scale: int = 1
) -> npt.NDArray[np.float32]:
    """The way back: pixels that fill `window` of the plate (`fit.region` when None), 0 outside the region.

    The canvas may be larger or smaller than `fit.size`, in the same shape. `scale` gives each side so many times
    the plate's pixels (upscale).
    """
    raise NotImplementedError


def feathered(matte: Pixels, radius: float) -> npt.NDArray[np.float32]:
    """A matte (height, width) made soft inward over `radius` pixels: 0 wherever it was 0, nowhere larger."""
    raise NotImplementedError
