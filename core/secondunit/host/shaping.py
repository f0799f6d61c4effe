"""Changes of a drawing's shapes, each from one value to the next: points moved, added, taken away, keyed.

What is changed in all keys of a shape at once keeps as many points in each. Knows values only.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import DrawnMatte, MatteShape

Point = tuple[float, float]
#: How far a drawn line may lie beside the hand that drew it, in pixels.
NEAR_ENOUGH = 0.35
#: Digits after the point of a place that is kept.
DIGITS = 2


def flat(points: list[Point]) -> tuple[float, ...]:
    """Points as x and y in turn, as they are kept."""
    return tuple(round(float(value), DIGITS) for point in points for value in point)


def pairs(points: tuple[float, ...]) -> list[Point]:
    """Points as x, y."""
    return list(zip(points[::2], points[1::2]))  # noqa: B905 - even, by the shape's own check


def with_shape(drawing: DrawnMatte, index: int, shape: MatteShape | None) -> DrawnMatte:
    """The drawing with another shape at an index; None takes it away."""
    shapes = list(drawing.shapes)
    shapes[index : index + 1] = [shape] if shape is not None else []
    return replace(drawing, shapes=tuple(shapes))


def with_point(shape: MatteShape, after: int, share: float) -> MatteShape:
    """The shape with a point more, a share of the way from the point `after` to the next, in every key."""

    def more(points: tuple[float, ...]) -> tuple[float, ...]:
        places = pairs(points)
        (x0, y0), (x1, y1) = places[after], places[(after + 1) % len(places)]
        between = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        return flat([*places[: after + 1], between, *places[after + 1 :]])

    return replace(shape, keys=tuple(replace(key, points=more(key.points)) for key in shape.keys))


def without_points(shape: MatteShape, numbers: set[int]) -> MatteShape | None:
    """The shape without some of its points, in every key; None where too few are left."""
    from secondunit.wire import ShapeKind

    count = len(shape.keys[0].points) // 2
    left = [number for number in range(count) if number not in numbers]
    if len(left) < (3 if shape.kind is ShapeKind.POLYGON else 1):
        return None

    def fewer(points: tuple[float, ...]) -> tuple[float, ...]:
        places = pairs(points)
        return flat([places[number] for number in left])

    return replace(shape, keys=tuple(replace(key, points=fewer(key.points)) for key in shape.keys))


def simplified(points: list[Point]) -> list[Point]:
    """A hand's line with as few points as lie within `NEAR_ENOUGH` of it (Ramer, Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, far = first, NEAR_ENOUGH
        for number in range(first + 1, last):
            away = line_away(points[number], points[first], points[last])[0]
            if away > far:
                farthest, far = number, away
        if farthest != first:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[number] for number in sorted(keep)]


def line_away(point: Point, start: Point, end: Point) -> tuple[float, float]:
    """How far a point lies from a line, and at which share of it."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across * across + down * down
    share = 0.0
    if length:
        share = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / length
        share = min(1.0, max(0.0, share))
    return hypot(point[0] - start[0] - share * across, point[1] - start[1] - share * down), share
