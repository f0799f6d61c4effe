"""Solid pieces that tumble through a frame: facets under six lights, drawn while the shutter is open.

Each piece is drawn at several times of the shutter, its facets row by row: across a row their edges count
exactly, down the rows and over time by samples. What is smaller than a pixel is a streak of the light of a
Lambert sphere (Schonberg 1925). Solids are laid over one another from far to near. Knows no kind.
"""

from __future__ import annotations

from math import acos, ceil, cos, floor, pi, sin, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, inner, kernel, together, zeros
from secondunit.elements.kind import PASSES
from secondunit.wire.picture import Window

from .camera import Camera
from .holdout import hide, uncovered
from .light import SIDES
from .polyhedra import CORNERS, Polyhedra
from .strokes import pixel_eye, soft_edge

#: Rows that one thread draws at a time.
BAND = 32
#: Smaller pieces than this, in pixels of radius, have no facets.
GRAIN = 0.9
#: Samples of the shutter: at least, at most.
FEWEST, MOST = 12, 96
#: The size of a glint: the exponent of its cosine (Blinn 1977).
SHARPNESS = 60.0
Ids = npt.NDArray[np.int32]


class Solids(NamedTuple):
    """Solids far to near, (count, ...) each: `track` (moments, 3), where in pixels from the format's top left
    corner and how many pixels a metre is there; `half`-axes in m; `turn`, a quaternion (w, x, y, z) in the
    middle of the shutter; `spin` in radians while it is open; `shape`; `looks` (5): the part of the shutter
    that it is there, tone, depth in m, motion in pixels a frame (x right, y up).
    """

    track: Field
    half: Field
    turn: Field
    spin: Field
    shape: Ids
    looks: Field


class Surface(NamedTuple):
    """What pieces are of: how much they cover, 0 to 1, and how much they glint."""

    opacity: float
    gloss: float


def facet_layers(
    window: Window, camera: Camera, pieces: Solids, shapes: Polyhedra, surface: Surface,
    tint: tuple[float, float, float], weights: dict[str, tuple[float, float, float]], held: Field,
) -> dict[str, Field]:  # fmt: skip
    """Solids as beauty, six light passes, depth, motion and density; `tint` is their colour.

    `held` is what hides them (`holdout_of`).
    """
    high, wide = window.height, window.width
    drawn = zeros(high, wide, 10)
    (ux, uy, uz), (fx, fy, fz) = camera.upward, camera.forward
    axes = np.array(
        [[fy * uz - fz * uy, fz * ux - fx * uz, fx * uy - fy * ux], [ux, uy, uz], [fx, fy, fz]], np.float64
    )
    toward = np.array(SIDES, np.float64)
    eye = pixel_eye(camera)
    together([
        (_draw, (top, min(top + BAND, high), pieces, shapes.corners, shapes.many, shapes.normals,
                 shapes.first, surface, axes, toward, eye, window.x, window.y, held, drawn))
        for top in range(0, high, BAND)
    ])  # fmt: skip
    hide(held, drawn)
    alpha = drawn[..., 6:7]
    color = np.array(tint, np.float32)
    beauty = zeros(high, wide, 4)
    beauty[..., 3:] = alpha
    layers = {"beauty": beauty}
    for n, name in enumerate(PASSES):
        layers[name] = drawn[..., n : n + 1] * color
        beauty[..., :3] += layers[name] * np.array(weights[name], np.float32)
    there = np.maximum(alpha, np.float32(1e-12))
    opacity = -np.log1p(-np.minimum(alpha, np.float32(0.9995)))
    return layers | {"depth": drawn[..., 7:8] / there, "motion": drawn[..., 8:] / there, "density": opacity}


