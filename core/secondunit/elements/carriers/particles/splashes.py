"""Where drops strike the ground: crowns of droplets that fly up and fall back. Nothing comes before.

A splash is its number and how often its clock has struck: its place, its drop and its droplets come from the
seed and those, so that any frame is made alone. A crown rises at about 0.2 of the drop's own speed, the
larger the higher (Yarin 2006, "Drop Impact Dynamics", the crown regime); its droplets fly as stones do.
"""

from __future__ import annotations

from math import cos, floor, sin, sqrt, tau
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, kernel, over
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.strokes import COLUMNS

from .dice import mixed, part
from .drag import GRAVITY
from .precipitation_plan import OVERLAP, PrecipitationPlan, extent, period_of
from .sight import NEAR, Lens, ShutterView, lens_of, see

#: Droplets of a splash; from one to the next at a place, and how long one is seen, in seconds.
DROPLETS, PERIOD, LIFE = 12, 0.7, 0.3
#: Smaller drops than this, in metres, leave no splash that is seen; farther than this nobody sees any.
LEAST, FARTHEST = 0.001, 28.0
#: How many are drawn in a ring of ground, and for how many one stands at most.
MOST, MOST_FOR = 12000, 4.0
GRAIN = 1024


class Ground(NamedTuple):
    """A ring of ground: its low corner and periods along x and z, its height; the depths where it begins and
    ends; how many one stands for; the time and the seconds of a frame; what lens and light make of it.
    """

    low_x: float
    low_z: float
    period_x: float
    period_z: float
    height: float
    inner: float
    outer: float
    weight: float
    time: float
    second: float
    shutter: float
    opacity: float
    focus: float
    aperture: float
    seed: np.uint64


def splashes_at(
    plan: PrecipitationPlan, sight: ShutterView, seed: int, frame: int, allowance: float
) -> Field:
    """The droplets of all splashes in a frame, as `optics.strokes` draws them, far to near."""
    rows = [np.zeros((0, COLUMNS), np.float32)]
    if plan.floor is None or plan.splashes <= 0.0:
        return rows[0]
    sizes, counts, falls = (np.array(part) for part in (
        plan.spectrum.sizes, plan.spectrum.counts, plan.spectrum.falls,
    ))  # fmt: skip
    flux = np.where(sizes >= LEAST, counts * falls, 0.0)
    if flux.sum() <= 0.0:
        return rows[0]
    parts = np.concatenate([[0.0], np.cumsum(flux)]) / flux.sum()
    table = np.interp(np.linspace(0.0, 1.0, 256), parts, [*sizes, sizes[-1]]).astype(np.float32)
    lenses = tuple(lens_of(sight.camera(at)) for at in (0.0, -0.5 * sight.shutter, 0.5 * sight.shutter, 1.0))
    outer = min(plan.far, FARTHEST)
    number = 0
    while outer > 2.0 * plan.near:
        inner = 0.5 * outer
        low, _ = extent(sight.still, inner / 2.0**OVERLAP, outer, allowance)
        if plan.floor - sight.still.y > low[1]:
            across, _, along = period_of(sight.still, inner / 2.0**OVERLAP, outer, allowance, 1.0)
            period = across, along
            count = float(flux.sum()) * plan.splashes * period[0] * period[1] * PERIOD
            drawn = round(min(count, MOST))
            ground = _ground(plan, sight, plan.floor, (low[0], low[2]), period, inner, outer, frame)
            ground = ground._replace(
                weight=min(count / max(1, drawn), MOST_FOR),
                seed=np.uint64((seed * 998244353 + number * 104729 + 5) & 0xFFFFFFFFFFFFFFFF),
            )
            strokes = np.zeros((drawn * DROPLETS, COLUMNS), np.float32)
            over(_splash, drawn, table, ground, *lenses, strokes, work=drawn * 400, grain=GRAIN)
            rows.append(strokes[strokes[:, 5] > 0.0])
        outer, number = inner, number + 1
    return np.concatenate(rows)


def _ground(
    plan: PrecipitationPlan, sight: ShutterView, height: float, low: tuple[float, float],
    period: tuple[float, float], inner: float, outer: float, frame: int,
) -> Ground:  # fmt: skip
    camera: Camera = sight.still
    return Ground(
        camera.x + low[0] - 0.5, camera.z + low[1] - 0.5, *period, height, inner, outer, 1.0,
        frame * plan.second, plan.second, sight.shutter, plan.opacity, plan.focus, plan.aperture,
        np.uint64(0),
    )  # fmt: skip


