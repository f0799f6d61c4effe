"""Making the flow free of divergence around solids: conjugate gradients over the direct solve.

Solids are openings of the faces, fractions included, so that a slanted wall has no stairs. Where all faces
are open the equation is that of `pressure`: its direct solve, and a share of the diagonal in cells that are
hardly open, bring it to rest in ten to fifteen rounds. All sums are made in one order, so the bits are the
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
    start: int, stop: int, p: Field, open_u: Field, open_v: Field, open_w: Field, out: Field, sums: Sums
) -> None:
    """The negative Laplacian through the openings (outside the box there is no pressure), and p . out."""
    two = np.float32(2.0)
    nz, ny, nx = p.shape
    for k in range(start, stop):
        total = 0.0
        for j in range(ny):
            for i in range(nx):
                here = p[k, j, i]
                a = open_u[k, j, i] * (here - p[k, j, i - 1] if i > 0 else two * here)
                a += open_u[k, j, i + 1] * (here - p[k, j, i + 1] if i < nx - 1 else two * here)
                a += open_v[k, j, i] * (here - p[k, j - 1, i] if j > 0 else two * here)
                a += open_v[k, j + 1, i] * (here - p[k, j + 1, i] if j < ny - 1 else two * here)
                a += open_w[k, j, i] * (here - p[k - 1, j, i] if k > 0 else two * here)
                a += open_w[k + 1, j, i] * (here - p[k + 1, j, i] if k < nz - 1 else two * here)
                out[k, j, i] = a
                total += np.float64(here) * np.float64(a)
        sums[k] = total


@kernel
def _advance(
    start: int, stop: int, pressure: Field, rest: Field, way: Field, turn: Field, length: np.float32,
    copy: Field, largest: Sums,
) -> None:  # fmt: skip
    """Go along `way`; what is left then, and its greatest value."""
    for k in range(start, stop):
        most = 0.0
        for j in range(rest.shape[1]):
            for i in range(rest.shape[2]):
                pressure[k, j, i] += length * way[k, j, i]
                left = rest[k, j, i] - length * turn[k, j, i]
                rest[k, j, i] = copy[k, j, i] = left
                most = max(most, abs(np.float64(left)))
        largest[k] = most


@kernel
def _guide(start: int, stop: int, rest: Field, guess: Field, room: Field, relief: Field, sums: Sums) -> None:
    """What the direct solve advises where there is room, more in narrow cells, and rest . guess."""
    for k in range(start, stop):
        total = 0.0
        for j in range(rest.shape[1]):
            for i in range(rest.shape[2]):
                if room[k, j, i] > np.float32(0.0):
                    guess[k, j, i] = relief[k, j, i] * rest[k, j, i] - guess[k, j, i]
                    total += np.float64(rest[k, j, i]) * np.float64(guess[k, j, i])
                else:
                    guess[k, j, i] = np.float32(0.0)
        sums[k] = total


@kernel
def _turn(start: int, stop: int, guess: Field, share: np.float32, way: Field) -> None:
    for k in range(start, stop):
        for j in range(way.shape[1]):
            for i in range(way.shape[2]):
                way[k, j, i] = guess[k, j, i] + share * way[k, j, i]


@kernel
def _push(
    start: int, stop: int, p: Field, open_u: Field, open_v: Field, open_w: Field,
    wall_u: Field, wall_v: Field, wall_w: Field, u: Field, v: Field, w: Field, last: int,
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
                if open_v[k, j, i] <= zero:
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
    over(_divergence, nz, u, v, w, *solid.openings, *solid.walls, solid.room, growth, rest, sums, work=work)
    pressure, way, turn, copy = (zeros(*rest.shape) for _ in range(4))
    enough = LEFT * float(sums.max())
    rounds, before = 0, 0.0
    np.copyto(copy, rest)
    while rounds < ROUNDS and float(sums.max()) > enough:
        guess = solve(copy, floor)
        over(_guide, nz, rest, guess, solid.room, solid.relief, sums, work=work)
        now = float(sums.sum())
        over(_turn, nz, guess, np.float32(now / before if before > 0.0 else 0.0), way, work=work)
        over(_apply, nz, way, *solid.openings, turn, sums, work=work)
        steep = float(sums.sum())
        if not (now > 0.0 and steep > 0.0):
            break
        over(_advance, nz, pressure, rest, way, turn, np.float32(now / steep), copy, sums, work=work)
        rounds, before = rounds + 1, now
    over(_push, nz, pressure, *solid.openings, *solid.walls, u, v, w, nz - 1, work=work)
    return rounds
