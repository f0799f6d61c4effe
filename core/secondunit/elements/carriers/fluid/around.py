"""Making the flow free of divergence around solids: conjugate gradients over the direct solve.

Solids are openings of the faces, fractions included, so that a slanted wall has no stairs. Where all faces
are open the equation is that of `pressure`: its direct solve, and a share of the diagonal in cells that are
hardly open, bring it to rest in ten or so rounds. It is wrong only beside solids, so that all but two solves
look only there. All sums are made in one order, so the bits are the
same whatever the number of threads.
Sources: Batty, Bertails and Bridson 2007, "A fast variational framework for accurate solid-fluid coupling";
Concus and Golub 1973, "Use of fast direct methods for the efficient numerical solution of nonseparable
elliptic equations".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, kernel, over, zeros

from .pressure import solve
from .solids import Solid
from .within import Region, Shape, solve_within, whole

#: What may be left of the greatest divergence, and the most rounds that are spent on it.
LEFT, ROUNDS = 2e-5, 80
Sums = npt.NDArray[np.float64]


@kernel
def _divergence(
    start: int, stop: int, u: Field, v: Field, w: Field, open_u: Field, open_v: Field, open_w: Field,
    wall_u: Field, wall_v: Field, wall_w: Field, room: Field, growth: Field, out: Field, largest: Sums,
) -> None:  # fmt: skip
    """What flows in less what flows out: through the open part of a face with the air, else with the wall."""
    moves = wall_u.size > 0
    for k in range(start, stop):
        most = 0.0
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                out[k, j, i] = np.float32(0.0)
                if room[k, j, i] <= np.float32(0.0):
                    continue
                flow = (
                    open_u[k, j, i + 1] * u[k, j, i + 1] - open_u[k, j, i] * u[k, j, i]
                    + open_v[k, j + 1, i] * v[k, j + 1, i] - open_v[k, j, i] * v[k, j, i]
                    + open_w[k + 1, j, i] * w[k + 1, j, i] - open_w[k, j, i] * w[k, j, i]
                )  # fmt: skip
                if moves:
                    unity = np.float32(1.0)
                    flow += (
                        (unity - open_u[k, j, i + 1]) * wall_u[k, j, i + 1]
                        - (unity - open_u[k, j, i]) * wall_u[k, j, i]
                        + (unity - open_v[k, j + 1, i]) * wall_v[k, j + 1, i]
                        - (unity - open_v[k, j, i]) * wall_v[k, j, i]
                        + (unity - open_w[k + 1, j, i]) * wall_w[k + 1, j, i]
                        - (unity - open_w[k, j, i]) * wall_w[k, j, i]
                    )  # fmt: skip
                out[k, j, i] = growth[k, j, i] * room[k, j, i] - flow
                most = max(most, abs(np.float64(out[k, j, i])))
        largest[k] = most


@kernel
def _apply(
    start: int, stop: int, p: Field, k0: int, j0: int, i0: int, open_u: Field, open_v: Field, open_w: Field,
    floor: bool, out: Field, sums: Sums,
) -> None:  # fmt: skip
    """The negative Laplacian through the openings of a part of the box from k0, j0, i0 on, and p . out.

    Outside the box there is no pressure. On the sides of the part that are not the box's it is nothing.
    """
    two, zero = np.float32(2.0), np.float32(0.0)
    under = zero if floor else two
    nz, ny, nx = open_w.shape[0] - 1, open_v.shape[1] - 1, open_u.shape[2] - 1
    deep, tall, wide = p.shape
    for n in range(start, stop):
        total, k = 0.0, k0 + n
        for m in range(tall):
            j = j0 + m
            side = (n == 0 and k > 0) or (n == deep - 1 and k < nz - 1) or (m == 0 and j > 0)
            side = side or (m == tall - 1 and j < ny - 1)
            for q in range(wide):
                i = i0 + q
                if side or (q == 0 and i > 0) or (q == wide - 1 and i < nx - 1):
                    out[n, m, q] = zero
                    continue
                here = p[n, m, q]
                a = open_u[k, j, i] * (here - p[n, m, q - 1] if i > 0 else two * here)
                a += open_u[k, j, i + 1] * (here - p[n, m, q + 1] if i < nx - 1 else two * here)
                a += open_v[k, j, i] * (here - p[n, m - 1, q] if j > 0 else under * here)
                a += open_v[k, j + 1, i] * (here - p[n, m + 1, q] if j < ny - 1 else two * here)
                a += open_w[k, j, i] * (here - p[n - 1, m, q] if k > 0 else two * here)
                a += open_w[k + 1, j, i] * (here - p[n + 1, m, q] if k < nz - 1 else two * here)
                out[n, m, q] = a
                total += np.float64(here) * np.float64(a)
        sums[n] = total


@kernel
def _rest(start: int, stop: int, b: Field, direct: Field, room: Field, out: Field, largest: Sums) -> None:
    """What the direct solve leaves, beside the solid."""
    for k in range(start, stop):
        most = 0.0
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                left = b[k, j, i] - direct[k, j, i] if room[k, j, i] > np.float32(0.0) else np.float32(0.0)
                out[k, j, i] = left
                most = max(most, abs(np.float64(left)))
        largest[k] = most


@kernel
def _advance(
    start: int, stop: int, source: Field, rest: Field, feed: Field, turn: Field, length: np.float32,
    largest: Sums,
) -> None:  # fmt: skip
    """Go on by `length`; what is left then, and its greatest value."""
    for k in range(start, stop):
        most = 0.0
        for j in range(rest.shape[1]):
            for i in range(rest.shape[2]):
                source[k, j, i] += length * feed[k, j, i]
                left = rest[k, j, i] - length * turn[k, j, i]
                rest[k, j, i] = left
                most = max(most, abs(np.float64(left)))
        largest[k] = most


@kernel
def _guide(start: int, stop: int, rest: Field, relief: Field, guess: Field, sums: Sums) -> None:
    """What the direct solve advises, more in narrow cells, and rest . guess."""
    for k in range(start, stop):
        total = 0.0
        for j in range(rest.shape[1]):
            for i in range(rest.shape[2]):
                guess[k, j, i] = relief[k, j, i] * rest[k, j, i] - guess[k, j, i]
                total += np.float64(rest[k, j, i]) * np.float64(guess[k, j, i])
        sums[k] = total


@kernel
def _turn(
    start: int, stop: int, guess: Field, rest: Field, share: np.float32, way: Field, feed: Field
) -> None:
    for k in range(start, stop):
        for j in range(way.shape[1]):
            for i in range(way.shape[2]):
                way[k, j, i] = guess[k, j, i] + share * way[k, j, i]
                feed[k, j, i] = rest[k, j, i] + share * feed[k, j, i]


@kernel
def _push(
    start: int, stop: int, p: Field, open_u: Field, open_v: Field, open_w: Field,
    wall_u: Field, wall_v: Field, wall_w: Field, floor: bool, u: Field, v: Field, w: Field, last: int,
) -> None:  # fmt: skip
    """Take the pressure's slope from the air in open faces; a closed face moves as the wall."""
    two, zero = np.float32(2.0), np.float32(0.0)
    moves = wall_u.size > 0
    ny, nx = p.shape[1], p.shape[2]
    for k in range(start, stop):
        for j in range(ny):
            for i in range(nx + 1):
                if open_u[k, j, i] <= zero:
                    u[k, j, i] = wall_u[k, j, i] if moves else zero
                elif i == 0:
                    u[k, j, i] -= two * p[k, j, i]
                elif i == nx:
                    u[k, j, i] += two * p[k, j, i - 1]
                else:
                    u[k, j, i] -= p[k, j, i] - p[k, j, i - 1]
        for j in range(ny + 1):
            for i in range(nx):
                if j == 0 and floor:
                    v[k, j, i] = zero
                elif open_v[k, j, i] <= zero:
                    v[k, j, i] = wall_v[k, j, i] if moves else zero
                elif j == 0:
                    v[k, j, i] -= two * p[k, j, i]
                elif j == ny:
                    v[k, j, i] += two * p[k, j - 1, i]
                else:
                    v[k, j, i] -= p[k, j, i] - p[k, j - 1, i]
        # Neighbouring slabs share a face along z: each slab writes its low faces, the last one both.
        for face in range(k, k + 2 if k == last else k + 1):
            for j in range(ny):
                for i in range(nx):
                    if open_w[face, j, i] <= zero:
                        w[face, j, i] = wall_w[face, j, i] if moves else zero
                    elif face == 0:
                        w[face, j, i] -= two * p[face, j, i]
                    elif face > last:
                        w[face, j, i] += two * p[last, j, i]
                    else:
                        w[face, j, i] -= p[face, j, i] - p[face - 1, j, i]


