"""Rotations in a right-handed space: from angles to axes and back. Knows nothing of cameras."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, radians, sin

from .errors import OutOfRange

#: Rows of a rotation: its columns are where its own x, y and z axes point.
Rotation = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
#: In which turn the axes are rotated about, first to last; `ZXY` is that of Nuke's cameras.
ORDERS = ("XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX")


def rotation_of(x: float, y: float, z: float, order: str = "ZXY") -> Rotation:
    """The rotation by `x`, `y` and `z` degrees about the fixed axes, in the turn that `order` names."""
    if order not in ORDERS:
        raise OutOfRange(
            f"{order[:20]!r} is no order of rotations.", remedy=f"It is one of: {', '.join(ORDERS)}."
        )
    about = {"X": _about(0, x), "Y": _about(1, y), "Z": _about(2, z)}
    first, second, third = (about[axis] for axis in order)
    return times(third, times(second, first))


def angles_of(rotation: Rotation) -> tuple[float, float, float]:
    """The degrees about x, y and z in the order ZXY that make a rotation; z is 0 where it and y are one."""
    sine = max(-1.0, min(1.0, -rotation[1][2]))
    if hypot(rotation[0][2], rotation[2][2]) > 1e-9:
        y = atan2(rotation[0][2], rotation[2][2])
        z = atan2(rotation[1][0], rotation[1][1])
        x = atan2(sine, hypot(rotation[0][2], rotation[2][2]))
    else:
        x, z = asin(sine), 0.0
        y = atan2(-rotation[2][0], rotation[0][0])
    return degrees(x), degrees(y), degrees(z)


def times(left: Rotation, right: Rotation) -> Rotation:
    """The rotation by `right`, then by `left`."""
    rows = []
    for row in left:
        a, b, c = (sum(row[n] * right[n][column] for n in range(3)) for column in range(3))
        rows.append((a, b, c))
    return rows[0], rows[1], rows[2]


def transposed(rotation: Rotation) -> Rotation:
    """The rotation back."""
    (a, b, c), (d, e, f), (g, h, i) = rotation
    return (a, d, g), (b, e, h), (c, f, i)


def _about(axis: int, angle: float) -> Rotation:
    c, s = cos(radians(angle)), sin(radians(angle))
    if axis == 0:
        return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)
    if axis == 1:
        return (c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)
    return (c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)
