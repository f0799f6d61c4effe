"""Where an element and what belongs to it lie in the picture, and back: metres to pixels, pixels to metres.

The picture is that of `elements.optics`: the shot's own camera where there is one, else the camera of the
controls over a ground at y = 0. Places in the picture are pixels of the format from its top left corner. A
test holds every place to the pinhole that makes the picture. Knows no field and no widget.
"""

from __future__ import annotations

from functools import cached_property
from math import hypot

from secondunit.wire import CameraSample, CameraTrack, Format
from secondunit.wire.value import dataclass

from .shot_space import LEVEL, ShotSpace, Vector

Point = tuple[float, float]
#: The least share of the frame's height that the ground above a source's place fills, as the renderer has it.
LEAST_FILL, TOP = 0.25, 0.96
#: Dust on the ground goes no farther than this, in metres, where the frame shows the sky.
HORIZON = 300.0


@dataclass(frozen=True)
class HandleSpace:
    """The picture at `frame` of a shot that begins at `first`.

    `track` is the shot's camera; without one the `still` camera of the controls sees every frame.
    """

    format: Format
    still: CameraSample
    first: int
    frame: int
    track: CameraTrack | None = None

    @cached_property
    def begin(self) -> ShotSpace:
        """The first frame: a source's place in frame is said there."""
        sample = self.track.sample(self.first) if self.track is not None else self.still
        return ShotSpace(sample, self.format)

    @cached_property
    def view(self) -> ShotSpace:
        """The frame that is looked at."""
        sample = self.track.sample(self.frame) if self.track is not None else self.still
        return ShotSpace(sample, self.format)

    # The source --------------------------------------------------------------------------------------------

    def depth(self, x: float, y: float, distance: float, filling: float) -> float:
        """How deep a source stands at the first frame; `filling` metres fill the frame where nothing says it.

        `x`, `y` from 0 to 1 from the bottom left.
        """
        if distance > 0.0:
            return distance
        stage = self.begin
        if self.track is not None:
            return stage.see(stage.foot(x, y, 0.0, filling))[2]
        return filling / (stage.angles[1] * max(LEAST_FILL, TOP - y))

    def foot(self, x: float, y: float, distance: float, filling: float) -> Vector:
        """Where a source stands in the shot's world."""
        return self.begin.foot(x, y, self.depth(x, y, distance, filling), filling)

    def grounded(self, x: float, y: float, distance: float) -> bool:
        """Whether the ground says where a source stands: its place in frame shows ground."""
        if self.track is None or distance > 0.0 or self.begin.sample.y <= LEVEL:
            return False
        stage = self.begin
        return stage.foot(x, y, 1.0, 1.0)[1] - stage.sample.y < -LEVEL

    def on_ground(self, x: float, y: float) -> Vector:
        """Where on the ground a place of the first frame is; above the horizon so far away that it counts."""
        stage = self.begin
        one = stage.foot(x, y, 1.0, 1.0)
        ray = one[0] - stage.sample.x, one[1] - stage.sample.y, one[2] - stage.sample.z
        deep = HORIZON / (hypot(ray[0], ray[2]) or LEVEL)
        if ray[1] < 0.0:
            deep = min(deep, stage.sample.y / -ray[1])
        return stage.sample.x + ray[0] * deep, 0.0, stage.sample.z + ray[2] * deep

    # The picture -------------------------------------------------------------------------------------------

    def seen(self, point: Vector) -> Point | None:
        """The pixel of a point of the world; None behind the camera."""
        x, y, deep = self.view.see(point)
        return self.pixel(x, y) if deep > LEVEL else None

    def pixel(self, x: float, y: float) -> Point:
        """The pixel at a share of the frame from its bottom left."""
        return x * self.format.width, (1.0 - y) * self.format.height

    def share(self, pixel: Point) -> Point:
        """The share of the frame at a pixel."""
        return pixel[0] / self.format.width, 1.0 - pixel[1] / self.format.height

    def on_plane(self, pixel: Point, through: Vector, across: Vector) -> Vector | None:
        """Where the ray through a pixel meets the plane `through` a point and square to `across`.

        None where it does not, or behind the camera.
        """
        stage = self.view
        x, y = self.share(pixel)
        one, eye = stage.foot(x, y, 1.0, 1.0), stage.sample
        ray = one[0] - eye.x, one[1] - eye.y, one[2] - eye.z
        slope = dot(ray, across)
        if abs(slope) < LEVEL:
            return None
        deep = dot((through[0] - eye.x, through[1] - eye.y, through[2] - eye.z), across) / slope
        if deep <= LEVEL:
            return None
        return eye.x + ray[0] * deep, eye.y + ray[1] * deep, eye.z + ray[2] * deep

    def along(self, pixel: Point, origin: Vector, line: Vector, level: bool = False) -> float | None:
        """How far along a line of the world, in lengths of `line`, the place nearest to a pixel lies.

        `level` takes the place that is as high in the picture as the pixel, however far beside it. None where
        the line is seen from its end, or the place would be behind the camera.
        """
        ax, ay, ad = self._weighted(origin)
        bx, by, bd = self._weighted(moved(origin, line, 1.0))
        bx, by, bd = bx - ax, by - ay, bd - ad
        if ad <= LEVEL:
            return None
        tangent = (bx * ad - ax * bd) / ad**2, (by * ad - ay * bd) / ad**2
        long = hypot(*tangent)
        if long < 1e-6:
            return None
        u, v = (0.0, 1.0) if level else (tangent[0] / long, tangent[1] / long)
        goal = pixel[0] * self.format.pixel_aspect * u + pixel[1] * v
        slope = bx * u + by * v - goal * bd
        if abs(slope) < 1e-12:
            return None
        far = (goal * ad - ax * u - ay * v) / slope
        return far if ad + far * bd > LEVEL else None

    def slopes(self, point: Vector, one: Vector, other: Vector) -> tuple[Point, Point] | None:
        """How many square pixels a metre along each of two directions is, at a point of the world."""
        ax, ay, ad = self._weighted(point)
        if ad <= LEVEL:
            return None
        found = []
        for line in (one, other):
            bx, by, bd = self._weighted(moved(point, line, 1.0))
            bx, by, bd = bx - ax, by - ay, bd - ad
            found.append(((bx * ad - ax * bd) / ad**2, (by * ad - ay * bd) / ad**2))
        return found[0], found[1]

    def horizon(self) -> tuple[Point, Point] | None:
        """The horizon from the left edge to the right; None where the camera looks too steep for one."""
        stage = self.view
        right, upward, forward = (axis[1] for axis in stage.axes)
        across, down = stage.angles
        if abs(upward) < 0.1:
            return None
        ends = []
        for x in (0.0, 1.0):
            up = -(forward + right * (x - 0.5 + stage.sample.shift_x) * across) / upward
            ends.append(self.pixel(x, up / down + 0.5 - stage.sample.shift_y))
        return ends[0], ends[1]

    def _weighted(self, point: Vector) -> Vector:
        """The place of a point in square pixels times its depth, and its depth: straight along every line."""
        stage = self.view
        away = point[0] - stage.sample.x, point[1] - stage.sample.y, point[2] - stage.sample.z
        right, upward, deep = (dot(away, axis) for axis in stage.axes)
        across, down = stage.angles
        wide, high = self.format.width * self.format.pixel_aspect, self.format.height
        x = right / across + deep * (0.5 - stage.sample.shift_x)
        y = upward / down + deep * (0.5 - stage.sample.shift_y)
        return x * wide, (deep - y) * high, deep


def dot(a: Vector, b: Vector) -> float:
    """The inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def moved(point: Vector, line: Vector, far: float) -> Vector:
    """A point moved so many lengths of a line."""
    return point[0] + far * line[0], point[1] + far * line[1], point[2] + far * line[2]
