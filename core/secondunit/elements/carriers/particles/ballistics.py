"""How things that were thrown fly: weight, drag, wind, bounces on a floor, tumbling until they lie still.

A piece touches the floor where the lowest point of its ellipsoid does. Its impact is Newton's restitution
along the normal and Coulomb's friction along the floor, which stops where the contact sticks (Mirtich and
Canny 1995, "Impulse-based Simulation of Rigid Bodies"): energy is lost at a bounce and never won.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import asin, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, inner, kernel

from .drag import GRAVITY, drag_rate

#: What a piece did in a step: it struck the floor hard for the first time, or came apart in the air.
STRUCK, BURST = 1, 2
#: Slower impacts than this, m/s, do not bounce; a fragile piece breaks from this one on.
SOFT, HARD = 0.3, 1.5
Events = npt.NDArray[np.uint8]


class Surroundings(NamedTuple):
    """What pieces fly in for one step of `dt` seconds: the wind in m/s, the `floor` in m, `restitution` and
    `friction` of the floor, `density` in kg/m^3 and `bluffness` of the pieces, whether they tumble.
    """

    dt: float
    wind_x: float
    wind_z: float
    floor: float
    restitution: float
    friction: float
    density: float
    bluffness: float
    tumbles: bool


@dataclass
class Pieces:
    """Pieces by number, (count, ...) each.

    `place`, `velocity` in m and m/s; `age` in seconds, below 0 before a piece is there; `worn`, the part of
    its `life` (seconds) gone before that; `ends`, the age at which it is gone; `half`, half-axes in m;
    `turn`, a unit quaternion (w, x, y, z); `spin` in rad/s; `bursts`, the age at which it comes apart;
    `bounces` so far.
    """

    place: Field
    velocity: Field
    age: Field
    worn: Field
    life: Field
    ends: Field
    half: Field
    turn: Field
    spin: Field
    bursts: Field
    bounces: npt.NDArray[np.int32]
    number: npt.NDArray[np.int64]

    def only(self, mask: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Pieces:
        """The pieces that are chosen, in the same order."""
        return replace(self, **{one.name: getattr(self, one.name)[mask] for one in fields(self)})

    def joined(self, other: Pieces) -> Pieces:
        """These, then the others."""
        return replace(
            self,
            **{
                one.name: np.concatenate([getattr(self, one.name), getattr(other, one.name)])
                for one in fields(self)
            },
        )


@kernel
def throw(
    start: int, stop: int, place: Field, velocity: Field, age: Field, half: Field, turn: Field, spin: Field,
    bursts: Field, bounces: npt.NDArray[np.int32], events: Events, world: Surroundings,
) -> None:  # fmt: skip
    """Move pieces `start` to `stop` by one step; one that comes within it moves for the rest of it."""
    for n in range(start, stop):
        before = age[n]
        dt = min(world.dt, before + world.dt)
        age[n] += world.dt
        events[n] = 0
        if dt <= 0.0:
            continue
        if before < bursts[n] <= age[n]:
            events[n] = BURST
        rx, ry, rz = world.wind_x - velocity[n, 0], -velocity[n, 1], world.wind_z - velocity[n, 2]
        speed = sqrt(rx * rx + ry * ry + rz * rz)
        size = 2.0 * (half[n, 0] * half[n, 1] * half[n, 2]) ** (1.0 / 3.0)
        drag = drag_rate(speed, size, world.density, world.bluffness) * dt
        # Implicit in the drag: a grain of dust ends at the air's speed, in a step of any length.
        share = drag / (1.0 + drag)
        vx = velocity[n, 0] + share * rx
        vy = velocity[n, 1] + share * ry - GRAVITY * dt * (1.0 - share)
        vz = velocity[n, 2] + share * rz
        # Half of the fall within the step belongs to its way: a parabola is followed exactly without air.
        x = place[n, 0] + 0.5 * (velocity[n, 0] + vx) * dt
        y = place[n, 1] + 0.5 * (velocity[n, 1] + vy) * dt
        z = place[n, 2] + 0.5 * (velocity[n, 2] + vz) * dt
        if world.tumbles:
            _tumble(turn[n], spin[n], dt)
        reach = _lowest(half[n], turn[n]) if world.tumbles else half[n, 1]
        deep = world.floor + reach - y
        if deep > 0.0:
            fast = -vy
            if fast > 0.0:
                if fast > HARD and bounces[n] == 0:
                    events[n] = STRUCK
                rebound = world.restitution if fast > SOFT else 0.0
                bounces[n] += 1
                vx, vz = _strike(vx, vz, fast, rebound, world.friction, reach, spin[n], world.tumbles)
                vy = rebound * fast
                # The time since the floor was reached is flown upward; height above it is not won by that.
                y = world.floor + reach + min(rebound * deep, rebound * rebound * deep + 1e-6)
                if rebound == 0.0:
                    y = world.floor + reach
            else:
                y = world.floor + reach
            if world.tumbles and fast <= SOFT:
                vx, vz = _settle(vx, vz, half[n], turn[n], spin[n], dt)
                y = world.floor + _lowest(half[n], turn[n])
        velocity[n, 0], velocity[n, 1], velocity[n, 2] = vx, vy, vz
        place[n, 0], place[n, 1], place[n, 2] = x, y, z


@inner
def _strike(
    vx: float,
    vz: float,
    fast: float,
    rebound: float,
    friction: float,
    reach: float,
    spin: Field,
    tumbles: bool,
) -> tuple[float, float]:
    """The speed along the floor after an impact; friction takes it and gives part of it to the spin."""
    most = friction * (1.0 + rebound) * fast
    if not tumbles:
        along = sqrt(vx * vx + vz * vz)
        left = max(0.0, 1.0 - most / max(along, 1e-9))
        return vx * left, vz * left
    ux, uz = vx + reach * spin[2], vz - reach * spin[0]
    slip = sqrt(ux * ux + uz * uz)
    stopped = min(most, slip * 2.0 / 7.0) / max(slip, 1e-9)
    jx, jz = -ux * stopped, -uz * stopped
    spin[0] += -jz / (0.4 * reach)
    spin[2] += jx / (0.4 * reach)
    spin[1] *= 0.8
    return vx + jx, vz + jz


@inner
def _settle(vx: float, vz: float, half: Field, turn: Field, spin: Field, dt: float) -> tuple[float, float]:
    """A piece on the floor rolls out and comes to lie on its broad side."""
    left = 1.0 / (1.0 + 6.0 * dt)
    for axis in range(3):
        spin[axis] *= left
    # The short axis, the third, seeks the vertical: about the axis that lies across both.
    ax, ay, az = _axis(turn, 2)
    sign = 1.0 if ay >= 0.0 else -1.0
    cx, cz = -az * sign, ax * sign
    sine = sqrt(cx * cx + cz * cz)
    if sine > 1e-4:
        angle = asin(min(1.0, sine)) * min(1.0, 10.0 * dt) * (1.0 - half[2] / half[0])
        _rotate(turn, cx / sine * angle, 0.0, cz / sine * angle)
    return vx * left, vz * left


@inner
def _axis(turn: Field, axis: int) -> tuple[float, float, float]:
    """One of a piece's own axes in the world."""
    w, x, y, z = turn[0], turn[1], turn[2], turn[3]
    if axis == 0:
        return 1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y)
    if axis == 1:
        return 2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x)
    return 2.0 * (x * z + w * y), 2.0 * (y * z - w * x), 1.0 - 2.0 * (x * x + y * y)


