"""A face brought upright, to one size and one place, by its five points; and how far it is turned away.

Source: dlib 20.0, dlib/image_transforms/interpolation.h, get_face_chip_details: where the points of a face
lie, on the mean, in a square of 1 around it, with a quarter of that added on each side.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.faces import Face

from .description import SIDE
from .points import FaceBox, PointPredictor

Array = npt.NDArray[np.float32]

#: The five points of the mean face, in a square of 1, and what lies around that.
MEAN_FACE = np.array([
    (0.8595674595992, 0.2134981538014), (0.6460604764104, 0.2289674387677),
    (0.1205750620789, 0.2137274526848), (0.3340850613712, 0.2290642403242),
    (0.4901123135679, 0.6277975316475),
], np.float64)  # fmt: skip
PADDING = 0.25
#: The picture in which points are looked for: a box of this side, and as much again around it.
_BOX = 160
#: How often the box is laid anew by the points within it: from a mark of the nose's tip to one of its foot.
_ROUNDS = 2
#: How far the foot of the nose stands out before the corners of the eyes, as a share of what lies between
#: their outer ones: 22 to 23 of 90 mm (L. G. Farkas, "Anthropometry of the head and face", 1994). Reliefs of
#: four portraits turned by up to 40 degrees were usually read within 6 degrees, one portrait up to 25 off.
_NOSE = 0.25


@dataclass(frozen=True)
class AlignedFace:
    """A face of a picture: `chip` is (150, 150, 3) codes from 0 to 1, upright.

    `points` are the five in the picture's pixels, `marks` the six of the detector there; `width` is how wide
    the face is there, `scale` how many pixels of the chip one of the picture is, and `yaw` how far the head
    is turned to a side, in degrees.
    """

    chip: Array
    points: Array
    marks: Array
    width: float
    scale: float
    yaw: float


def aligned(codes: Array, face: Face, predictor: PointPredictor) -> AlignedFace:
    """The face of a picture (height, width, 3) of codes from 0 to 1, as it was detected there."""
    height, width = codes.shape[:2]
    marks = np.array(face.marks, np.float64) * (width, height)
    seen = predictor.shape.astype(np.float64)
    eyes = np.array([seen[2:4].mean(axis=0), seen[0:2].mean(axis=0), seen[4]])
    placed = similarity(eyes, marks[:3])
    for _ in range(_ROUNDS):
        whole = FaceBox(_BOX / 2, _BOX / 2, _BOX, _BOX)
        to_picture = placed @ _scaled(1 / _BOX, -0.5)
        upright = warped(codes, _inverse(to_picture), 2 * _BOX)
        points = _applied(to_picture, predictor.points(upright, whole).astype(np.float64))
        placed = similarity(seen, points)
    chip_to_picture = similarity((MEAN_FACE + PADDING) / (2 * PADDING + 1) * SIDE, points)
    to_chip = _inverse(chip_to_picture)
    scale = float(np.hypot(to_chip[0, 0], to_chip[1, 0]))
    chip = warped(codes, to_chip, SIDE)
    return AlignedFace(
        chip, points.astype(np.float32), marks.astype(np.float32), face.width * width, scale, yaw_of(points)
    )


def yaw_of(points: npt.NDArray[np.float64]) -> float:
    """How far a head is turned to a side, in degrees, by its five points (5, 2); positive to the right.

    The foot of the nose moves sideways by how far it stands out.
    """
    across = points[0] - points[2]
    span = max(float(np.linalg.norm(across)), 1e-9)
    aside = float((points[4] - points[:4].mean(axis=0)) @ across) / span**2
    return float(np.degrees(np.arctan(aside / _NOSE)))


def similarity(places: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(3, 3): turn, size and way that take places (n, 2) nearest to others, by least squares."""
    one, two = places.mean(axis=0), others.mean(axis=0)
    first, second = places - one, others - two
    square = max(float((first**2).sum()), 1e-12)
    along = float((first * second).sum()) / square
    across = float((first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]).sum()) / square
    turn = np.array([[along, -across], [across, along]])
    return np.array([[*turn[0], (two - turn @ one)[0]], [*turn[1], (two - turn @ one)[1]], [0.0, 0.0, 1.0]])


def warped(codes: Array, matrix: npt.NDArray[np.float64], side: int) -> Array:
    """The square that a matrix (3, 3) makes of a picture, (side, side, 3); nothing but black lies beyond it.

    What is made smaller is averaged first, so that detail finer than its pixels does not alias.
    """
    corners = _applied(_inverse(matrix), np.array([(0, 0), (side, 0), (0, side), (side, side)], np.float64))
    height, width = codes.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)) - 2, 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + 3, (left + 1, top + 1), (width, height)).astype(
        int
    )
    part = np.ascontiguousarray(codes[top:bottom, left:right])
    matrix = matrix @ _moved(float(left), float(top))
    times = 1.0 / max(float(np.hypot(matrix[0, 0], matrix[1, 0])), 1e-9)
    if times > 1.0:
        smaller = [max(1, round(length / times)) for length in part.shape[:2]]
        scale = [part.shape[0] / smaller[0], part.shape[1] / smaller[1]]
        part = np.asarray(
            cv2.resize(part, (smaller[1], smaller[0]), interpolation=cv2.INTER_AREA), np.float32
        )
        # A pixel's middle is at a whole number: half a pixel of each size apart.
        matrix = matrix @ np.array([
            [scale[1], 0.0, scale[1] / 2 - 0.5], [0.0, scale[0], scale[0] / 2 - 0.5], [0.0, 0.0, 1.0]
        ])  # fmt: skip
    made = cv2.warpAffine(
        part, matrix[:2], (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    return np.asarray(made, np.float32)


def _applied(matrix: npt.NDArray[np.float64], points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(points @ matrix[:2, :2].T + matrix[:2, 2])


def _inverse(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def _scaled(times: float, way: float) -> npt.NDArray[np.float64]:
    return np.array([[times, 0.0, way], [0.0, times, way], [0.0, 0.0, 1.0]])


def _moved(x: float, y: float) -> npt.NDArray[np.float64]:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])
