"""Looking through the volume: one ray a pixel, from front to back.

Steps start at a fixed, blue-noise-like offset per pixel (interleaved gradient noise, Jimenez 2014): it
never changes from frame to frame, so it cannot flicker. Empty blocks are skipped.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, Spans, inner, kernel

from .camera import Camera
from .light import CHANNELS
from .samples import add_flow, add_spread, light_of_ray, steepness
from .shadow import PARTS, Direct
from .volume import Volume

#: Fine cells along a block that is skipped when it is empty.
BLOCK = 8
#: Steps that read spread light together.
TOGETHER = 4
Occupied = npt.NDArray[np.uint8]


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


def pixel_rays(camera: Camera, low: tuple[float, float, float], cell: float) -> Field:
    """The camera in cells of `cell` metres from the corner `low`, and its rays by pixel: see `march`."""
    width, height = camera.format.width, camera.format.height
    middle = np.array(camera.ray(0.5, 0.5))
    right = (np.array(camera.ray(1.0, 0.5)) - middle) * 2.0 / width
    down = (np.array(camera.ray(0.5, 0.0)) - middle) * 2.0 / height
    at = np.array([camera.x - low[0], camera.y - low[1], camera.z - low[2]])
    return (np.stack([at, middle, right, down]) / cell).astype(np.float32)


def occupied_blocks(volume: Volume) -> Occupied:
    """Which blocks of a volume hold anything."""
    occupied = np.zeros([-(-n // BLOCK) for n in volume.density.shape], np.uint8)
    occupy(volume.density, volume.low, volume.high, occupied)
    return occupied


@inner
def enter(start: float, way: float, size: float, near: float, far: float) -> tuple[float, float]:
    if abs(way) < 1e-12:
        return (near, far) if 0.0 <= start <= size else (1.0, 0.0)
    a, b = -start / way, (size - start) / way
    return max(near, min(a, b)), min(far, max(a, b))


@kernel
def march(
    start: int, stop: int, dense: Field, direct: Direct, spread: Field, toward: Field, occupied: Occupied,
    velocity: Field, eye: Field, view: View, left: int, top: int, albedo: Field, weights: Field,
    beauty: Field, sides: Field, depth: Field, opacity: Field, flow: Field,
) -> None:  # fmt: skip
    """March the rays of rows `start` to `stop`.

    `eye` (4, 3) float32, in fine cells from the low corner: the camera's place, then the directions (a metre
    deep) through the middle of frame, one pixel to the right, one pixel down.
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
            shift = 52.9829189 * ((0.06711056 * px + 0.00583715 * py) % 1.0)
            jitter = shift - np.floor(shift)
            across, down = px + 0.5 - middle_x, py + 0.5 - middle_y
            dx = eye[1, 0] + across * eye[2, 0] + down * eye[3, 0]
            dy = eye[1, 1] + across * eye[2, 1] + down * eye[3, 1]
            dz = eye[1, 2] + across * eye[2, 2] + down * eye[3, 2]
            size = np.sqrt(dx * dx + dy * dy + dz * dz)
            dx, dy, dz = dx / size, dy / size, dz / size
            near, far = enter(float(eye[0, 0]), dx, float(nx), 0.0, 1e30)
            near, far = enter(float(eye[0, 1]), dy, float(ny), near, far)
            near, far = enter(float(eye[0, 2]), dz, float(nz), near, far)
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
                bi, bj, bk = int(x) // BLOCK, int(y) // BLOCK, int(z) // BLOCK
                bi = min(max(bi, 0), occupied.shape[2] - 1)
                bj = min(max(bj, 0), occupied.shape[1] - 1)
                bk = min(max(bk, 0), occupied.shape[0] - 1)
                if occupied[bk, bj, bi] == 0:
                    leave = 1e30
                    if abs(dx) > 1e-9:
                        leave = min(leave, ((bi + (1 if dx > 0.0 else 0)) * BLOCK - x) / dx)
                    if abs(dy) > 1e-9:
                        leave = min(leave, ((bj + (1 if dy > 0.0 else 0)) * BLOCK - y) / dy)
                    if abs(dz) > 1e-9:
                        leave = min(leave, ((bk + (1 if dz > 0.0 else 0)) * BLOCK - z) / dz)
                    t += step * (np.floor(max(leave, 0.0) / step) + 1.0)
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
