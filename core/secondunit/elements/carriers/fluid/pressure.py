"""Making the flow free of divergence: Poisson's equation solved directly by fast sine and cosine transforms.

Open sides hold the pressure of the air (zero on the face: sine transform II); the ground lets nothing
through (cosine transform IV along y: even at the ground, odd at the top). The discrete equation is solved
to rounding; there is no iteration to stop too early.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import fft

from secondunit.elements.cores import threads
from secondunit.elements.kernels import Field, Spans, kernel, over

from .rows import whole

Axis = np.ndarray[tuple[int], np.dtype[np.float64]]


@kernel
def _divergence(
    start: int, stop: int, u: Field, v: Field, w: Field, growth: Field, low: Spans, high: Spans, out: Field
) -> None:
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                flow = u[k, j, i + 1] - u[k, j, i] + v[k, j + 1, i] - v[k, j, i] + w[k + 1, j, i] - w[k, j, i]
                out[k, j, i] = flow
            for i in range(low[k, j], high[k, j]):
                out[k, j, i] -= growth[k, j, i]


@kernel
def _push(start: int, stop: int, p: Field, floor: bool, u: Field, v: Field, w: Field, last: int) -> None:
    two = np.float32(2.0)
    ny, nx = p.shape[1], p.shape[2]
    for k in range(start, stop):
        for j in range(ny):
            u[k, j, 0] -= two * p[k, j, 0]
            for i in range(1, nx):
                u[k, j, i] -= p[k, j, i] - p[k, j, i - 1]
            u[k, j, nx] += two * p[k, j, nx - 1]
        for j in range(ny + 1):
            for i in range(nx):
                if j == 0:
                    v[k, j, i] = np.float32(0.0) if floor else v[k, j, i] - two * p[k, j, i]
                elif j == ny:
                    v[k, j, i] += two * p[k, j - 1, i]
                else:
                    v[k, j, i] -= p[k, j, i] - p[k, j - 1, i]
        for j in range(ny):
            for i in range(nx):
                if k == 0:
                    w[k, j, i] -= two * p[k, j, i]
                else:
                    w[k, j, i] -= p[k, j, i] - p[k - 1, j, i]
                if k == last:
                    w[k + 1, j, i] += two * p[k, j, i]


@kernel
def _divide(start: int, stop: int, q: Field, along_z: Field, along_y: Field, along_x: Field) -> None:
    """Divide by the eigenvalues of the discrete Laplacian, which are sums of one for each axis."""
    for k in range(start, stop):
        for j in range(q.shape[1]):
            total = along_z[k] + along_y[j]
            for i in range(q.shape[2]):
                q[k, j, i] /= total + along_x[i]


def _eigenvalues(shape: tuple[int, ...], floor: bool) -> tuple[Axis, Axis, Axis]:
    """Those of the discrete Laplacian along z, y, x (cells of size 1), with the sign of the solve."""

    def open_both(n: int) -> Axis:
        return 2.0 * np.cos(np.pi * (np.arange(n) + 1.0) / n) - 2.0

    def open_top(n: int) -> Axis:
        return 2.0 * np.cos(np.pi * (np.arange(n) + 0.5) / n) - 2.0

    return open_both(shape[0]), open_top(shape[1]) if floor else open_both(shape[1]), open_both(shape[2])


@lru_cache(maxsize=2)
def inverse_laplacian(shape: tuple[int, int, int], floor: bool) -> Field:
    """One over the eigenvalues of the discrete Laplacian (cells of size 1), with the sign of the solve."""
    along_z, along_y, along_x = _eigenvalues(shape, floor)
    total = along_z[:, None, None] + along_y[None, :, None] + along_x[None, None, :]
    return (1.0 / total).astype(np.float32)


def solve(rhs: Field, floor: bool) -> Field:
    """The pressure whose discrete Laplacian is `rhs` (both in units of a cell of size 1)."""
    workers = threads() if rhs.size > 200_000 else 1
    q = fft.dst(rhs, 2, axis=2, workers=workers, overwrite_x=True)
    q = (
        fft.dct(q, 4, axis=1, workers=workers, overwrite_x=True)
        if floor
        else fft.dst(q, 2, axis=1, workers=workers, overwrite_x=True)
    )
    q = fft.dst(q, 2, axis=0, workers=workers, overwrite_x=True)
    parts = [part.astype(np.float32) for part in _eigenvalues(rhs.shape, floor)]
    over(_divide, q.shape[0], q, *parts, work=q.size)
    q = fft.idst(q, 2, axis=0, workers=workers, overwrite_x=True)
    q = (
        fft.idct(q, 4, axis=1, workers=workers, overwrite_x=True)
        if floor
        else fft.idst(q, 2, axis=1, workers=workers, overwrite_x=True)
    )
    pressure: Field = fft.idst(q, 2, axis=2, workers=workers, overwrite_x=True)
    return pressure


def project(
    u: Field, v: Field, w: Field, growth: Field, floor: bool, out: Field,
    reach: tuple[Spans, Spans] | None = None,
) -> None:  # fmt: skip
    """Take the divergence out of the flow, but for `growth` (m/s a cell: where gas expands), in place.

    `growth` is read in the rows of the `reach` alone, from low to high; without one everywhere.
    """
    if floor:
        v[:, 0, :] = 0.0
    low, high = reach or whole(out.shape)
    over(_divergence, out.shape[0], u, v, w, growth, low, high, out, work=out.size)
    pressure = solve(out, floor)
    # Neighbouring slabs share a face along z: each slab writes its low faces, the last one both.
    over(_push, out.shape[0], pressure, floor, u, v, w, out.shape[0] - 1, work=out.size)
