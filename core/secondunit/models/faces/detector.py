"""Finds faces in a picture by a small network, in the whole of it and in squares of it: some are small.

The network (MediaPipe's face detection for the full range) sees 192 x 192 pixels and says for every cell of 4
pixels a box around it and how sure it is; its numbers are read as MediaPipe's own graph reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.models.method import Pixels
from secondunit.models.runtimes import Network
from secondunit.models.sizes import resized
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire.errors import WrongNetwork

#: How sure the network has to be: stars and spokes of a wheel reach 0.6, a face of 32 pixels 0.75.
SURE = 0.65
#: A face narrower than this says nothing of whose it is, in pixels of the picture.
LEAST = 20.0
#: How many places of a face it says.
MARKS = 6
#: Two boxes that share this much of their union are one face.
SAME = 0.3
#: A square of a picture is looked at for smaller faces as long as its side has this many pixels: in it the
#: network sees a face of `LEAST` in ten of its own.
SMALLEST = 400
#: How much of a square its neighbour sees too.
OVERLAP = 1 / 3
#: How many times smaller the squares of a pass are than the picture's shorter side.
PASSES = (1, 2, 4)


def face_weights() -> Weights:
    """The network that finds faces."""
    return weights_table()["face_full_range"]


@dataclass(frozen=True)
class Face:
    """A box around a face, brow to chin: parts (0 to 1) of the picture's width and height, and how sure.

    `marks` are its places in the same parts, x and y: the eye at the left of the picture, the one at the
    right, the tip of the nose, the middle of the mouth, and the ears, left and right.
    """

    left: float
    top: float
    width: float
    height: float
    sure: float
    marks: tuple[tuple[float, float], ...] = ()


class FaceDetector:
    """Finds faces by a network that was opened; raises `WrongNetwork` for one of another shape."""

    def __init__(self, network: Network) -> None:
        self._network = network
        shapes = [port.shape for port in network.inputs]
        if len(shapes) != 1 or len(shapes[0]) != 4 or shapes[0][1] != shapes[0][2] or shapes[0][3] != 3:
            raise WrongNetwork(f"It takes {', '.join(map(str, network.inputs))}, and no square picture.")
        self._side = int(shapes[0][1] or 192)
        cells = (self._side // 4) ** 2
        wanted = {"boxes": (1, cells, 16), "scores": (1, cells, 1)}
        names = {key: [port.name for port in network.outputs if port.shape == wanted[key]] for key in wanted}
        if any(len(named) != 1 for named in names.values()):
            raise WrongNetwork(f"It says {', '.join(map(str, network.outputs))}, and no faces.")
        self._boxes, self._scores = names["boxes"][0], names["scores"][0]

    def faces(self, codes: Pixels) -> tuple[Face, ...]:
        """The faces in a picture as it is seen, (height, width, 3) 0 to 1; the surest first."""
        height, width = codes.shape[:2]
        boxes = [
            self._seen(codes[y : y + side, x : x + side], x, y, side)
            for x, y, side in _squares(height, width)
        ]
        every = np.concatenate(boxes) if boxes else np.zeros((0, 5 + 2 * MARKS))
        return tuple(
            Face(
                x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height, sure,
                tuple((x / width, y / height) for x, y in zip(marks[::2], marks[1::2], strict=True)),
            )
            for x0, y0, x1, y1, sure, *marks in _apart(every).tolist()
        )  # fmt: skip

    def _seen(self, square: Pixels, x: int, y: int, side: int) -> npt.NDArray[np.float64]:
        """The boxes of a square at (x, y) of the picture, in its pixels, with scores and marks: (n, 17)."""
        high, wide = square.shape[:2]
        whole = np.zeros((side, side, 3), np.float32)
        whole[:high, :wide] = np.clip(np.nan_to_num(square), 0.0, 1.0)
        name = self._network.inputs[0].name
        said = self._network.run({name: resized(whole, self._side, self._side)[None] * 2 - 1})
        scores = 1 / (1 + np.exp(-np.clip(said[self._scores][0, :, 0].astype(np.float64), -100, 100)))
        sure = np.flatnonzero(scores >= SURE)
        cells = self._side // 4
        middle = np.stack([sure % cells, sure // cells], axis=1) * 4 + 2.0
        box = said[self._boxes][0, sure].astype(np.float64)
        centre, size = middle + box[:, :2], np.abs(box[:, 2:4])
        corners = np.concatenate([centre - size / 2, centre + size / 2], axis=1) * (side / self._side)
        corners += np.array([x, y, x, y])
        marks = (box[:, 4:] + np.tile(middle, MARKS)) * (side / self._side) + np.tile([x, y], MARKS)
        seen = np.concatenate([corners, scores[sure, None], marks], axis=1)
        return np.asarray(seen[box[:, 2] * (side / self._side) >= LEAST])


def _squares(height: int, width: int) -> Iterator[tuple[int, int, int]]:
    """Left, top and side of every square that is looked at: all of the picture, then smaller ones."""
    if not height or not width:
        return
    if height != width:
        yield 0, 0, max(height, width)
    for smaller in PASSES:
        side = min(height, width) // smaller
        if smaller > 1 and side < SMALLEST:
            return
        for y in _places(height, side):
            for x in _places(width, side):
                yield x, y, side


def _places(length: int, side: int) -> list[int]:
    """Where squares of a side begin so that they cover a length, each seeing a part of the next."""
    if length <= side:
        return [0]
    count = 1 + int(np.ceil((length - side) / (side * (1 - OVERLAP))))
    return [round(place) for place in np.linspace(0, length - side, count)]


def _apart(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The surest box of each face: (n, 17) of left, top, right, bottom, score, and its marks."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    kept: list[npt.NDArray[np.float64]] = []
    for box in boxes:
        if all(_shared(box, other) < SAME for other in kept):
            kept.append(box)
    return np.array(kept).reshape(-1, 5 + 2 * MARKS)


def _shared(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """How much of the union of two boxes is in both, or of the smaller one where that lies in the other."""
    inner = np.clip(np.minimum(one[2:4], other[2:4]) - np.maximum(one[:2], other[:2]), 0, None).prod()
    areas = [(box[2:4] - box[:2]).prod() for box in (one, other)]
    return float(max(inner / max(sum(areas) - inner, 1e-9), (inner / max(min(areas), 1e-9)) * 0.5))


__all__ = ["SURE", "Face", "FaceDetector", "face_weights"]