@kernel
def _draw(
    start: int, stop: int, pieces: Solids, corners: Field, many: Ids, normals: Field, first: Ids,
    surface: Surface, axes: npt.NDArray[np.float64], toward: npt.NDArray[np.float64],
    eye: Field, left: int, top: int, held: Field, drawn: Field,
) -> None:  # fmt: skip
    """Lay pieces over rows `start` to `stop` of `drawn`: six lights, alpha, depth and motion times alpha."""
    wide = drawn.shape[1]
    low_row, high_row = start + top, stop + top
    moments = pieces.track.shape[1]
    pad = np.zeros((stop - start, wide, 7), np.float32)
    lit, outline = np.zeros(6), np.zeros((2, CORNERS))
    # The columns of each row that a piece touches: of a long way across the frame they are few.
    spans = np.empty((stop - start, 2), np.int64)
    for n in range(pieces.track.shape[0]):
        longest = max(pieces.half[n, 0], max(pieces.half[n, 1], pieces.half[n, 2]))
        x0, x1, y0, y1, wide_px, way = 1e30, -1e30, 1e30, -1e30, 0.0, 0.0
        for m in range(moments):
            px, py = float(pieces.track[n, m, 0]), float(pieces.track[n, m, 1])
            x0, x1, y0, y1 = min(x0, px), max(x1, px), min(y0, py), max(y1, py)
            wide_px = max(wide_px, longest * pieces.track[n, m, 2])
            if m:
                dx, dy = px - pieces.track[n, m - 1, 0], py - pieces.track[n, m - 1, 1]
                way += sqrt(dx * dx + dy * dy)
        # The corner of a block is the root of three from its middle.
        reach = 1.74 * wide_px + 2.0
        row_0, row_1 = max(low_row, floor(y0 - reach)), min(high_row, ceil(y1 + reach) + 1)
        col_0, col_1 = max(left, floor(x0 - reach)), min(left + wide, ceil(x1 + reach) + 1)
        if row_0 >= row_1 or col_0 >= col_1:
            continue
        spans[row_0 - low_row : row_1 - low_row, 0] = col_1
        spans[row_0 - low_row : row_1 - low_row, 1] = col_0
        # From the camera to the piece.
        ex, ey = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
        vx = eye[0, 0] + ex * eye[1, 0] + ey * eye[2, 0]
        vy = eye[0, 1] + ex * eye[1, 1] + ey * eye[2, 1]
        vz = eye[0, 2] + ex * eye[1, 2] + ey * eye[2, 2]
        size = 1.0 / sqrt(vx * vx + vy * vy + vz * vz)
        vx, vy, vz = vx * size, vy * size, vz * size
        share, tone = float(pieces.looks[n, 0]), float(pieces.looks[n, 1])
        if wide_px < GRAIN:
            volume = pieces.half[n, 0] * pieces.half[n, 1] * pieces.half[n, 2]
            for side in range(6):
                facing = -vx * toward[side, 0] - vy * toward[side, 1] - vz * toward[side, 2]
                lit[side] = tone * _sphere(facing)
            for m in range(max(1, moments - 1)):
                after = min(m + 1, moments - 1)
                radius = 1.15 * volume ** (1.0 / 3.0) * float(pieces.track[n, m, 2])
                _streak(
                    pad, pieces.track[n, m], pieces.track[n, after], radius, share / max(1, moments - 1), lit,
                    spans, row_0, row_1, col_0, col_1, low_row, left,
                )  # fmt: skip
        else:
            samples = int(min(max(ceil(way / max(0.7, 0.35 * wide_px)), FEWEST), MOST))
            for sample in range(samples):
                part = (sample + 0.5) / samples
                at = part * (moments - 1)
                m = min(int(at), max(0, moments - 2))
                rest = at - m
                after = min(m + 1, moments - 1)
                px = pieces.track[n, m, 0] + rest * (pieces.track[n, after, 0] - pieces.track[n, m, 0])
                py = pieces.track[n, m, 1] + rest * (pieces.track[n, after, 1] - pieces.track[n, m, 1])
                scale = pieces.track[n, m, 2] + rest * (pieces.track[n, after, 2] - pieces.track[n, m, 2])
                if py + reach < row_0 or py - reach > row_1 or px + reach < col_0 or px - reach > col_1:
                    continue
                # Rows are sampled at a place of their own at each time (van der Corput's sequence).
                shift = _corput(sample) - 0.5
                w, qx, qy, qz = _turned(pieces.turn[n], pieces.spin[n], part - 0.5)
                for facet in range(first[pieces.shape[n]], first[pieces.shape[n] + 1]):
                    _facet(
                        pad, corners[facet], many[facet], normals[facet], pieces.half[n], w, qx, qy, qz,
                        px, py, scale, shift, share / samples, tone * (0.88 + 0.24 * _corput(facet * 7 + n)),
                        axes, toward, vx, vy, vz, surface, lit, outline, spans, row_0, row_1, col_0, col_1,
                        low_row, left,
                    )  # fmt: skip
        for row in range(row_0 - low_row, row_1 - low_row):
            for column in range(spans[row, 0] - left, spans[row, 1] - left):
                cover = pad[row, column, 6]
                if cover <= np.float32(0.0):
                    continue
                alpha = min(cover, np.float32(1.0)) * np.float32(surface.opacity)
                stays = np.float32(1.0) - alpha
                stays *= uncovered(held, row + low_row - top, column, np.float32(pieces.looks[n, 2]))
                pixel = drawn[row + low_row - top, column]
                for channel in range(6):
                    light = pad[row, column, channel] / max(cover, np.float32(1.0))
                    pixel[channel] = stays * pixel[channel] + light * np.float32(surface.opacity)
                pixel[6] = stays * pixel[6] + alpha
                for channel in range(3):
                    pixel[7 + channel] = stays * pixel[7 + channel] + alpha * pieces.looks[n, 2 + channel]
                for channel in range(7):
                    pad[row, column, channel] = np.float32(0.0)


