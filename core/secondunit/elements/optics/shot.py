"""The shot's camera in an element's own world, whose origin is the foot of the source.

The source stands still in the shot's world. Where it stands is said at the shot's first frame: on the ray
through its place in frame, at its distance where that is said, else where the ray meets the ground at y = 0,
else so far that it fills the frame. Knows no control and no carrier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from math import floor, hypot

from secondunit.elements.kind import Scene
from secondunit.wire.camera import CameraSample, CameraTrack
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rotation import rotation_of

from .pinhole import Camera, Vector

#: A ray that falls less than this over a metre meets no ground, and a camera must stand this high above it.
LEVEL = 1e-6
#: So many frames of a shot at most are looked at for what all of them see.
SEEN = 240


def height_distance(camera: Camera, y: float, height: float) -> float:
    """How far so many metres fill the frame above the place `y` in it."""
    return height / (camera.down * max(0.25, 0.96 - y))


@dataclass(frozen=True)
class ShotFormat(Format):
    """A format that the shot's own camera exposes, over the shot's frames."""

    track: CameraTrack = field(kw_only=True)
    frames: FrameRange = field(kw_only=True)

    def shot(self, x: float, y: float, distance: float, height: float) -> ShotView:
        """The shot of a source at a place in its first frame (0 to 1, from the bottom left).

        `distance` in metres is how deep it stands there; 0 where the ground, else its `height`, says that.
        """
        return _shot(self, x, y, distance, height)

    def standing(self, lowest: float) -> ShotView:
        """The shot of what is all around: the origin is on the ground under the first frame's camera.

        The ground is lower where the camera would come nearer to it than `lowest` metres.
        """
        return _standing(self, lowest)


def exposed(scene: Scene) -> Format:
    """The format of a scene, with the shot's camera where it has one."""
    if scene.camera is None:
        return scene.format
    format, frames = scene.format, scene.frames
    if frames is None:
        frames = scene.camera.frames
    return ShotFormat(format.width, format.height, format.pixel_aspect, track=scene.camera, frames=frames)


@dataclass(frozen=True)
class ShotView:
    """The shot's camera, seen from a source at `origin` of the shot's world.

    `x_axis` and `z_axis` are the world's own axes of an element in the shot's world, level and of length one.
    """

    format: Format
    track: CameraTrack
    frames: FrameRange
    origin: Vector = (0.0, 0.0, 0.0)
    x_axis: Vector = (1.0, 0.0, 0.0)
    z_axis: Vector = (0.0, 0.0, 1.0)

    @property
    def first(self) -> Camera:
        """The camera at the shot's first frame."""
        return self.at(self.frames.first)

    @property
    def ground(self) -> float:
        """The height of the ground over the source's foot, in metres."""
        return -self.origin[1]

    @cached_property
    def identity(self) -> str:
        """A digest of all that decides where anything is seen."""
        return sha256(repr(self).encode()).hexdigest()

    @cached_property
    def cameras(self) -> tuple[Camera, ...]:
        """The camera at frames all over the shot: at each one of a short shot."""
        count = len(self.frames)
        number = min(count, SEEN) if not self.track.still else 1
        return tuple(
            self._sample(self.frames.first + round(n * (count - 1) / max(1, number - 1)))
            for n in range(number)
        )

    def at(self, frame: float) -> Camera:
        """The camera at a frame, or between two."""
        whole = floor(frame)
        here, share = self._sample(whole), frame - whole
        return here if share <= 0.0 else _between(here, self._sample(whole + 1), share)

    def _sample(self, frame: int) -> Camera:
        sample = self.track.sample(frame)
        place = sample.x - self.origin[0], sample.y - self.origin[1], sample.z - self.origin[2]
        right, upward, backward = zip(*rotation_of(sample.rx, sample.ry, sample.rz), strict=True)
        x, y, z = self._turned(place)
        across, down = _angles(sample, self.format)
        return Camera(
            x, y, z, self._turned(right), self._turned(upward), self._turned(_minus(backward)),
            across, down, self.format, sample.shift_x, sample.shift_y, self,
        )  # fmt: skip

    def _turned(self, vector: Vector) -> Vector:
        """A vector of the shot's world in the element's."""
        a, b = self.x_axis, self.z_axis
        return vector[0] * a[0] + vector[2] * a[2], vector[1], vector[0] * b[0] + vector[2] * b[2]


@lru_cache(maxsize=8)
def _shot(format: ShotFormat, x: float, y: float, distance: float, height: float) -> ShotView:
    plain = Format(format.width, format.height, format.pixel_aspect)
    camera = ShotView(plain, format.track, format.frames).first
    dx, dy, dz = camera.ray(x, y)
    if distance <= 0.0:
        falls = dy < -LEVEL and camera.y > LEVEL
        distance = camera.y / -dy if falls else height_distance(camera, y, height)
    origin = camera.x + dx * distance, camera.y + dy * distance, camera.z + dz * distance
    return ShotView(plain, format.track, format.frames, origin, *_heading(camera))


@lru_cache(maxsize=8)
def _standing(format: ShotFormat, lowest: float) -> ShotView:
    plain = Format(format.width, format.height, format.pixel_aspect)
    world = ShotView(plain, format.track, format.frames)
    ground = min(0.0, min(camera.y for camera in world.cameras) - lowest)
    first = world.first
    return ShotView(plain, format.track, format.frames, (first.x, ground, first.z), *_heading(first))


def _heading(camera: Camera) -> tuple[Vector, Vector]:
    """The level axes x and z of a world that lies as a camera looks."""
    # Looking straight down, the top of the frame says where "away" is.
    ahead = camera.forward if hypot(camera.forward[0], camera.forward[2]) > 1e-3 else camera.upward
    level = hypot(ahead[0], ahead[2])
    z_axis = -ahead[0] / level, 0.0, -ahead[2] / level
    return (z_axis[2], 0.0, -z_axis[0]), z_axis


def _angles(sample: CameraSample, format: Format) -> tuple[float, float]:
    """The width and the height of the format as multiples of the focal length."""
    tall = sample.tall or sample.back * format.height / (format.width * format.pixel_aspect)
    return sample.back / sample.focal, tall / sample.focal


def _between(one: Camera, other: Camera, share: float) -> Camera:
    """The camera `share` of the way from one to another: its place and lens on a line, its axes turned."""

    def mixed(a: float, b: float) -> float:
        return a + share * (b - a)

    def both(a: Vector, b: Vector) -> Vector:
        return mixed(a[0], b[0]), mixed(a[1], b[1]), mixed(a[2], b[2])

    forward = _unit(both(one.forward, other.forward))
    right = _unit(_cross(forward, both(one.upward, other.upward)))
    return Camera(
        mixed(one.x, other.x), mixed(one.y, other.y), mixed(one.z, other.z),
        right, _cross(right, forward), forward, mixed(one.across, other.across), mixed(one.down, other.down),
        one.format, mixed(one.shift_x, other.shift_x), mixed(one.shift_y, other.shift_y), one.shot,
    )  # fmt: skip


def _minus(vector: Vector) -> Vector:
    return -vector[0], -vector[1], -vector[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(vector: Vector) -> Vector:
    size = hypot(*vector) or 1.0
    return vector[0] / size, vector[1] / size, vector[2] / size
