"""Five points of a face by regression trees: the corners of both eyes and the foot of the nose.

Source: V. Kazemi, J. Sullivan, "One millisecond face alignment with an ensemble of regression trees", CVPR
2014, as dlib 20.0 runs it (dlib/image_processing/shape_predictor.h). The trees are dlib's five-point ones,
whose licence is CC0; those of 68 points were trained on pictures that may not be used commercially, and
nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire.errors import WrongWeights

from .dlib_file import IntegerStream, joined

Array = npt.NDArray[np.float32]

#: How many points there are: the outer and inner corner of the eye at the right of the picture, of the one at
#: its left, and the foot of the nose.
POINTS = 5


def point_weights() -> Weights:
    """The trees that find the points."""
    return weights_table()["five_points"]


@dataclass(frozen=True)
class FaceBox:
    """A square or a rectangle of a picture, in its pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class _Stage:
    """A step of the cascade: pairs of places that each tree compares, and by how much each leaf moves."""

    anchors: npt.NDArray[np.int64]
    offsets: Array
    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    limits: Array
    leaves: Array


class PointPredictor:
    """Finds the points of a face within a box around it."""

    def __init__(self, shape: Array, stages: Sequence[_Stage]) -> None:
        #: Where the points lie on the mean, (5, 2) parts of a box.
        self.shape = shape
        self._stages = tuple(stages)

    @classmethod
    def of_file(cls, path: Path) -> PointPredictor:
        """The trees of a file; raises `WrongWeights` where it holds others than five points' trees."""
        stream = IntegerStream(path.read_bytes())
        if stream.integer() != 1 or list(stream.integers(2)) != [-2 * POINTS, -1]:
            raise WrongWeights(f"{path.name} holds no trees of {POINTS} points.", where=str(path))
        shape = stream.floats(2 * POINTS).reshape(POINTS, 2)
        forests = [_forest(stream) for _ in range(stream.integer())]
        anchors = [stream.integers(stream.integer()) for _ in range(stream.integer())]
        offsets = [stream.floats(2 * stream.integer()).reshape(-1, 2) for _ in range(stream.integer())]
        if not stream.over or not len(forests) == len(anchors) == len(offsets):
            raise WrongWeights(f"{path.name} says more or less than its trees.", where=str(path))
        return cls(
            shape,
            [
                _Stage(anchor, offset, *forest)
                for anchor, offset, forest in zip(anchors, offsets, forests, strict=True)
            ],
        )

    def points(self, codes: Array, box: FaceBox) -> Array:
        """(5, 2) x and y in pixels of a picture (height, width, 3) of codes from 0 to 1."""
        grey = np.floor(np.clip(codes, 0.0, 1.0) * 255 + 0.5).sum(axis=2) // 3  # dlib's integers of 8 bits
        height, width = grey.shape
        size = np.array([box.width, box.height], np.float32)
        corner = np.array([box.left, box.top], np.float32)
        shape = self.shape.copy()
        for stage in self._stages:
            turn = _turn(self.shape, shape)
            places = (stage.offsets @ turn.T + shape[stage.anchors]) * size + corner
            x, y = np.floor(places + 0.5).astype(np.int64).T
            inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            values = np.where(inside, grey[y.clip(0, height - 1), x.clip(0, width - 1)], 0.0)
            shape += _moves(stage, values).reshape(POINTS, 2)
        return np.asarray(shape * size + corner, np.float32)


def _forest(
    stream: IntegerStream,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Array, Array]:
    """The trees of a stage: (trees, splits) both places and limits, (trees, leaves, 10) moves."""
    trees = stream.integer()
    splits = stream.integer()
    leaves, numbers = splits + 1, 2 * POINTS
    length = 1 + 4 * splits + 1 + leaves * (2 + 2 * numbers)
    rest = stream.integers(trees * length - 1)
    table = np.concatenate([[splits], rest]).reshape(trees, length)
    leaf = table[:, 2 + 4 * splits :].reshape(trees, leaves, 2 + 2 * numbers)
    if (table[:, 0] != splits).any() or (table[:, 1 + 4 * splits] != leaves).any():
        raise WrongWeights("Its trees are not of one depth.")
    split = table[:, 1 : 1 + 4 * splits].reshape(trees, splits, 4)
    moves = joined(leaf[..., 2:].reshape(trees, leaves, numbers, 2))
    return split[..., 0].copy(), split[..., 1].copy(), joined(split[..., 2:]), moves


def _moves(stage: _Stage, values: npt.NDArray[np.float64]) -> Array:
    """The sum of what every tree says, (10,)."""
    trees = np.arange(len(stage.first))
    splits = stage.first.shape[1]
    node = np.zeros(len(trees), np.int64)
    for _ in range(int(np.log2(splits + 1))):
        difference = values[stage.first[trees, node]] - values[stage.second[trees, node]]
        node = 2 * node + np.where(difference > stage.limits[trees, node], 1, 2)
    return np.asarray(stage.leaves[trees, node - splits].sum(axis=0, dtype=np.float64), np.float32)


def _turn(shape: Array, other: Array) -> Array:
    """The turn and size, (2, 2), of the similarity that takes a shape nearest to another (least squares)."""
    one = shape - shape.mean(axis=0)
    two = other - other.mean(axis=0)
    square = float((one**2).sum())
    along = float((one * two).sum()) / square
    across = float((one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]).sum()) / square
    return np.array([[along, -across], [across, along]], np.float32)


__all__ = ["POINTS", "FaceBox", "PointPredictor", "point_weights"]
