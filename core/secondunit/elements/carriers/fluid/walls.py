"""What gas does at the walls of a solid: it slides along them, goes nowhere through them, is not inside.

Between the cells values are mixed, so cells behind a wall hold what is before it while gas is carried; they
are emptied afterwards. Knows a solid and a state; knows no shape.
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, Spans, inner, kernel, over
from secondunit.elements.sampling import between

from .grid import CARRIED, FluidState
from .solids import NARROW, Cells, Solid

#: Ghosts and faces to a thread at a time.
GRAIN = 4096


@inner
def _slope(f: Field, k: int, j: int, i: int, dk: int, dj: int, di: int) -> np.float32:
    nz, ny, nx = f.shape
    up = f[min(k + dk, nz - 1), min(j + dj, ny - 1), min(i + di, nx - 1)]
    slope: np.float32 = up - f[max(k - dk, 0), max(j - dj, 0), max(i - di, 0)]
    return slope


@kernel
def _fill(start: int, stop: int, cells: Cells, distance: Field, room: Field, out: Field) -> None:
    """The mean of the open cells around, on that side of the solid that is nearer."""
    zero, flat = np.float32(0.0), np.float32(-1e-4)
    nz, ny, nx = room.shape
    for n in range(start, stop):
        k, j, i = cells[n, 0], cells[n, 1], cells[n, 2]
        gx, gy, gz = (
            _slope(distance, k, j, i, 0, 0, 1),
            _slope(distance, k, j, i, 0, 1, 0),
            _slope(distance, k, j, i, 1, 0, 0),
        )
        total, count = zero, zero
        for dk in range(-1, 2):
            for dj in range(-1, 2):
                for di in range(-1, 2):
                    z, y, x = k + dk, j + dj, i + di
                    if z < 0 or y < 0 or x < 0 or z >= nz or y >= ny or x >= nx or room[z, y, x] <= zero:
                        continue
                    side = gx * np.float32(di) + gy * np.float32(dj) + gz * np.float32(dk)
                    if side < flat:
                        continue
                    near = np.float32(1.0) / np.float32(dk * dk + dj * dj + di * di)
                    total += near * out[z, y, x]
                    count += near
        out[k, j, i] = total / count if count > zero else zero


@kernel
def _slide(
    start: int, stop: int, faces: Cells, opening: Field, least: np.float32, axis: int, out: Field
) -> None:
    """The mean of the faces beside each face of this axis that are open by more than `least`."""
    zero = np.float32(0.0)
    for n in range(start, stop):
        k, j, i = faces[n, 0], faces[n, 1], faces[n, 2]
        total, count = zero, zero
        for other in range(3):
            if other == axis:
                continue
            for step in (-1, 1):
                z = k + (step if other == 0 else 0)
                y = j + (step if other == 1 else 0)
                x = i + (step if other == 2 else 0)
                if z < 0 or y < 0 or x < 0:
                    continue
                if z >= opening.shape[0] or y >= opening.shape[1] or x >= opening.shape[2]:
                    continue
                if opening[z, y, x] > least:
                    total += out[z, y, x]
                    count += np.float32(1.0)
        if count > zero:
            out[k, j, i] = total / count


@kernel
def _cut(
    start: int, stop: int, distance: Field, sign: np.float32, low: Spans, high: Spans,
    path_x: Field, path_y: Field, path_z: Field,
) -> None:  # fmt: skip
    """Cut each path where it would enter the solid; within it go to the wall before, farther in nowhere."""
    zero, unity, least = np.float32(0.0), np.float32(1.0), np.float32(0.25)
    for k in range(start, stop):
        for j in range(distance.shape[1]):
            for i in range(low[k, j], high[k, j]):
                px, py, pz = sign * path_x[k, j, i], sign * path_y[k, j, i], sign * path_z[k, j, i]
                length = np.sqrt(px * px + py * py + pz * pz)
                here = distance[k, j, i]
                if here > length + unity:
                    continue
                if here < zero:
                    # A cell that a wall cuts may have its centre behind it: mixed there, gas would leak.
                    gx, gy, gz = (
                        _slope(distance, k, j, i, 0, 0, 1),
                        _slope(distance, k, j, i, 0, 1, 0),
                        _slope(distance, k, j, i, 1, 0, 0),
                    )
                    steep = np.sqrt(gx * gx + gy * gy + gz * gz)
                    out = -sign * here / steep if here > -unity and steep > zero else zero
                    path_x[k, j, i], path_y[k, j, i], path_z[k, j, i] = out * gx, out * gy, out * gz
                    continue
                free, share = zero, min(max(here, least) / length, unity)
                while share <= unity:
                    there = between(
                        distance,
                        np.float32(i) + share * px, np.float32(j) + share * py, np.float32(k) + share * pz,
                    )  # fmt: skip
                    if there < zero:
                        break
                    free = share
                    if share >= unity:
                        break
                    share = min(share + max(there, least) / length, unity)
                path_x[k, j, i] *= free
                path_y[k, j, i] *= free
                path_z[k, j, i] *= free


@kernel
def _empty(start: int, stop: int, room: Field, out: Field) -> None:
    for k in range(start, stop):
        for j in range(room.shape[1]):
            for i in range(room.shape[2]):
                if room[k, j, i] <= np.float32(0.0):
                    out[k, j, i] = np.float32(0.0)


def carried_in(state: FluidState) -> tuple[Field, ...]:
    """What of a gas is in the centres of the cells."""
    fields: list[Field] = [getattr(state, name) for name in CARRIED]
    return (*fields, state.fuel) if state.burns else tuple(fields)


def fill_ghosts(state: FluidState, solid: Solid) -> None:
    """Lay what is before each wall behind it, in place."""
    cells = solid.ghosts
    for field in carried_in(state):
        over(_fill, len(cells), cells, solid.distance, solid.room, field, work=27 * len(cells), grain=GRAIN)


def cut_paths(
    path: tuple[Field, Field, Field], sign: float, low: Spans, high: Spans, solid: Solid
) -> None:  # fmt: skip
    """Cut, in place, paths from the centres of cells of the rows (`sign` times x, y, z in cells) at walls."""
    cells = int(np.maximum(high - low, 0).sum())
    over(_cut, low.shape[0], solid.distance, np.float32(sign), low, high, *path, work=4 * cells)


def empty_solid(state: FluidState, solid: Solid) -> None:
    """Take out, in place, what is in the solid."""
    for field in carried_in(state):
        over(_empty, field.shape[0], solid.room, field, work=field.size)


def extend_flow(state: FluidState, solid: Solid) -> None:
    """Let, in place, the air beside a wall go on behind it, so that the wall does not hold it back."""
    for axis, (name, opening, faces) in enumerate(
        zip(("u", "v", "w"), solid.openings, solid.hidden, strict=True)
    ):
        field: Field = getattr(state, name)
        _smooth(field, opening, faces, 0.0, axis)


def loosen_flow(state: FluidState, solid: Solid) -> None:
    """Let, in place, air in faces that a wall nearly shuts move as that beside them does.

    Their paths end at the wall, so that nothing would carry away what pressure gives them in each step.
    """
    for axis, (name, opening, faces) in enumerate(
        zip(("u", "v", "w"), solid.openings, solid.narrow, strict=True)
    ):
        _smooth(getattr(state, name), opening, faces, NARROW, axis)


def _smooth(field: Field, opening: Field, faces: Cells, least: float, axis: int) -> None:
    over(
        _slide, len(faces), faces, opening, np.float32(least), 2 - axis, field, work=6 * len(faces),
        grain=GRAIN,
    )  # fmt: skip
