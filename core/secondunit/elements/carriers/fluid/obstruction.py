"""What is in a gas's way at each frame of a shot: what stands, and what a matte of the plate covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from secondunit.elements.carriers.mattes import clean_matte
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.kernels import Field
from secondunit.elements.kind import MatteSource
from secondunit.elements.optics.camera import Camera
from secondunit.wire.frames import FrameRange

from .box import Box
from .distances import corners_of
from .silhouette import cast
from .solids import FASTEST, Solid, solid_of


@dataclass(frozen=True)
class Slab:
    """What a matte covers, its front `distance` metres from the camera and `thickness` metres deep."""

    matte: MatteSource
    distance: float
    thickness: float


class Obstruction:
    """The solid of each frame in one box; remembers only the last.

    Its walls move from the frame before to this one in `seconds` of the gas's time; no matte is asked for
    outside `frames`. A step is `dt` seconds.
    """

    def __init__(
        self, obstacles: Sequence[Obstacle], slab: Slab | None, box: Box, camera: Camera,
        frames: FrameRange, seconds: float, dt: float,
    ) -> None:  # fmt: skip
        self._slab, self._box, self._camera, self._frames = slab, box, camera, frames
        self._pace, self._limit = box.cell / seconds, FASTEST * box.cell / dt
        self._shapes = corners_of(box, obstacles)
        self._corners: dict[int, Field] = {}
        self._last: tuple[int, Solid | None] | None = None

    def __call__(self, frame: int) -> Solid | None:
        """The solid at a frame; None where none is in the box."""
        first, last = self._frames.first, self._frames.last
        frame = min(max(frame, first), last) if self._slab is not None else first
        if self._last is None or self._last[0] != frame:
            now, before = self._at(frame), self._at(max(frame - 1, first))
            self._corners = {frame: now}
            self._last = frame, solid_of(now, self._box.floor, before, self._pace, self._limit)
        return self._last[1]

    def _at(self, frame: int) -> Field:
        if self._slab is None:
            return self._shapes
        if frame not in self._corners:
            matte, _ = clean_matte(self._slab.matte(frame), frame)
            corners = np.array(self._shapes)
            slab, camera = self._slab, self._camera.at(frame)
            cast(matte, self._box, camera, slab.distance, slab.thickness, corners)
            self._corners[frame] = corners
        return self._corners[frame]
