"""What stands in the shot: from how deep on, at each pixel, it hides an element, and how much of it.

Of a pixel that something covers by the part m one sees what of the element is before it, over (1 - m) of
what is behind it. All that an element adds up along a ray is linear in what is seen, so beauty, alpha, light
passes and emission stay sums without a fringe. Knows no kind and no carrier.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements.kernels import Field, exact, inner
from secondunit.elements.kind import MatteSource, Scene
from secondunit.wire.errors import BadPicture
from secondunit.wire.picture import Format, Window

#: What is farther than this, in metres, is as if it were not there.
FARTHEST = 1e9
#: What hides nothing, as `holdout_of` gives it.
UNHIDDEN: Field = np.zeros((0, 0, 2), np.float32)


def holdout_of(scene: Scene, frame: int) -> Field:
    """What hides a scene's element at a frame: (height, width, 2) float32 over the scene's window.

    The depth from which on it is hidden, in metres along the camera's axis, and the share of what is farther
    that is seen all the same. No row where nothing hides anything; nothing is hidden beyond the format.
    """
    if scene.occluder is None:
        return UNHIDDEN
    window, format = scene.window, scene.format
    matte = _numbers(scene.occluder(frame), frame, "holdout")
    matte = np.clip(np.where(np.isfinite(matte), matte, np.float32(0.0)), 0.0, 1.0)
    covers = _over(matte, format, window, order=1)
    if not covers.any():
        return UNHIDDEN
    held = np.empty((window.height, window.width, 2), np.float32)
    held[..., 0] = scene.occluder_distance or FARTHEST
    if scene.occluder_depth is not None:
        held[..., 0] = _depths(scene.occluder_depth, frame, covers > 0.0, format, window)
    held[..., 1] = np.where(held[..., 0] < FARTHEST, 1.0 - covers, 1.0)
    return held


@inner
def hidden_at(held: Field, row: int, column: int, size: float) -> tuple[float, np.float32]:
    """From how far on along a ray it is hidden, on which so much (`size`) is a metre deep, and the share of
    what is farther that is seen all the same.
    """
    if held.shape[0] == 0:
        return 1e30, np.float32(1.0)
    return float(held[row, column, 0]) * size, np.float32(held[row, column, 1])


@exact
def seen_of(
    through: np.float32, stopped: np.float32, thick: np.float32, before_it: np.float32, behind: np.float32
) -> np.float32:
    """What is seen of the light that is `stopped` on a way so `thick`, of which the first part `before_it`
    (0 to 1) lies before something that hides all but the share `behind` of the rest.
    """
    if behind >= np.float32(1.0):
        return through * stopped
    if before_it <= np.float32(0.0):
        return through * stopped * behind
    first = min(np.float32(1.0) - np.exp(-thick * before_it), stopped)
    seen: np.float32 = through * (first + behind * (stopped - first))
    return seen


@inner
def uncovered(held: Field, row: int, column: int, depth: np.float32) -> np.float32:
    """What is left of all that was drawn, from far to near, before something so deep is laid over it.

    It is less than 1 once a pixel: `held` then says that it was done. At the end `held[..., 1]` is what is
    left of a pixel over which nothing was laid since.
    """
    if held.shape[0] == 0 or depth > held[row, column, 0]:
        return np.float32(1.0)
    share = held[row, column, 1]
    held[row, column, 1] = np.float32(1.0)
    return np.float32(share)


def hide(held: Field, *layers: Field) -> None:
    """Take from what was drawn from far to near (`uncovered`) what is hidden at the end."""
    if held.size:
        for layer in layers:
            layer *= held[..., 1:]


def _depths(
    source: MatteSource, frame: int, covered: npt.NDArray[np.bool_], format: Format, window: Window
) -> Field:
    """How deep what covers is at each pixel; where the files do not say it, as the nearest pixel that does.

    A pixel on an edge may be covered in part and have no depth: renderers do not blend depths.
    """
    depth = _over(_numbers(source(frame), frame, "holdout's depth"), format, window, order=0)
    known = np.isfinite(depth) & (depth > 0.0) & (depth < FARTHEST)
    if not (known & covered).any():
        return np.full_like(depth, FARTHEST)
    if (covered & ~known).any():
        _, (rows, columns) = ndimage.distance_transform_edt(~known, return_indices=True)
        depth = depth[rows, columns]
    return depth


def _numbers(picture: object, frame: int, label: str) -> Field:
    array = np.asarray(picture)
    if array.ndim != 2 or not array.size or array.dtype.kind not in "fiub":
        raise BadPicture(
            f"The {label} of frame {frame} is not one channel of numbers.",
            remedy="Choose the channel that holds it.",
            where="occluder",
        )
    return array.astype(np.float32)


def _over(picture: Field, format: Format, window: Window, order: Literal[0, 1]) -> Field:
    """A picture of the format's frame, of any size, on a window's pixels: 0 outside the format."""
    high, wide = format.height, format.width
    if picture.shape != (high, wide):
        rows = (np.arange(high) + 0.5) * picture.shape[0] / high - 0.5
        columns = (np.arange(wide) + 0.5) * picture.shape[1] / wide - 0.5
        places = np.meshgrid(rows, columns, indexing="ij")
        picture = ndimage.map_coordinates(picture, places, np.float32, order=order, mode="nearest")
    out = np.zeros((window.height, window.width), np.float32)
    top, left = max(window.y, 0), max(window.x, 0)
    bottom, right = min(window.y + window.height, high), min(window.x + window.width, wide)
    if top < bottom and left < right:
        out[top - window.y : bottom - window.y, left - window.x : right - window.x] = picture[
            top:bottom, left:right
        ]
    return out