@kernel
def _splash(
    start: int, stop: int, table: Field, ground: Ground, now: Lens, opens: Lens, closes: Lens, later: Lens,
    out: Field,
) -> None:  # fmt: skip
    """The droplets of splashes `start` to `stop`, `DROPLETS` rows each; those not seen cover nothing."""
    one = np.uint64(1)
    half = 0.5 * ground.shutter * ground.second
    pixels = now.width / now.across
    for n in range(start, stop):
        bits = mixed(ground.seed + np.uint64(n))
        clock = ground.time / PERIOD + part(bits)
        strike = floor(clock)
        age = (clock - strike) * PERIOD
        if age > LIFE:
            continue
        bits = mixed(bits + np.uint64(np.int64(strike) & 0xFFFFFFFF))
        x = part(bits) * ground.period_x - ground.low_x
        bits = mixed(bits + one)
        z = part(bits) * ground.period_z - ground.low_z
        x += ground.low_x - ground.period_x * floor(x / ground.period_x)
        z += ground.low_z - ground.period_z * floor(z / ground.period_z)
        dx, dy, dz = x - now.x, ground.height - now.y, z - now.z
        deep = dx * now.forward_x + dy * now.forward_y + dz * now.forward_z
        if deep < ground.inner / 2.0**OVERLAP or deep > ground.outer:
            continue
        share = min(1.0, max(0.0, np.log2(ground.outer / deep) / OVERLAP))
        if deep < ground.inner:
            share *= min(1.0, max(0.0, 1.0 - np.log2(ground.inner / deep) / OVERLAP))
        bits = mixed(bits + one)
        drop = float(table[int(part(bits) * 255.0)])
        strong = sqrt(drop / 0.002)
        for droplet in range(DROPLETS):
            bits = mixed(bits + one)
            around = tau * (droplet + 0.8 * part(bits)) / DROPLETS
            bits = mixed(bits + one)
            own = part(bits)
            up, out_ = strong * (0.5 + 1.1 * own * own), strong * (0.2 + 0.4 * part(bits ^ (bits >> one)))
            # It is in the air until it falls back; the shutter sees no more of it.
            flight = 2.0 * up / GRAVITY
            begin, end = max(0.0, age - half), min(flight, age + half)
            if (begin >= end and half > 0.0) or age > flight:
                continue
            size = drop * (0.1 + 0.24 * (1.0 - own))
            rim = 0.8 * drop
            ways = rim + out_ * begin, rim + out_ * end
            heights = up * begin - 0.5 * GRAVITY * begin**2, up * end - 0.5 * GRAVITY * end**2
            ca, sa = cos(around), sin(around)
            sx, sy, far = see(opens, x + ca * ways[0], ground.height + heights[0], z + sa * ways[0])
            ex, ey, near = see(closes, x + ca * ways[1], ground.height + heights[1], z + sa * ways[1])
            if min(far, near) < NEAR:
                continue
            way = rim + out_ * age
            mx, my, _ = see(
                now, x + ca * way, ground.height + up * age - 0.5 * GRAVITY * age**2, z + sa * way
            )
            then = age + ground.second
            way = rim + out_ * then
            height = ground.height + up * then - 0.5 * GRAVITY * then**2
            lx, ly, _ = see(later, x + ca * way, height, z + sa * way)
            radius = 0.5 * size * pixels / deep
            covers = share * ground.opacity * ground.weight
            if half > 0.0:
                covers *= min(1.0, 0.5 * (end - begin) / half)
            blur = 0.0
            if ground.focus > 0.0:
                blur = 0.5 * ground.aperture * abs(1.0 / ground.focus - 1.0 / deep) * pixels
            soft = sqrt(radius * radius + blur * blur)
            row = out[n * DROPLETS + droplet]
            row[0], row[1], row[2], row[3] = sx, sy, ex, ey
            row[4], row[5], row[6] = soft, covers * radius * radius / (soft * soft), deep
            row[7], row[8], row[9] = lx - mx, my - ly, 1.7
