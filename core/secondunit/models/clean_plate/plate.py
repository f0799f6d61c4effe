"""What is worked on: a plate and a matte, read one frame at a time and looked at before they are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import BadPicture, WrongChannels
from secondunit.wire.frames import FrameRange

#: (height, width, 3) or (height, width) float32.
Pixels = npt.NDArray[np.float32]
#: (height, width) bool.
Mask = npt.NDArray[np.bool_]
#: (3, 3) float64, points as columns (x, y, 1) in pixels.
Homography = npt.NDArray[np.float64]
#: From a frame's number to its pixels.
Source = Callable[[int], Pixels]


@dataclass(frozen=True)
class MattedPlate:
    """Frames, and what is to go away in them.

    `pixels` gives (height, width, 3) float32, scene-linear; `matte` gives (height, width) float32 from 0 to
    1, where everything above 0 goes away. Both are asked several times for a frame and have to give the
    same every time. Frames that are not `wanted` are looked at and not filled.
    """

    frames: FrameRange
    pixels: Source
    matte: Source
    wanted: FrameRange | None = None

    def wants(self, frame: int) -> bool:
        """Whether a frame is to be filled."""
        return self.wanted is None or self.wanted.first <= frame <= self.wanted.last

    def picture(self, frame: int) -> Pixels:
        """A frame's pixels; BadPicture where one is no number, WrongChannels where the shape is another."""
        pixels = self.pixels(frame)
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.float32:
            raise WrongChannels(
                f"Frame {frame} is {_shape(pixels)}: a plate is (height, width, 3) float32.", where=str(frame)
            )
        if not np.isfinite(pixels).all():
            raise BadPicture(
                f"Frame {frame} holds values that are no numbers.",
                remedy="Render or convert this frame again, or leave it out of the range.",
                kept="Nothing was written for this frame.",
                where=str(frame),
            )
        return pixels

    def cover(self, frame: int) -> Pixels:
        """A frame's matte, cut to 0..1; BadPicture where a value is no number or the shape is another."""
        matte = self.matte(frame)
        if matte.ndim != 2 or not np.isfinite(matte).all():
            raise BadPicture(
                f"The matte of frame {frame} is {_shape(matte)}, or holds values that are no numbers.",
                remedy="Give a matte of one channel with values from 0 to 1.",
                where=str(frame),
            )
        return floats(np.clip(matte, 0.0, 1.0))


def floats(values: npt.ArrayLike) -> Pixels:
    """Values as float32, copied only where they are not."""
    return np.asarray(values, np.float32)


def same_size(frame: int, pixels: Pixels, matte: Pixels, size: tuple[int, int]) -> None:
    """Raise BadPicture where a frame or its matte is not (height, width) `size`."""
    for name, shape in ((f"Frame {frame}", pixels.shape[:2]), (f"The matte of frame {frame}", matte.shape)):
        if shape != size:
            raise BadPicture(
                f"{name} is {shape[1]}x{shape[0]}, the plate begins with {size[1]}x{size[0]}.",
                remedy="Bring every frame and matte to one size.",
                where=str(frame),
            )


def _shape(values: npt.NDArray[np.generic]) -> str:
    return f"{'x'.join(map(str, values.shape))} {values.dtype}"
