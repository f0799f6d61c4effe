"""Burning: fuel that is used up, the heat that it gives, the soot that it leaves, and how gas grows by it.

A reaction coordinate in the manner of Nguyen, Fedkiw and Jensen 2002, "Physically based modeling and
animation of fire": `fuel` leaves the source at 1 and falls by the time that it burns. Heat is drawn toward
the flame's own temperature where there is fuel; a mixture rich in fuel stays cooler. Hot gas radiates by
the fourth power of its temperature (Stefan and Boltzmann), so that torn-off tongues go out by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, kernel


@dataclass(frozen=True)
class Burning:
    """How a gas burns: `seconds` from the source until all fuel is used, `soot` the density of smoke that
    is left, `swelling` how many times its volume burning gas grows by, `radiation` how fast heat 1
    radiates, 1/s; `puffs` a second of the fuel that leaves, as a flame over a bed draws in its air.
    """

    seconds: float
    soot: float
    swelling: float
    radiation: float
    puffs: float = 0.0


class Burn(NamedTuple):
    """One step of burning: the fuel that is `used`, how far heat comes near the flame's (`near`), `soot`
    left a unit of fuel, `grow` in m/s a cell a unit of fuel, `radiate` the share that heat 1 loses.
    """

    used: np.float32
    near: np.float32
    soot: np.float32
    grow: np.float32
    radiate: np.float32


@kernel
def react(
    start: int, stop: int, fuel: Field, heat: Field, density: Field, growth: Field, low: Spans, high: Spans,
    rim: Field, rim_y: Field, rim_z: Field, burn: Burn,
) -> None:  # fmt: skip
    """Burn for one step, inside the spans."""
    zero, unity = np.float32(0.0), np.float32(1.0)
    rich, richness = np.float32(0.55), np.float32(1.1)
    for k in range(start, stop):
        for j in range(fuel.shape[1]):
            edge = max(rim_y[j], rim_z[k])
            for i in range(low[k, j], high[k, j]):
                warm = heat[k, j, i]
                square = warm * warm
                warm -= min(burn.radiate * square * square, np.float32(0.5) * warm)
                there = fuel[k, j, i]
                if there > zero:
                    open_air = max(edge, rim[i])
                    left = max(there - burn.used, zero) * (unity - np.float32(0.5) * open_air * open_air)
                    fuel_burn = there - left
                    aim = unity - richness * max(there - rich, zero)
                    share = burn.near * min(unity, np.float32(4.0) * there)
                    warm += share * (aim - warm)
                    density[k, j, i] += burn.soot * fuel_burn
                    growth[k, j, i] += burn.grow * fuel_burn
                    fuel[k, j, i] = left
                heat[k, j, i] = max(warm, zero)
