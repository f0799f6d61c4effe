"""How particles fly: weight, drag, the draught over a fire, wind with eddies, a floor.

Particles do not touch one another, so each is its own sum of forces. Drag is quadratic (Newton): a particle
that falls through still air ends at its own `fall` speed. The draught is a plume with a Gaussian profile
that widens by 0.12 of its height (Morton, Taylor and Turner 1956); eddies are a divergence-free noise that
the wind carries along, after the curl noise of Bridson, Hourihan and Nordenstam 2007.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, kernel
from secondunit.elements.noise import wrapped

#: Earth's pull, m/s^2.
GRAVITY = 9.81
#: What is left of the speed against a floor, and along it.
BOUNCE, SLIDE = np.float32(0.25), np.float32(0.6)


class Airflow(NamedTuple):
    """The air in one step: its wind along x and z and its `draught` at the source, m/s; the draught's
    `radius` at the foot, m; `eddies`, m/s, and `scale`, samples of the tile a metre; the `floor`, m; `dt`,
    seconds; `offset` of the tile in samples along x, y, z.
    """

    wind_x: np.float32
    wind_z: np.float32
    draught: np.float32
    radius: np.float32
    eddies: np.float32
    scale: np.float32
    floor: np.float32
    dt: np.float32
    offset: Field


@dataclass
class Swarm:
    """Particles by number: `place` and `velocity` (count, 3) in m and m/s, `age` in seconds (below 0 before
    it is born), `fall` its speed through still air in m/s.
    """

    place: Field
    velocity: Field
    age: Field
    fall: Field
    number: npt.NDArray[np.int64]

    def only(self, mask: npt.NDArray[np.bool_]) -> Swarm:
        """The particles that are chosen, in the same order."""
        return Swarm(
            self.place[mask],
            self.velocity[mask],
            self.age[mask],
            self.fall[mask],
            self.number[mask],
        )

    def joined(self, other: Swarm) -> Swarm:
        """These, then the others."""
        return Swarm(
            np.concatenate([self.place, other.place]),
            np.concatenate([self.velocity, other.velocity]),
            np.concatenate([self.age, other.age]),
            np.concatenate([self.fall, other.fall]),
            np.concatenate([self.number, other.number]),
        )


@kernel
def fly(
    start: int, stop: int, place: Field, velocity: Field, age: Field, fall: Field, tile: Field, air: Airflow
) -> None:
    """Move particles `start` to `stop` by one step; one that is born within it moves for the rest of it."""
    zero, unity = np.float32(0.0), np.float32(1.0)
    pull = np.float32(GRAVITY)
    for n in range(start, stop):
        dt = min(air.dt, age[n] + air.dt)
        age[n] += air.dt
        if dt <= zero:
            continue
        x, y, z = place[n, 0], place[n, 1], place[n, 2]
        ex, ey, ez = wrapped(
            tile, x * air.scale + air.offset[0], y * air.scale + air.offset[1], z * air.scale + air.offset[2]
        )
        high = max(y, zero)
        radius = air.radius + np.float32(0.12) * high
        shift = high / max(air.draught, np.float32(0.1))
        away_x, away_z = x - air.wind_x * shift, z - air.wind_z * shift
        rising = air.draught * np.exp(-(away_x * away_x + away_z * away_z) / (radius * radius))
        rising *= np.sqrt(air.radius / radius)
        rx = air.wind_x + air.eddies * ex - velocity[n, 0]
        ry = rising + air.eddies * ey - velocity[n, 1]
        rz = air.wind_z + air.eddies * ez - velocity[n, 2]
        drag = pull * np.sqrt(rx * rx + ry * ry + rz * rz) / (fall[n] * fall[n])
        # Implicit in the drag, so that the lightest ones follow the air and never overshoot it.
        share = drag * dt / (unity + drag * dt)
        velocity[n, 0] += share * rx
        velocity[n, 1] += share * ry - pull * dt * (unity - share)
        velocity[n, 2] += share * rz
        place[n, 0] = x + velocity[n, 0] * dt
        place[n, 1] = y + velocity[n, 1] * dt
        place[n, 2] = z + velocity[n, 2] * dt
        if place[n, 1] < air.floor:
            place[n, 1] = air.floor
            velocity[n, 0] *= SLIDE
            velocity[n, 1] *= -BOUNCE
            velocity[n, 2] *= SLIDE
