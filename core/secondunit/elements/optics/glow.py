"""Looking through what glows: light of its own that what is in front of it dims, and light that falls on it.

Light and darkness come from the same matter (Kirchhoff): soot that shines stops what is behind it. Alpha is
what is stopped and nothing else, so a flame adds its light over a plate with little alpha.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from secondunit.elements.kernels import Field, kernel

from .blocks import FARTHEST, pace_at
from .eddies import OCTAVES, STILL, Eddies, farthest_push, octaves_of, pushed
from .holdout import hidden_at, seen_of
from .light import CHANNELS
from .march import BEHIND, FAINT, STRIDE, TOGETHER, occupy
from .rays import BLOCK, Occupied, direction, empty_way, inside, offset
from .samples import add_flow, add_heat, add_spread, glow_at, light_of_ray
from .shadow import PARTS, Direct


@dataclass(frozen=True)
class Glowing:
    """What glows, on fine cells: `light` (z, y, x, 4) float32 is radiance (0-2, ACEScg) and soot (3), both
    per unit of extinction; `x`, `y`, `z` is the low corner and `cell` the size, in metres; `eddies` are those
    that the cells are too large for.
    """

    light: Field
    x: float
    y: float
    z: float
    cell: float
    eddies: Eddies = STILL


def blocks_around(light: Field, reach: int) -> Occupied:
    """Which blocks hold soot (see `Glowing.light`), or lie within `reach` blocks of one that does."""
    there = light[..., 3] > 0.0
    nz, ny, nx = (-(-n // BLOCK) * BLOCK for n in there.shape)
    padded = np.zeros((nz, ny, nx), bool)
    padded[: there.shape[0], : there.shape[1], : there.shape[2]] = there
    blocks = padded.reshape(nz // BLOCK, BLOCK, ny // BLOCK, BLOCK, nx // BLOCK, BLOCK).any(axis=(1, 3, 5))
    return np.ascontiguousarray(
        ndimage.maximum_filter(blocks.astype(np.uint8), 2 * reach + 1, mode="constant")
    )


def glowing_blocks(light: Field) -> Occupied:
    """Which blocks hold soot (see `Glowing.light`) or touch a cell that does: what a ray can read."""
    soot = light[..., 3]
    occupied = np.zeros([-(-n // BLOCK) for n in soot.shape], np.uint8)
    low, high = np.zeros(soot.shape[:2], np.int32), np.full(soot.shape[:2], soot.shape[2], np.int32)
    occupy(soot, low, high, occupied)
    return occupied


class GlowView(NamedTuple):
    """What such a march needs beside its arrays: `extinction` of a fine cell at soot 1, `gain` of its light,
    fine cells along a cell that is lit (`lit`); the rest as in `march.View`, the format in pixels.
    """

    extinction: np.float32
    gain: np.float32
    lit: np.float32
    cut: np.float32
    at: Field
    air: np.float32
    moved: np.float32
    once: np.float32
    forward: np.float32
    width: np.float32
    height: np.float32


@kernel
def march_glow(
    start: int, stop: int, light: Field, direct: Direct, spread: Field, toward: Field, paces: Occupied,
    velocity: Field, heat: Field, eye: Field, view: GlowView, left: int, top: int, hidden: Field,
    albedo: Field, weights: Field, eddies: Eddies, beauty: Field, emission: Field, sides: Field, depth: Field,
    opacity: Field, flow: Field, warmth: Field,
) -> None:  # fmt: skip
    """March the rays of rows `start` to `stop`; `eye` and `hidden` as in `march`.

    `heat` (z, y, x) is on cells of half the velocity's; `warmth` (height, width, 1) is what is seen of it.
    """
    thick, parts = view.extinction, np.float32(1.0 / PARTS)
    middle_x, middle_y = 0.5 * view.width, 0.5 * view.height
    nz, ny, nx = light.shape[0], light.shape[1], light.shape[2]
    lz, ly, lx = direct.shape[0], direct.shape[1], direct.shape[2]
    zero, unity, tiny, faint = np.float32(0.0), np.float32(1.0), np.float32(1e-5), np.float32(FAINT)
    once_lit, often_lit = np.zeros(CHANNELS, np.float32), np.zeros(CHANNELS, np.float32)
    lit, gone = np.zeros(CHANNELS, np.float32), np.zeros(5, np.float32)
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
            farthest = farthest_push(octaves, count)
            longer = np.float32(BEHIND if count > 0 else 0.0)
            most = max(np.floor(np.float32(FARTHEST) / step), unity)
            through, deep, weight, passed = unity, 0.0, 0.0, zero
            e0 = e1 = e2 = zero
            once_lit[:] = zero
            often_lit[:] = zero
            gone[:] = zero
            held = held_x = held_y = held_z = swept = 0.0
            steps = 0
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
                r0, r1, r2, r3, slope_x, slope_y, slope_z = glow_at(light, x, y, z)
                steep = np.sqrt(slope_x * slope_x + slope_y * slope_y + slope_z * slope_z)
                if count > 0 and steep > tiny and r3 > tiny:
                    seen = (r3 + steep * farthest) * thick * stride * through
                    if seen > faint:
                        push = pushed(eddies, octaves, count, x, y, z) * min(unity, seen / faint - unity)
                        there = max(zero, r3 + steep * push)
                        r0, r1, r2, r3 = r0 * there / r3, r1 * there / r3, r2 * there / r3, there
                if r3 > np.float32(1e-6):
                    thickness = r3 * thick * stride
                    stopped = unity - np.exp(-thickness)
                    share = through * stopped
                    if behind < unity and t > until - float(stride):
                        whole = (until - t) / float(stride) + jitter
                        part = np.float32(min(max(float(whole), 0.0), 1.0))
                        share = seen_of(through, stopped, thickness, part, behind)
                        thickness *= part + behind * (unity - part)
                    passed += thickness
                    shine = share / r3 * view.gain
                    e0 += shine * r0
                    e1 += shine * r1
                    e2 += shine * r2
                    if lights:
                        li = min(max(np.int64(x / view.lit), 0), lx - 1)
                        lj = min(max(np.int64(y / view.lit), 0), ly - 1)
                        lk = min(max(np.int64(z / view.lit), 0), lz - 1)
                        reached = direct[lk, lj, li]
                        part = share * parts
                        for n in range(CHANNELS):
                            once_lit[n] += part * np.float32(reached[n])
                    swept += float(share + shine * (r0 + r1 + r2))
                    held += share
                    held_x += share * x
                    held_y += share * y
                    held_z += share * z
                    steps += 1
                    if steps >= TOGETHER and held > 0.0:
                        if lights:
                            per = 1.0 / (held * float(view.cut))
                            add_spread(
                                spread, view.at, held, held_x * per, held_y * per, held_z * per, often_lit
                            )
                        per = 1.0 / (held * float(view.air))
                        add_flow(velocity, view.moved, swept, held_x * per, held_y * per, held_z * per, gone)
                        per += per
                        add_heat(heat, swept, held_x * per, held_y * per, held_z * per, gone)
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
            if held > 0.0:
                if lights:
                    per = 1.0 / (held * float(view.cut))
                    add_spread(spread, view.at, held, held_x * per, held_y * per, held_z * per, often_lit)
                per = 1.0 / (held * float(view.air))
                add_flow(velocity, view.moved, swept, held_x * per, held_y * per, held_z * per, gone)
                per += per
                add_heat(heat, swept, held_x * per, held_y * per, held_z * per, gone)
            for n in range(3):
                flow[row, column, 0, n] = gone[n] / max(gone[3], np.float32(1e-20))
            warmth[row, column, 0] = gone[4] / max(gone[3], np.float32(1e-20))
            if lights:
                light_of_ray(once_lit, often_lit, toward, dx, dy, dz, view.once, view.forward, lit)
            for n in range(weights.shape[0]):
                sides[row, column, n] = lit[n]
            emission[row, column, 0], emission[row, column, 1], emission[row, column, 2] = e0, e1, e2
            for channel in range(3):
                sum_ = zero
                for n in range(weights.shape[0]):
                    sum_ += lit[n] * weights[n, channel]
                beauty[row, column, channel] = sum_ * albedo[channel] + emission[row, column, channel]
            beauty[row, column, 3] = unity - through if behind >= unity else np.float32(weight)
            opacity[row, column, 0] = passed
            depth[row, column, 0] = np.float32(deep / weight / size)
