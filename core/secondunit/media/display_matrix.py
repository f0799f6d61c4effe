"""How a movie is to be turned and mirrored before it is shown, from its display matrix.

A track's header holds x' = ax + cy, y' = bx + dy, y downward (ISO/IEC 14496-12, 8.3.2). Phones write quarter
turns, cameras that look at their operator mirrors; FFmpeg's angle alone takes one for the other.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..wire.errors import BadPicture

#: Below this share of the longer side a number of the matrix is nothing: what rounding leaves.
_NOTHING = 1 / 256


@dataclass(frozen=True)
class Orientation:
    """`rotation` in degrees anticlockwise, a multiple of 90; then mirrored left to right, or not."""

    rotation: int = 0
    mirrored: bool = False

    def made(self, pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The picture as it is to be shown, (height, width, channels)."""
        turns = self.rotation // 90 % 4
        picture = np.rot90(pixels, turns) if turns else pixels
        picture = picture[:, ::-1] if self.mirrored else picture
        return np.ascontiguousarray(picture)


def turn_of(frame: Any, path: Path) -> Orientation:
    """What the display matrix of a decoded frame asks for; raises `BadPicture` for any other angle."""
    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return Orientation()
    a, b, _, c, d, *_ = struct.unpack("<9i", bytes(data))
    most = max(abs(term) for term in (a, b, c, d)) or 1
    a, b, c, d = (0 if abs(term) < most * _NOTHING else term for term in (a, b, c, d))
    if a and d and not b and not c:
        # Upside down is half a turn and a mirror.
        return Orientation(180 if d < 0 else 0, (a < 0) != (d < 0))
    if b and c and not a and not d:
        return Orientation(270 if b > 0 else 90, (b < 0) == (c < 0))
    angle = round(math.degrees(math.atan2(b, a)))
    raise BadPicture(
        f"{path.name} is to be shown turned by {abs(angle)} degrees; only quarter turns can be made.",
        remedy=f"Write it anew without that: ffmpeg -display_rotation 0 -i {path.name} -c copy ...",
        where=str(path),
    )
