"""The passes of a crowd, over the frames of the shot and between its cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.models.method import PlatePass
from secondunit.wire.frames import FrameRange

#: (height, width, 3) or (height, width) float32.
Pixels = npt.NDArray[np.float32]
#: (height, width) bool.
Mask = npt.NDArray[np.bool_]
#: (3, 3) float64, points as columns (x, y, 1) in pixels.
Homography = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CrowdPlate:
    """All passes over the same frames, the plate first; `cuts`: the first frames after a cut of any."""

    frames: FrameRange
    passes: tuple[PlatePass, ...]
    cuts: tuple[int, ...] = ()

    @property
    def shots(self) -> tuple[FrameRange, ...]:
        """The frames between cuts, in order."""
        starts = sorted({self.frames.first, *(cut for cut in self.cuts if cut in self.frames)})
        ends = [*(start - 1 for start in starts[1:]), self.frames.last]
        return tuple(FrameRange(first, last) for first, last in zip(starts, ends, strict=True))

    def shot(self, frame: int) -> FrameRange:
        """The shot that holds a frame."""
        return next(shot for shot in self.shots if frame in shot)
