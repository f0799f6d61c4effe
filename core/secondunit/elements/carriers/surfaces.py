"""How far it is to boxes, balls and posts, and what happens to what strikes them. Knows metres."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

import numpy as np

from secondunit.elements.kernels import Field, inner, kernel, over

from .obstacles import FORMS, Obstacle

#: What strikes a surface is put so far before it, in metres; a surface is looked for in steps not shorter.
BEFORE = 1e-3


def table_of(obstacles: Sequence[Obstacle], thinnest: float = 0.0) -> Field:
    """Obstacles as kernels take them, (count, 9): form, middle x, y, z, half sizes, cosine and sine of turn.

    None is thinner than `thinnest` metres.
    """
    rows = [
        (
            FORMS.index(obstacle.form), obstacle.x, obstacle.y + 0.5 * obstacle.height, obstacle.z,
            *(0.5 * max(size, thinnest) for size in (obstacle.width, obstacle.height, obstacle.depth)),
            cos(radians(obstacle.turn)), sin(radians(obstacle.turn)),
        )
        for obstacle in obstacles
    ]  # fmt: skip
    return np.array(rows, np.float32).reshape(-1, 9)


@inner
def distance_to(row: Field, x: np.float32, y: np.float32, z: np.float32) -> np.float32:
    """The signed distance to one obstacle of a table, in metres, below zero inside."""
    zero = np.float32(0.0)
    x, y, z = x - row[1], y - row[2], z - row[3]
    if row[0] == np.float32(1.0):
        round_away: np.float32 = np.sqrt(x * x + y * y + z * z) - row[4]
        return round_away
    if row[0] == np.float32(2.0):
        px, py = np.sqrt(x * x + z * z) - row[4], abs(y) - row[5]
        ox, oy = max(px, zero), max(py, zero)
        away: np.float32 = np.sqrt(ox * ox + oy * oy) + min(max(px, py), zero)
        return away
    qx = abs(row[7] * x - row[8] * z) - row[4]
    qy = abs(y) - row[5]
    qz = abs(row[8] * x + row[7] * z) - row[6]
    ax, ay, az = max(qx, zero), max(qy, zero), max(qz, zero)
    far: np.float32 = np.sqrt(ax * ax + ay * ay + az * az) + min(max(max(qx, qy), qz), zero)
    return far


@inner
def crossing(
    row: Field, x: np.float32, y: np.float32, z: np.float32, dx: np.float32, dy: np.float32, dz: np.float32
) -> tuple[np.float32, np.float32]:
    """Where the line from (x, y, z) along (dx, dy, dz) enters one obstacle of a table and where it leaves it.

    In lengths of the direction, below zero behind the place. It misses where the first is the greater.
    """
    tiny, enters, leaves = np.float32(1e-12), np.float32(-1e12), np.float32(1e12)
    x, y, z = x - row[1], y - row[2], z - row[3]
    square, along, rest = dx * dx + dz * dz, x * dx + z * dz, x * x + z * z - row[4] * row[4]
    if row[0] == np.float32(1.0):
        square, along, rest = square + dy * dy, along + y * dy, rest + y * y
    elif abs(dy) > tiny:
        one, other = (-row[5] - y) / dy, (row[5] - y) / dy
        enters, leaves = min(one, other), max(one, other)
    elif abs(y) > row[5]:
        return leaves, enters
    if row[0] != np.float32(0.0):
        under = along * along - square * rest
        if under < np.float32(0.0) or (square <= tiny and rest > np.float32(0.0)):
            return np.float32(1e12), np.float32(-1e12)
        if square > tiny:
            root = np.sqrt(under)
            enters, leaves = max(enters, (-root - along) / square), min(leaves, (root - along) / square)
        return enters, leaves
    for axis in range(2):
        if axis == 0:
            at, way, half = row[7] * x - row[8] * z, row[7] * dx - row[8] * dz, row[4]
        else:
            at, way, half = row[8] * x + row[7] * z, row[8] * dx + row[7] * dz, row[6]
        if abs(way) > tiny:
            one, other = (-half - at) / way, (half - at) / way
            enters, leaves = max(enters, min(one, other)), min(leaves, max(one, other))
        elif abs(at) > half:
            return np.float32(1e12), np.float32(-1e12)
    return enters, leaves


@inner
def stands_before(
    row: Field, x: np.float32, y: np.float32, z: np.float32, dx: np.float32, dy: np.float32, dz: np.float32
) -> bool:
    """Whether a ray that begins at (x, y, z) meets one obstacle of a table, or begins within it."""
    enters, leaves = crossing(row, x, y, z, dx, dy, dz)
    return bool(leaves >= max(enters, np.float32(0.0)))


@inner
def _way_out(
    row: Field, x: np.float32, y: np.float32, z: np.float32
) -> tuple[np.float32, np.float32, np.float32]:  # fmt: skip
    """The direction in which the distance grows fastest."""
    step = np.float32(BEFORE)
    nx = distance_to(row, x + step, y, z) - distance_to(row, x - step, y, z)
    ny = distance_to(row, x, y + step, z) - distance_to(row, x, y - step, z)
    nz = distance_to(row, x, y, z + step) - distance_to(row, x, y, z - step)
    size = np.sqrt(nx * nx + ny * ny + nz * nz)
    if size <= np.float32(0.0):
        return np.float32(0.0), np.float32(1.0), np.float32(0.0)
    return nx / size, ny / size, nz / size


@kernel
def _bounce(
    start: int, stop: int, before: Field, place: Field, velocity: Field, table: Field,
    restitution: np.float32, friction: np.float32, impact: Field,
) -> None:  # fmt: skip
    zero, unity, least = np.float32(0.0), np.float32(1.0), np.float32(BEFORE)
    for n in range(start, stop):
        impact[n] = zero
        for number in range(len(table)):
            row = table[number]
            x, y, z = before[n, 0], before[n, 1], before[n, 2]
            dx, dy, dz = place[n, 0] - x, place[n, 1] - y, place[n, 2] - z
            length = np.sqrt(dx * dx + dy * dy + dz * dz)
            away = distance_to(row, x, y, z)
            if away > length + least:
                continue
            # From where it was, as far as no surface can be, until there is one or the step is over.
            share = zero
            while away > zero and share < unity:
                share = min(unity, share + max(away, least) / max(length, least))
                away = distance_to(row, x + share * dx, y + share * dy, z + share * dz)
            if away > zero:
                continue
            x, y, z = x + share * dx, y + share * dy, z + share * dz
            nx, ny, nz = _way_out(row, x, y, z)
            out = least - away
            place[n, 0], place[n, 1], place[n, 2] = x + out * nx, y + out * ny, z + out * nz
            into = -(velocity[n, 0] * nx + velocity[n, 1] * ny + velocity[n, 2] * nz)
            if into <= zero:
                continue
            impact[n] = max(impact[n], into)
            sx, sy, sz = velocity[n, 0] + into * nx, velocity[n, 1] + into * ny, velocity[n, 2] + into * nz
            along = np.sqrt(sx * sx + sy * sy + sz * sz)
            # Coulomb: friction takes from the speed along the surface what the impact is times its measure.
            left = max(zero, unity - friction * (unity + restitution) * into / max(along, least))
            back = restitution * into
            velocity[n, 0] = left * sx + back * nx
            velocity[n, 1] = left * sy + back * ny
            velocity[n, 2] = left * sz + back * nz


def bounce(
    before: Field, place: Field, velocity: Field, table: Field, restitution: float, friction: float
) -> Field:  # fmt: skip
    """Throw back, in place, what went from `before` to `place` through the surface of an obstacle.

    (count, 3) m and m/s; the answer is how fast each struck it, (count,) m/s. Newton's restitution along the
    normal, Coulomb's friction along the surface. What begins inside comes out where it is nearest.
    """
    impact = np.zeros(len(place), np.float32)
    over(
        _bounce, len(place), before, place, velocity, table, np.float32(restitution), np.float32(friction),
        impact, work=len(place) * 20 * len(table), grain=2048,
    )  # fmt: skip
    return impact