@inner
def _lowest(half: Field, turn: Field) -> float:
    """How far the ellipsoid of a piece reaches below its middle."""
    total = 0.0
    for axis in range(3):
        _, up, _ = _axis(turn, axis)
        total += (half[axis] * up) ** 2
    return sqrt(total)


@inner
def _tumble(turn: Field, spin: Field, dt: float) -> None:
    _rotate(turn, spin[0] * dt, spin[1] * dt, spin[2] * dt)


@inner
def _rotate(turn: Field, ax: float, ay: float, az: float) -> None:
    """Turn by a vector in the world: its length in radians, about its direction."""
    angle = sqrt(ax * ax + ay * ay + az * az)
    if angle < 1e-9:
        return
    s, c = np.sin(0.5 * angle) / angle, np.cos(0.5 * angle)
    bx, by, bz = ax * s, ay * s, az * s
    w, x, y, z = turn[0], turn[1], turn[2], turn[3]
    nw = c * w - bx * x - by * y - bz * z
    nx = c * x + bx * w + by * z - bz * y
    ny = c * y - bx * z + by * w + bz * x
    nz = c * z + bx * y - by * x + bz * w
    size = 1.0 / sqrt(nw * nw + nx * nx + ny * ny + nz * nz)
    turn[0], turn[1], turn[2], turn[3] = nw * size, nx * size, ny * size, nz * size
