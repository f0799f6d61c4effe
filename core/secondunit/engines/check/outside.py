"""Outside the matte a comp is its plate, bit for bit: every pixel of every frame, no tolerance.

The threshold is the house's law of pictures: outside the feathered matte an edited plate equals the original.
A take lies over its plate, so a pixel differs there where its own colour is not what its alpha takes away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondunit.wire import CheckFigure, CheckLight, CheckSubject

from .frames import CheckedFrames, Pixels, comp


@dataclass
class OutsideCount:
    """Counts as the frames go by; `pixels` is None as long as nothing limits the take."""

    pixels: int | None = None
    looked: int = 0
    worst: tuple[int, int] = (0, 0)

    def add(self, frames: CheckedFrames, frame: int, beauty: Pixels) -> None:
        """Count a frame's pixels; the plate is read only where the take is not empty outside."""
        outside = frames.outside(frame)
        if outside is None:
            return
        touched = outside & beauty.any(axis=-1)
        count = int(touched.sum())
        if count:
            behind = frames.behind(frame)
            if behind is not None:  # an opaque take may hold the plate's own pixels
                count = int((comp(beauty, behind) != behind).any(axis=-1)[touched].sum())
        self.pixels = (self.pixels or 0) + count
        self.looked += 1
        self.worst = max(self.worst, (count, frame))

    def figure(self) -> CheckFigure:
        """Green for none, red for one."""
        if self.pixels is None:
            return CheckFigure(
                CheckSubject.OUTSIDE, CheckLight.NONE, "No matte limits it: there is no outside to compare."
            )
        if not self.pixels:
            frames = "frame is" if self.looked == 1 else f"{self.looked} frames are"
            return CheckFigure(
                CheckSubject.OUTSIDE,
                CheckLight.GREEN,
                f"Outside the matte the {frames} the plate's own bits.",
            )
        return CheckFigure(
            CheckSubject.OUTSIDE, CheckLight.RED,
            f"{self.pixels:,} pixels differ from the plate outside the matte, most of them in frame "
            f"{self.worst[1]}.",
            float(self.pixels), "px", self.worst[1],
        )  # fmt: skip


def difference(beauty: Pixels, behind: Pixels) -> Pixels:
    """How far a comp is from its plate, the largest of three channels, (height, width)."""
    return np.asarray(np.abs(comp(beauty, behind) - behind).max(axis=-1), np.float32)
