"""The dice of particles that nobody keeps: numbers from counters, thrown within a kernel."""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import inner


@inner
def mixed(value: np.uint64) -> np.uint64:
    """Well mixed 64 bits for a counter (splitmix64 of Steele, Lea and Flood 2014), as `noise.scramble`."""
    bits = value + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@inner
def part(bits: np.uint64) -> float:
    """A number in [0, 1) of 64 bits."""
    return float(np.int64(bits >> np.uint64(11))) / 9007199254740992.0
