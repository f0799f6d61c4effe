"""Gas that is blown out of its source: it fills the way that it comes in a step, and is gas of its own.

A thin layer of fast gas in still air is stopped by the pressure of that air within a step. What leaves an
opening brings its own volume along, and by the end of a step has come as far as its speed says. Knows cells.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, kernel, singles
from secondunit.elements.noise import tiled

from .front import FrontGuide
from .sources import Outflow

#: Cells of a source in which gas stays until it is pushed out of it.
DEPTH = 4.0
#: How much of the speed varies with the noise.
FLUTTER = 0.3


class Jet(NamedTuple):
    """What is blown out in one step: at `speed` in m/s, of which the part `flutter` varies with the noise and
    the part `flare` goes aside; the eddies of that have come `gone` samples of the tile. It is blown `way`
    cells far; the front is led over `lead` cells by `hold`, at full speed over `core`. Density comes
    near that of fresh gas by `fill`.
    """

    speed: np.float32
    flutter: np.float32
    flare: np.float32
    gone: np.float32
    way: np.float32
    lead: np.float32
    hold: np.float32
    core: np.float32
    fill: np.float32


def jet_of(
    speed: float, dt: float, cell: float, output: float, uneven: float, ahead: FrontGuide,
    flare: float = 0.0, gone: float = 0.0,
) -> Jet:  # fmt: skip
    """What is blown out at `speed` in a step of `dt` seconds into cells of `cell` metres; `output` in 1/s."""
    way = speed * dt / cell
    return singles(
        Jet, speed, FLUTTER * uneven, flare * uneven, gone, way, ahead.way / cell + 2.0 * way, ahead.hold,
        ahead.core / cell, 1.0 - exp(-output * dt - way / DEPTH),
    )  # fmt: skip


@kernel
def blow(
    start: int, stop: int, strength: Field, k0: int, j0: int, i0: int, tile: Field, jet: Jet,
    outflow: Outflow, density: Field, heat: Field, growth: Field, u: Field, v: Field, w: Field, room: Field,
) -> None:  # fmt: skip
    """Fill what lies `jet.way` cells over the emission with gas that moves; what comes in is gas more.

    `growth` (m/s a cell) is what the column needs at its foot, and takes up at the end of what leads it. A
    solid ends it: where there is no `room` (which holds no cell where there is no solid).
    """
    zero, unity, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    scale, fresh = outflow.scale, outflow.fresh
    high = v.shape[1] - 1
    longest = max(jet.way, jet.lead) + unity
    for k in range(start, stop):
        for i in range(strength.shape[2]):
            power, under, source = zero, zero, 0
            for j in range(min(strength.shape[1] + np.int64(longest) + 1, high - j0)):
                if room.size > 0 and room[k0 + k, j0 + j, i0 + i] <= zero:
                    power, under, source = zero, zero, j
                    continue
                there = strength[k, j, i] if j < strength.shape[1] else zero
                if there >= power or np.float32(j - source) >= longest:
                    power, source = there, j
                past = np.float32(j - source)
                blown = power * min(max(jet.way + unity - past, zero), unity)
                led = jet.hold * power * min(max(jet.lead + unity - past, zero), unity)
                driven = max(blown, led)
                z, y, x = k0 + k, j0 + j, i0 + i
                slower = min(unity, jet.core / max(past, unity))
                if y > 0 and driven < under:
                    growth[z, y - 1, x] -= jet.hold * (under - driven) * jet.speed * slower
                if driven <= zero:
                    under = zero
                    continue
                noise = tiled(
                    tile,
                    np.float32(x) * scale + outflow.offset[0],
                    np.float32(y) * scale + outflow.offset[1],
                    np.float32(z) * scale + outflow.offset[2],
                )
                level = unity + outflow.uneven * (np.float32(0.9) * noise - half)
                level = min(max(level, zero), np.float32(1.6))
                blend = blown * jet.fill
                density[z, y, x] += blend * max(zero, fresh * level - density[z, y, x])
                heat[z, y, x] += blend * max(zero, outflow.warm * level - heat[z, y, x])
                if y > 0:
                    fast = jet.speed * slower * (unity + jet.flutter * min(max(noise, -unity), unity))
                    v[z, y, x] += driven * max(zero, fast - v[z, y, x])
                    growth[z, y - 1, x] += max(zero, driven - under) * fast
                    under = driven
                if jet.flare > zero:
                    aside, apart = np.float32(y) * scale - jet.gone, np.float32(21.3)
                    across, deep = np.float32(x) * scale, np.float32(z) * scale
                    fast = driven * jet.flare * jet.speed * slower
                    u[z, y, x] += fast * tiled(tile, across, aside, deep)
                    w[z, y, x] += fast * tiled(tile, across + apart, aside + apart, deep + apart)
