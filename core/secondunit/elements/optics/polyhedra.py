"""Convex pieces with facets: blocks that planes have cut the corners off. Shapes only; nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import tau

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field
from secondunit.elements.noise import uniform

Numbers = npt.NDArray[np.float64]
#: The most corners that a facet keeps.
CORNERS = 12
#: How far planes cut in from a block's surface, as parts of the way from its middle: at least, at most.
DEEPEST, SHALLOWEST = 0.62, 1.25


@dataclass(frozen=True)
class Polyhedra:
    """Several convex shapes within -1 to 1 on each axis.

    `corners` (facets, `CORNERS`, 3) and how many of them count, `many` (facets); `normals` (facets, 3)
    outward; the facets of shape n are those from `first[n]` to before `first[n + 1]`.
    """

    corners: Field
    many: npt.NDArray[np.int32]
    normals: Field
    first: npt.NDArray[np.int32]


@lru_cache(maxsize=16)
def polyhedra(seed: int, count: int, cuts: int, plates: bool) -> Polyhedra:
    """`count` blocks with `cuts` planes taken off each; `plates` are cut about their third axis only."""
    facets: list[Numbers] = []
    first = [0]
    for shape in range(count):
        dice = uniform(seed * 131 + shape, 4 * cuts)
        faces = _block()
        for cut in range(cuts):
            a, b, c, _ = dice[4 * cut : 4 * cut + 4]
            up = 0.25 * (2.0 * b - 1.0) if plates else 2.0 * b - 1.0
            flat = np.sqrt(1.0 - up * up)
            normal = np.array([flat * np.cos(tau * a), flat * np.sin(tau * a), up])
            faces = _cut(faces, normal, DEEPEST + (SHALLOWEST - DEEPEST) * c)
        facets += [face[:CORNERS] for face in faces]
        first.append(len(facets))
    corners = np.zeros((len(facets), CORNERS, 3), np.float32)
    normals = np.zeros((len(facets), 3), np.float32)
    for n, face in enumerate(facets):
        corners[n, : len(face)] = face
        normals[n] = _normal(face)
    many = np.array([len(face) for face in facets], np.int32)
    return Polyhedra(corners, many, normals, np.array(first, np.int32))


def _block() -> list[Numbers]:
    """The six sides of a cube from -1 to 1, corners counterclockwise from outside."""
    sides = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            square = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])[:: int(sign)]
            sides.append(np.roll(np.insert(square, 0, sign, axis=1), axis, axis=1))
    return sides


def _cut(faces: list[Numbers], normal: Numbers, away: float) -> list[Numbers]:
    """What is left of a convex body on the inner side of a plane `away` from its middle."""
    left, rim = [], []
    for face in faces:
        height = face @ normal - away
        corners = []
        for n in range(len(face)):
            after = (n + 1) % len(face)
            if height[n] <= 0.0:
                corners.append(face[n])
            if height[n] * height[after] < 0.0:
                part = height[n] / (height[n] - height[after])
                crossing = face[n] + part * (face[after] - face[n])
                corners.append(crossing)
                rim.append(crossing)
        if len(corners) >= 3:
            left.append(np.array(corners))
    if len(rim) < 3 or not left:
        return left or faces
    # The new facet: where the plane met the others, once around.
    points = np.array(rim)
    side = np.cross(normal, [0.0, 0.0, 1.0] if abs(normal[2]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    other = np.cross(normal, side)
    away_from = points - points.mean(axis=0)
    around = np.argsort(np.arctan2(away_from @ other, away_from @ side), kind="stable")
    # Each stands there twice, once for either of the facets whose edge it is on.
    return [*left, points[around][::2]]


def _normal(face: Numbers) -> Numbers:
    """The outward normal of a polygon (Newell's sum over its edges); its middle is away from the origin."""
    total = np.cross(face, np.roll(face, -1, axis=0)).sum(axis=0)
    total /= np.linalg.norm(total) + 1e-12
    return np.asarray(total if float(total @ face.mean(axis=0)) >= 0.0 else -total)
