"""The drag of air on a body that flies through it, and the speed at which it falls.

A sphere's drag by Schiller and Naumann 1933 ("Uber die grundlegenden Berechnungen bei der Schwerkraft-
aufbereitung") up to a Reynolds number of 1000, Newton's constant 0.44 above: a grain of dust follows the air
and a brick does not. Angular bodies have a multiple of that (`bluffness`: 1 a sphere, about 2 a shard).
"""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import inner

#: Earth's pull, m/s^2; air at 20 degrees and sea level: density in kg/m^3, viscosity in Pa s.
GRAVITY, AIR, VISCOSITY = 9.81, 1.204, 1.813e-5


@inner
def drag_rate(speed: float, diameter: float, density: float, bluffness: float) -> float:
    """How fast air takes the speed of a body away, 1/s: its force over mass and speed.

    `speed` through the air in m/s, `diameter` in m, `density` of the body in kg/m^3.
    """
    reynolds = AIR * speed * diameter / VISCOSITY
    if reynolds > 1000.0:
        return bluffness * 0.75 * 0.44 * AIR / density * speed / diameter
    slow = 18.0 * VISCOSITY / (density * diameter * diameter)
    rate: float = bluffness * slow * (1.0 + 0.15 * reynolds**0.687)
    return rate


def terminal_speed(diameter: float, density: float, bluffness: float = 1.0) -> float:
    """The speed in m/s at which a body falls through still air, where drag bears its weight."""
    low, high = 0.0, 500.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if float(np.float64(drag_rate(middle, diameter, density, bluffness)) * middle) < GRAVITY:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
