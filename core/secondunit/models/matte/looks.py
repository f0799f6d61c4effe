"""What other frames show at a frame's pixels: once as its background moves, once as its figure does.

A look is a neighbouring frame laid on the frame twice. Where a figure moves before what is behind it, the
two differ, and each pixel tells to which of them it belongs (see `evidence`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.tracking import LEAST, Points, agree, carry, features, follow
from secondunit.models.method import Pixels
from secondunit.wire.frames import FrameRange

Mask = npt.NDArray[np.bool_]
Homography = npt.NDArray[np.float64]
Proxy = npt.NDArray[np.uint8]

#: So many frames are looked at, of those that stand so many frames apart at most.
LOOKS, APART = 4, 5
#: A figure that has moved by less than this before its background, in pixels of a picture of 1920, hides what
#: it hid before.
MOVED = 6.0
#: Nothing of the background is followed nearer to the figure than this, in pixels of a picture of 1920.
_CLEAR = 60.0
#: And nothing is a background nearer to the silhouette that the network has of another frame than this.
_MARGIN = 8.0
_MOST = 500
#: Features of a figure that agree within so many pixels on how it moves.
_LOOSE = 3.0
#: From the pixels of a picture to those of its proxy, which is half as large.
_HALF = np.array([[0.5, 0.0, -0.25], [0.0, 0.5, -0.25], [0.0, 0.0, 1.0]])


@dataclass(frozen=True)
class SilhouetteFrame:
    """A frame: `codes` (height, width, 3) as they are seen, 0 to 1, and `person` (height, width) of it."""

    codes: Pixels
    person: Mask


@dataclass(frozen=True)
class AlignedFrame:
    """Another frame within a box of this one, all (height, width[, 3]).

    `ground` is laid as the background moves, and is `there` where that frame has pixels, `clear` where the
    network has nobody there; `figure` is laid as the figure moves, and has pixels where it has `moved`.
    """

    ground: Pixels
    there: Mask
    clear: Mask
    figure: Pixels
    moved: Mask


@dataclass(frozen=True)
class FrameBox:
    """Rows from `top` to `bottom` and columns from `left` to `right` of a frame, in pixels."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def window(self) -> tuple[slice, slice]:
        """The same as slices of an array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, as OpenCV has them."""
        return self.right - self.left, self.bottom - self.top


def look_frames(frame: int, shot: FrameRange, cuts: Sequence[int] = ()) -> tuple[int, ...]:
    """The frames that are looked at for one: near, on its side of every cut, largely its neighbours' too."""
    first = max([shot.first, *(cut for cut in cuts if cut <= frame)])
    last = min([shot.last, *(cut - 1 for cut in cuts if cut > frame)])
    step = min(max((last - first + 1) // (LOOKS + 1), 1), APART)
    others = [other for other in range(first, last + 1, step) if other != frame]
    return tuple(sorted(sorted(others, key=lambda other: (abs(other - frame), other))[:LOOKS]))


def looks_at(
    own: SilhouetteFrame, box: FrameBox, others: Sequence[Callable[[], SilhouetteFrame]]
) -> list[AlignedFrame]:
    """What the other frames show in a box of this one.

    Those that cannot be laid, or in which the figure has not moved, are left out.
    """
    unit = max(own.person.shape) / 1920
    picture = _proxy(own.codes)
    background = _small(~grown(own.person, _CLEAR * unit), picture)
    inside = _small(~grown(~own.person, 8 * unit), picture)
    ground_points = features(picture, background, _MOST)
    figure_points = features(picture, inside, _MOST)
    made: list[AlignedFrame] = []
    if min(len(ground_points), len(figure_points)) < LEAST:
        return made
    for load in others:
        other = load()
        if other.person.shape != own.person.shape or not other.person.any():
            continue
        there = _proxy(other.codes)
        apart = _small(~grown(other.person, _CLEAR * unit), there)
        ground = _homography(picture, there, ground_points, apart)
        figure = _affine(picture, there, figure_points, _small(other.person, there))
        if ground is None or figure is None or _moved(own.person, ground, figure) < MOVED * unit:
            continue
        made.append(_laid(other, box, ground, figure, _MARGIN * unit))
    return made


def _laid(
    other: SilhouetteFrame, box: FrameBox, ground: Homography, figure: Homography, margin: float
) -> AlignedFrame:
    shift = np.array([[1.0, 0.0, box.left], [0.0, 1.0, box.top], [0.0, 0.0, 1.0]])

    def warped(values: Pixels, matrix: Homography, how: int) -> Pixels:
        flags = how | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpPerspective(
                values, matrix @ shift, box.size, flags=flags, borderMode=cv2.BORDER_CONSTANT
            ),
            np.float32,
        )

    whole = np.ones(other.person.shape, np.float32)
    nobody = (~grown(other.person, margin)).astype(np.float32)
    there = warped(whole, ground, cv2.INTER_LINEAR) > 0.999
    return AlignedFrame(
        warped(other.codes, ground, cv2.INTER_CUBIC), there,
        warped(nobody, ground, cv2.INTER_LINEAR) > 0.999,
        warped(other.codes, figure, cv2.INTER_CUBIC),
        warped(whole, figure, cv2.INTER_LINEAR) > 0.999,
    )  # fmt: skip


def _homography(old: Proxy, new: Proxy, points: Points, seen: Mask) -> Homography | None:
    places, trusted = follow(old, new, points, points, seen, 4)
    fit = agree(points, places, trusted)
    return None if fit is None else _whole_size(fit.matrix)


def _affine(old: Proxy, new: Proxy, points: Points, seen: Mask) -> Homography | None:
    """How the figure moves, as far as one affine says it; the same input gives the same bits."""
    places, trusted = follow(old, new, points, points, seen, 4)
    if int(trusted.sum()) < LEAST:
        return None
    matrix, agreed = cv2.estimateAffine2D(points[trusted], places[trusted], ransacReprojThreshold=_LOOSE)
    if matrix is None or int(agreed.sum()) < LEAST:
        return None
    return _whole_size(np.vstack([matrix, [0.0, 0.0, 1.0]]))


def _whole_size(matrix: Homography) -> Homography:
    return np.asarray(np.linalg.inv(_HALF) @ matrix @ _HALF, np.float64)


def _moved(person: Mask, ground: Homography, figure: Homography) -> float:
    """By how many pixels at least the figure has moved before its background, over a grid of its box."""
    rows, columns = np.flatnonzero(person.any(axis=1)), np.flatnonzero(person.any(axis=0))
    y, x = np.meshgrid(np.linspace(rows[0], rows[-1], 3), np.linspace(columns[0], columns[-1], 3))
    grid = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    return float(np.hypot(*(carry(grid, ground) - carry(grid, figure)).T).min())


def _proxy(codes: Pixels) -> Proxy:
    height, width = codes.shape[:2]
    size = max(width // 2, 1), max(height // 2, 1)
    grey = cv2.transform(codes, np.full((1, 3), 1 / 3, np.float32))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA) * 255.0 + 0.5, np.uint8)


def _small(mask: Mask, picture: Proxy) -> Mask:
    size = picture.shape[1], picture.shape[0]
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0, np.bool_)


def grown(mask: Mask, reach: float) -> Mask:
    """A mask and what is within `reach` pixels of it."""
    if not mask.any():
        return mask
    far = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(far <= reach, np.bool_)
