"""Where drops strike the ground, and what stands on it. Nothing comes before.

A splash is its number and how often its clock has struck: its place, its drop and its droplets come from the
seed and those, so that any frame is made alone.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, floor, pi, sin, sqrt, tau
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, inner, kernel, over
from secondunit.elements.optics.strokes import COLUMNS

from .crowns import DROPLETS, DROPS, Strikes, crown
from .dice import mixed, part
from .precipitation_plan import OVERLAP, PrecipitationPlan, extent, period_of
from .shelter import OPEN, Wind, wind_at
from .sight import NEAR, Lens, ShutterView, lens_of

#: From one splash to the next at a place, and how long one is seen, in seconds.
PERIOD, LIFE = 0.7, 0.3
#: Smaller drops than this, in metres, leave no splash that is seen; farther than this nobody sees any.
LEAST, FARTHEST = 0.001, 28.0
#: How many are drawn in a ring of ground, and for how many one stands at most.
MOST, MOST_FOR = 12000, 4.0
#: How far above a surface one begins, in metres: what it stands on is not in its way.
SKIN = 1e-3
GRAIN = 1024


class Ground(NamedTuple):
    """A ring of ground: its low corner and periods along x and z, its height."""

    low_x: float
    low_z: float
    period_x: float
    period_z: float
    height: float


def splashes_at(
    plan: PrecipitationPlan, sight: ShutterView, seed: int, frame: int, allowance: float,
    obstacles: Field = OPEN,
) -> Field:  # fmt: skip
    """The droplets of all splashes in a frame, as `optics.strokes` draws them, far to near.

    Drops splash on the ground where it is not under an obstacle (see `table_of`), and on what is above.
    """
    rows = [np.zeros((0, COLUMNS), np.float32)]
    sizes, counts, falls = (np.array(part) for part in (
        plan.spectrum.sizes, plan.spectrum.counts, plan.spectrum.falls,
    ))  # fmt: skip
    flux = np.where(sizes >= LEAST, counts * falls, 0.0)
    if plan.splashes <= 0.0 or flux.sum() <= 0.0:
        return rows[0]
    parts = np.concatenate([[0.0], np.cumsum(flux)]) / flux.sum()
    evenly = np.linspace(0.0, 1.0, DROPS)
    of_a_size = (np.interp(evenly, parts, [*each, each[-1]]) for each in (sizes, falls))
    table = np.stack(list(of_a_size), axis=1).astype(np.float32)
    lenses = tuple(lens_of(sight.camera(at)) for at in (0.0, -0.5 * sight.shutter, 0.5 * sight.shutter, 1.0))
    wind, a_metre = wind_at(plan, seed, frame), float(flux.sum()) * plan.splashes * PERIOD

    def strike(body: Callable[..., None], surface: object, area: float, name: int, deep: float) -> None:
        drawn = round(min(a_metre * area, MOST))
        strikes = Strikes(
            0.5 * deep, deep, min(a_metre * area / max(1, drawn), MOST_FOR), plan.second, sight.shutter,
            plan.opacity, plan.focus, plan.aperture, np.uint64(name & 0xFFFFFFFFFFFFFFFF),
        )  # fmt: skip
        strokes = np.zeros((drawn * DROPLETS, COLUMNS), np.float32)
        args = table, surface, strikes, wind, obstacles, *lenses, strokes
        over(body, drawn, *args, work=drawn * 400, grain=GRAIN)
        rows.append(strokes[strokes[:, 5] > 0.0])

    for number, row in enumerate(obstacles):
        area = 4.0 * row[4] * row[6] if row[0] == 0.0 else pi * row[4] ** 2
        strike(
            _splash_above, row, float(area), seed * 1000000007 + number * 7907 + 3, min(plan.far, FARTHEST)
        )
    outer, number = min(plan.far, FARTHEST), 0
    while plan.floor is not None and outer > 2.0 * plan.near:
        nearest, camera = 0.5 * outer / 2.0**OVERLAP, sight.still
        low, _ = extent(camera, nearest, outer, allowance)
        if plan.floor - camera.y > low[1]:
            across, _, along = period_of(camera, nearest, outer, allowance, 1.0)
            ground = Ground(camera.x + low[0] - 0.5, camera.z + low[2] - 0.5, across, along, plan.floor)
            strike(_splash, ground, across * along, seed * 998244353 + number * 104729 + 5, outer)
        outer, number = 0.5 * outer, number + 1
    return np.concatenate(rows)


@inner
def _moment(strikes: Strikes, wind: Wind, n: int) -> tuple[np.uint64, float]:
    """The bits of the last strike at a place, and how many seconds ago it was."""
    bits = mixed(strikes.seed + np.uint64(n))
    clock = wind.time / PERIOD + part(bits)
    strike = floor(clock)
    return mixed(bits + np.uint64(np.int64(strike) & 0xFFFFFFFF)), (clock - strike) * PERIOD


@kernel
def _splash(
    start: int, stop: int, table: Field, ground: Ground, strikes: Strikes, wind: Wind, obstacles: Field,
    now: Lens, opens: Lens, closes: Lens, later: Lens, out: Field,
) -> None:  # fmt: skip
    """The droplets of splashes `start` to `stop`, `DROPLETS` rows each; those not seen cover nothing."""
    one = np.uint64(1)
    for n in range(start, stop):
        bits, age = _moment(strikes, wind, n)
        if age > LIFE:
            continue
        x = part(bits) * ground.period_x - ground.low_x
        bits = mixed(bits + one)
        z = part(bits) * ground.period_z - ground.low_z
        x += ground.low_x - ground.period_x * floor(x / ground.period_x)
        z += ground.low_z - ground.period_z * floor(z / ground.period_z)
        dx, dy, dz = x - now.x, ground.height - now.y, z - now.z
        deep = dx * now.forward_x + dy * now.forward_y + dz * now.forward_z
        if deep < strikes.inner / 2.0**OVERLAP or deep > strikes.outer:
            continue
        share = min(1.0, max(0.0, np.log2(strikes.outer / deep) / OVERLAP))
        if deep < strikes.inner:
            share *= min(1.0, max(0.0, 1.0 - np.log2(strikes.inner / deep) / OVERLAP))
        crown(table, strikes, wind, obstacles, x, ground.height, z, deep, share, age, bits,
              now, opens, closes, later, out[n * DROPLETS : (n + 1) * DROPLETS])  # fmt: skip


@kernel
def _splash_above(
    start: int, stop: int, table: Field, body: Field, strikes: Strikes, wind: Wind, obstacles: Field,
    now: Lens, opens: Lens, closes: Lens, later: Lens, out: Field,
) -> None:  # fmt: skip
    """The same on the upper side of a `body`, a row of `obstacles`."""
    one = np.uint64(1)
    for n in range(start, stop):
        bits, age = _moment(strikes, wind, n)
        if age > LIFE:
            continue
        a = part(bits)
        bits = mixed(bits + one)
        b = part(bits)
        x, y, z = body[4] * (2.0 * a - 1.0), float(body[2] + body[5]), body[6] * (2.0 * b - 1.0)
        if body[0] == np.float32(0.0):
            x, z = body[7] * x + body[8] * z, body[7] * z - body[8] * x
        else:
            x, z = body[4] * sqrt(a) * cos(tau * b), body[4] * sqrt(a) * sin(tau * b)
            if body[0] == np.float32(1.0):
                y = float(body[2]) + body[4] * sqrt(1.0 - a)
        x, z = x + body[1], z + body[3]
        deep = (x - now.x) * now.forward_x + (y - now.y) * now.forward_y + (z - now.z) * now.forward_z
        if deep < NEAR or deep > strikes.outer:
            continue
        share = min(1.0, max(0.0, np.log2(strikes.outer / deep) / OVERLAP))
        crown(table, strikes, wind, obstacles, x, y + SKIN, z, deep, share, age, bits,
              now, opens, closes, later, out[n * DROPLETS : (n + 1) * DROPLETS])  # fmt: skip
