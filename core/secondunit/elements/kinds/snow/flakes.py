"""The flakes of snow: how many of each size, and how fast they fall.

Sizes by Gunn and Marshall 1958, "The Distribution with Size of Aggregate Snowflakes": of flakes that melt to
drops of D mm there are N(D) = 3800 R^-0.87 exp(-2.55 R^-0.48 D) a cubic metre and millimetre, at a rate of
R mm of water an hour. A flake is as dense as 0.17 g/cm^3 over its size in mm (Holroyd 1971): a drop of D mm
was a flake of the root of D^3 / 0.17. Falls by Langleben 1954, "The Terminal Velocity of Snowflakes":
0.78 m/s for a drop of 1 mm, as D to the power of 0.31.
"""

from __future__ import annotations

from math import exp

from secondunit.elements.carriers.particles.precipitation_plan import Spectrum

#: Flakes between these are drawn, in mm across.
SMALLEST, LARGEST, CLASSES = 1.0, 12.0, 88


def melted(size: float) -> float:
    """The diameter in mm of the drop that a flake of this size in mm melts to."""
    return float((0.17 * size * size) ** (1.0 / 3.0))


def number_of(drop: float, rate: float) -> float:
    """Flakes a cubic metre and millimetre of the drop they melt to (mm), at mm of water an hour."""
    return float(3800.0 * rate**-0.87 * exp(-2.55 * rate**-0.48 * drop))


def fall_of(drop: float) -> float:
    """The speed in m/s at which a flake falls that melts to a drop of this diameter in mm."""
    return float(0.78 * drop**0.31)


def spectrum_of(rate: float, scale: float) -> Spectrum:
    """The flakes of snow of so many mm of water an hour, `scale` times as large as they usually are."""
    step = (LARGEST - SMALLEST) / CLASSES
    edges = [melted(SMALLEST + n * step) for n in range(CLASSES + 1)]
    sizes = [SMALLEST + (n + 0.5) * step for n in range(CLASSES)]
    drops = [melted(size) for size in sizes]
    counts = [
        number_of(drop, rate) * (high - low)
        for drop, low, high in zip(drops, edges[:-1], edges[1:], strict=True)
    ]
    return Spectrum(
        tuple(0.001 * scale * size for size in sizes), tuple(counts), tuple(fall_of(drop) for drop in drops)
    )
