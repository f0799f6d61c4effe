"""A pinhole camera at one moment: rays through the frame, and where a point of the world is seen.

The world is in metres: y up, z toward a camera that is not turned. Knows nothing of volumes and controls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import asin, degrees
from typing import TYPE_CHECKING

from secondunit.wire.picture import Format

if TYPE_CHECKING:
    from .shot import ShotView

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """A camera at (`x`, `y`, `z`) metres, with unit vectors `right` and `upward` in frame, `forward` into it.

    `across` and `down` are the width and the height of the format as multiples of the focal length, `shift_x`
    and `shift_y` how far the middle of the frame is from the lens's axis as shares of its sides, to the right
    and up; `format` is what it exposes. `shot` has the camera's other frames, where it moves.
    """

    x: float
    y: float
    z: float
    right: Vector
    upward: Vector
    forward: Vector
    across: float
    down: float
    format: Format
    shift_x: float = 0.0
    shift_y: float = 0.0
    shot: ShotView | None = field(default=None, compare=False, repr=False)

    @property
    def pitch(self) -> float:
        """How far it looks above the horizon, in degrees."""
        return degrees(asin(max(-1.0, min(1.0, self.forward[1]))))

    def ray(self, x: float, y: float) -> Vector:
        """The direction through a place in frame (0 to 1, from the bottom left), one metre deep."""
        right, up = (x - 0.5 + self.shift_x) * self.across, (y - 0.5 + self.shift_y) * self.down
        f, r, u = self.forward, self.right, self.upward
        return (
            f[0] + u[0] * up + r[0] * right,
            f[1] + u[1] * up + r[1] * right,
            f[2] + u[2] * up + r[2] * right,
        )

    def see(self, x: float, y: float, z: float) -> Vector:
        """Where a point of the world is in frame (0 to 1, from the bottom left), and its depth in metres."""
        away = x - self.x, y - self.y, z - self.z
        depth = _along(away, self.forward)
        safe = depth if abs(depth) > 1e-9 else 1e-9
        across = _along(away, self.right) / safe / self.across + 0.5 - self.shift_x
        return across, _along(away, self.upward) / safe / self.down + 0.5 - self.shift_y, depth

    def at(self, frame: float) -> Camera:
        """The camera at a frame of the shot, or between two; itself where it does not move."""
        return self if self.shot is None else self.shot.at(frame)


def _along(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