@inner
def _facet(
    pad: Field, corners: Field, many: int, normal: Field, half: Field,
    w: float, qx: float, qy: float, qz: float, px: float, py: float, scale: float, shift: float,
    share: float, tone: float,
    axes: npt.NDArray[np.float64], toward: npt.NDArray[np.float64], vx: float, vy: float, vz: float,
    surface: Surface, lit: npt.NDArray[np.float64], outline: npt.NDArray[np.float64],
    spans: npt.NDArray[np.int64], row_0: int, row_1: int, col_0: int, col_1: int, low_row: int, left: int,
) -> None:  # fmt: skip
    """Add one facet at one time to the pad, where it faces the camera."""
    nx, ny, nz = _rotated(
        w, qx, qy, qz, float(normal[0]) / half[0], float(normal[1]) / half[1], float(normal[2]) / half[2]
    )
    size = 1.0 / sqrt(nx * nx + ny * ny + nz * nz)
    nx, ny, nz = nx * size, ny * size, nz * size
    if nx * vx + ny * vy + nz * vz >= 0.0:
        return
    xs, ys = outline[0], outline[1]
    low, high = 1e30, -1e30
    for n in range(many):
        ox, oy, oz = _rotated(
            w, qx, qy, qz, float(corners[n, 0]) * half[0], float(corners[n, 1]) * half[1],
            float(corners[n, 2]) * half[2],
        )  # fmt: skip
        xs[n] = px + (ox * axes[0, 0] + oy * axes[0, 1] + oz * axes[0, 2]) * scale
        ys[n] = py - (ox * axes[1, 0] + oy * axes[1, 1] + oz * axes[1, 2]) * scale
        low, high = min(low, ys[n]), max(high, ys[n])
    for side in range(6):
        sx, sy, sz = toward[side, 0], toward[side, 1], toward[side, 2]
        light = max(0.0, nx * sx + ny * sy + nz * sz)
        value = tone * light
        if surface.gloss > 0.0 and light > 0.0:
            hx, hy, hz = sx - vx, sy - vy, sz - vz
            between = (nx * hx + ny * hy + nz * hz) / max(1e-6, sqrt(hx * hx + hy * hy + hz * hz))
            value += surface.gloss * max(0.0, between) ** SHARPNESS
        lit[side] = value
    for row in range(max(row_0, floor(low - 1.0)), min(row_1, ceil(high) + 1)):
        y = row + 0.5 + shift
        begin, end = 1e30, -1e30
        for n in range(many):
            after = n + 1 if n + 1 < many else 0
            if (ys[n] <= y) != (ys[after] <= y):
                x = xs[n] + (y - ys[n]) / (ys[after] - ys[n]) * (xs[after] - xs[n])
                begin, end = min(begin, x), max(end, x)
        if begin >= end:
            continue
        first_column, past = max(col_0, floor(begin)), min(col_1, ceil(end))
        if first_column >= past:
            continue
        spans[row - low_row, 0] = min(spans[row - low_row, 0], first_column)
        spans[row - low_row, 1] = max(spans[row - low_row, 1], past)
        for column in range(first_column, past):
            cover = (min(end, column + 1.0) - max(begin, float(column))) * share
            pixel = pad[row - low_row, column - left]
            for side in range(6):
                pixel[side] += np.float32(cover * lit[side])
            pixel[6] += np.float32(cover)


