"""Where an element stands in the shot's world, and back: what a host needs to show its controls as handles.

The shot's world is that of a `CameraTrack`: metres, y up, the ground at y = 0. An element's own axes are
level: x to the right of frame, z toward the camera, as the camera is on the first frame. The rules are those
of `elements.optics.shot`, which makes the picture; a test holds one to the other. Knows no host.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import asin, atan2, cos, degrees, hypot, radians, sin

from secondunit.wire import CameraSample, Format
from secondunit.wire.rotation import rotation_of
from secondunit.wire.value import dataclass

Vector = tuple[float, float, float]

#: A ray that falls less than this over a metre meets no ground, and a camera stands this high above it.
LEVEL = 1e-6
#: A source is taken to stand on the ground where it is nearer to it than this share of its depth.
ON_GROUND = 1e-3


@dataclass(frozen=True)
class ShotSpace:
    """The camera of a shot's first frame, and the format that it exposes."""

    sample: CameraSample
    format: Format

    @property
    def axes(self) -> tuple[Vector, Vector, Vector]:
        """Where the camera's right, its top and its view point in the shot's world; of length one."""
        return _axes(self.sample.rx, self.sample.ry, self.sample.rz)

    @property
    def level(self) -> tuple[Vector, Vector]:
        """An element's own axes x and z in the shot's world."""
        _, upward, forward = self.axes
        ahead = forward if hypot(forward[0], forward[2]) > 1e-3 else upward
        long = hypot(ahead[0], ahead[2])
        z = (-ahead[0] / long, 0.0, -ahead[2] / long)
        return (z[2], 0.0, -z[0]), z

    @property
    def angles(self) -> tuple[float, float]:
        """The width and the height of the frame as multiples of the focal length."""
        sample, format = self.sample, self.format
        tall = sample.tall or sample.back * format.height / (format.width * format.pixel_aspect)
        return sample.back / sample.focal, tall / sample.focal

    def foot(self, x: float, y: float, distance: float, height: float) -> Vector:
        """The place in the shot's world of a source at (`x`, `y`) in frame (0 to 1, from the bottom left).

        `distance` in metres is how deep it stands; 0 where the ground, else its `height`, says that.
        """
        ray = self._ray(x, y)
        deep = distance if distance > 0.0 else self._depth(ray, y, height)
        sample = self.sample
        return sample.x + deep * ray[0], sample.y + deep * ray[1], sample.z + deep * ray[2]

    def place(self, point: Vector, height: float, grounded: bool) -> Vector | None:
        """`x`, `y` and `distance` of a source that stands on a point of the world; None behind the camera.

        `grounded` leaves the distance 0 where that comes to the same point.
        """
        x, y, deep = self.see(point)
        if deep <= LEVEL:
            return None
        usual = self._depth(self._ray(x, y), y, height)
        return x, y, 0.0 if grounded and abs(usual - deep) <= ON_GROUND * deep else deep

    def see(self, point: Vector) -> Vector:
        """Where a point of the shot's world is in frame, and how deep in metres."""
        away = point[0] - self.sample.x, point[1] - self.sample.y, point[2] - self.sample.z
        right, upward, deep = (_along(away, axis) for axis in self.axes)
        across, down = self.angles
        safe = deep if abs(deep) > LEVEL else LEVEL
        return (
            right / safe / across + 0.5 - self.sample.shift_x,
            upward / safe / down + 0.5 - self.sample.shift_y,
            deep,
        )

    def blowing(self, direction: float) -> Vector:
        """Where a wind of `direction` degrees blows in the shot's world: 0 right of frame, 90 away."""
        return self._level_vector(cos(radians(direction)), 0.0, -sin(radians(direction)))

    def wind_direction(self, vector: Vector) -> float:
        """The degrees of a wind that blows along a vector of the shot's world, -180 to 180."""
        x, _, z = self.own(vector)
        return degrees(atan2(-z, x))

    def lit_from(self, side: float, height: float) -> Vector:
        """The direction to a light, `side` degrees about the upright (0 from the camera) and so high."""
        around, up = radians(side), radians(height)
        return self._level_vector(sin(around) * cos(up), sin(up), cos(around) * cos(up))

    def light_angles(self, vector: Vector) -> tuple[float, float]:
        """Side and height in degrees of a light that is in the direction of a vector of the shot's world."""
        x, y, z = self.own(vector)
        long = hypot(x, y, z) or 1.0
        return degrees(atan2(x, z)), degrees(asin(max(-1.0, min(1.0, y / long))))

    def own(self, vector: Vector) -> Vector:
        """A vector of the shot's world in an element's own axes."""
        x_axis, z_axis = self.level
        return _along(vector, x_axis), vector[1], _along(vector, z_axis)

    def _level_vector(self, x: float, y: float, z: float) -> Vector:
        a, b = self.level
        return x * a[0] + z * b[0], y, x * a[2] + z * b[2]

    def _ray(self, x: float, y: float) -> Vector:
        """The direction through a place in frame, one metre deep."""
        across, down = self.angles
        r, u, f = self.axes
        right, up = (x - 0.5 + self.sample.shift_x) * across, (y - 0.5 + self.sample.shift_y) * down
        return (
            f[0] + u[0] * up + r[0] * right,
            f[1] + u[1] * up + r[1] * right,
            f[2] + u[2] * up + r[2] * right,
        )

    def _depth(self, ray: Vector, y: float, height: float) -> float:
        """How deep a source stands that says no distance."""
        if ray[1] < -LEVEL and self.sample.y > LEVEL:
            return self.sample.y / -ray[1]
        return height / (self.angles[1] * max(0.25, 0.96 - y))


@lru_cache(maxsize=64)
def _axes(rx: float, ry: float, rz: float) -> tuple[Vector, Vector, Vector]:
    rows = rotation_of(rx, ry, rz)
    right, upward, backward = ((rows[0][n], rows[1][n], rows[2][n]) for n in range(3))
    return right, upward, (-backward[0], -backward[1], -backward[2])


@dataclass(frozen=True)
class Bounds:
    """A body in the shot's world that stands on `base`, its middle below, in metres.

    `turn` is how far its width is turned about the upright from the world's x, in degrees, from above against
    the clock.
    """

    base: Vector
    width: float
    height: float
    depth: float
    turn: float = 0.0


def obstacles_text(stage: ShotSpace, foot: Vector, bodies: Sequence[Bounds]) -> str:
    """Bodies as the control `obstacles` takes them: boxes in metres about the source's foot."""
    boxes = []
    for body in bodies:
        away = body.base[0] - foot[0], body.base[1] - foot[1], body.base[2] - foot[2]
        x, y, z = stage.own(away)
        side = stage.own((cos(radians(body.turn)), 0.0, -sin(radians(body.turn))))
        # A box is the same when it is turned by half.
        turn = (degrees(atan2(-side[2], side[0])) + 90.0) % 180.0 - 90.0
        sizes = (max(0.001, size) for size in (body.width, body.height, body.depth))
        numbers = [f"{round(number, 3) + 0.0:g}" for number in (x, y, z, *sizes)]
        if abs(turn) >= 0.05:
            numbers.append(f"{round(turn, 1):g}")
        boxes.append("box " + " ".join(numbers))
    return "; ".join(boxes)


def _along(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
