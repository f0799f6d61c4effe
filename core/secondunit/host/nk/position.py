"""Where a placed element's source is in the plate, as a knob of the Group that moves the element with it.

A shift of the picture, exact as that and no more: light, wind and how large it is seen stay as they were
made. An element that lies on the ground by layers of its own is not shifted, as these would stay behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .syntax import Raw, expression, number, numbers

if TYPE_CHECKING:
    from secondunit.wire import Format, Take

#: The knob: a position, which Nuke's viewer shows as a handle.
POSITION = "position"


def source_position(take: Take, format: Format, ground: bool) -> tuple[float, float] | None:
    """The source of a take in pixels of `format` from its bottom left; None where it has none to move."""
    x, y = (take.settings.get(name) for name in ("x", "y"))
    if ground or not isinstance(x, (int, float)) or not isinstance(y, (int, float)):
        return None
    return round(x * format.width, 2), round(y * format.height, 2)


def position_value(position: tuple[float, float]) -> Raw:
    """The knob's value as placed."""
    return numbers(*position)


def shift(position: tuple[float, float]) -> Raw:
    """How far the element is moved: from where its source was placed to where the knob is."""
    x, y = (number(value) for value in position)
    return expression(f"parent.{POSITION}.x-({x})", f"parent.{POSITION}.y-({y})")
