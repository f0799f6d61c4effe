"""Dust raised along a line: puffs that are born at what passes, grow by turbulence, drift and settle.

A puff is a Gaussian whose variance grows with time, s^2 = s0^2 + 2 K t (Taylor 1921, "Diffusion by continuous
movements"; Roberts 1923 for the puff), mirrored by the ground, which keeps what settles on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, hypot, sqrt

import numpy as np
import numpy.typing as npt

from secondunit.elements.noise import uniform
from secondunit.wire.errors import OutOfRange

Numbers = npt.NDArray[np.float64]
#: How many puffs hang in the air at most.
MOST = 6000
#: In so many seconds the throw of a puff has spent itself.
SPENT = 0.45
#: The steps of a sequence that fills a cube evenly are the first powers of this, downward.
EVEN = 1.2207440846057596


@dataclass(frozen=True)
class Trail:
    """What raises dust, on a ground at height 0.

    From `start` to `end` (x and z in metres) goes what raises `rate` puffs a second, at `pace` m/s; 0 for the
    whole line at once. It set off `lead` seconds before the first frame. A puff begins `size` metres across,
    is thrown up with `rise` m/s and to the sides with `spread` m/s, mixes with `mixing` m^2/s, falls with
    `fall` m/s and is gone after `life` seconds.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    pace: float
    lead: float
    rate: float
    size: float
    width: float
    rise: float
    spread: float
    mixing: float
    fall: float
    life: float

    @property
    def length(self) -> float:
        """From start to end, in metres."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @property
    def passing(self) -> float:
        """How long what raises it takes from start to end, in seconds; 0 where it is everywhere at once."""
        return self.length / self.pace if self.pace > 0.0 else 0.0

    @property
    def sizes(self) -> tuple[float, float]:
        """The deviation of the smallest fresh puff and of the largest old one, in metres."""
        fresh = 0.5 * self.size
        return fresh * 2.0**-0.8, sqrt((fresh * 2.0**0.8) ** 2 + 3.0 * self.mixing * self.life)

    @property
    def alive(self) -> float:
        """How many puffs hang in the air at once."""
        return self.rate * (min(self.life, self.passing) if self.pace > 0.0 else self.life)


@dataclass(frozen=True)
class Puffs:
    """Puffs at a moment: `place` (count, 3) in metres, deviation `size` in metres, `share` of the density
    that a fresh one has at its middle.
    """

    place: Numbers
    size: Numbers
    share: Numbers


def refuse_too_many(trail: Trail) -> None:
    """Raise `OutOfRange` where more puffs hang in the air than are kept in hand."""
    if trail.alive > MOST:
        raise OutOfRange(
            f"{trail.alive:,.0f} puffs of dust would hang in the air at once; {MOST:,} is the most.",
            remedy="Ask for a smaller amount or a shorter life.",
            kept="Nothing was started.",
        )


def puffs_at(trail: Trail, wind: tuple[float, float], seed: int, time: float, loop: float) -> Puffs:
    """The puffs `time` seconds after the first frame; with a `loop` births repeat after so many seconds."""
    number, age = _alive(trail, seed, time, loop)
    chances = np.stack([_chance(seed, number, n) for n in range(9)], axis=-1)
    start, end = np.array(trail.start), np.array(trail.end)
    # Of puffs that follow one another as many are everywhere, small and large, thin and thick: the whole is
    # steady (Roberts 2018, "The Unreasonable Effectiveness of Quasirandom Sequences").
    for step, of in enumerate((0, 5, 7)):
        chances[:, of] = (_chance(seed, number[:1] * 0, of)[:1] + number * EVEN ** -(1.0 + step)) % 1.0
    along = chances[:, 0]
    if trail.pace > 0.0:
        along = (_birthdays(trail, seed, number)) / max(trail.passing, 1e-6)
    way = (end - start) / max(trail.length, 1e-6)
    # Most of it in the middle of the track, so that its near side has no edge.
    beside = 0.75 * (chances[:, 1] + chances[:, 8] - 1.0) * trail.width
    ground = start + along[:, None] * (end - start) + beside[:, None] * np.array([-way[1], way[0]])
    thrown = SPENT * (1.0 - np.exp(-age / SPENT))
    # What drags a puff along is the wind, once its own throw is spent.
    blown = age - thrown
    x = ground[:, 0] + wind[0] * blown + trail.spread * (2.0 * chances[:, 2] - 1.0) * thrown
    z = ground[:, 1] + wind[1] * blown + trail.spread * (2.0 * chances[:, 3] - 1.0) * thrown
    deviation = 0.5 * trail.size * 2.0 ** (1.6 * chances[:, 5] - 0.8)
    up = trail.rise * (0.3 + 1.4 * chances[:, 4] ** 2) * thrown
    y = np.maximum(0.35 * deviation + up - trail.fall * age, 0.0)
    whole = np.sqrt(deviation**2 + 2.0 * trail.mixing * (0.5 + chances[:, 6]) * age)
    fading = np.clip(age / 0.12, 0.0, 1.0) * np.clip(1.0 - age / trail.life, 0.0, 1.0) ** 1.5
    share = (0.4 + 1.2 * chances[:, 7]) * (deviation / whole) ** 3 * fading
    return Puffs(np.stack([x, y, z], axis=-1), whole, share)


def _alive(trail: Trail, seed: int, time: float, loop: float) -> tuple[npt.NDArray[np.int64], Numbers]:
    """The numbers of the puffs that hang in the air, and their ages in seconds."""
    if loop > 0.0:
        count = max(1, round(trail.rate * loop))
        rounds = ceil(trail.life / loop) + 1
        number = np.tile(np.arange(count, dtype=np.int64), rounds)
        born = _birthdays(trail, seed, number) * (count / (trail.rate * loop)) ** -1.0
        ages = (time - born) % loop + np.repeat(np.arange(rounds), count) * loop
        moving = born <= trail.passing if trail.pace > 0.0 else np.ones(len(number), bool)
        there = moving & (ages < trail.life)
        return number[there], ages[there]
    clock = time + trail.lead
    first = ceil((clock - trail.life) * trail.rate) - 1
    last = clock
    if trail.pace > 0.0:
        first, last = max(first, 0), min(clock, trail.passing)
    number = np.arange(first, max(first, ceil(last * trail.rate) + 1), dtype=np.int64)
    born = _birthdays(trail, seed, number)
    ages = clock - born
    there = (ages > 0.0) & (ages < trail.life) & ((born <= last) | (trail.pace <= 0.0))
    return number[there], ages[there]


def _birthdays(trail: Trail, seed: int, number: npt.NDArray[np.int64]) -> Numbers:
    return np.asarray((number + 0.9 * _chance(seed, number, 9)) / trail.rate)


def _chance(seed: int, number: npt.NDArray[np.int64], of: int) -> Numbers:
    """A number in [0, 1) for each puff and each thing that chance decides of it."""
    from secondunit.elements.noise import scramble

    start = uniform(seed * 64 + of, 1)[0]
    bits = scramble(scramble(number.astype(np.uint64) ^ np.uint64(int(start * (1 << 53)))))
    return (bits >> np.uint64(11)).astype(np.float64) / float(1 << 53)
