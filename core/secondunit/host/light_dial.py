"""The dial of a light: every direction has one place on a disc, and back.

The middle is the direction to the camera, half way out is 90 degrees off it, the rim is straight from behind
(azimuthal equidistant). Knows directions only, no field and no widget.
"""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, pi, radians, sin

#: Right, up and toward the camera.
Direction = tuple[float, float, float]


def direction(side: float, height: float) -> Direction:
    """Where a light stands, of length 1; `side` and `height` in degrees."""
    around, up = radians(side), radians(height)
    return sin(around) * cos(up), sin(up), cos(around) * cos(up)


def angles_of(toward: Direction) -> tuple[float, float]:
    """Side and height in degrees of a direction."""
    x, y, z = toward
    return degrees(atan2(x, z)), degrees(asin(max(-1.0, min(1.0, y / (hypot(x, y, z) or 1.0)))))


def dial_place(toward: Direction) -> tuple[float, float]:
    """The place of a direction on the dial: right and up, 1 is the rim."""
    x, y, z = toward
    off = hypot(x, y)
    if off < 1e-9:
        return (0.0, 0.0) if z > 0 else (1.0, 0.0)
    away = atan2(off, z) / pi
    return x / off * away, y / off * away


def dial_direction(x: float, y: float) -> Direction:
    """The direction at a place of the dial; beyond the rim is on the rim."""
    away = hypot(x, y)
    if away < 1e-9:
        return 0.0, 0.0, 1.0
    angle = min(1.0, away) * pi
    return sin(angle) * x / away, sin(angle) * y / away, cos(angle)
