"""A fine gas that is led by its own quick look: large motion from few cells, everything smaller its own.

A flame is unstable: two solves of it on different cells part within a puff, however alike they are. So the
solve that a quick look shows runs beside the fine one, and the fine flow is drawn toward it by what both have
in a coarse cell on average; what is smaller is left to itself. Afterwards it is made free of divergence with
all else.
Sources: Nielsen and Bridson 2011, "Guide shapes for high resolution naturalistic liquid simulation";
Nielsen and Christensen 2010, "Improved variational guiding of smoke animations".
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, kernel, over, zeros

from .box import Box
from .grid import SHIFTS, FluidState


@dataclass(frozen=True, eq=False)
class Led:
    """What a step of a fine flow is drawn toward: the `flow` in the middle of coarse cells, m/s along x, y, z
    (z, y, x, 3), the `box` of those, and how firmly, as a `rate` in 1/s.
    """

    flow: Field
    box: Box
    rate: float


class Taps(NamedTuple):
    """The first of the two coarse cells that each fine place along an axis lies between, and how near to the
    second.
    """

    first: Spans
    share: Field


@kernel
def _along_rows(
    start: int, stop: int, u: Field, v: Field, w: Field, ratio: float, low: float, out: Field
) -> None:
    """The flow in the middle of the cells, summed along x over coarse cells: (z, y, coarse x, 3)."""
    nx, half = v.shape[2], np.float32(0.5)
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                x0, x1 = low + i * ratio, low + (i + 1) * ratio
                a = b = c = np.float32(0.0)
                for n in range(max(int(np.floor(x0)), 0), min(int(np.ceil(x1)), nx)):
                    much = half * np.float32(min(n + 1.0, x1) - max(float(n), x0))
                    a += much * (u[k, j, n] + u[k, j, n + 1])
                    b += much * (v[k, j, n] + v[k, j + 1, n])
                    c += much * (w[k, j, n] + w[k + 1, j, n])
                out[k, j, i, 0], out[k, j, i, 1], out[k, j, i, 2] = a, b, c


@kernel
def _differences(
    start: int, stop: int, rows: Field, ratio: float, low_y: float, low_z: float, wide: Field, flow: Field,
    out: Field,
) -> None:  # fmt: skip
    """What the coarse `flow` has more than the fine one averaged over each of its cells, which are `ratio`
    fine ones wide and begin at `low_*`; of those `wide` are in the fine box along x. Nothing outside.
    """
    nz, ny, zero = rows.shape[0], rows.shape[1], np.float32(0.0)
    for k in range(start, stop):
        z0, z1 = low_z + k * ratio, low_z + (k + 1) * ratio
        deep = max(min(z1, float(nz)) - max(z0, 0.0), 0.0)
        for j in range(out.shape[1]):
            y0, y1 = low_y + j * ratio, low_y + (j + 1) * ratio
            area = np.float32(deep * max(min(y1, float(ny)) - max(y0, 0.0), 0.0))
            to = out[k, j]
            to[:] = zero
            for kk in range(max(int(np.floor(z0)), 0), min(int(np.ceil(z1)), nz)):
                for jj in range(max(int(np.floor(y0)), 0), min(int(np.ceil(y1)), ny)):
                    much = np.float32(
                        (min(kk + 1.0, z1) - max(float(kk), z0)) * (min(jj + 1.0, y1) - max(float(jj), y0))
                    )
                    for i in range(to.shape[0]):
                        for axis in range(3):
                            to[i, axis] += much * rows[kk, jj, i, axis]
            for i in range(to.shape[0]):
                volume = area * wide[i]
                for axis in range(3):
                    to[i, axis] = flow[k, j, i, axis] - to[i, axis] / volume if volume > zero else zero


@kernel
def _draw(
    start: int, stop: int, f: Field, apart: Field, axis: int, along_z: Taps, along_y: Taps, along_x: Taps,
    share: np.float32,
) -> None:  # fmt: skip
    """Draw one component of a flow by a share of what it is apart from the coarse one, between its cells."""
    row = np.zeros(apart.shape[2], np.float32)
    for k in range(start, stop):
        k0, tz = along_z.first[k], along_z.share[k]
        for j in range(f.shape[1]):
            j0, ty = along_y.first[j], along_y.share[j]
            for i in range(row.size):
                near = apart[k0, j0, i, axis] + ty * (apart[k0, j0 + 1, i, axis] - apart[k0, j0, i, axis])
                far = apart[k0 + 1, j0, i, axis] + ty * (
                    apart[k0 + 1, j0 + 1, i, axis] - apart[k0 + 1, j0, i, axis]
                )
                row[i] = share * (near + tz * (far - near))
            for i in range(f.shape[2]):
                i0, tx = along_x.first[i], along_x.share[i]
                f[k, j, i] += row[i0] + tx * (row[i0 + 1] - row[i0])


def lead(flow: tuple[Field, Field, Field], box: Box, led: Led, dt: float) -> None:
    """Draw a flow on the faces of a `box` toward a coarse one for a step of `dt` seconds, in place."""
    coarse, ratio = led.box, led.box.cell / box.cell
    lows = [(getattr(coarse, axis) - getattr(box, axis)) / box.cell for axis in "xyz"]
    rows, apart = zeros(box.nz, box.ny, coarse.nx, 3), zeros(*coarse.shape, 3)
    over(_along_rows, box.nz, *flow, ratio, lows[0], rows, work=box.cells)
    starts = lows[0] + ratio * np.arange(coarse.nx)
    wide = np.clip(np.minimum(starts + ratio, box.nx) - np.maximum(starts, 0.0), 0.0, None)
    over(
        _differences, coarse.nz, rows, ratio, lows[1], lows[2], wide.astype(np.float32), led.flow, apart,
        work=rows.size,
    )  # fmt: skip
    share = np.float32(1.0 - exp(-led.rate * dt))
    for axis, (f, shift) in enumerate(zip(flow, SHIFTS.values(), strict=True)):
        taps = [
            _taps(f.shape[n], 0.0 if shift[n] else 0.5, lows[2 - n], ratio, coarse.shape[n]) for n in range(3)
        ]
        over(_draw, f.shape[0], f, apart, axis, *taps, share, work=f.size)


def centred(state: FluidState) -> Field:
    """The flow in the middle of the cells, m/s along x, y, z (z, y, x, 3)."""
    u, v, w = state.u, state.v, state.w
    flow = np.stack([u[:, :, 1:] + u[:, :, :-1], v[:, 1:] + v[:, :-1], w[1:] + w[:-1]], axis=-1)
    half: Field = np.float32(0.5) * flow
    return half


def _taps(count: int, offset: float, low: float, ratio: float, cells: int) -> Taps:
    place = np.clip((np.arange(count) + offset - low) / ratio - 0.5, 0.0, cells - 1.0)
    first = np.minimum(place.astype(np.int32), cells - 2)
    return Taps(first, (place - first).astype(np.float32))
