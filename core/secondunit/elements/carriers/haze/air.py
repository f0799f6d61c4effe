"""How the air carries noise: drawn along by the wind and its eddies, renewed before it is stretched.

Each level of noise lives twice, half a life apart. A life is carried from half its length before to half
its length after its own moment, and fades in and out; then it begins anew elsewhere (Max and Becker 1995,
"Flow visualization using moving textures"; Neyret 2003, "Advected textures"). Weights are sine and cosine,
so that the contrast stays the same. A life lasts about as long as an eddy of its size takes to turn over
(Kolmogorov 1941). With a `loop` lives divide it evenly: what begins in one round is what began in the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, pi, sin

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field
from secondunit.elements.noise import TILE, uniform

from .tiles import STEP

#: The largest waves, in eddies; the size of the eddies that stir, in eddies.
REPEATS, STIRRED = 5.0, 28.0
#: A life in turnovers, and its bounds in seconds.
TURNOVERS, SHORTEST, LONGEST = 0.6, 0.5, 600.0
#: How many levels of noise there are at most.
LEVELS = 5
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Air:
    """What carries haze: eddies of `eddy` metres that whirl with `turbulence` m/s in a wind along x and z in
    m/s; `loop` seconds after which everything repeats, 0 for never.
    """

    eddy: float
    turbulence: float
    wind_x: float
    wind_z: float
    loop: float = 0.0

    def period(self, level: int) -> float:
        """The size of a tile of a level, in metres."""
        return REPEATS * self.eddy / STEP**level


@dataclass(frozen=True)
class Carried:
    """The noise at a moment. `turn` (levels, 3, 3): metres to samples of a tile. `lives` (levels, 2, 5):
    weight, place in samples x, y, z, and seconds from its own moment. `stir` (4,): samples a metre of the
    eddies that stir, and their place.
    """

    turn: Field
    lives: Field
    stir: Field


def carried(air: Air, seed: int, time: float) -> Carried:
    """The noise at `time` seconds."""
    turn, lives = np.zeros((LEVELS, 3, 3)), np.zeros((LEVELS, 2, 5))
    wind = np.array([air.wind_x, 0.0, air.wind_z])
    for level in range(LEVELS):
        turn[level] = _rotation(level) * (TILE / air.period(level))
        whole, count = _life(air, level)
        start = uniform(seed * 8 + level, 1)[0]
        for n in range(2):
            clock = time / whole + start + 0.5 * n
            number = floor(clock)
            since = (clock - number - 0.5) * whole
            name = (number % count if count else number) * 16 + level * 2 + n
            place = uniform(seed ^ (0x9E37 + name * 0x51ED), 3) * TILE
            place = np.mod(place - turn[level] @ wind * since, TILE)
            lives[level, n] = [sin(pi * (clock - number)), *place, since]
    scale = TILE / (STIRRED * air.eddy)
    speed = np.array([_whole_rounds(v, STIRRED * air.eddy, air.loop) for v in wind])
    stir = [scale, *np.mod(uniform(seed + 0xF10A, 3) * TILE - speed * time * scale, TILE)]
    return Carried(*(np.ascontiguousarray(part, np.float32) for part in (turn, lives, stir)))


def _life(air: Air, level: int) -> tuple[float, int]:
    """How long a level lives, in seconds, and how many lives a loop has (0 where there is none)."""
    size = air.period(level) / 3.0
    speed = max(air.turbulence, 1e-3) * (size / air.eddy) ** (1.0 / 3.0)
    seconds = min(max(TURNOVERS * size / speed, SHORTEST), LONGEST)
    if air.loop <= 0.0:
        return seconds, 0
    count = max(1, round(air.loop / seconds))
    return air.loop / count, count


def _whole_rounds(speed: float, period: float, loop: float) -> float:
    """The speed nearest to `speed` at which a loop carries whole periods."""
    return speed if loop <= 0.0 else round(speed * loop / period) * period / loop


def _rotation(level: int) -> Numbers:
    """A turn of its own for each level, so that repeats never line up."""
    a, b = 0.63 + 1.1 * level, 0.41 + 0.7 * level
    about_y = np.array([[np.cos(a), 0.0, np.sin(a)], [0.0, 1.0, 0.0], [-np.sin(a), 0.0, np.cos(a)]])
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(b), -np.sin(b)], [0.0, np.sin(b), np.cos(b)]])
    return np.asarray(about_x @ about_y)
