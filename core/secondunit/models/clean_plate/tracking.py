"""From one proxy to another: features followed there and back, and the homography most of them agree on.

Lucas-Kanade in pyramids (B. D. Lucas and T. Kanade 1981; J.-Y. Bouguet 2000) from a guess, both ways;
MAGSAC++ (D. Barath, J. Noskova, M. Ivashechkin, J. Matas, CVPR 2020) on what came back, then least squares
on its inliers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .plate import Homography, Mask

#: (count, 2) float32, (x, y) in pixels.
Points = npt.NDArray[np.float32]
Proxy = npt.NDArray[np.uint8]

_MOST = 900
#: Half the window a feature is followed by, and how far it may come back from where it began, in pixels.
_REACH, _RETURN = 10, 0.6
#: An inlier is this near, in pixels.
_NEAR = 1.5
#: Fewer inliers than this say nothing.
LEAST = 12


@dataclass(frozen=True)
class Registration:
    """A homography with what speaks for it.

    `inliers` (count,) bool over the features that were given; `followed` those that came back at all.
    """

    matrix: Homography
    inliers: Mask
    followed: Mask
    places: Points

    @property
    def count(self) -> int:
        return int(self.inliers.sum())

    @property
    def share(self) -> float:
        """Inliers among the followed features."""
        return self.count / max(int(self.followed.sum()), 1)


def features(picture: Proxy, seen: Mask, most: int = _MOST) -> Points:
    """Corners of a proxy where `seen` is set, spread over the picture."""
    apart = max(4.0, (picture.size / most) ** 0.5 * 0.45)
    points = cv2.goodFeaturesToTrack(picture, most, 0.004, apart, mask=seen.view(np.uint8), blockSize=5)
    return np.zeros((0, 2), np.float32) if points is None else np.asarray(points, np.float32).reshape(-1, 2)


def carry(points: Points, matrix: Homography) -> Points:
    """Points through a homography, (count, 2) float32."""
    if not len(points):
        return points
    return np.asarray(cv2.perspectiveTransform(points[None].astype(np.float64), matrix)[0], np.float32)


def follow(
    old: Proxy, new: Proxy, points: Points, guess: Points, seen: Mask, levels: int
) -> tuple[Points, Mask]:
    """Where points of `old` are in `new`, from a guess; and which of them are trusted and seen there."""
    if not len(points):
        return points, np.zeros(0, np.bool_)
    window = (2 * _REACH + 1, 2 * _REACH + 1)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 0.005)
    there, good, _ = cv2.calcOpticalFlowPyrLK(
        old, new, points, guess.copy(), winSize=window, maxLevel=levels, criteria=stop,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )  # fmt: skip
    back, returned, _ = cv2.calcOpticalFlowPyrLK(
        new, old, there, points.copy(), winSize=window, maxLevel=1, criteria=stop,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )  # fmt: skip
    places = np.asarray(there, np.float32).reshape(-1, 2)
    apart = np.hypot(*(np.asarray(back, np.float32).reshape(-1, 2) - points).T)
    height, width = new.shape
    whole = (
        np.rint(np.nan_to_num(places, nan=-1.0, posinf=-1.0, neginf=-1.0)).clip(-1e6, 1e6).astype(np.int64)
    )
    inside = (whole >= 0).all(axis=1) & (whole[:, 0] < width) & (whole[:, 1] < height)
    kept = inside & (good.ravel() > 0) & (returned.ravel() > 0) & (apart < _RETURN)
    kept[kept] = seen[whole[kept, 1], whole[kept, 0]]
    return places, np.asarray(kept, np.bool_)


def agree(points: Points, places: Points, trusted: Mask) -> Registration | None:
    """The homography from `points` to `places`; None where too few agree. The same input gives the same
    bits.
    """
    if int(trusted.sum()) < LEAST:
        return None
    old, new = points[trusted], places[trusted]
    params = cv2.UsacParams()
    params.confidence, params.maxIterations, params.threshold = 0.9999, 3000, _NEAR
    params.loMethod, params.sampler = cv2.LOCAL_OPTIM_SIGMA, cv2.SAMPLING_UNIFORM
    params.score, params.loIterations, params.loSampleSize = cv2.SCORE_METHOD_MAGSAC, 10, 14
    params.randomGeneratorState, params.isParallel = 7, False
    matrix: Any = cv2.findHomography(old, new, params)[0]  # None where nothing agrees, whatever its stub says
    if matrix is None:
        return None
    for _ in range(3):
        near = np.hypot(*(carry(old, np.asarray(matrix, np.float64)) - new).T) < _NEAR
        if int(near.sum()) < LEAST:
            return None
        finer: Any = cv2.findHomography(old[near], new[near], 0)[0]
        if finer is None:
            break
        matrix = finer
    inliers = np.zeros(len(points), np.bool_)
    inliers[np.flatnonzero(trusted)[near]] = True
    return Registration(np.asarray(matrix, np.float64) / matrix[2, 2], inliers, trusted, places)


def shift_between(old: Proxy, new: Proxy, old_seen: Mask, new_seen: Mask) -> Homography:
    """A translation guessed by phase correlation at a quarter of the size, what is hidden left grey."""
    small = []
    for picture, seen in ((old, old_seen), (new, new_seen)):
        values = picture.astype(np.float32)
        middle = float(values[seen].mean()) if seen.any() else 0.0
        values[~seen] = middle
        small.append(cv2.resize(values - middle, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    window = cv2.createHanningWindow((small[0].shape[1], small[0].shape[0]), cv2.CV_32F)
    (x, y), _ = cv2.phaseCorrelate(small[0], small[1], window)
    return np.array([[1.0, 0.0, 4.0 * x], [0.0, 1.0, 4.0 * y], [0.0, 0.0, 1.0]])
