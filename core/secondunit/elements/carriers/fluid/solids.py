"""Solids on the grid: how far each face is open, where there is room for gas, how the walls move.

Knows signed distances in the corners of the cells; knows nothing of what shape a solid has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements.kernels import Field, inner, kernel, over, zeros

#: A face that is open by less is closed.
SLIVER = 0.05
#: How much of what its own faces say a hardly open cell adds to the direct solve: most is gained at a half.
RELIEF = 0.5
#: A face that is open by no more is narrow: the air in it has no way of its own.
NARROW = 0.75
#: The most cells that a wall moves in a step.
FASTEST = 2.0
Cells = npt.NDArray[np.int32]
Faces = tuple[Field, Field, Field]
STILL: Faces = (zeros(0, 0, 0), zeros(0, 0, 0), zeros(0, 0, 0))


@dataclass(frozen=True)
class Solid:
    """Where a gas cannot be, and what goes on at its walls.

    `openings`: the open share of each face along x, y, z, 0 to 1. `walls`: the walls' velocity through each
    face in m/s (no face at all where they stand still). `distance`: from the centre of each cell to the
    nearest wall, in cells, below zero inside. `room`: the share of each cell that gas may fill, 0 in a solid.
    `relief`: how much faster pressure must rise in a cell than it would with all its faces open.
    """

    openings: Faces
    walls: Faces
    distance: Field
    room: Field
    relief: Field

    @cached_property
    def region(self) -> tuple[slice, slice, slice]:
        """The part of the box (z, y, x) with every face that is not wholly open, and two cells more."""
        u, v, w = (opening < 1.0 for opening in self.openings)
        near = u[:, :, 1:] | u[:, :, :-1] | v[:, 1:] | v[:, :-1] | w[1:] | w[:-1]
        parts = []
        for axis, count in enumerate(near.shape):
            line = np.nonzero(near.any(axis=tuple(n for n in range(3) if n != axis)))[0]
            first, last = (int(line[0]), int(line[-1])) if line.size else (0, 0)
            parts.append(slice(max(first - 2, 0), min(last + 3, count)))
        return parts[0], parts[1], parts[2]

    @cached_property
    def ghosts(self) -> Cells:
        """Closed cells beside open ones, (n, 3) of z, y, x: paths that end at a wall read them."""
        free = self.room > 0.0
        beside = ndimage.binary_dilation(free, np.ones((3, 3, 3), bool)) & ~free
        return np.argwhere(beside).astype(np.int32)

    @cached_property
    def narrow(self) -> tuple[Cells, Cells, Cells]:
        """For each axis x, y, z its narrow faces: (n, 3) of z, y, x."""
        u, v, w = (
            np.argwhere((opening > 0.0) & (opening <= NARROW)).astype(np.int32) for opening in self.openings
        )
        return u, v, w

    @cached_property
    def hidden(self) -> tuple[Cells, Cells, Cells]:
        """For each axis x, y, z its faces in the solid that are beside open ones: (n, 3) of z, y, x."""
        lists = []
        for axis, opening in zip((2, 1, 0), self.openings, strict=True):
            free = opening > 0.0
            # What lies straight ahead of a face does not slide along the wall.
            near = ndimage.generate_binary_structure(3, 1)
            near[tuple(slice(None) if n == axis else 1 for n in range(3))] = False
            pad = [(1, 1) if n == axis else (0, 0) for n in range(3)]
            room = np.pad(self.room > 0.0, pad, mode="edge")
            low, high = (
                room[tuple(part if n == axis else slice(None) for n in range(3))]
                for part in (slice(None, -1), slice(1, None))
            )
            inside = ~low & ~high
            lists.append(np.argwhere(ndimage.binary_dilation(free, near) & inside).astype(np.int32))
        return lists[0], lists[1], lists[2]


def solid_of(
    corners: Field, floor: bool, before: Field | None = None, pace: float = 0.0, limit: float = 0.0
) -> Solid | None:
    """The solid whose wall is where `corners` are 0; None where none is.

    Those are the distances from the corners of the cells (z, y, x), in cells, below zero inside.
    `before` are the corners a frame earlier; `pace` is how fast a wall moves that has gone a cell since, and
    `limit` the fastest that it may, in m/s. What solids enclose on all sides counts as solid.
    """
    if not float(corners.min()) < 0.0:
        return None
    nz, ny, nx = (n - 1 for n in corners.shape)
    openings = zeros(nz, ny, nx + 1), zeros(nz, ny + 1, nx), zeros(nz + 1, ny, nx)
    distance, room = zeros(nz, ny, nx), zeros(nz, ny, nx)
    over(_open_faces, nz + 1, corners, *openings, work=corners.size)
    over(_centers, nz, corners, *openings, floor, distance, room, work=corners.size)
    _close_pockets(room, openings, floor)
    relief = zeros(nz, ny, nx)
    over(_relieve, nz, *openings, relief, work=corners.size)
    walls = STILL
    if before is not None and not np.array_equal(before, corners):
        walls = zeros(nz, ny, nx + 1), zeros(nz, ny + 1, nx), zeros(nz + 1, ny, nx)
        over(_move, nz + 1, before, corners, np.float32(pace), np.float32(limit), *walls, work=corners.size)
    return Solid(openings, walls, distance, room, relief)


def _close_pockets(room: Field, openings: Faces, floor: bool) -> None:
    """Close, in place, what no air comes to from an open side."""
    bodies, count = ndimage.label(room > 0.0)
    if count < 2:
        return
    sides = [bodies[0], bodies[-1], bodies[:, -1], bodies[:, :, 0], bodies[:, :, -1]]
    if not floor:
        sides.append(bodies[:, 0])
    reached = np.zeros(count + 1, bool)
    for side in sides:
        reached[np.unique(side)] = True
    shut = ~reached[bodies]
    shut[bodies == 0] = False
    room[shut] = 0.0
    for axis, opening in zip((2, 1, 0), openings, strict=True):
        low = [slice(None)] * 3
        high = [slice(None)] * 3
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        opening[tuple(low)][shut] = 0.0
        opening[tuple(high)][shut] = 0.0


@inner
def _corner_share(a: np.float32, b: np.float32, c: np.float32) -> np.float32:
    """The share of a triangle where the plane through a, b, c is above zero, where only a is on its side."""
    return a / (a - b) * (a / (a - c))


@inner
def _triangle(a: np.float32, b: np.float32, c: np.float32) -> np.float32:
    """The share of a triangle where the plane through a, b, c is above zero."""
    zero, unity = np.float32(0.0), np.float32(1.0)
    up_a, up_b, up_c = a > zero, b > zero, c > zero
    share = zero
    if up_a and up_b and up_c:
        share = unity
    elif up_a and not up_b and not up_c:
        share = _corner_share(a, b, c)
    elif up_b and not up_a and not up_c:
        share = _corner_share(b, c, a)
    elif up_c and not up_a and not up_b:
        share = _corner_share(c, a, b)
    elif up_a and up_b:
        share = unity - _corner_share(c, a, b)
    elif up_b and up_c:
        share = unity - _corner_share(a, b, c)
    elif up_c and up_a:
        share = unity - _corner_share(b, c, a)
    return share


@inner
def _square(a: np.float32, b: np.float32, c: np.float32, d: np.float32) -> np.float32:
    """The open share of a face with these distances in its corners, in order around it."""
    zero, unity, quarter = np.float32(0.0), np.float32(1.0), np.float32(0.25)
    if a > zero and b > zero and c > zero and d > zero:
        return unity
    if a <= zero and b <= zero and c <= zero and d <= zero:
        return zero
    middle = quarter * (a + b + c + d)
    share = quarter * (
        _triangle(a, b, middle) + _triangle(b, c, middle) + _triangle(c, d, middle) + _triangle(d, a, middle)
    )
    return share if share >= np.float32(SLIVER) else zero


@kernel
def _open_faces(start: int, stop: int, f: Field, u: Field, v: Field, w: Field) -> None:
    nz, ny, nx = f.shape[0] - 1, f.shape[1] - 1, f.shape[2] - 1
    for k in range(start, stop):
        for j in range(ny + 1):
            for i in range(nx + 1):
                if k < nz and j < ny:
                    u[k, j, i] = _square(f[k, j, i], f[k, j + 1, i], f[k + 1, j + 1, i], f[k + 1, j, i])
                if k < nz and i < nx:
                    v[k, j, i] = _square(f[k, j, i], f[k, j, i + 1], f[k + 1, j, i + 1], f[k + 1, j, i])
                if j < ny and i < nx:
                    w[k, j, i] = _square(f[k, j, i], f[k, j, i + 1], f[k, j + 1, i + 1], f[k, j + 1, i])


@kernel
def _centers(
    start: int, stop: int, f: Field, u: Field, v: Field, w: Field, floor: bool, distance: Field, room: Field
) -> None:
    half, unity, zero = np.float32(0.5), np.float32(1.0), np.float32(0.0)
    for k in range(start, stop):
        for j in range(room.shape[1]):
            for i in range(room.shape[2]):
                middle = np.float32(0.125) * (
                    f[k, j, i] + f[k, j, i + 1] + f[k, j + 1, i] + f[k, j + 1, i + 1]
                    + f[k + 1, j, i] + f[k + 1, j, i + 1] + f[k + 1, j + 1, i] + f[k + 1, j + 1, i + 1]
                )  # fmt: skip
                distance[k, j, i] = middle
                most = max(max(u[k, j, i], u[k, j, i + 1]), max(w[k, j, i], w[k + 1, j, i]))
                most = max(most, v[k, j + 1, i])
                if j > 0 or not floor:
                    most = max(most, v[k, j, i])
                room[k, j, i] = min(max(half + middle, np.float32(SLIVER)), unity) if most > zero else zero


@kernel
def _relieve(start: int, stop: int, u: Field, v: Field, w: Field, out: Field) -> None:
    sixth = np.float32(1.0 / 6.0)
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                open_faces = (
                    u[k, j, i] + u[k, j, i + 1] + v[k, j, i] + v[k, j + 1, i] + w[k, j, i] + w[k + 1, j, i]
                )
                # Where all are open it must be nothing, or what is wrong beside a solid would wander off.
                if open_faces > np.float32(0.0) and open_faces < np.float32(5.999):
                    out[k, j, i] = np.float32(RELIEF) * (np.float32(1.0) / open_faces - sixth)


@inner
def _pace(
    before: np.float32, now: np.float32, gx: np.float32, gy: np.float32, gz: np.float32, along: np.float32
) -> np.float32:
    """How far along an axis a wall has gone that was `before` away: along the slope of the distance."""
    steep = max(gx * gx + gy * gy + gz * gz, np.float32(0.25))
    pace: np.float32 = (before - now) * along / steep
    return pace


@kernel
def _move(
    start: int, stop: int, before: Field, f: Field, pace: np.float32, limit: np.float32,
    u: Field, v: Field, w: Field,
) -> None:  # fmt: skip
    """The walls' velocity through each face near them."""
    nz, ny, nx = f.shape[0] - 1, f.shape[1] - 1, f.shape[2] - 1
    half, quarter, far = np.float32(0.5), np.float32(0.25), np.float32(3.0)
    for k in range(start, stop):
        ka, kb = max(k - 1, 0), min(k + 1, nz)
        for j in range(ny + 1):
            ja, jb = max(j - 1, 0), min(j + 1, ny)
            for i in range(nx + 1):
                ia, ib = max(i - 1, 0), min(i + 1, nx)
                if abs(f[k, j, i]) > far:
                    continue
                if k < nz and j < ny:
                    now = quarter * (f[k, j, i] + f[k, jb, i] + f[kb, j, i] + f[kb, jb, i])
                    then = quarter * (
                        before[k, j, i] + before[k, jb, i] + before[kb, j, i] + before[kb, jb, i]
                    )
                    gx = half * quarter * (
                        f[k, j, ib] + f[k, jb, ib] + f[kb, j, ib] + f[kb, jb, ib]
                        - f[k, j, ia] - f[k, jb, ia] - f[kb, j, ia] - f[kb, jb, ia]
                    )  # fmt: skip
                    gy = half * (f[k, jb, i] + f[kb, jb, i] - f[k, j, i] - f[kb, j, i])
                    gz = half * (f[kb, j, i] + f[kb, jb, i] - f[k, j, i] - f[k, jb, i])
                    u[k, j, i] = min(max(pace * _pace(then, now, gx, gy, gz, gx), -limit), limit)
                if k < nz and i < nx:
                    now = quarter * (f[k, j, i] + f[k, j, ib] + f[kb, j, i] + f[kb, j, ib])
                    then = quarter * (
                        before[k, j, i] + before[k, j, ib] + before[kb, j, i] + before[kb, j, ib]
                    )
                    gy = half * quarter * (
                        f[k, jb, i] + f[k, jb, ib] + f[kb, jb, i] + f[kb, jb, ib]
                        - f[k, ja, i] - f[k, ja, ib] - f[kb, ja, i] - f[kb, ja, ib]
                    )  # fmt: skip
                    gx = half * (f[k, j, ib] + f[kb, j, ib] - f[k, j, i] - f[kb, j, i])
                    gz = half * (f[kb, j, i] + f[kb, j, ib] - f[k, j, i] - f[k, j, ib])
                    v[k, j, i] = min(max(pace * _pace(then, now, gx, gy, gz, gy), -limit), limit)
                if j < ny and i < nx:
                    now = quarter * (f[k, j, i] + f[k, j, ib] + f[k, jb, i] + f[k, jb, ib])
                    then = quarter * (
                        before[k, j, i] + before[k, j, ib] + before[k, jb, i] + before[k, jb, ib]
                    )
                    gz = half * quarter * (
                        f[kb, j, i] + f[kb, j, ib] + f[kb, jb, i] + f[kb, jb, ib]
                        - f[ka, j, i] - f[ka, j, ib] - f[ka, jb, i] - f[ka, jb, ib]
                    )  # fmt: skip
                    gx = half * (f[k, j, ib] + f[k, jb, ib] - f[k, j, i] - f[k, jb, i])
                    gy = half * (f[k, jb, i] + f[k, jb, ib] - f[k, j, i] - f[k, j, ib])
                    w[k, j, i] = min(max(pace * _pace(then, now, gx, gy, gz, gz), -limit), limit)
