"""What keeps rain and snow from a place: roofs, walls and boxes on the way that each one fell. Knows metres.

One that falls is blown along by the gusts of its whole way. That way is known as its place is, at any time
alone, so that what a roof has stopped stays stopped from frame to frame.
"""

from __future__ import annotations

from math import cos, sin, tau
from typing import NamedTuple

import numpy as np

from secondunit.elements.carriers.surfaces import crossing, distance_to, stands_before, table_of
from secondunit.elements.kernels import Field, inner
from secondunit.elements.noise import uniform

from .precipitation_plan import PrecipitationPlan

#: Air with nothing in it.
OPEN = table_of(())
#: Gusts: their seconds, and their shares.
GUSTS = ((7.3, 0.5), (3.1, 0.3), (1.7, 0.2))


class Wind(NamedTuple):
    """The wind at a `time` in seconds: how fast it is along x and z on average, its `gusts` 0 to 1, where
    each of them begins (`phases`, of a whole turn), and its `strength` now, 1 on average.
    """

    time: float
    x: float
    z: float
    gusts: float
    phases: tuple[float, float, float]
    strength: float


def wind_at(plan: PrecipitationPlan, seed: int, frame: int) -> Wind:
    """The wind of a plan at a frame."""
    time = frame * plan.second
    phases = uniform(seed ^ 0x5EED, 9)
    strength = 1.0
    for n, (seconds, share) in enumerate(GUSTS):
        strength += plan.gusts * share * sin(tau * (time / seconds + phases[n]))
    first, second, third = (float(phase) for phase in phases[:3])
    return Wind(time, plan.wind_x, plan.wind_z, plan.gusts, (first, second, third), strength)


@inner
def travel(wind: Wind, time: float) -> float:
    """How many seconds of its mean speed a wind has blown at a time: the integral of its strength."""
    gone = time
    for n in range(3):
        seconds, share = GUSTS[n]
        first = tau * wind.phases[n]
        gone -= wind.gusts * share * seconds / tau * (cos(tau * time / seconds + first) - cos(first))
    return gone


@inner
def sheltered(
    table: Field, wind: Wind, time: float, fall: float, x: float, y: float, z: float, swayed: float
) -> bool:  # fmt: skip
    """Whether an obstacle is in the way of what comes to a place at a time, falling with so many m/s.

    What eddies have `swayed` to a height above an obstacle's top has not come to it yet.
    Between the heights of an obstacle's foot and its top the way is taken as straight.
    """
    for number in range(len(table)):
        row = table[number]
        high, low = float(row[2] + row[5]), float(row[2] - row[5])
        if max(y, swayed) >= high or fall <= 1e-6:
            continue
        since, later = (high - y) / fall, max(low - y, 0.0) / fall
        # Most pass far beside it.
        room = row[4] + row[6] + (1.0 + wind.gusts) * since * (abs(wind.x) + abs(wind.z))
        if abs(x - row[1]) > room or abs(z - row[3]) > room:
            continue
        now = travel(wind, time)
        blown, before = now - travel(wind, time - later), now - travel(wind, time - since)
        px, py, pz = x - wind.x * blown, y + fall * later, z - wind.z * blown
        dx, dy, dz = wind.x * (blown - before), fall * (since - later), wind.z * (blown - before)
        if stands_before(
            row, np.float32(px), np.float32(py), np.float32(pz),
            np.float32(dx), np.float32(dy), np.float32(dz),
        ):  # fmt: skip
            return True
    return False


@inner
def within(table: Field, x: float, y: float, z: float) -> bool:
    """Whether a place is in an obstacle."""
    away = np.float32(1e9)
    for number in range(len(table)):
        away = min(away, distance_to(table[number], np.float32(x), np.float32(y), np.float32(z)))
    return bool(away < np.float32(0.0))


@inner
def reached(
    table: Field, x: float, y: float, z: float, dx: float, dy: float, dz: float, most: float
) -> float:  # fmt: skip
    """How far one comes from a place outside all obstacles, in lengths of its direction; `most` at most."""
    for number in range(len(table)):
        enters, leaves = crossing(
            table[number], np.float32(x), np.float32(y), np.float32(z),
            np.float32(dx), np.float32(dy), np.float32(dz),
        )  # fmt: skip
        if enters <= leaves and leaves >= np.float32(0.0):
            most = min(most, max(float(enters), 0.0))
    return most
