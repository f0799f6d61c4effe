"""Light as a model's pictures hold it, and back: reversible sRGB and log, chosen from the plate and measured.

It knows numbers and colour spaces; it does not know sizes, files or models.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..wire.intake import Coding
from ..wire.prepared import Encoded, RoundTrip
from .config import Config
from .picture import Pixels

#: (height, width, 3) uint8 or uint16; float32 for linear light, which travels as EXR.
Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.float32]


def choose(
    samples: Pixels, space: str, config: Config, coding: Coding = Coding.SRGB, depth: int = 8
) -> Encoded:
    """The coding for a plate, of `samples` of it: (..., 3 or more), scene-linear in `space`."""
    raise NotImplementedError


def encode(pixels: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> Codes:
    """Code values of scene-linear light: (height, width, 3 or more) in `space` to (height, width, 3).

    uint8 or uint16 by `depth`; float32 in `encoded.space` where the coding is linear.
    """
    raise NotImplementedError


def decode(
    codes: npt.NDArray[np.generic], encoded: Encoded, depth: int, space: str, config: Config
) -> npt.NDArray[np.float32]:
    """The exact inverse of `encode`: (height, width, 3) float32, scene-linear in `space`.

    Codes are uint8 or uint16, or float32 from 0 to 1 (frames of a movie). A fourth channel, straight alpha,
    comes back as the alpha of premultiplied (height, width, 4).
    """
    raise NotImplementedError


def measure(samples: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> RoundTrip:
    """What the way there and back does to `samples`, (..., 3 or more) scene-linear in `space`."""
    raise NotImplementedError