@inner
def _streak(
    pad: Field, begin: Field, end: Field, radius: float, share: float, lit: npt.NDArray[np.float64],
    spans: npt.NDArray[np.int64], row_0: int, row_1: int, col_0: int, col_1: int, low_row: int, left: int,
) -> None:  # fmt: skip
    """Add a grain that passes from one place to another to the pad."""
    ax, ay = float(begin[0]) - 0.5, float(begin[1]) - 0.5
    ux, uy = float(end[0]) - begin[0], float(end[1]) - begin[1]
    size = sqrt(ux * ux + uy * uy)
    if size < 1e-4:
        ux, uy = 0.0, 1.0
    else:
        ux, uy = ux / size, uy / size
    extra = 0.25 * pi * radius
    peak = share * pi * radius / (2.0 * size + pi * radius)
    reach = radius + 1.5
    bx, by = ax + size * ux, ay + size * uy
    top, bottom = ceil(min(ay, by) - reach), floor(max(ay, by) + reach) + 1
    near, far = ceil(min(ax, bx) - reach), floor(max(ax, bx) + reach) + 1
    for row in range(max(row_0, top), min(row_1, bottom)):
        for column in range(max(col_0, near), min(col_1, far)):
            px, py = column - ax, row - ay
            along, beside = px * ux + py * uy, px * uy - py * ux
            wide = soft_edge(np.float32(beside + radius)) - soft_edge(np.float32(beside - radius))
            long = soft_edge(np.float32(along + extra)) - soft_edge(np.float32(along - size - extra))
            cover = peak * wide * long
            if cover < 1e-7:
                continue
            spans[row - low_row, 0] = min(spans[row - low_row, 0], column)
            spans[row - low_row, 1] = max(spans[row - low_row, 1], column + 1)
            pixel = pad[row - low_row, column - left]
            for side in range(6):
                pixel[side] += np.float32(cover * lit[side])
            pixel[6] += np.float32(cover)


@inner
def _sphere(cosine: float) -> float:
    """The mean light of a Lambert sphere, whose lit side is turned away by the angle of this cosine."""
    angle = acos(min(1.0, max(-1.0, cosine)))
    return 2.0 / (3.0 * pi) * (sin(angle) + (pi - angle) * cos(angle))


@inner
def _corput(number: int) -> float:
    """Van der Corput's sequence: 0 to 1, each new one far from those before."""
    bits, part, value = number & 1023, 0.5, 0.0
    while bits:
        if bits & 1:
            value += part
        part *= 0.5
        bits >>= 1
    return value


@inner
def _turned(turn: Field, spin: Field, part: float) -> tuple[float, float, float, float]:
    """The quaternion after a part of the spin that the piece has while the shutter is open."""
    ax, ay, az = spin[0] * part, spin[1] * part, spin[2] * part
    angle = sqrt(ax * ax + ay * ay + az * az)
    s = 0.5 if angle < 1e-6 else sin(0.5 * angle) / angle
    c = cos(0.5 * angle)
    bx, by, bz = ax * s, ay * s, az * s
    w, x, y, z = float(turn[0]), float(turn[1]), float(turn[2]), float(turn[3])
    return (
        c * w - bx * x - by * y - bz * z,
        c * x + bx * w + by * z - bz * y,
        c * y - bx * z + by * w + bz * x,
        c * z + bx * y - by * x + bz * w,
    )


@inner
def _rotated(
    w: float, qx: float, qy: float, qz: float, x: float, y: float, z: float
) -> tuple[float, float, float]:
    """A vector turned by a quaternion."""
    tx, ty, tz = 2.0 * (qy * z - qz * y), 2.0 * (qz * x - qx * z), 2.0 * (qx * y - qy * x)
    return (
        x + w * tx + qy * tz - qz * ty,
        y + w * ty + qz * tx - qx * tz,
        z + w * tz + qx * ty - qy * tx,
    )
