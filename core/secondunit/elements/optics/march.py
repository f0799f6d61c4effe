"""Looking through the volume: one ray a pixel, from front to back.

Empty blocks are skipped.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, kernel

from .blocks import FARTHEST, pace_at
from .eddies import OCTAVES, Eddies, farthest_push, octaves_of, pushed
from .holdout import hidden_at, seen_of
from .light import CHANNELS
from .rays import BLOCK, Occupied, direction, empty_way, inside, offset
from .samples import add_direct, add_flow, add_spread, density_at, light_of_ray
from .shadow import PARTS, Direct
from .volume import Volume

#: Steps that read spread light together.
TOGETHER = 4
#: A step where there are eddies, in pixels, and by how much it grows behind what stops all light.
STRIDE, BEHIND = 1.25, 1.0
#: What adds less to a pixel than this has no eddies.
FAINT = 1e-4


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
    start: int, stop: int, dense: Field, direct: Direct, spread: Field, toward: Field, paces: Occupied,
    velocity: Field, eye: Field, view: View, left: int, top: int, hidden: Field, albedo: Field,
    weights: Field, eddies: Eddies, beauty: Field, sides: Field, depth: Field, opacity: Field, flow: Field,
) -> None:  # fmt: skip
    """March the rays of rows `start` to `stop`.

    `eye` is the camera in fine cells from the low corner: see `pixel_rays`; `hidden` is what hides it: see
    `holdout_of`.
    """
    thick, parts = view.extinction, 1.0 / PARTS
    middle_x, middle_y = 0.5 * view.width, 0.5 * view.height
    nz, ny, nx = dense.shape
    zero, unity = np.float32(0.0), np.float32(1.0)
    tiny, faint = np.float32(1e-5), np.float32(FAINT)
    once_lit, often_lit = np.zeros(CHANNELS, np.float32), np.zeros(CHANNELS, np.float32)
    lit, gone = np.zeros(CHANNELS, np.float32), np.zeros(4, np.float32)
    octaves = np.zeros(OCTAVES, np.float32)
    # Where no light falls, none is gathered.
    lights = view.once > zero
    pixel_size = np.sqrt(eye[2, 0] ** 2 + eye[2, 1] ** 2 + eye[2, 2] ** 2)
    for row in range(start, stop):
        for column in range(beauty.shape[1]):
            px, py = float(left + column), float(top + row)
            jitter = offset(px, py)
            dx, dy, dz, size = direction(eye, px + 0.5 - middle_x, py + 0.5 - middle_y)
            near, far = inside(eye, dx, dy, dz, nx, ny, nz)
            if near >= far:
                continue
            # Where the camera stands in the volume most of it is farther away than where its rays enter.
            pixel = max(near, 0.3 * far) * pixel_size / size
            count = octaves_of(eddies, pixel, octaves)
            step = np.float32(min(0.8, max(STRIDE * pixel, 0.2))) if count > 0 else np.float32(0.8)
            through, deep, weight, passed = unity, 0.0, 0.0, np.float32(0.0)
            once_lit[:] = zero
            often_lit[:] = zero
            gone[:] = zero
            # Spread light is smooth: it is read once for several steps, at the middle of what they show.
            held = held_x = held_y = held_z = swept = 0.0
            close = near_x = near_y = near_z = 0.0
            steps = 0
            farthest = farthest_push(octaves, count)
            longer = np.float32(BEHIND if count > 0 else 0.0)
            most = max(np.floor(np.float32(FARTHEST) / step), unity)
            t = near + jitter * step
            # From `until` on something hides all but the share `behind` of what is there.
            until, behind = hidden_at(hidden, row, column, size)
            if until >= far:
                behind = unity
            elif behind <= zero:
                far = min(far, until + jitter * float(step * (unity + longer) * most))
            while t < far:
                x, y, z = eye[0, 0] + t * dx, eye[0, 1] + t * dy, eye[0, 2] + t * dz
                skipped = empty_way(paces, x, y, z, dx, dy, dz, step)
                if skipped > 0.0:
                    t += skipped
                    continue
                stride = step * (unity + longer * (unity - through)) * pace_at(paces, x, y, z, most)
                d, slope_x, slope_y, slope_z = density_at(dense, x, y, z)
                steep = np.sqrt(slope_x * slope_x + slope_y * slope_y + slope_z * slope_z)
                if count > 0 and steep > tiny:
                    seen = (d + steep * farthest) * thick * stride * through
                    if seen > faint:
                        push = pushed(eddies, octaves, count, x, y, z) * min(unity, seen / faint - unity)
                        d = max(zero, d + steep * push)
                        push /= steep
                        x, y, z = x + push * slope_x, y + push * slope_y, z + push * slope_z
                if d > zero:
                    thickness = d * thick * stride
                    stopped = unity - np.exp(-thickness)
                    share, shown = through * stopped, 1.0
                    if behind < unity and t > until - float(stride):
                        whole = (until - t) / float(stride) + jitter
                        part = np.float32(min(max(float(whole), 0.0), 1.0))
                        share = seen_of(through, stopped, thickness, part, behind)
                        shown = float(share) / float(through * stopped)
                        thickness *= part + behind * (unity - part)
                    passed += thickness
                    swept += float(through * thick * steep) * shown
                    held += share
                    held_x += share * x
                    held_y += share * y
                    held_z += share * z
                    near_x += share * x
                    near_y += share * y
                    near_z += share * z
                    close += share
                    steps += 1
                    if lights and steps % 2 == 0:
                        per = 1.0 / max(close, 1e-30)
                        add_direct(direct, close * parts, near_x * per, near_y * per, near_z * per, once_lit)
                        close = near_x = near_y = near_z = 0.0
                    if steps >= TOGETHER and held > 0.0:
                        if lights:
                            per = 1.0 / (held * float(view.cut))
                            add_spread(
                                spread, view.at, held, held_x * per, held_y * per, held_z * per, often_lit
                            )
                        per = 1.0 / (held * float(view.air))
                        add_flow(velocity, view.moved, swept, held_x * per, held_y * per, held_z * per, gone)
                        held = held_x = held_y = held_z = swept = 0.0
                        steps = 0
                    deep += share * t
                    weight += share
                    through *= unity - stopped
                    if through < np.float32(0.0008):
                        break
                t += stride
            if weight <= 0.0:
                continue
            if lights and close > 0.0:
                per = 1.0 / close
                add_direct(direct, close * parts, near_x * per, near_y * per, near_z * per, once_lit)
            if held > 0.0:
                if lights:
                    per = 1.0 / (held * float(view.cut))
                    add_spread(spread, view.at, held, held_x * per, held_y * per, held_z * per, often_lit)
                per = 1.0 / (held * float(view.air))
                add_flow(velocity, view.moved, swept, held_x * per, held_y * per, held_z * per, gone)
            for n in range(3):
                flow[row, column, 0, n] = gone[n] / max(gone[3], np.float32(1e-20))
            if lights:
                light_of_ray(once_lit, often_lit, toward, dx, dy, dz, view.once, view.forward, lit)
            for n in range(weights.shape[0]):
                sides[row, column, n] = lit[n]
            for channel in range(3):
                sum_ = zero
                for n in range(weights.shape[0]):
                    sum_ += lit[n] * weights[n, channel]
                beauty[row, column, channel] = sum_ * albedo[channel]
            beauty[row, column, 3] = unity - through if behind >= unity else np.float32(weight)
            opacity[row, column, 0] = passed
            # A ray of `size` fine cells is one metre deep.
            depth[row, column, 0] = np.float32(deep / weight / size)
