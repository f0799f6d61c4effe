"""The kinds of guides, and what the pixels of each are."""

from __future__ import annotations

from enum import Enum


class GuideKind(str, Enum):
    """What a guide's pixels are.

    `depth`: units of `Guide.scale` metres along the camera's axis, 0 where nothing is. `normals`: x to the
    right, y up, z towards the camera, each -1 to 1, length 0 where nothing is. `edges` and `mask`: 0 to 1.
    `pose`: a picture of a skeleton, red, green and blue 0 to 1. `motion`: where what is seen goes until the
    next frame, in pixels, x to the right and y up.
    """

    DEPTH = "depth"
    NORMALS = "normals"
    EDGES = "edges"
    POSE = "pose"
    MASK = "mask"
    MOTION = "motion"

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that its files usually have."""
        return _CHANNELS[self]


_CHANNELS = {
    GuideKind.DEPTH: ("Z",),
    GuideKind.NORMALS: ("N.X", "N.Y", "N.Z"),
    GuideKind.EDGES: ("Y",),
    GuideKind.POSE: ("R", "G", "B"),
    GuideKind.MASK: ("Y",),
    GuideKind.MOTION: ("forward.u", "forward.v"),
}
