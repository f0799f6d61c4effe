"""Looking through the volume: one ray a pixel, from front to back.

Empty blocks are skipped.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, kernel

from .light import CHANNELS
from .rays import BLOCK, Occupied, direction, empty_way, inside, offset
from .samples import add_flow, add_spread, light_of_ray, steepness
from .shadow import PARTS, Direct
from .volume import Volume

#: Steps that read spread light together.
TOGETHER = 4


@kernel
def occupy(dense: Field, low: Spans, high: Spans, out: Occupied) -> None:
    """Mark the blocks that hold anything or touch a cell that does."""
    nz, ny, nx = dense.shape
    for k in range(nz):
        for j in range(ny):
            i = max(low[k, j], 0)
            while i < high[k, j]:
                if dense[k, j, i] <= np.float32(0.0):
                    i += 1
                    continue
                for kk in range(max(k - 1, 0) // BLOCK, min(k + 1, nz - 1) // BLOCK + 1):
                    for jj in range(max(j - 1, 0) // BLOCK, min(j + 1, ny - 1) // BLOCK + 1):
                        for ii in range(max(i - 1, 0) // BLOCK, min(i + 1, nx - 1) // BLOCK + 1):
                            out[kk, jj, ii] = 1
                # On to the next cell that could touch another block.
                i = (
                    i + 1
                    if i % BLOCK == BLOCK - 1 or i % BLOCK == BLOCK - 2
                    else i // BLOCK * BLOCK + BLOCK - 1
                )


class View(NamedTuple):
    """What a march needs beside its arrays: `extinction` of a fine cell at density 1; fine cells along a cell
    of spread light (`cut`), where the volume begins `at` on those; fine cells along one of the velocity
    (`air`), of which gas goes through `moved` in half a frame at a m/s; how bright light is that is scattered
    `once` and evenly; Henyey and Greenstein's g (`forward`); `width` and `height` of the format in pixels.
    """

    extinction: np.float32
    cut: np.float32
    at: Field
    air: np.float32
    moved: np.float32
    once: np.float32
    forward: np.float32
    width: np.float32
    height: np.float32


def occupied_blocks(volume: Volume) -> Occupied:
    """Which blocks of a volume hold anything."""
    occupied = np.zeros([-(-n // BLOCK) for n in volume.density.shape], np.uint8)
    occupy(volume.density, volume.low, volume.high, occupied)
    return occupied


@kernel
def march(
    start: int, stop: int, dense: Field, direct: Direct, spread: Field, toward: Field, occupied: Occupied,
    velocity: Field, eye: Field, view: View, left: int, top: int, albedo: Field, weights: Field,
    beauty: Field, sides: Field, depth: Field, opacity: Field, flow: Field,
) -> None:  # fmt: skip
    """March the rays of rows `start` to `stop`.

    `eye` is the camera in fine cells from the low corner: see `pixel_rays`.
    """
    thick, parts = view.extinction, np.float32(1.0 / PARTS)
    middle_x, middle_y = 0.5 * view.width, 0.5 * view.height
    nz, ny, nx = dense.shape
    zero, half, unity = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    once_lit, often_lit = np.zeros(CHANNELS, np.float32), np.zeros(CHANNELS, np.float32)
    lit, gone = np.zeros(CHANNELS, np.float32), np.zeros(4, np.float32)
    for row in range(start, stop):
        for column in range(beauty.shape[1]):
            px, py = float(left + column), float(top + row)
            jitter = offset(px, py)
            dx, dy, dz, size = direction(eye, px + 0.5 - middle_x, py + 0.5 - middle_y)
            near, far = inside(eye, dx, dy, dz, nx, ny, nz)
            if near >= far:
                continue
            step = np.float32(0.8)
            through, deep, weight, passed = unity, 0.0, 0.0, np.float32(0.0)
            once_lit[:] = zero
            often_lit[:] = zero
            gone[:] = zero
            # Spread light is smooth: it is read once for several steps, at the middle of what they show.
            held = held_x = held_y = held_z = swept = 0.0
            steps, steep = 0, zero
            t = near + jitter * step
            while t < far:
                x, y, z = eye[0, 0] + t * dx, eye[0, 1] + t * dy, eye[0, 2] + t * dz
                skipped = empty_way(occupied, x, y, z, dx, dy, dz, step)
                if skipped > 0.0:
                    t += skipped
                    continue
                cx = min(max(np.float32(x) - half, zero), np.float32(nx - 1))
                cy = min(max(np.float32(y) - half, zero), np.float32(ny - 1))
                cz = min(max(np.float32(z) - half, zero), np.float32(nz - 1))
                i0, j0, k0 = np.int64(cx), np.int64(cy), np.int64(cz)
                i1, j1, k1 = min(i0 + 1, nx - 1), min(j0 + 1, ny - 1), min(k0 + 1, nz - 1)
                tx, ty, tz = cx - np.float32(i0), cy - np.float32(j0), cz - np.float32(k0)
                w00, w01 = (unity - ty) * (unity - tz), ty * (unity - tz)
                w10, w11 = (unity - ty) * tz, ty * tz
                at0 = w00 * dense[k0, j0, i0] + w01 * dense[k0, j1, i0]
                at0 += w10 * dense[k1, j0, i0] + w11 * dense[k1, j1, i0]
                at1 = w00 * dense[k0, j0, i1] + w01 * dense[k0, j1, i1]
                at1 += w10 * dense[k1, j0, i1] + w11 * dense[k1, j1, i1]
                d = at0 + tx * (at1 - at0)
                if d > zero:
                    thickness = d * thick * step
                    stopped = unity - np.exp(-thickness)
                    share = through * stopped
                    passed += thickness
                    gain = share * parts
                    a0, b0 = direct[k0, j0, i0], direct[k0, j0, i1]
                    a1, b1 = direct[k0, j1, i0], direct[k0, j1, i1]
                    a2, b2 = direct[k1, j0, i0], direct[k1, j0, i1]
                    a3, b3 = direct[k1, j1, i0], direct[k1, j1, i1]
                    ga, gb = gain * (unity - tx), gain * tx
                    for n in range(CHANNELS):
                        fa = w00 * np.float32(a0[n]) + w01 * np.float32(a1[n])
                        fa += w10 * np.float32(a2[n]) + w11 * np.float32(a3[n])
                        fb = w00 * np.float32(b0[n]) + w01 * np.float32(b1[n])
                        fb += w10 * np.float32(b2[n]) + w11 * np.float32(b3[n])
                        once_lit[n] += ga * fa + gb * fb
                    if steps % 2 == 0:
                        steep = steepness(dense, i0, j0, k0, i1, j1, k1, tx, ty, tz)
                    swept += float(through * thick * steep)
                    held += share
                    held_x += share * x
                    held_y += share * y
                    held_z += share * z
                    steps += 1
                    if steps >= TOGETHER and held > 0.0:
                        per = 1.0 / (held * float(view.cut))
                        add_spread(spread, view.at, held, held_x * per, held_y * per, held_z * per, often_lit)
                        per = 1.0 / (held * float(view.air))
                        add_flow(velocity, view.moved, swept, held_x * per, held_y * per, held_z * per, gone)
                        held = held_x = held_y = held_z = swept = 0.0
                        steps = 0
                    deep += share * t
                    weight += share
                    through *= unity - stopped
                    if through < np.float32(0.0008):
                        break
                t += step
            if weight <= 0.0:
                continue
            if held > 0.0:
                per = 1.0 / (held * float(view.cut))
                add_spread(spread, view.at, held, held_x * per, held_y * per, held_z * per, often_lit)
                per = 1.0 / (held * float(view.air))
                add_flow(velocity, view.moved, swept, held_x * per, held_y * per, held_z * per, gone)
            for n in range(3):
                flow[row, column, 0, n] = gone[n] / max(gone[3], np.float32(1e-20))
            light_of_ray(once_lit, often_lit, toward, dx, dy, dz, view.once, view.forward, lit)
            for n in range(weights.shape[0]):
                sides[row, column, n] = lit[n]
            for channel in range(3):
                sum_ = zero
                for n in range(weights.shape[0]):
                    sum_ += lit[n] * weights[n, channel]
                beauty[row, column, channel] = sum_ * albedo[channel]
            beauty[row, column, 3] = unity - through
            opacity[row, column, 0] = passed
            # A ray of `size` fine cells is one metre deep.
            depth[row, column, 0] = np.float32(deep / weight / size)