def project_around(
    u: Field, v: Field, w: Field, growth: Field, floor: bool, rest: Field, solid: Solid
) -> int:  # fmt: skip
    """`pressure.project` where a solid is in the way; its faces then move as it does. The rounds it took."""
    nz, work = rest.shape[0], rest.size
    sums = np.zeros(nz)
    if floor:
        v[:, 0, :] = 0.0
    over(_divergence, nz, u, v, w, *solid.openings, *solid.walls, solid.room, growth, rest, sums, work=work)
    place = solid.region
    source, rounds = _source(rest, floor, solid, LEFT * float(sums.max()))
    # The rounds have found what must come from beside the solid so that the direct solve is right.
    rest[place] += source
    np.negative(rest, out=rest)
    pressure = solve(rest, floor)
    pressure[place] += solid.relief[place] * source
    over(_push, nz, pressure, *solid.openings, *solid.walls, floor, u, v, w, nz - 1, work=work)
    return rounds


def _source(b: Field, floor: bool, solid: Solid, enough: float) -> tuple[Field, int]:
    """What the direct solve needs beside the solid, in its region, and the rounds that this took.

    The direct solve is wrong only there: so the rest, and all that is added up from it, lies there.
    """
    shape: Shape = (b.shape[0], b.shape[1], b.shape[2])
    place, low = solid.region, tuple(part.start for part in solid.region)
    room, relief = (np.ascontiguousarray(field[place]) for field in (solid.room, solid.relief))
    deep, work = room.shape[0], room.size
    rest, way, feed, turn, source = (zeros(*room.shape) for _ in range(5))
    sums = np.zeros(deep)
    guess = -solve_within(b, whole(shape), place, shape, floor)
    over(_apply, deep, guess, *low, *solid.openings, floor, turn, sums, work=work)
    over(_rest, deep, _inner(b, place), turn, room, rest, sums, work=work)
    rounds, before = 0, 0.0
    while rounds < ROUNDS and float(sums.max()) > enough:
        guess = solve_within(rest, place, place, shape, floor)
        over(_guide, deep, rest, relief, guess, sums, work=work)
        now = float(sums.sum())
        share = np.float32(now / before if before > 0.0 else 0.0)
        over(_turn, deep, guess, rest, share, way, feed, work=work)
        over(_apply, deep, way, *low, *solid.openings, floor, turn, sums, work=work)
        steep = float(sums.sum())
        if not (now > 0.0 and steep > 0.0):
            break
        over(_advance, deep, source, rest, feed, turn, np.float32(now / steep), sums, work=work)
        rounds, before = rounds + 1, now
    return source, rounds


def _inner(b: Field, place: Region) -> Field:
    """A part of a field that is nothing on those of its sides that are not the box's."""
    part = np.array(b[place])
    for axis, span in enumerate(place):
        sides = [0] * (span.start > 0) + [-1] * (span.stop < b.shape[axis])
        for side in sides:
            part[tuple(side if n == axis else slice(None) for n in range(3))] = 0.0
    return part
