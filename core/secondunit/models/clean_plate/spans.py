"""Which frames are filled from one mosaic: the footprints of their holes on the plane, within a bound of
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .hole import HoleBox
from .path import Place
from .plate import Homography

#: Around a hole, in pixels: what the seam, the grain and the patches are taken from.
MARGIN = 56
#: A mosaic has at most this many times a frame's pixels.
MOSAIC = 6


@dataclass(frozen=True)
class Span:
    """Targets that share a mosaic of `box` (in pixels of the plane seen from `reference`) and the frames
    that feed it.

    `reference` goes from the shot's plane to the mosaic, whose first pixel is at 0, 0.
    """

    targets: tuple[Place, ...]
    sources: tuple[Place, ...]
    reference: Homography
    width: int
    height: int

    def matrix(self, place: Place) -> Homography:
        """From a frame's pixels to the mosaic."""
        own = np.eye(3) if place.matrix is None else place.matrix
        return np.asarray(self.reference @ own, np.float64)


def spans_of(
    shot: Sequence[Place], size: tuple[int, int], wanted: Callable[[int], bool] = lambda frame: True
) -> list[Span]:
    """The spans of a shot's wanted frames in their order, fed by all; one without a place stands alone."""
    spans: list[Span] = []
    waiting: list[Place] = []
    sources = tuple(place for place in shot if place.matrix is not None)

    def close() -> None:
        if waiting:
            spans.append(_span(tuple(waiting), sources, size))
            waiting.clear()

    for place in shot:
        if place.hole is None or not wanted(place.frame):
            continue
        if place.matrix is None:
            close()
            spans.append(_span((place,), (place,), size))
            continue
        if waiting and _area([*waiting, place], waiting[0], size) > MOSAIC * size[0] * size[1]:
            close()
        waiting.append(place)
    close()
    return sorted(spans, key=lambda span: span.targets[0].frame)


def beside(span: Span, size: tuple[int, int]) -> Span | None:
    """The span of the second depth for the same targets; None where fewer than three frames know that
    plane.
    """
    targets, sources = (
        tuple(replace(place, matrix=place.other) for place in places if place.other is not None)
        for places in (span.targets, span.sources)
    )
    if not targets or len(sources) < 3:
        return None
    answer = _span(targets, sources, size)
    return answer if answer.width * answer.height <= MOSAIC * size[0] * size[1] else None


def _span(targets: tuple[Place, ...], sources: tuple[Place, ...], size: tuple[int, int]) -> Span:
    limit = MOSAIC * size[0] * size[1]
    center = targets[len(targets) // 2]
    if _area(targets, center, size) > limit:
        center = targets[0]
    box = _union(targets, center, size) or (0.0, 0.0, float(size[1]), float(size[0]))
    left, top = np.floor(box[0]), np.floor(box[1])
    shift = np.array([[1.0, 0.0, -left], [0.0, 1.0, -top], [0.0, 0.0, 1.0]])
    own = np.eye(3) if center.matrix is None else center.matrix
    return Span(
        targets, sources, shift @ np.linalg.inv(own), int(np.ceil(box[2] - left)), int(np.ceil(box[3] - top))
    )


def _area(targets: Sequence[Place], center: Place, size: tuple[int, int]) -> float:
    box = _union(targets, center, size)
    return np.inf if box is None else (box[2] - box[0]) * (box[3] - box[1])


def _union(
    targets: Sequence[Place], center: Place, size: tuple[int, int]
) -> tuple[float, float, float, float] | None:
    """Around every target's hole, seen from `center`; None where one lies behind the camera."""
    own = np.linalg.inv(np.eye(3) if center.matrix is None else center.matrix)
    corners = []
    for place in targets:
        assert place.hole is not None
        box = place.hole.grown(MARGIN, size)
        points = through(box, own @ (np.eye(3) if place.matrix is None else place.matrix))
        if points is None:
            return None
        corners.append(points)
    every = np.concatenate(corners)
    return (*every.min(axis=0).tolist(), *every.max(axis=0).tolist())


def through(box: HoleBox, matrix: Homography) -> np.ndarray[tuple[int, int], np.dtype[np.float64]] | None:
    """The corners of a box through a homography, (4, 2); None where one goes behind the camera."""
    x0, y0, x1, y1 = box.left, box.top, box.right, box.bottom
    corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]], np.float64) @ matrix.T
    if (corners[:, 2] <= 1e-3).any():
        return None
    return np.asarray(corners[:, :2] / corners[:, 2:], np.float64)
