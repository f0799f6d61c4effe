"""The drops of rain: how many of each size, and how fast they fall.

Sizes by Marshall and Palmer 1948, "The Distribution of Raindrops with Size": N(D) = 8000 exp(-4.1 R^-0.21 D)
a cubic metre and millimetre, D in mm, at a rate of R mm an hour. Falls by Atlas, Srivastava and Sekhon 1973,
"Doppler Radar Characteristics of Precipitation at Vertical Incidence": v = 9.65 - 10.3 exp(-0.6 D) m/s, which
fits what Gunn and Kinzer measured in 1949 within 2 % from 0.6 to 5.8 mm.
"""

from __future__ import annotations

from math import exp

from secondunit.elements.carriers.particles.precipitation_plan import Spectrum

#: Drops between these are drawn, in mm: smaller ones are mist, larger ones break as they fall.
SMALLEST, LARGEST, CLASSES = 0.5, 6.0, 88


def number_of(diameter: float, rate: float) -> float:
    """Drops a cubic metre and millimetre of diameter (mm), at a rate in mm an hour."""
    return 8000.0 * exp(-4.1 * rate**-0.21 * diameter)


def fall_of(diameter: float) -> float:
    """The speed in m/s at which a drop of this diameter in mm falls."""
    return max(0.2, 9.65 - 10.3 * exp(-0.6 * diameter))


def spectrum_of(rate: float) -> Spectrum:
    """The drops of rain of so many mm an hour."""
    step = (LARGEST - SMALLEST) / CLASSES
    sizes = [SMALLEST + (n + 0.5) * step for n in range(CLASSES)]
    return Spectrum(
        tuple(0.001 * size for size in sizes),
        tuple(number_of(size, rate) * step for size in sizes),
        tuple(fall_of(size) for size in sizes),
    )
